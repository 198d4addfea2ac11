/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-menu.h"

#include <glib/gi18n-lib.h>

#include "session/berth-connection.h"

static void
append (GMenu *section, const char *label, const char *action, const BerthVm *vm)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, BERTH_VM_TARGET_TYPE, vm->connection, vm->uuid);
  g_menu_append_item (section, item);
}

/* A paused VM cannot hear that it shall shut down, and one on its way up or down is not asked. */
static void
append_power (GMenu *menu, const BerthVm *vm)
{
  g_autoptr (GMenu) section = g_menu_new ();

  switch (vm->state)
    {
    case BERTH_VM_HALTED:
    case BERTH_VM_CRASHED:
      append (section, _ ("_Start"), BERTH_VM_ACTION_START, vm);
      break;
    case BERTH_VM_RUNNING:
      append (section, _ ("S_hut Down…"), BERTH_VM_ACTION_SHUT_DOWN, vm);
      break;
    case BERTH_VM_PAUSED:
    case BERTH_VM_TRANSITION:
      break;
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/**
 * berth_vm_menu_new:
 * @features: #BerthFeatures of its connection
 * @has_launcher: whether the VM is in the app menu
 *
 * Returns: (transfer full): the context menu of @vm
 */
GMenuModel *
berth_vm_menu_new (const BerthVm *vm, guint features, gboolean has_launcher)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  append (section, _ ("Device _Settings…"), BERTH_VM_ACTION_OPEN, vm);
  if (has_launcher)
    append (section, _ ("_Remove from App Menu"), BERTH_VM_ACTION_REMOVE_LAUNCHER, vm);
  else
    append (section, _ ("_Add to App Menu"), BERTH_VM_ACTION_ADD_LAUNCHER, vm);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));

  if ((features & BERTH_FEATURE_POWER) != 0)
    append_power (menu, vm);
  return G_MENU_MODEL (g_steal_pointer (&menu));
}
