/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-json-device.h"

#include "cli/berth-json-boot.h"
#include "cli/berth-json-finding.h"
#include "model/berth-need.h"

/* The names of the VMs that have the device in this role, each once. */
static void
add_holders (JsonBuilder *builder,
             const char *member,
             GArray *claims,
             BerthAssignmentRole role)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; claims != NULL && i < claims->len; i++)
    {
      const BerthClaim *claim = &g_array_index (claims, BerthClaim, i);

      if (claim->assignment->role == role && g_hash_table_add (seen, (gpointer) claim->vm))
        berth_json_add_text (builder, NULL, claim->vm->name);
    }
  json_builder_end_array (builder);
}

static void
add_claims (JsonBuilder *builder, BerthRoster *roster, const BerthAddress *address)
{
  GArray *claims = berth_roster_lookup (roster, address);
  const BerthVm *holder = berth_roster_find_holder (roster, address, NULL);

  add_holders (builder, "assigned_to", claims, BERTH_ROLE_GIVEN);
  add_holders (builder, "companion_of", claims, BERTH_ROLE_COMPANION);
  berth_json_add_text (builder, "in_use_by", holder != NULL ? holder->name : NULL);
}

/* Which device it is, in the numbers that lspci and lsusb print. */
static void
add_identity (JsonBuilder *builder, const BerthIdentity *identity)
{
  gboolean has_subsystem = (identity->known & BERTH_IDENTITY_SUBSYSTEM) != 0;

  berth_json_add_hex (builder, "vendor_id", 4, identity->vendor);
  berth_json_add_hex (builder, "device_id", 4, identity->device);
  if (has_subsystem)
    {
      berth_json_add_hex (builder, "subsystem_vendor_id", 4, identity->subsystem_vendor);
      berth_json_add_hex (builder, "subsystem_id", 4, identity->subsystem_device);
    }
  else
    {
      berth_json_add_text (builder, "subsystem_vendor_id", NULL);
      berth_json_add_text (builder, "subsystem_id", NULL);
    }
  berth_json_add_hex (builder, "class_code", 6, identity->class_code);
}

/* The device that this one is made from or hangs on. */
static const BerthAddress *
get_parent (const BerthDevice *device)
{
  if (device->pci != NULL && device->pci->has_parent)
    return &device->pci->parent;
  if (device->usb != NULL && device->usb->has_controller)
    return &device->usb->controller;
  return NULL;
}

static void
add_place (JsonBuilder *builder, BerthInventory *inventory, const BerthDevice *device)
{
  const BerthPciFacts *pci = device->pci;
  BerthBundle *bundle = berth_inventory_lookup_bundle (inventory, &device->address);

  if (pci != NULL && pci->iommu_group != BERTH_NO_GROUP)
    berth_json_add_number (builder, "iommu_group", pci->iommu_group);
  else
    berth_json_add_text (builder, "iommu_group", NULL);

  berth_json_add_address (builder, "bundle", &bundle->address);
  json_builder_set_member_name (builder, "companions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bundle->companions->len; i++)
    {
      const BerthDevice *companion = g_ptr_array_index (bundle->companions, i);

      berth_json_add_address (builder, NULL, &companion->address);
    }
  json_builder_end_array (builder);

  berth_json_add_address (builder, "parent", get_parent (device));
  berth_json_add_address (builder, "physical_function",
                          pci != NULL && pci->is_virtual ? &pci->physical_function : NULL);
}

/* In the kernel's words; null: nobody could ask it. */
static void
add_reset_methods (JsonBuilder *builder, const BerthDevice *device)
{
  static const struct
  {
    guint method;
    const char *word;
  } words[] = {
    { BERTH_RESET_DEVICE_SPECIFIC, "device_specific" },
    { BERTH_RESET_ACPI, "acpi" },
    { BERTH_RESET_FLR, "flr" },
    { BERTH_RESET_AF_FLR, "af_flr" },
    { BERTH_RESET_PM, "pm" },
    { BERTH_RESET_BUS, "bus" },
  };
  guint methods = device->pci != NULL ? device->pci->reset_methods : BERTH_RESET_UNKNOWN;

  json_builder_set_member_name (builder, "reset_methods");
  if (methods & BERTH_RESET_UNKNOWN)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (methods & words[i].method)
        json_builder_add_string_value (builder, words[i].word);
    }
  json_builder_end_array (builder);
}

static const char *
get_need_nick (BerthNeedAnswer answer)
{
  switch (answer)
    {
    case BERTH_NEED_FREE:
      return "free";
    case BERTH_NEED_IN_USE:
      return "in-use";
    case BERTH_NEED_NEEDED:
      return "needed";
    case BERTH_NEED_CANNOT_TELL:
    default:
      return "cannot-tell";
    }
}

static void
add_need (JsonBuilder *builder, const BerthSituation *situation, const BerthDevice *device)
{
  BerthNeed need = berth_need_judge (situation, device);
  g_autofree char *evidence = berth_need_dup_sentence (&need);

  berth_json_add_text (builder, "need", get_need_nick (need.answer));
  berth_json_add_text (builder, "need_evidence", evidence);
}

/* How it is kept for VMs on the host's side, now and from the next boot on. */
static void
add_host_side (JsonBuilder *builder,
               const char *computer,
               BerthInventory *inventory,
               const BerthDevice *device)
{
  const BerthPciFacts *pci = device->pci;

  berth_json_add_text (builder, "driver_override", pci != NULL ? pci->driver_override : NULL);
  berth_json_add_truth (builder, "permissive",
                        pci != NULL ? pci->permissive : BERTH_TRUTH_UNKNOWN);
  if (pci != NULL && pci->xen_domain > 0)
    berth_json_add_number (builder, "xen_domain", pci->xen_domain);
  else
    berth_json_add_text (builder, "xen_domain", NULL);
  berth_json_add_boot_entries (builder, "boot_bindings", computer, inventory,
                               &device->address);
}

/**
 * berth_json_add_device:
 * @computer: id of the computer that has it
 * @situation: that computer, without a VM
 * @findings: (element-type BerthFinding): what the rules say about giving it away
 * @terms: of the commands that their remedies are
 *
 * Adds one device object to the open array.
 */
void
berth_json_add_device (JsonBuilder *builder,
                       const char *computer,
                       const BerthSituation *situation,
                       const BerthDevice *device,
                       GPtrArray *findings,
                       const BerthRemedyTerms *terms)
{
  const char *driver = device->pci != NULL ? device->pci->driver : device->usb->driver;
  gboolean is_pci = device->address.bus_kind == BERTH_BUS_PCI;

  json_builder_begin_object (builder);
  berth_json_add_address (builder, "address", &device->address);
  berth_json_add_text (builder, "bus", is_pci ? "pci" : "usb");
  berth_json_add_text (builder, "computer", computer);
  berth_json_add_text (builder, "name", device->name);
  berth_json_add_text (builder, "vendor", device->vendor_name);
  berth_json_add_text (builder, "class", berth_device_class_get_nick (device->device_class));
  add_identity (builder, &device->identity);
  berth_json_add_text (builder, "driver", driver);
  add_host_side (builder, computer, situation->inventory, device);
  add_place (builder, situation->inventory, device);
  berth_json_add_boolean (builder, "resets_alone", berth_device_resets_alone (device));
  add_reset_methods (builder, device);
  berth_json_add_boolean (builder, "removable",
                          device->pci != NULL ? device->pci->removable : !device->usb->is_fixed);
  add_claims (builder, situation->roster, &device->address);
  add_need (builder, situation, device);
  berth_json_add_findings (builder, "findings", findings, terms);
  json_builder_end_object (builder);
}
