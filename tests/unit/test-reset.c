/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-reset.h"
#include "scene.h"

/* The reset methods of a card with two functions, 01:00.0 and 01:00.1, and of 01:01.0, which is on
 * the same bus if @has_sibling; what of the card is wished for, if not all of it. */
static const struct
{
  const char *name;
  guint first;
  guint second;
  gboolean has_sibling;
  const char *wanted;
  BerthResetReach reach;
  const char *function;
  const char *sibling;
} cases[] = {
  { "both alone", BERTH_RESET_FLR, BERTH_RESET_PM, FALSE, NULL, BERTH_RESET_REACH_ALONE, "01:00.0",
    NULL },
  { "one is not known", BERTH_RESET_FLR, BERTH_RESET_UNKNOWN, FALSE, NULL,
    BERTH_RESET_REACH_UNKNOWN, "01:00.1", NULL },
  { "nothing of its own, alone on the bus", 0, BERTH_RESET_PM, FALSE, NULL, BERTH_RESET_REACH_BUS,
    "01:00.0", NULL },
  { "nothing is worse than not known", 0, BERTH_RESET_UNKNOWN, TRUE, NULL, BERTH_RESET_REACH_NONE,
    "01:00.0", "01:01.0" },
  { "nothing of its own, with a sibling", BERTH_RESET_FLR, 0, TRUE, NULL, BERTH_RESET_REACH_NONE,
    "01:00.1", "01:01.0" },
  { "the bus, with a sibling", BERTH_RESET_FLR, BERTH_RESET_BUS, TRUE, NULL, BERTH_RESET_REACH_BUS,
    "01:00.1", "01:01.0" },
  { "the sibling is wished for too", 0, 0, TRUE, "01:00.0 01:00.1 01:01.0", BERTH_RESET_REACH_BUS,
    "01:00.0", NULL },
  { "the half that needs the other", 0, BERTH_RESET_FLR, FALSE, "01:00.0", BERTH_RESET_REACH_NONE,
    "01:00.0", "01:00.1" },
  { "the half that does not", 0, BERTH_RESET_FLR, FALSE, "01:00.1", BERTH_RESET_REACH_ALONE,
    "01:00.1", NULL },
};

static void
assert_device (const BerthDevice *device, const char *expected)
{
  g_autofree char *address = device != NULL ? berth_address_dup_short (&device->address) : NULL;

  g_assert_cmpstr (address, ==, expected);
}

static void
test_card (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      g_autoptr (GPtrArray) wanted = berth_assignment_list_new ();
      g_auto (GStrv) words = g_strsplit (cases[i].wanted != NULL ? cases[i].wanted : "", " ", -1);
      g_autoptr (BerthInventory) inventory = NULL;
      BerthSituation situation = { .wanted = wanted };
      BerthAddress first = scene_address ("01:00.0");
      BerthReset reset;

      g_test_message ("%s", cases[i].name);
      scene_add_pci (facts, "01:00.0", 0x030000, BERTH_NO_GROUP)->reset_methods = cases[i].first;
      scene_add_pci (facts, "01:00.1", 0x040300, BERTH_NO_GROUP)->reset_methods = cases[i].second;
      if (cases[i].has_sibling)
        scene_add_pci (facts, "01:01.0", 0x020000, BERTH_NO_GROUP);
      inventory = scene_inventory (facts);
      for (gsize j = 0; words[j] != NULL; j++)
        scene_assign (wanted, inventory, words[j]);

      situation.inventory = inventory;
      reset = berth_reset_judge (&situation, berth_inventory_lookup_bundle (inventory, &first));
      g_assert_cmpint (reset.reach, ==, cases[i].reach);
      assert_device (reset.function, cases[i].function);
      assert_device (reset.sibling, cases[i].sibling);
    }
}

/* Nothing is said about what is never given, or is not there. */
static void
test_nothing (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (BerthBundle) ghost = NULL;
  BerthIdentity unknown = { 0 };
  BerthAddress port = scene_address ("00:1c.0");
  BerthAddress nowhere = scene_address ("05:00.0");
  BerthSituation situation = { NULL };

  scene_add_pci (facts, "00:1c.0", 0x060400, BERTH_NO_GROUP);
  inventory = scene_inventory (facts);
  situation.inventory = inventory;
  ghost = berth_bundle_new_ghost (&nowhere, &unknown);

  g_assert_null (berth_reset_judge (&situation, ghost).function);
  g_assert_null (
      berth_reset_judge (&situation, berth_inventory_lookup_bundle (inventory, &port)).function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reset/card", test_card);
  g_test_add_func ("/reset/nothing", test_nothing);
  return g_test_run ();
}
