/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-menu.h"

#include <glib/gi18n-lib.h>

#include "app/berth-computer-actions.h"
#include "app/berth-device-action.h"
#include "app/berth-vm-menu.h"
#include "base/berth-text.h"
#include "model/berth-boot-words.h"

/* A menu takes an underscore for the mark of a key: one that is meant is written twice. */
static char *
dup_without_mnemonics (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_vms (GMenu *menu, BerthComputerDevice *device)
{
  GArray *holders = berth_computer_device_get_holders (device);
  g_autoptr (GMenu) section = g_menu_new ();

  if (holders->len == 0)
    return;

  for (guint i = 0; i < holders->len; i++)
    {
      const BerthVm *vm = g_array_index (holders, BerthDeviceHolder, i).vm;
      g_autofree char *name = berth_text_dup_name (vm->name);
      g_autofree char *plain = dup_without_mnemonics (name);
      /* Translators: %s is the name of a virtual machine that has a device */
      g_autofree char *label = g_strdup_printf (_ ("Device Settings of “%s”…"), plain);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, BERTH_VM_ACTION_OPEN, BERTH_VM_TARGET_TYPE,
                                         vm->connection, vm->uuid);
      g_menu_append_item (section, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
append_controller (GMenu *section, BerthComputerDevice *device)
{
  const BerthUsbFacts *usb = berth_computer_device_get_device (device)->usb;
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Show Its _USB Controller"), NULL);
  g_autofree char *address = NULL;

  if (usb == NULL || !usb->has_controller)
    return;
  address = berth_address_dup_string (&usb->controller);
  g_menu_item_set_action_and_target (item, BERTH_DEVICE_ACTION_SHOW, "s", address);
  g_menu_append_item (section, item);
}

/* Nobody is to type by hand what has to be right for the computer to boot. */
static void
append_kernel_text (GMenu *section, BerthComputerDevice *device)
{
  BerthInventory *inventory = berth_computer_device_get_inventory (device);
  const BerthBootBinding *binding
      = berth_device_action_find_binding (berth_inventory_get_facts (inventory),
                                          berth_computer_device_get_address (device));
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Copy Text for the _Kernel Command Line"), NULL);
  g_autofree char *text = NULL;

  if (binding == NULL || binding->outcome != BERTH_BOOT_OUTCOME_HELD_BY_HOST)
    return;
  text = berth_boot_words_dup_kernel_text (binding);
  g_menu_item_set_action_and_target (item, BERTH_DEVICE_ACTION_COPY_TEXT, "s", text);
  g_menu_append_item (section, item);
}

/* Which of them can be done now is up to the actions. */
static void
append_host_actions (GMenu *menu, BerthComputerDevice *device)
{
  BerthInventory *inventory = berth_computer_device_get_inventory (device);
  g_autoptr (GPtrArray) actions
      = berth_device_action_list (berth_computer_device_get_device (device),
                                  berth_inventory_get_facts (inventory), 0);
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < actions->len; i++)
    {
      const BerthDeviceAction *action = g_ptr_array_index (actions, i);
      g_autofree char *name = g_strdup_printf (BERTH_HOST_ACTION_GROUP ".%s",
                                               berth_device_action_get_name (action->kind));

      g_menu_append (section, berth_device_action_get_label (action->kind), name);
    }
  if (actions->len > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/**
 * berth_computer_menu_new:
 *
 * Returns: (transfer full): the context menu of @device: its address, its controller, the settings
 *   of every VM that has it, and what can be done to it on the host's side
 */
GMenuModel *
berth_computer_menu_new (BerthComputerDevice *device)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append (section, _ ("_Copy Address"), BERTH_DEVICE_ACTION_COPY_ADDRESS);
  append_controller (section, device);
  append_kernel_text (section, device);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  append_vms (menu, device);
  append_host_actions (menu, device);
  return G_MENU_MODEL (g_steal_pointer (&menu));
}
