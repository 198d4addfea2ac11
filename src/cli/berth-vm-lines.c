/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-vm-lines.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "cli/berth-device-lines.h"
#include "cli/berth-table.h"
#include "cli/berth-vm-device.h"
#include "cli/berth-vm-remark.h"

static BerthStyle
get_note_style (const BerthVmDevice *device)
{
  if (device->has_verdict
      && (device->verdict == BERTH_IDENTITY_MISSING || device->verdict == BERTH_IDENTITY_CHANGED))
    return BERTH_STYLE_DANGER;
  if (device->assignment->options & (BERTH_OPTION_PERMISSIVE | BERTH_OPTION_NO_STRICT_RESET))
    return BERTH_STYLE_CAUTION;
  return BERTH_STYLE_PLAIN;
}

static void
add_row (BerthTable *table, const BerthVm *vm, const BerthVmDevice *entry)
{
  const BerthAssignment *assignment = entry->assignment;
  const BerthDevice *device = entry->device;
  g_autofree char *address = berth_address_dup_short (&assignment->address);
  g_autofree char *note = berth_vm_device_dup_words (entry, vm);
  g_autofree char *name = NULL;

  if (device != NULL)
    name = berth_device_lines_dup_name (device);

  berth_table_begin_row (table, assignment->role == BERTH_ROLE_COMPANION ? BERTH_STYLE_DIM
                                                                         : BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, address, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, name, BERTH_STYLE_PLAIN);
  if (!berth_address_equal (&assignment->address, &entry->bundle))
    berth_table_indent_cell (table);
  berth_table_add_cell (table, device != NULL ? device->class_words : NULL, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, note, get_note_style (entry));
}

/**
 * berth_vm_lines_append:
 * @inventory: (nullable): the devices of its computer
 *
 * Appends a VM and everything it has, over several lines.
 */
void
berth_vm_lines_append (GString *output,
                       const BerthTerminal *terminal,
                       BerthInventory *inventory,
                       const BerthVm *vm)
{
  const char *const headings[] = { _ ("ADDRESS"), _ ("NAME"), _ ("CLASS"), _ ("NOTE"), NULL };
  g_autofree char *name = berth_text_dup_line (vm->name, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *uuid = berth_text_dup_line (vm->uuid, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *connection = berth_text_dup_line (vm->connection, BERTH_TEXT_NAME_LENGTH);
  g_autoptr (GArray) devices = berth_vm_device_list (vm, inventory);
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  g_string_append_printf (output, "%s%s%s\n",
                          berth_terminal_get_begin (terminal, BERTH_STYLE_HEADING), name,
                          berth_terminal_get_end (terminal, BERTH_STYLE_HEADING));
  g_string_append_printf (output, "  %s: %s\n", _ ("UUID"), uuid);
  g_string_append_printf (output, "  %s: %s\n", _ ("Connection"), connection);
  g_string_append_printf (output, "  %s: %s\n", _ ("State"),
                          berth_vm_state_get_words (vm->state));
  if (vm->foreign_elements > 0)
    g_string_append_printf (output, "  %s: %u\n", _ ("Device elements unknown to Berth"),
                            vm->foreign_elements);
  if (devices->len == 0)
    g_string_append_printf (output, "  %s\n", _ ("It has no devices of the computer."));

  for (guint i = 0; i < devices->len; i++)
    add_row (table, vm, &g_array_index (devices, BerthVmDevice, i));
  berth_table_print (table, terminal, output);
}

static void
append_remark (GString *output, const BerthVmDevice *entry, const char *remark)
{
  g_autofree char *address = berth_address_dup_short (&entry->assignment->address);

  if (remark != NULL)
    g_string_append_printf (output, "  %s: %s\n", address, remark);
}

/**
 * berth_vm_lines_append_remarks:
 * @inventory: (nullable): the devices of its computer
 *
 * Appends what there is to say about single devices of the VM and has no place in a row: which one
 * was meant where another one or none is, and what other programs have set.
 */
void
berth_vm_lines_append_remarks (GString *output, BerthInventory *inventory, const BerthVm *vm)
{
  g_autoptr (GArray) devices = berth_vm_device_list (vm, inventory);

  for (guint i = 0; i < devices->len; i++)
    {
      const BerthVmDevice *entry = &g_array_index (devices, BerthVmDevice, i);
      g_autofree char *identity = NULL;
      g_autofree char *others = berth_vm_remark_dup_others (entry->assignment);

      /* That a device is not pinned stands in its row, and a finding says what that means. */
      if (entry->has_verdict && entry->verdict != BERTH_IDENTITY_NOT_PINNED)
        identity = berth_vm_remark_dup_identity (entry->assignment, entry->device);
      append_remark (output, entry, identity);
      append_remark (output, entry, others);
    }
}
