/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-device-lines.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-text.h"
#include "cli/berth-boot-entry.h"
#include "cli/berth-vm-remark.h"
#include "model/berth-need.h"

/**
 * berth_device_lines_dup_name:
 *
 * Returns: (transfer full): who made it and what it is called, as people say it; safe to print
 */
char *
berth_device_lines_dup_name (const BerthDevice *device)
{
  g_autofree char *name = berth_text_dup_line (device->name, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *vendor = berth_text_dup_line (device->vendor_name, BERTH_TEXT_NAME_LENGTH);

  if (*vendor == '\0' || strstr (name, vendor) != NULL)
    return g_steal_pointer (&name);
  return g_strconcat (vendor, " ", name, NULL);
}

/**
 * berth_device_lines_dup_group:
 *
 * Returns: (transfer full) (nullable): the number of its IOMMU group
 */
char *
berth_device_lines_dup_group (const BerthDevice *device)
{
  if (device->pci == NULL || device->pci->iommu_group == BERTH_NO_GROUP)
    return NULL;
  return g_strdup_printf ("%d", device->pci->iommu_group);
}

/* Both claims of one VM, configured and live, are one user. */
static gboolean
is_first_of_vm (GArray *claims, guint at)
{
  for (guint i = 0; i < at; i++)
    {
      if (g_array_index (claims, BerthClaim, i).vm == g_array_index (claims, BerthClaim, at).vm)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_live_in (GArray *claims, const BerthVm *vm)
{
  for (guint i = 0; i < claims->len; i++)
    {
      const BerthClaim *claim = &g_array_index (claims, BerthClaim, i);

      if (claim->vm == vm && claim->is_live)
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_device_lines_dup_users:
 *
 * Returns: (transfer full) (nullable): the names of the VMs that have it; “*” marks the one that
 *   has it now, brackets one that takes it along unseen by its guest
 */
char *
berth_device_lines_dup_users (BerthRoster *roster, const BerthAddress *address)
{
  GArray *claims = berth_roster_lookup (roster, address);
  g_autoptr (GString) users = NULL;

  if (claims == NULL)
    return NULL;

  users = g_string_new (NULL);
  for (guint i = 0; i < claims->len; i++)
    {
      const BerthClaim *claim = &g_array_index (claims, BerthClaim, i);
      gboolean is_companion = claim->assignment->role == BERTH_ROLE_COMPANION;
      g_autofree char *name = NULL;

      if (!is_first_of_vm (claims, i))
        continue;

      name = berth_text_dup_line (claim->vm->name, BERTH_TEXT_NAME_LENGTH);
      g_string_append_printf (users, "%s%s%s%s%s", users->len > 0 ? ", " : "",
                              is_companion ? "(" : "", name,
                              is_live_in (claims, claim->vm) ? "*" : "", is_companion ? ")" : "");
    }
  return g_string_free (g_steal_pointer (&users), FALSE);
}

static void
append_line (GString *output, const char *label, const char *words)
{
  if (words != NULL && *words != '\0')
    g_string_append_printf (output, "  %s: %s\n", label, words);
}

/* One line of addresses: "01:00.0 01:00.1". */
static char *
dup_addresses (GPtrArray *devices)
{
  g_autoptr (GString) addresses = g_string_new (NULL);

  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (devices, i);
      g_autofree char *address = berth_address_dup_short (&device->address);

      g_string_append_printf (addresses, "%s%s", i > 0 ? " " : "", address);
    }
  return g_string_free (g_steal_pointer (&addresses), FALSE);
}

static void
append_ids (GString *output, const BerthIdentity *identity)
{
  g_autofree char *ids = g_strdup_printf ("%04x:%04x", identity->vendor, identity->device);
  g_autofree char *subsystem
      = g_strdup_printf ("%04x:%04x", identity->subsystem_vendor, identity->subsystem_device);
  g_autofree char *class_code = g_strdup_printf ("%06x", identity->class_code);

  append_line (output, _ ("Vendor and device id"), ids);
  if (identity->known & BERTH_IDENTITY_SUBSYSTEM)
    append_line (output, _ ("Subsystem"), subsystem);
  append_line (output, _ ("Class code"), class_code);
}

static void
append_bundle (GString *output, const BerthBundle *bundle)
{
  g_autofree char *functions = dup_addresses (bundle->functions);
  g_autofree char *reason = berth_bundle_dup_reason (bundle);
  g_autofree char *companions = dup_addresses (bundle->companions);
  g_autofree char *companion_reason = berth_bundle_dup_companion_reason (bundle);

  append_line (output, _ ("Bundle"), functions);
  append_line (output, _ ("Why"), reason);
  append_line (output, _ ("Companions"), companions);
  append_line (output, _ ("Why"), companion_reason);
}

/* The device that it hangs on, if it is not on the root bus. */
static char *
dup_parent (const BerthDevice *device)
{
  if (device->pci != NULL && device->pci->has_parent)
    return berth_address_dup_short (&device->pci->parent);
  if (device->usb != NULL && device->usb->has_controller)
    return berth_address_dup_short (&device->usb->controller);
  return NULL;
}

/* What the computer does with it. */
static void
append_need (GString *output, const BerthSituation *situation, const BerthDevice *device)
{
  BerthNeed need = berth_need_judge (situation, device);
  g_autofree char *evidence = need.answer == BERTH_NEED_FREE
                                  ? g_strdup (_ ("Nothing of this computer uses it."))
                                  : berth_need_dup_sentence (&need);
  g_autofree char *shown = NULL;

  shown = berth_terminal_dup_sentence (evidence);
  append_line (output, _ ("Use here"), shown);
}

/* What is particular about how VMs have it. */
static void
append_remarks (GString *output, BerthRoster *roster, const BerthDevice *device)
{
  GArray *claims = berth_roster_lookup (roster, &device->address);

  for (guint i = 0; claims != NULL && i < claims->len; i++)
    {
      const BerthClaim *claim = &g_array_index (claims, BerthClaim, i);
      g_autofree char *name = berth_text_dup_line (claim->vm->name, BERTH_TEXT_NAME_LENGTH);
      /* Translators: the beginning of a line about how a VM has a device; %s is the VM. */
      g_autofree char *label = g_strdup_printf (_ ("In “%s”"), name);
      g_autofree char *identity = berth_vm_remark_dup_identity (claim->assignment, device);
      g_autofree char *others = berth_vm_remark_dup_others (claim->assignment);

      if (is_first_of_vm (claims, i))
        {
          append_line (output, label, identity);
          append_line (output, label, others);
        }
    }
}

/* How a driver keeps it for VMs. */
static void
append_driver (GString *output, const BerthDevice *device)
{
  const BerthPciFacts *pci = device->pci;
  const char *driver = pci != NULL ? pci->driver : device->usb->driver;
  g_autofree char *safe_driver = berth_text_dup_line (driver, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *only = NULL;
  g_autofree char *domain = NULL;

  append_line (output, _ ("Driver"), *safe_driver != '\0' ? safe_driver : _ ("none"));
  if (pci == NULL)
    return;

  only = berth_text_dup_line (pci->driver_override, BERTH_TEXT_NAME_LENGTH);
  append_line (output, _ ("No driver but"), only);
  if (pci->xen_domain > 0)
    domain = g_strdup_printf ("%u", pci->xen_domain);
  append_line (output, _ ("Held by Xen domain"), domain);
  if (pci->permissive == BERTH_TRUTH_YES)
    append_line (output, _ ("Permissive"), _ ("on, until it leaves pciback"));
}

/**
 * berth_device_lines_append_host_side:
 *
 * Appends which driver holds what sits at @address, if anything does, how that is kept for VMs, and
 * what will become of it at the next boot.
 */
void
berth_device_lines_append_host_side (GString *output,
                                     BerthInventory *inventory,
                                     const BerthAddress *address)
{
  const BerthDevice *device = berth_inventory_lookup (inventory, address);
  g_autoptr (GArray) entries = berth_boot_entry_list (inventory, address);

  if (device != NULL)
    append_driver (output, device);
  for (guint i = 0; i < entries->len; i++)
    {
      const BerthBootEntry *entry = &g_array_index (entries, BerthBootEntry, i);
      g_autofree char *line
          = berth_boot_entry_dup_line (entry, berth_inventory_get_facts (inventory));
      g_autofree char *shown = berth_terminal_dup_sentence (line);

      append_line (output, _ ("At boot"), shown);
    }
}

/**
 * berth_device_lines_append:
 * @form: of the findings
 * @computer: (nullable): which computer, where there are several
 *
 * Appends everything that there is to say about one device, over several lines.
 */
void
berth_device_lines_append (GString *output,
                           const BerthFindingForm *form,
                           const char *computer,
                           const BerthSituation *situation,
                           const BerthBundle *bundle,
                           const BerthDevice *device,
                           GPtrArray *findings)
{
  g_autofree char *address = berth_address_dup_short (&device->address);
  g_autofree char *name = berth_device_lines_dup_name (device);
  g_autofree char *safe_computer = berth_text_dup_line (computer, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *group = berth_device_lines_dup_group (device);
  g_autofree char *parent = dup_parent (device);
  g_autofree char *users = berth_device_lines_dup_users (situation->roster, &device->address);

  g_string_append_printf (output, "%s%s  %s%s\n",
                          berth_terminal_get_begin (form->terminal, BERTH_STYLE_HEADING), address,
                          name,
                          berth_terminal_get_end (form->terminal, BERTH_STYLE_HEADING));
  append_line (output, _ ("Computer"), safe_computer);
  append_line (output, _ ("Class"), device->class_words);
  append_ids (output, &device->identity);
  berth_device_lines_append_host_side (output, situation->inventory, &device->address);
  append_line (output, _ ("IOMMU group"), group);
  append_line (output, device->usb != NULL ? _ ("Controller") : _ ("Behind bridge"), parent);
  append_line (output, _ ("Reset"),
               berth_device_resets_alone (device) ? _ ("by itself")
                                                  : _ ("not by itself, as far as is known"));
  append_bundle (output, bundle);
  append_line (output, _ ("Used by"), users);
  append_remarks (output, situation->roster, device);
  append_need (output, situation, device);
  berth_finding_lines_append (output, form, findings);
}
