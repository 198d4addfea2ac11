/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-apply.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libvirt/berth-domain-edit.h"
#include "backend/libvirt/berth-libvirt-error.h"
#include "backend/libvirt/berth-libvirt-turn.h"
#include "backend/libvirt/berth-libvirt-vms.h"
#include "backend/libvirt/berth-libvirt-world.h"
#include "backend/libvirt/berth-xml.h"
#include "base/berth-error.h"

/* Somebody who edits the same VM again and again in the moments between reading and writing is a
 * program in a loop; a person never needs a second try. */
#define MAX_TRIES 3

typedef struct
{
  BerthOption option;
  BerthFeatures feature;
  const char *reason;
} OptionCheck;

static const OptionCheck option_checks[] = {
  { BERTH_OPTION_PERMISSIVE, BERTH_FEATURE_PERMISSIVE,
    N_ ("Only Xen knows Permissive.") },
  { BERTH_OPTION_NO_STRICT_RESET, BERTH_FEATURE_NO_STRICT_RESET,
    N_ ("This libvirt does not know No strict reset.") },
  { BERTH_OPTION_HIDE_ROM, BERTH_FEATURE_ROM_BAR,
    N_ ("Only QEMU can hide the ROM of a card.") },
  { BERTH_OPTION_OPTIONAL, BERTH_FEATURE_STARTUP_POLICY,
    N_ ("Only VMs of QEMU can start without a device.") },
};

static gboolean
check_options (BerthLibvirtLink *link, const BerthChangeItem *item, GError **error)
{
  guint before = item->before != NULL ? item->before->options : 0;
  guint added = item->after != NULL ? item->after->options & ~before : 0;
  g_autofree char *address = berth_address_dup_string (berth_change_item_get_address (item));

  for (gsize i = 0; i < G_N_ELEMENTS (option_checks); i++)
    {
      const OptionCheck *check = &option_checks[i];

      if ((added & check->option) == 0 || berth_libvirt_link_has (link, check->feature))
        continue;
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   /* Translators: first why an option cannot be, as a sentence; then an address */
                   _ ("%s Switch it off for device %s."), _ (check->reason), address);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_item (BerthLibvirtLink *link, const BerthChangeItem *item, GError **error)
{
  if (item->after != NULL && item->after->role == BERTH_ROLE_COMPANION
      && !berth_libvirt_link_has (link, BERTH_FEATURE_COMPANIONS))
    {
      g_autofree char *address = berth_address_dup_string (&item->after->address);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   _ ("This hypervisor cannot take device %s along without showing it to the VM. "
                      "Give it to the VM, or leave it out."),
                   address);
      return FALSE;
    }
  return check_options (link, item, error);
}

/* What would fail, or be dropped without a word, is refused before anything is written. */
static gboolean
check_change (BerthLibvirtLink *link, BerthChange *change, GError **error)
{
  if (!berth_libvirt_link_has (link, BERTH_FEATURE_WRITE))
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_READ_ONLY,
                           _ ("You may look at the VMs of this connection but not change them. "
                              "Become a member of the group “libvirt” and log in again, or ask the "
                              "administrator."));
      return FALSE;
    }

  for (guint i = 0; i < change->items->len; i++)
    {
      if (!check_item (link, g_ptr_array_index (change->items, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_domain (virDomainPtr domain, GError **error)
{
  g_autofree char *name = berth_libvirt_vms_dup_name (domain);

  if (virDomainIsPersistent (domain) != 0)
    return TRUE;

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
               _ ("“%s” has no configuration that outlives it, so there is nothing to change. "
                  "Change what starts it."),
               name);
  return FALSE;
}

/* The whole configuration: without SECURE it comes without passwords, and written back like that
 * the VM would have none. */
static char *
read_configuration (virDomainPtr domain, GError **error)
{
  g_autofree char *name = berth_libvirt_vms_dup_name (domain);
  char *text = virDomainGetXMLDesc (domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);
  char *copy = g_strdup (text);

  free (text);
  if (copy != NULL)
    return copy;

  /* Translators: %s is the name of a VM */
  berth_libvirt_error_set (error, _ ("The configuration of “%s” could not be read."), name);
  if (error != NULL && g_error_matches (*error, BERTH_ERROR, BERTH_ERROR_DENIED))
    (*error)->code = BERTH_ERROR_READ_ONLY;
  return NULL;
}

static gboolean
define (BerthLibvirtLink *link, const char *text)
{
  virDomainPtr defined = virDomainDefineXML (link->connection, text);

  if (defined == NULL)
    return FALSE;
  virDomainFree (defined);
  return TRUE;
}

/* New functions of one card are to be known as PCI Express or not, USB devices to be told apart. */
static gboolean
needs_facts (BerthChange *change)
{
  guint n_new = 0;

  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);

      if (berth_change_item_get_address (item)->bus_kind == BERTH_BUS_USB)
        return TRUE;
      n_new += item->after != NULL && item->after->role == BERTH_ROLE_GIVEN;
    }
  return n_new > 1;
}

static char *
edit (BerthLibvirtWorld *world,
      const char *text,
      BerthChange *change,
      GPtrArray **ret_expected,
      GError **error)
{
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", error);

  if (doc == NULL)
    return NULL;

  berth_libvirt_world_prepare (world, doc);
  if (needs_facts (change))
    berth_libvirt_world_need_facts (world);
  return berth_domain_edit (text, change, &world->view, ret_expected, error);
}

/* Edits what is there and writes it, unless it has become something else meanwhile: then again, on
 * top of what it has become. On success @ret_before is what was there until then. */
static gboolean
write_change (BerthLibvirtLink *link,
              BerthLibvirtWorld *world,
              virDomainPtr domain,
              BerthChange *change,
              char **ret_before,
              GPtrArray **ret_expected,
              GError **error)
{
  g_autofree char *name = berth_libvirt_vms_dup_name (domain);
  g_autofree char *before = read_configuration (domain, error);

  for (guint i = 0; i < MAX_TRIES && before != NULL; i++)
    {
      g_autoptr (GPtrArray) expected = NULL;
      g_autofree char *text = edit (world, before, change, &expected, error);
      g_autofree char *now = text != NULL ? read_configuration (domain, error) : NULL;

      if (now == NULL)
        return FALSE;
      if (strcmp (now, before) != 0)
        {
          g_free (before);
          before = g_steal_pointer (&now);
          continue;
        }

      if (!define (link, text))
        {
          /* Translators: %s is the name of a VM */
          berth_libvirt_error_set (
            error, _ ("“%s” was not changed: libvirt refuses the new configuration."), name);
          return FALSE;
        }
      *ret_before = g_steal_pointer (&before);
      *ret_expected = g_steal_pointer (&expected);
      return TRUE;
    }

  if (before != NULL)
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT,
                 _ ("Another program changes “%s” all the time. Nothing was written. "
                    "Wait for it and try again."),
                 name);
  return FALSE;
}

static char *
dup_list (GPtrArray *addresses)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *address = berth_address_dup_string (g_ptr_array_index (addresses, i));

      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, address);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether nothing of @change is there: then somebody else wrote over it in the same moment, and
 * putting back what was there before would take away what they wrote. */
static gboolean
is_overwritten (BerthChange *change, GPtrArray *present)
{
  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);
      const BerthAssignment *there
        = berth_assignment_list_lookup (present, berth_change_item_get_address (item));
      gboolean is_as_before = there == NULL || item->before == NULL
                                ? there == NULL && item->before == NULL
                                : berth_assignment_equal (there, item->before);

      if (!is_as_before)
        return FALSE;
    }
  return TRUE;
}

static void
report_overwritten (virDomainPtr domain, GError **error)
{
  g_autofree char *name = berth_libvirt_vms_dup_name (domain);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT,
               _ ("Another program changed “%s” in the same moment, and what it wrote stays. Look "
                  "at it and try again."),
               name);
}

/* Whole or not at all: what was kept in part goes back to what it was. */
static void
report_unkept (BerthLibvirtLink *link,
               virDomainPtr domain,
               const char *before,
               GPtrArray *unkept,
               GError **error)
{
  g_autofree char *name = berth_libvirt_vms_dup_name (domain);
  g_autofree char *list = dup_list (unkept);

  if (define (link, before))
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED,
                 /* Translators: a list of device addresses and the name of a VM */
                 _ ("libvirt did not keep what was written about %s. “%s” has its old "
                    "configuration again. Try it without the options of these devices."),
                 list, name);
  else
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED,
                 /* Translators: a list of device addresses and the name of a VM */
                 _ ("libvirt did not keep what was written about %s, and the old configuration of "
                    "“%s” could not be put back. Look at it with “virsh edit”."),
                 list, name);
}

/**
 * berth_libvirt_apply:
 *
 * Makes one change of one VM's configuration, whole or not at all: reads, edits, compares with a
 * second reading, writes, reads back and compares. Waits.
 *
 * Between the second reading and the writing lies one call. libvirt has no way to write only if
 * nothing changed, so an edit of somebody else in that moment would be lost, and a VM deleted in
 * it would come back. Programs of ours wait for each other.
 *
 * Returns: (transfer full): the VM as read back
 */
BerthVm *
berth_libvirt_apply (BerthLibvirtLink *link, BerthChange *change, GError **error)
{
  g_autoptr (BerthLibvirtTurn) turn = NULL;
  g_autoptr (virDomain) domain = NULL;
  g_autoptr (BerthLibvirtWorld) world = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (GPtrArray) unkept = NULL;
  g_autoptr (BerthVm) vm = NULL;
  g_autofree char *before = NULL;

  if (!check_change (link, change, error))
    return NULL;
  domain = berth_libvirt_link_find_domain (link, change->vm_uuid, error);
  if (domain == NULL || !check_domain (domain, error))
    return NULL;

  turn = berth_libvirt_turn_wait (change->vm_uuid);
  world = berth_libvirt_world_new (link);
  if (!write_change (link, world, domain, change, &before, &expected, error))
    return NULL;

  vm = berth_libvirt_vms_read (link, domain, error);
  if (vm == NULL)
    {
      g_prefix_error (error, "%s ", _ ("The change was written, but not looked at again."));
      return NULL;
    }

  unkept = berth_domain_edit_list_unkept (change, expected, vm->configured);
  if (unkept->len > 0 && is_overwritten (change, vm->configured))
    {
      report_overwritten (domain, error);
      return NULL;
    }
  if (unkept->len > 0)
    {
      report_unkept (link, domain, before, unkept, error);
      return NULL;
    }
  return g_steal_pointer (&vm);
}
