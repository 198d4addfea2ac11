/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-json-boot.h"

/* Which device was meant: one function, or every device of a kind. */
static void
add_meant (JsonBuilder *builder, const BerthBootEntry *entry)
{
  if (entry->own != NULL)
    {
      berth_json_add_hex (builder, "vendor_id", 4, entry->own->identity.vendor);
      berth_json_add_hex (builder, "device_id", 4, entry->own->identity.device);
    }
  else if (!entry->foreign->has_address)
    {
      berth_json_add_hex (builder, "vendor_id", 4, entry->foreign->vendor);
      berth_json_add_hex (builder, "device_id", 4, entry->foreign->device);
    }
  else
    {
      berth_json_add_text (builder, "vendor_id", NULL);
      berth_json_add_text (builder, "device_id", NULL);
    }
}

/**
 * berth_json_add_boot_entry:
 * @computer: id of the computer that it is about
 *
 * Adds one boot binding object to the open array.
 */
void
berth_json_add_boot_entry (JsonBuilder *builder,
                           const char *computer,
                           BerthInventory *inventory,
                           const BerthBootEntry *entry)
{
  const BerthFacts *facts = berth_inventory_get_facts (inventory);
  const BerthDevice *device = berth_boot_entry_lookup_device (entry, inventory);
  g_autofree char *line = berth_boot_entry_dup_line (entry, facts);
  g_autofree char *kernel_text = berth_boot_entry_dup_kernel_text (entry);

  json_builder_begin_object (builder);
  berth_json_add_text (builder, "by", berth_boot_entry_get_by (entry));
  berth_json_add_address (builder, "address", berth_boot_entry_get_address (entry));
  berth_json_add_text (builder, "computer", computer);
  add_meant (builder, entry);
  berth_json_add_text (builder, "name", device != NULL ? device->name : NULL);
  berth_json_add_text (builder, "driver", berth_boot_entry_get_driver (entry));
  berth_json_add_text (builder, "trial", berth_boot_entry_get_trial (entry));
  berth_json_add_text (builder, "outcome", berth_boot_entry_get_outcome (entry));
  berth_json_add_boolean (builder, "switched_off", entry->own != NULL && facts->boot_switched_off);
  berth_json_add_text (builder, "words", line);
  berth_json_add_text (builder, "kernel_text", kernel_text);
  json_builder_end_object (builder);
}

/**
 * berth_json_add_boot_entries:
 * @computer: id of the computer that it is about
 * @inventory: (nullable): of that computer
 *
 * Adds what is bound at every boot of what sits at one address, or sat there, as an array.
 */
void
berth_json_add_boot_entries (JsonBuilder *builder,
                             const char *member,
                             const char *computer,
                             BerthInventory *inventory,
                             const BerthAddress *address)
{
  g_autoptr (GArray) entries
      = inventory != NULL ? berth_boot_entry_list (inventory, address) : NULL;

  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    berth_json_add_boot_entry (builder, computer, inventory,
                               &g_array_index (entries, BerthBootEntry, i));
  json_builder_end_array (builder);
}

/**
 * berth_json_add_truth:
 *
 * What nobody knows becomes null.
 */
void
berth_json_add_truth (JsonBuilder *builder, const char *member, BerthTruth truth)
{
  if (truth == BERTH_TRUTH_UNKNOWN)
    berth_json_add_text (builder, member, NULL);
  else
    berth_json_add_boolean (builder, member, truth == BERTH_TRUTH_YES);
}
