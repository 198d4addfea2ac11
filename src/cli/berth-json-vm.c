/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-json-vm.h"

#include "cli/berth-json-option.h"
#include "cli/berth-vm-device.h"

static const char *
get_form_nick (BerthAssignmentForm form)
{
  switch (form)
    {
    case BERTH_FORM_HOSTDEV:
      return "hostdev";
    case BERTH_FORM_INTERFACE:
      return "interface";
    case BERTH_FORM_DISK:
      return "disk";
    case BERTH_FORM_NETWORK:
      return "network";
    case BERTH_FORM_OTHER:
    default:
      return "other";
    }
}

static const char *
get_identity_nick (BerthIdentityVerdict verdict)
{
  switch (verdict)
    {
    case BERTH_IDENTITY_SAME:
      return "same";
    case BERTH_IDENTITY_MISSING:
      return "missing";
    case BERTH_IDENTITY_CHANGED:
      return "changed";
    case BERTH_IDENTITY_NOT_PINNED:
    default:
      return "not-pinned";
    }
}

static void
add_vm_device (JsonBuilder *builder, const BerthVmDevice *device)
{
  const BerthAssignment *assignment = device->assignment;
  g_autofree char *meant = berth_identity_dup_string (&assignment->identity);

  json_builder_begin_object (builder);
  berth_json_add_address (builder, "address", &assignment->address);
  berth_json_add_address (builder, "bundle", &device->bundle);
  berth_json_add_text (builder, "name", device->device != NULL ? device->device->name : NULL);
  berth_json_add_text (builder, "role",
                       assignment->role == BERTH_ROLE_COMPANION ? "companion" : "given");
  berth_json_add_text (builder, "form", get_form_nick (assignment->form));
  berth_json_add_text (builder, "identity",
                       device->has_verdict ? get_identity_nick (device->verdict) : NULL);
  berth_json_add_text (builder, "meant", assignment->identity.known != 0 ? meant : NULL);
  berth_json_add_options (builder, "options", assignment->options);
  berth_json_add_text (builder, "others", assignment->others);
  berth_json_add_boolean (builder, "configured", device->is_configured);
  berth_json_add_boolean (builder, "live", device->is_live);
  json_builder_end_object (builder);
}

/**
 * berth_json_add_vm:
 * @computer: id of the computer that it runs on
 * @inventory: (nullable): that computer's devices, where they could be read
 *
 * Adds one VM object to the open array.
 */
void
berth_json_add_vm (JsonBuilder *builder,
                   const char *computer,
                   BerthInventory *inventory,
                   const BerthVm *vm)
{
  g_autoptr (GArray) devices = berth_vm_device_list (vm, inventory);

  json_builder_begin_object (builder);
  berth_json_add_text (builder, "name", vm->name);
  berth_json_add_text (builder, "uuid", vm->uuid);
  berth_json_add_text (builder, "connection", vm->connection);
  berth_json_add_text (builder, "computer", computer);
  berth_json_add_text (builder, "state", berth_vm_state_get_nick (vm->state));
  berth_json_add_boolean (builder, "persistent", vm->persistent);
  berth_json_add_boolean (builder, "autostart", vm->autostart);
  berth_json_add_text (builder, "label", vm->label_color);
  berth_json_add_number (builder, "unknown_elements", vm->foreign_elements);
  json_builder_set_member_name (builder, "devices");
  json_builder_begin_array (builder);
  for (guint i = 0; i < devices->len; i++)
    add_vm_device (builder, &g_array_index (devices, BerthVmDevice, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
