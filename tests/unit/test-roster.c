/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-roster.h"
#include "scene.h"

/* “a” has 01:00.0 configured and live, “b” has it configured, nobody has 02:00.0. */
static BerthRoster *
make_roster (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (BerthInventory) inventory = scene_inventory (facts);
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  BerthVm *a = berth_vm_new ("test:", "uuid-a", "a");
  BerthVm *b = berth_vm_new ("test:", "uuid-b", "b");

  scene_assign (a->configured, inventory, "01:00.0");
  scene_assign (a->live, inventory, "01:00.0");
  scene_assign (b->configured, inventory, "01:00.0");
  g_ptr_array_add (vms, a);
  g_ptr_array_add (vms, b);
  return berth_roster_new (vms);
}

static void
test_claims (void)
{
  g_autoptr (BerthRoster) roster = make_roster ();
  BerthAddress taken = scene_address ("01:00.0");
  BerthAddress spare = scene_address ("02:00.0");
  GArray *claims = berth_roster_lookup (roster, &taken);
  guint n_live = 0;

  g_assert_nonnull (claims);
  g_assert_cmpuint (claims->len, ==, 3);
  for (guint i = 0; i < claims->len; i++)
    n_live += g_array_index (claims, BerthClaim, i).is_live;
  g_assert_cmpuint (n_live, ==, 1);
  g_assert_null (berth_roster_lookup (roster, &spare));
}

static void
test_holder (void)
{
  g_autoptr (BerthRoster) roster = make_roster ();
  BerthAddress taken = scene_address ("01:00.0");
  BerthAddress spare = scene_address ("02:00.0");
  const BerthVm *holder = berth_roster_find_holder (roster, &taken, NULL);

  g_assert_nonnull (holder);
  g_assert_cmpstr (holder->name, ==, "a");
  g_assert_true (berth_roster_find_holder (roster, &taken, "uuid-b") == holder);
  g_assert_null (berth_roster_find_holder (roster, &taken, "uuid-a"));
  g_assert_null (berth_roster_find_holder (roster, &spare, NULL));
}

/* The roster keeps its VMs alive, whatever becomes of the list it was made from. */
static void
test_lifetime (void)
{
  g_autoptr (BerthRoster) roster = make_roster ();
  g_autoptr (BerthRoster) second = berth_roster_ref (roster);

  g_clear_pointer (&roster, berth_roster_unref);
  g_assert_cmpuint (berth_roster_get_vms (second)->len, ==, 2);
  g_assert_cmpstr (((BerthVm *) g_ptr_array_index (berth_roster_get_vms (second), 1))->name, ==,
                   "b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roster/claims", test_claims);
  g_test_add_func ("/roster/holder", test_holder);
  g_test_add_func ("/roster/lifetime", test_lifetime);
  return g_test_run ();
}
