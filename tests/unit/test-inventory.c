/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-inventory.h"
#include "model/berth-need.h"
#include "scene.h"

static BerthInventory *
make_inventory (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();

  scene_add_usb (facts, "1-2", "00:14.0", "080650");
  scene_add_pci (facts, "01:00.1", 0x040300, 1);
  scene_add_pci (facts, "01:00.0", 0x030000, 1);
  scene_add_pci (facts, "00:14.0", 0x0c0330, 2);
  scene_add_use (facts, BERTH_USE_DISK, "1-2", "sda1", "/");
  scene_add_use (facts, BERTH_USE_DISK, "0a:00.0", "sdb1", "/srv");
  return scene_inventory (facts);
}

static void
test_order (void)
{
  g_autoptr (BerthInventory) inventory = make_inventory ();
  g_autofree char *addresses = scene_addresses (berth_inventory_get_devices (inventory));

  g_assert_cmpstr (addresses, ==, "00:14.0 01:00.0 01:00.1 1-2");
}

static void
test_lookup (void)
{
  g_autoptr (BerthInventory) inventory = make_inventory ();
  BerthAddress first = scene_address ("01:00.0");
  BerthAddress second = scene_address ("01:00.1");
  BerthAddress nowhere = scene_address ("0a:00.0");
  BerthBundle *bundle = berth_inventory_lookup_bundle (inventory, &second);

  g_assert_nonnull (berth_inventory_lookup (inventory, &second));
  g_assert_null (berth_inventory_lookup (inventory, &nowhere));
  g_assert_null (berth_inventory_lookup_bundle (inventory, &nowhere));
  g_assert_nonnull (bundle);
  g_assert_true (berth_address_equal (&bundle->address, &first));
  g_assert_true (berth_inventory_lookup_bundle (inventory, &first) == bundle);
}

/* Who boots from a stick needs the controller behind which it sits. */
static void
test_uses_reach_the_controller (void)
{
  g_autoptr (BerthInventory) inventory = make_inventory ();
  BerthAddress controller = scene_address ("00:14.0");
  BerthAddress card = scene_address ("01:00.0");
  BerthAddress nowhere = scene_address ("0a:00.0");
  GPtrArray *uses = berth_inventory_lookup_uses (inventory, &controller);
  BerthSituation situation = { .inventory = inventory };
  BerthNeed need;
  g_autofree char *sentence = NULL;

  g_assert_nonnull (uses);
  g_assert_cmpuint (uses->len, ==, 1);
  g_assert_null (berth_inventory_lookup_uses (inventory, &card));
  g_assert_null (berth_inventory_lookup_uses (inventory, &nowhere));

  need = berth_need_judge (&situation, berth_inventory_lookup (inventory, &controller));
  g_assert_cmpint (need.answer, ==, BERTH_NEED_NEEDED);
  sentence = berth_need_dup_sentence (&need);
  g_assert_nonnull (strstr (sentence, "sda1"));

  need = berth_need_judge (&situation, berth_inventory_lookup (inventory, &card));
  g_assert_cmpint (need.answer, ==, BERTH_NEED_FREE);
  g_assert_null (berth_need_dup_sentence (&need));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inventory/order", test_order);
  g_test_add_func ("/inventory/lookup", test_lookup);
  g_test_add_func ("/inventory/uses-reach-the-controller", test_uses_reach_the_controller);
  return g_test_run ();
}
