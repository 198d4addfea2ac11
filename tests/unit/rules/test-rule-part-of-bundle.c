/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_part_of_bundle (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  assert_findings (self, "01:00.0", "part-of-bundle caution 01:00.1");
  rule_scene_want (self, "01:00.1");
  assert_findings (self, "01:00.0", "");
}

void
test_rule_part_of_bundle_add (void)
{
  RULE_SCENE_ADD ("/rules/part-of-bundle", "part-of-bundle", test_part_of_bundle);
}
