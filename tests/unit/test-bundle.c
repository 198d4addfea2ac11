/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-bundle.h"
#include "scene.h"

typedef struct
{
  const char *functions;
  const char *companions;
  BerthBundleReason reason;
} Expected;

static void
assert_bundles (BerthFacts *facts, const Expected *expected, guint n_expected)
{
  g_autoptr (BerthInventory) inventory = scene_inventory (facts);
  GPtrArray *bundles = berth_inventory_get_bundles (inventory);

  g_assert_cmpuint (bundles->len, ==, n_expected);
  for (guint i = 0; i < n_expected; i++)
    {
      BerthBundle *bundle = g_ptr_array_index (bundles, i);
      g_autofree char *functions = scene_addresses (bundle->functions);
      g_autofree char *companions = scene_addresses (bundle->companions);
      g_autofree char *reason = berth_bundle_dup_reason (bundle);

      g_assert_cmpstr (functions, ==, expected[i].functions);
      g_assert_cmpstr (companions, ==, expected[i].companions);
      g_assert_cmpint (bundle->reason, ==, expected[i].reason);
      g_assert_cmpstr (reason, !=, "");
    }
}

/* A card goes whole, even though each of its functions could be reset by itself. */
static void
test_card (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  const Expected expected[] = {
    { "00:01.0", "", BERTH_BUNDLE_BRIDGE },
    { "01:00.0 01:00.1 01:00.2", "", BERTH_BUNDLE_CARD },
    { "02:00.0", "", BERTH_BUNDLE_CARD },
  };

  scene_add_pci (facts, "00:01.0", 0x060400, 1);
  scene_add_pci (facts, "01:00.0", 0x030000, 1)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (facts, "01:00.1", 0x040300, 1)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (facts, "01:00.2", 0x0c0330, 1)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (facts, "02:00.0", 0x010802, 2);
  assert_bundles (facts, expected, G_N_ELEMENTS (expected));
}

/* On laptops USB, Wi-Fi and memory share slot 00:14 and belong to different VMs. */
static void
test_chipset_slot (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  const Expected expected[] = {
    { "00:14.0 00:14.2", "", BERTH_BUNDLE_CHIPSET_SLOT },
    { "00:14.3", "", BERTH_BUNDLE_ALONE },
    { "00:1b.0", "", BERTH_BUNDLE_CHIPSET_SLOT },
  };

  scene_add_pci (facts, "00:14.0", 0x0c0330, BERTH_NO_GROUP);
  scene_add_pci (facts, "00:14.2", 0x050000, BERTH_NO_GROUP);
  scene_add_pci (facts, "00:14.3", 0x028000, BERTH_NO_GROUP)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (facts, "00:1b.0", 0x040300, BERTH_NO_GROUP);
  assert_bundles (facts, expected, G_N_ELEMENTS (expected));
}

/* A bus reset reaches the neighbours, and an unknown reset is no reset. */
static void
test_reset_that_is_none (void)
{
  const guint methods[] = { 0, BERTH_RESET_BUS, BERTH_RESET_UNKNOWN };
  const Expected expected[] = { { "00:14.0 00:14.3", "", BERTH_BUNDLE_CHIPSET_SLOT } };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (BerthFacts) facts = berth_facts_new ();

      scene_add_pci (facts, "00:14.0", 0x0c0330, BERTH_NO_GROUP)->reset_methods = methods[i];
      scene_add_pci (facts, "00:14.3", 0x028000, BERTH_NO_GROUP)->reset_methods = methods[i];
      assert_bundles (facts, expected, G_N_ELEMENTS (expected));
    }
}

/* The rest of an IOMMU group comes along; its bridges do not, and a host bridge is one. */
static void
test_companions (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  const Expected expected[] = {
    { "00:00.0", "", BERTH_BUNDLE_BRIDGE },
    { "00:1c.0", "", BERTH_BUNDLE_BRIDGE },
    { "03:00.0 03:00.1", "04:00.0 04:00.1", BERTH_BUNDLE_CARD },
    { "04:00.0 04:00.1", "03:00.0 03:00.1", BERTH_BUNDLE_CARD },
    { "05:00.0", "", BERTH_BUNDLE_CARD },
  };

  scene_add_pci (facts, "00:00.0", 0x060000, 7);
  scene_add_pci (facts, "00:1c.0", 0x060400, 7);
  scene_add_pci (facts, "03:00.0", 0x020000, 7);
  scene_add_pci (facts, "03:00.1", 0x020000, 7);
  scene_add_pci (facts, "04:00.0", 0x010802, 7);
  scene_add_pci (facts, "04:00.1", 0x010802, 7);
  scene_add_pci (facts, "05:00.0", 0x010802, 8);
  assert_bundles (facts, expected, G_N_ELEMENTS (expected));
}

/* An ISA bridge is an endpoint to the kernel: it counts in its group. */
static void
test_host_function_is_companion (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  const Expected expected[] = {
    { "00:1f.0 00:1f.4", "00:1f.3", BERTH_BUNDLE_CHIPSET_SLOT },
    { "00:1f.3", "00:1f.0 00:1f.4", BERTH_BUNDLE_ALONE },
  };

  scene_add_pci (facts, "00:1f.0", 0x060100, 9);
  scene_add_pci (facts, "00:1f.3", 0x040300, 9)->reset_methods = BERTH_RESET_PM;
  scene_add_pci (facts, "00:1f.4", 0x0c0500, 9);
  assert_bundles (facts, expected, G_N_ELEMENTS (expected));
}

static void
test_virtual_functions (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  const Expected expected[] = {
    { "05:00.0 05:00.1", "", BERTH_BUNDLE_CARD },
    { "05:00.2", "", BERTH_BUNDLE_VIRTUAL_FUNCTION },
    { "05:00.3", "", BERTH_BUNDLE_VIRTUAL_FUNCTION },
  };

  scene_add_pci (facts, "05:00.0", 0x020000, 1);
  scene_add_pci (facts, "05:00.1", 0x020000, 2);
  scene_add_pci (facts, "05:00.2", 0x020000, 3)->is_virtual = TRUE;
  scene_add_pci (facts, "05:00.3", 0x020000, 4)->is_virtual = TRUE;
  assert_bundles (facts, expected, G_N_ELEMENTS (expected));
}

static void
test_usb (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  const Expected expected[] = {
    { "00:14.0", "", BERTH_BUNDLE_CHIPSET_SLOT },
    { "1-2", "", BERTH_BUNDLE_USB_DEVICE },
    { "1-2.1", "", BERTH_BUNDLE_USB_DEVICE },
  };

  scene_add_pci (facts, "00:14.0", 0x0c0330, 2);
  scene_add_usb (facts, "1-2", "00:14.0", "090000");
  scene_add_usb (facts, "1-2.1", "00:14.0", "080650");
  assert_bundles (facts, expected, G_N_ELEMENTS (expected));
}

/* The same device and function in two domains are two cards. */
static void
test_domains (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  const Expected expected[] = {
    { "01:00.0", "", BERTH_BUNDLE_CARD },
    { "10000:01:00.0", "", BERTH_BUNDLE_CARD },
  };

  scene_add_pci (facts, "10000:01:00.0", 0x010802, BERTH_NO_GROUP);
  scene_add_pci (facts, "01:00.0", 0x010802, BERTH_NO_GROUP);
  assert_bundles (facts, expected, G_N_ELEMENTS (expected));
}

static void
test_empty (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();

  assert_bundles (facts, NULL, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle/card", test_card);
  g_test_add_func ("/bundle/chipset-slot", test_chipset_slot);
  g_test_add_func ("/bundle/reset-that-is-none", test_reset_that_is_none);
  g_test_add_func ("/bundle/companions", test_companions);
  g_test_add_func ("/bundle/host-function-is-companion", test_host_function_is_companion);
  g_test_add_func ("/bundle/virtual-functions", test_virtual_functions);
  g_test_add_func ("/bundle/usb", test_usb);
  g_test_add_func ("/bundle/domains", test_domains);
  g_test_add_func ("/bundle/empty", test_empty);
  return g_test_run ();
}
