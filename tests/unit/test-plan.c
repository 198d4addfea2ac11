/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plan/berth-plan.h"
#include "scene.h"

static void
assert_steps (GPtrArray *configured,
              GPtrArray *wanted,
              BerthVm *vm,
              BerthInventory *inventory,
              const char *const *expected)
{
  g_autoptr (BerthChange) change = berth_change_new (vm->uuid, configured, wanted);
  g_autoptr (GPtrArray) steps = berth_plan_list_steps (change, vm, inventory);

  g_assert_cmpuint (steps->len, ==, g_strv_length ((char **) expected));
  for (guint i = 0; i < steps->len; i++)
    {
      const BerthStep *step = g_ptr_array_index (steps, i);

      g_assert_cmpstr (step->words, ==, expected[i]);
    }
}

static void
test_words (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
  g_autoptr (GPtrArray) wanted = berth_assignment_list_new ();
  g_autoptr (BerthVm) vm = berth_vm_new ("test:", "uuid", "work");
  const char *const off[] = {
    "Take 0000:09:00.0 back from “work”",
    "Assign Device 01:00.0 (01:00.0) to “work”",
    "Switch on “Permissive” for Device 01:00.0 (01:00.0)",
    "Take Device 02:00.0 (02:00.0) along, unseen by “work”",
    "Switch off “Managed” for Device 03:00.0 (03:00.0)",
    "“work” will mean the Device 04:00.0 (04:00.0) that is there now",
    NULL,
  };
  const char *const running[] = {
    off[0],
    off[1],
    off[2],
    off[3],
    off[4],
    off[5],
    "“work” runs: shut it down and start it again for this to take effect",
    NULL,
  };
  const char *const nothing[] = { NULL };

  scene_add_pci (facts, "01:00.0", 0x030000, 1);
  scene_add_pci (facts, "02:00.0", 0x030000, 1);
  scene_add_pci (facts, "03:00.0", 0x030000, 3);
  scene_add_pci (facts, "04:00.0", 0x030000, 4);
  inventory = scene_inventory (facts);

  scene_assign (configured, inventory, "03:00.0")->options = BERTH_OPTION_MANAGED;
  scene_assign (configured, inventory, "04:00.0")->identity.device++;
  scene_assign (configured, inventory, "09:00.0");
  scene_assign (wanted, inventory, "01:00.0")->options
    = BERTH_OPTION_MANAGED | BERTH_OPTION_PERMISSIVE;
  scene_assign (wanted, inventory, "02:00.0")->role = BERTH_ROLE_COMPANION;
  scene_assign (wanted, inventory, "03:00.0");
  scene_assign (wanted, inventory, "04:00.0");

  assert_steps (configured, wanted, vm, inventory, off);
  assert_steps (configured, configured, vm, inventory, nothing);
  vm->state = BERTH_VM_RUNNING;
  assert_steps (configured, wanted, vm, inventory, running);
  assert_steps (configured, configured, vm, inventory, nothing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/words", test_words);
  return g_test_run ();
}
