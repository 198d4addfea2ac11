/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-vms.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libvirt/berth-domain-memory.h"
#include "backend/libvirt/berth-domain-takes.h"
#include "backend/libvirt/berth-guest-slots.h"
#include "backend/libvirt/berth-libvirt-error.h"
#include "backend/libvirt/berth-xml.h"
#include "base/berth-error.h"
#include "base/berth-text.h"

/**
 * berth_libvirt_vms_dup_name:
 *
 * To be asked for before a call that may fail: asking libvirt for anything, were it a name, makes
 * it forget what went wrong.
 *
 * Returns: (transfer full): what the VM is called, safe to show
 */
char *
berth_libvirt_vms_dup_name (virDomainPtr domain)
{
  return berth_text_dup_name (virDomainGetName (domain));
}

static BerthVmState
get_state (virDomainPtr domain)
{
  int state = VIR_DOMAIN_NOSTATE;

  if (virDomainGetState (domain, &state, NULL, 0) < 0)
    return BERTH_VM_TRANSITION;

  switch ((virDomainState) state)
    {
    case VIR_DOMAIN_RUNNING:
    case VIR_DOMAIN_BLOCKED:
      return BERTH_VM_RUNNING;
    case VIR_DOMAIN_PAUSED:
    case VIR_DOMAIN_PMSUSPENDED:
      return BERTH_VM_PAUSED;
    case VIR_DOMAIN_SHUTOFF:
      return BERTH_VM_HALTED;
    case VIR_DOMAIN_CRASHED:
      return BERTH_VM_CRASHED;
    case VIR_DOMAIN_NOSTATE:
    case VIR_DOMAIN_SHUTDOWN:
    default:
      return BERTH_VM_TRANSITION;
    }
}

/* The claims of the document @text, and the document itself for what else the caller wants. */
static GPtrArray *
read_claims (BerthLibvirtWorld *world,
             const char *text,
             xmlDoc **ret_doc,
             guint *ret_foreign,
             GError **error)
{
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", error);
  GPtrArray *claims;

  if (doc == NULL)
    return NULL;

  berth_libvirt_world_prepare (world, doc);
  claims = berth_domain_xml_list_claims (doc, &world->view, ret_foreign);
  *ret_doc = g_steal_pointer (&doc);
  return claims;
}

/* Only Qubes' own libvirt knows the attribute and gives it back; stock libvirt drops it without a
 * word. So the option is there as soon as one VM is seen to have kept it. */
static void
note_options (BerthLibvirtLink *link, GPtrArray *claims)
{
  for (guint i = 0; i < claims->len; i++)
    {
      const BerthAssignment *claim = g_ptr_array_index (claims, i);

      if ((claim->options & BERTH_OPTION_NO_STRICT_RESET) != 0)
        g_atomic_int_or (&link->features, BERTH_FEATURE_NO_STRICT_RESET);
    }
}

static gboolean
fill_configured (BerthVm *vm,
                 BerthLibvirtLink *link,
                 BerthLibvirtWorld *world,
                 const char *text,
                 GError **error)
{
  g_autoptr (xmlDoc) doc = NULL;
  GPtrArray *claims = read_claims (world, text, &doc, &vm->foreign_elements, error);
  const char *reason;

  if (claims == NULL)
    return FALSE;

  note_options (link, claims);
  g_ptr_array_unref (vm->configured);
  vm->configured = claims;
  vm->takes = berth_domain_takes_get (doc, &reason);
  vm->cannot_take = g_strdup (reason);
  vm->memory = berth_domain_memory_get_size (doc);
  vm->balloons = berth_domain_memory_get_balloons (doc);
  return TRUE;
}

/* What it has now. A VM that stops meanwhile has nothing any more. */
static void
fill_live (BerthVm *vm, virDomainPtr domain, BerthLibvirtWorld *world)
{
  char *text = virDomainGetXMLDesc (domain, 0);
  g_autoptr (xmlDoc) doc = NULL;
  guint foreign;
  GPtrArray *claims = text != NULL ? read_claims (world, text, &doc, &foreign, NULL) : NULL;
  const xmlNode *devices;

  free (text);
  if (claims == NULL)
    return;
  g_ptr_array_unref (vm->live);
  vm->live = claims;
  devices = berth_xml_lookup_child (xmlDocGetRootElement (doc), "devices");
  if (devices != NULL)
    vm->free_ports = berth_guest_slots_count_free_ports (devices);
}

/* The configuration of a VM without one (transient) is its running state: there is nothing else. */
static BerthVm *
read_vm (BerthLibvirtLink *link, BerthLibvirtWorld *world, virDomainPtr domain, GError **error)
{
  char uuid[VIR_UUID_STRING_BUFLEN] = "";
  g_autofree char *name = berth_libvirt_vms_dup_name (domain);
  char *text = virDomainGetXMLDesc (domain, VIR_DOMAIN_XML_INACTIVE);
  g_autoptr (BerthVm) vm = NULL;
  gboolean read;

  if (text == NULL)
    {
      /* Translators: %s is the name of a VM */
      berth_libvirt_error_set (error, _ ("“%s” could not be read."), name);
      return NULL;
    }

  virDomainGetUUIDString (domain, uuid);
  vm = berth_vm_new (link->uri, uuid, virDomainGetName (domain));
  read = fill_configured (vm, link, world, text, error);
  free (text);
  if (!read)
    return NULL;

  if (virDomainIsActive (domain) == 1)
    {
      fill_live (vm, domain, world);
      vm->state = get_state (domain);
    }
  return g_steal_pointer (&vm);
}

/**
 * berth_libvirt_vms_read:
 *
 * Reads one VM. Waits.
 *
 * Returns: (transfer full)
 */
BerthVm *
berth_libvirt_vms_read (BerthLibvirtLink *link, virDomainPtr domain, GError **error)
{
  g_autoptr (BerthLibvirtWorld) world = berth_libvirt_world_new (link);
  BerthVm *vm = read_vm (link, world, domain, error);
  int autostart = 0;

  if (vm == NULL)
    return NULL;

  vm->persistent = virDomainIsPersistent (domain) == 1;
  virDomainGetAutostart (domain, &autostart);
  vm->autostart = autostart != 0;
  return vm;
}

/* The VMs for which one filter of the server holds, as UUIDs: one call instead of one for each VM,
 * which is felt over a slow line. */
static GHashTable *
list_uuids (BerthLibvirtLink *link, unsigned int filter)
{
  GHashTable *uuids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  virDomainPtr *domains = NULL;
  int n = virConnectListAllDomains (link->connection, &domains, filter);

  for (int i = 0; i < n; i++)
    {
      char uuid[VIR_UUID_STRING_BUFLEN] = "";

      virDomainGetUUIDString (domains[i], uuid);
      g_hash_table_add (uuids, g_strdup (uuid));
      virDomainFree (domains[i]);
    }
  free (domains);
  return uuids;
}

/* A VM that may not be read or makes no sense is shown as one that takes nothing, not left out. */
static BerthVm *
new_unreadable (BerthLibvirtLink *link, virDomainPtr domain, const GError *error)
{
  char uuid[VIR_UUID_STRING_BUFLEN] = "";
  BerthVm *vm;

  virDomainGetUUIDString (domain, uuid);
  vm = berth_vm_new (link->uri, uuid, virDomainGetName (domain));
  vm->takes = 0;
  vm->cannot_take = berth_text_dup_error (error);
  vm->state = get_state (domain);
  return vm;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const BerthVm *const *left = a;
  const BerthVm *const *right = b;

  return berth_text_compare ((*left)->name, (*right)->name);
}

static void
add_vm (GPtrArray *vms, BerthLibvirtLink *link, BerthLibvirtWorld *world, virDomainPtr domain)
{
  g_autoptr (GError) error = NULL;
  BerthVm *vm = read_vm (link, world, domain, &error);

  if (vm == NULL && g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND))
    return; /* deleted since it was listed */
  if (vm == NULL)
    vm = new_unreadable (link, domain, error);
  g_ptr_array_add (vms, vm);
}

/**
 * berth_libvirt_vms_list:
 *
 * Reads every VM. Waits.
 *
 * Returns: (transfer full) (element-type BerthVm): sorted by name
 */
GPtrArray *
berth_libvirt_vms_list (BerthLibvirtLink *link, GError **error)
{
  g_autoptr (BerthLibvirtWorld) world = berth_libvirt_world_new (link);
  g_autoptr (GHashTable) persistent = NULL;
  g_autoptr (GHashTable) autostart = NULL;
  GPtrArray *vms;
  virDomainPtr *domains = NULL;
  int n = virConnectListAllDomains (link->connection, &domains, 0);

  if (n < 0)
    {
      berth_libvirt_error_set (error, _ ("The VMs could not be listed."));
      return NULL;
    }

  persistent = list_uuids (link, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);
  autostart = list_uuids (link, VIR_CONNECT_LIST_DOMAINS_AUTOSTART);
  vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  for (int i = 0; i < n; i++)
    {
      add_vm (vms, link, world, domains[i]);
      virDomainFree (domains[i]);
    }
  free (domains);

  for (guint i = 0; i < vms->len; i++)
    {
      BerthVm *vm = g_ptr_array_index (vms, i);

      vm->persistent = g_hash_table_contains (persistent, vm->uuid);
      vm->autostart = g_hash_table_contains (autostart, vm->uuid);
    }
  g_ptr_array_sort (vms, compare_names);
  return vms;
}
