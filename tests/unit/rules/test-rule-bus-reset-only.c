/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

/* The functions of one card have no word for it, and go together. */
static void
test_whole_bus (RuleScene *self, gconstpointer data)
{
  rule_scene_pci (self, "02:00.0")->reset_methods = BERTH_RESET_BUS;
  assert_findings (self, "02:00.0", "");
  rule_scene_pci (self, "01:00.1")->reset_methods = 0;
  assert_findings (self, "01:00.0", "");
}

/* Another slot of the same bus, as behind an old PCI bridge. */
static void
test_sibling_stays (RuleScene *self, gconstpointer data)
{
  scene_add_pci (self->facts, "01:02.0", 0x020000, 5)->reset_methods = BERTH_RESET_BUS;
  assert_findings (self, "01:02.0", "bus-reset-only caution 01:02.0");
  assert_words (self, "01:02.0", "It can be reset only together with Device 01:00.0 (01:00.0), "
                                 "which is on the same bus and does not go with it.");

  /* in one group they leave this computer together */
  rule_scene_pci (self, "01:02.0")->iommu_group = 1;
  assert_findings (self, "01:02.0", "");
}

/* Its virtual functions are gone before the card is reset. */
static void
test_virtual_functions (RuleScene *self, gconstpointer data)
{
  BerthPciFacts *virtual = scene_add_pci (self->facts, "03:10.0", 0x020000, 7);

  rule_scene_pci (self, "03:00.0")->reset_methods = BERTH_RESET_BUS;
  virtual->reset_methods = BERTH_RESET_FLR;
  assert_findings (self, "03:00.0", "bus-reset-only caution 03:00.0");
  virtual->is_virtual = TRUE;
  virtual->physical_function = scene_address ("03:00.0");
  assert_findings (self, "03:00.0", "");
}

void
test_rule_bus_reset_only_add (void)
{
  RULE_SCENE_ADD ("/rules/bus-reset-only", "bus-reset-only", test_whole_bus);
  RULE_SCENE_ADD ("/rules/bus-reset-only/sibling", "bus-reset-only", test_sibling_stays);
  RULE_SCENE_ADD ("/rules/bus-reset-only/virtual", "bus-reset-only", test_virtual_functions);
}
