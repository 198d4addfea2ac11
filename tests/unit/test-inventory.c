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

/* Two ports of one card are two devices that could be meant. */
static void
test_find_by_identity (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (GPtrArray) alone = NULL;
  g_autoptr (GPtrArray) ports = NULL;
  g_autoptr (GPtrArray) no_usb = NULL;
  g_autoptr (GPtrArray) unknown = NULL;
  g_autofree char *alone_text = NULL;
  g_autofree char *ports_text = NULL;
  BerthAddress card = scene_address ("01:00.0");
  BerthAddress port = scene_address ("05:00.0");
  BerthIdentity identity;

  scene_add_pci (facts, "01:00.0", 0x030000, 1);
  scene_add_pci (facts, "05:00.0", 0x020000, 2)->device = 0x1521;
  scene_add_pci (facts, "05:00.1", 0x020000, 2)->device = 0x1521;
  inventory = scene_inventory (facts);

  identity = berth_inventory_lookup (inventory, &card)->identity;
  alone = berth_inventory_find_by_identity (inventory, BERTH_BUS_PCI, &identity);
  alone_text = scene_addresses (alone);
  g_assert_cmpstr (alone_text, ==, "01:00.0");
  no_usb = berth_inventory_find_by_identity (inventory, BERTH_BUS_USB, &identity);
  g_assert_cmpuint (no_usb->len, ==, 0);

  identity = berth_inventory_lookup (inventory, &port)->identity;
  ports = berth_inventory_find_by_identity (inventory, BERTH_BUS_PCI, &identity);
  ports_text = scene_addresses (ports);
  g_assert_cmpstr (ports_text, ==, "05:00.0 05:00.1");

  identity.known = BERTH_IDENTITY_CLASS;
  unknown = berth_inventory_find_by_identity (inventory, BERTH_BUS_PCI, &identity);
  g_assert_cmpuint (unknown->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inventory/order", test_order);
  g_test_add_func ("/inventory/lookup", test_lookup);
  g_test_add_func ("/inventory/uses-reach-the-controller", test_uses_reach_the_controller);
  g_test_add_func ("/inventory/find-by-identity", test_find_by_identity);
  return g_test_run ();
}
