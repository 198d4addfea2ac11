/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-menu.h"
#include "session/berth-connection.h"

typedef struct
{
  BerthVmState state;
  guint features;
  gboolean has_launcher;
  const char *actions; /* joined by spaces */
} Case;

static const Case cases[] = {
  { BERTH_VM_HALTED, 0, FALSE, "app.open-vm vm.add-launcher" },
  { BERTH_VM_RUNNING, 0, TRUE, "app.open-vm vm.remove-launcher" },
  { BERTH_VM_HALTED, BERTH_FEATURE_POWER, FALSE, "app.open-vm vm.add-launcher vm.start" },
  { BERTH_VM_CRASHED, BERTH_FEATURE_POWER, FALSE, "app.open-vm vm.add-launcher vm.start" },
  { BERTH_VM_RUNNING, BERTH_FEATURE_POWER, TRUE, "app.open-vm vm.remove-launcher vm.shut-down" },
  { BERTH_VM_PAUSED, BERTH_FEATURE_POWER, FALSE, "app.open-vm vm.add-launcher" },
  { BERTH_VM_TRANSITION, BERTH_FEATURE_POWER, FALSE, "app.open-vm vm.add-launcher" },
};

static void
add_actions (GMenuModel *menu, GPtrArray *actions)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GVariant) target = NULL;
      const char *uri, *uuid;
      char *action;

      if (section != NULL)
        {
          add_actions (section, actions);
          continue;
        }
      g_assert_true (
        g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action));
      g_ptr_array_add (actions, action);
      target = g_menu_model_get_item_attribute_value (menu, i, G_MENU_ATTRIBUTE_TARGET, NULL);
      g_variant_get (target, "(&s&s)", &uri, &uuid);
      g_assert_cmpstr (uri, ==, "demo:///a");
      g_assert_cmpstr (uuid, ==, "the-uuid");
    }
}

static void
test_menu (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthVm) vm = berth_vm_new ("demo:///a", "the-uuid", "work");
      g_autoptr (GMenuModel) menu = NULL;
      g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *joined = NULL;

      vm->state = cases[i].state;
      menu = berth_vm_menu_new (vm, cases[i].features, cases[i].has_launcher);
      add_actions (menu, actions);
      g_ptr_array_add (actions, NULL);
      joined = g_strjoinv (" ", (GStrv) actions->pdata);
      g_assert_cmpstr (joined, ==, cases[i].actions);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vm-menu/menu", test_menu);
  return g_test_run ();
}
