/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_host_function (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "00:1f.0", "host-function refused 00:1f.0");
}

/* Of a slot without groups, the part of the computer may stay. */
static void
test_split (RuleScene *self, gconstpointer data)
{
  rule_scene_pci (self, "00:1f.0")->reset_methods = 0;
  rule_scene_pci (self, "00:1f.3")->reset_methods = 0;
  assert_findings (self, "00:1f.3", "host-function refused 00:1f.0");
  rule_scene_want (self, "00:1f.3");
  assert_findings (self, "00:1f.3", "host-function refused 00:1f.0");
  rule_scene_pci (self, "00:1f.0")->iommu_group = BERTH_NO_GROUP;
  rule_scene_pci (self, "00:1f.3")->iommu_group = BERTH_NO_GROUP;
  assert_findings (self, "00:1f.3", "");
}

void
test_rule_host_function_add (void)
{
  RULE_SCENE_ADD ("/rules/host-function", "host-function", test_host_function);
  RULE_SCENE_ADD ("/rules/host-function/split", "host-function", test_split);
}
