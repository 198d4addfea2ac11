/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-rival.h"

#include "scene.h"

static BerthVm *
add_vm (GPtrArray *vms, const char *connection, const char *name)
{
  g_autofree char *uuid = g_strconcat ("uuid-", name, NULL);
  BerthVm *vm = berth_vm_new (connection, uuid, name);

  g_ptr_array_add (vms, vm);
  return vm;
}

/* "runs 01:00.0 far:a, …": who, how much, and for what. */
static char *
print (GArray *rivals)
{
  static const char *const words[] = { "configured", "autostarts", "runs" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rivals->len; i++)
    {
      const BerthRival *rival = &g_array_index (rivals, BerthRival, i);
      g_autofree char *address = berth_address_dup_short (&rival->device->address);

      g_string_append_printf (text, "%s%s %s %s%s", i > 0 ? ", " : "", words[rival->rivalry],
                              address, rival->vm->connection, rival->vm->name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Each VM once, by its strongest claim, the worst one first; never the VM itself. */
static void
test_list (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  BerthVm *self = add_vm (vms, "test:", "self");
  BerthVm *later = add_vm (vms, "test:", "later");
  BerthVm *early = add_vm (vms, "test:", "early");
  BerthVm *now = add_vm (vms, "test:", "now");
  BerthVm *copy = add_vm (vms, "far:", "self");
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (BerthRoster) roster = NULL;
  g_autoptr (GArray) rivals = NULL;
  g_autoptr (GArray) all = NULL;
  g_autofree char *text = NULL;
  GPtrArray *devices;

  scene_add_pci (facts, "01:00.0", 0x030000, 1);
  scene_add_pci (facts, "01:00.1", 0x040300, 1);
  inventory = scene_inventory (facts);
  scene_assign (self->configured, inventory, "01:00.0");
  scene_assign (self->live, inventory, "01:00.0");
  scene_assign (later->configured, inventory, "01:00.0");
  early->autostart = TRUE;
  scene_assign (early->configured, inventory, "01:00.1");
  now->autostart = TRUE;
  scene_assign (now->configured, inventory, "01:00.0");
  scene_assign (now->live, inventory, "01:00.1");
  scene_assign (copy->configured, inventory, "01:00.1");
  roster = berth_roster_new (vms);
  devices = berth_inventory_get_devices (inventory);

  rivals = berth_rival_list (roster, devices, self);
  text = print (rivals);
  g_assert_cmpstr (text, ==,
                   "runs 01:00.1 test:now, autostarts 01:00.1 test:early, "
                   "configured 01:00.0 test:later, configured 01:00.1 far:self");
  g_assert_true (berth_rival_list_lookup (rivals, copy)->vm == copy);
  g_assert_null (berth_rival_list_lookup (rivals, self));

  all = berth_rival_list (roster, devices, NULL);
  g_assert_cmpuint (all->len, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rival/list", test_list);
  return g_test_run ();
}
