/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-inventory.h"
#include "scene.h"

/* 00:14.0 on the root bus; 01:00.0 and 01:00.1 behind one bridge, 02:00.0 behind another. */
static BerthFacts *
make_facts (void)
{
  BerthFacts *facts = berth_facts_new ();

  scene_add_pci (facts, "00:14.0", 0x0c0330, 0);
  scene_add_pci (facts, "00:15.0", 0x0c0330, 0);
  scene_add_pci (facts, "01:00.0", 0x030000, 1);
  scene_add_pci (facts, "01:00.1", 0x040300, 1);
  scene_add_pci (facts, "02:00.0", 0x020000, 2);
  scene_add_usb (facts, "1-2", "00:14.0", "080650");
  return facts;
}

static BerthPciFacts *
pci_of (BerthFacts *facts, guint i)
{
  return g_ptr_array_index (facts->pci, i);
}

static gboolean
add_to_list (const BerthDevice *neighbour, gconstpointer list)
{
  g_ptr_array_add ((GPtrArray *) list, (gpointer) neighbour);
  return FALSE;
}

static void
assert_neighbours (BerthFacts *facts, BerthShared shared, const char *address, const char *expected)
{
  g_autoptr (BerthInventory) inventory = scene_inventory (facts);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  BerthAddress at = scene_address (address);
  g_autofree char *found = NULL;

  g_assert_null (berth_neighbours_find (berth_inventory_get_neighbours (inventory), shared,
                                        berth_inventory_lookup (inventory, &at), add_to_list,
                                        list));
  found = scene_addresses (list);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_bus (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();

  assert_neighbours (facts, BERTH_SHARED_BUS, "01:00.0", "01:00.1");
  assert_neighbours (facts, BERTH_SHARED_BUS, "01:00.1", "01:00.0");
  assert_neighbours (facts, BERTH_SHARED_BUS, "02:00.0", "");
  assert_neighbours (facts, BERTH_SHARED_BUS, "00:14.0", "");
  assert_neighbours (facts, BERTH_SHARED_BUS, "1-2", "");
}

static void
test_line (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();

  assert_neighbours (facts, BERTH_SHARED_LINE, "01:00.0", "");
  for (guint i = 0; i < facts->pci->len; i++)
    pci_of (facts, i)->irq = i == 1 ? 17 : 16;
  assert_neighbours (facts, BERTH_SHARED_LINE, "01:00.0", "00:14.0 01:00.1 02:00.0");
  assert_neighbours (facts, BERTH_SHARED_LINE, "00:15.0", "");

  /* who has messages leaves the line to the others */
  pci_of (facts, 3)->has_msi = TRUE;
  assert_neighbours (facts, BERTH_SHARED_LINE, "01:00.0", "00:14.0 02:00.0");
  assert_neighbours (facts, BERTH_SHARED_LINE, "01:00.1", "");
}

static void
test_page (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();

  pci_of (facts, 0)->partial_pages = g_strdup ("f7e10000");
  pci_of (facts, 2)->partial_pages = g_strdup ("f7e11000 fff0f7e12000");
  pci_of (facts, 3)->partial_pages = g_strdup ("F7E11000 nonsense -1");
  pci_of (facts, 4)->partial_pages = g_strdup ("f7e12000 fff0f7e12000 nonsense");
  assert_neighbours (facts, BERTH_SHARED_PAGE, "00:14.0", "");
  assert_neighbours (facts, BERTH_SHARED_PAGE, "00:15.0", "");
  assert_neighbours (facts, BERTH_SHARED_PAGE, "01:00.0", "01:00.1 02:00.0");
  assert_neighbours (facts, BERTH_SHARED_PAGE, "01:00.1", "01:00.0");
  assert_neighbours (facts, BERTH_SHARED_PAGE, "02:00.0", "01:00.0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/neighbours/bus", test_bus);
  g_test_add_func ("/neighbours/line", test_line);
  g_test_add_func ("/neighbours/page", test_page);
  return g_test_run ();
}
