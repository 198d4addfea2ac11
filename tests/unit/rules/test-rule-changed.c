/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_changed (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment = rule_scene_want (self, "06:00.0");

  assert_findings (self, "06:00.0", "");
  assignment->identity.device++;
  assert_findings (self, "06:00.0", "changed danger 06:00.0");
  assignment->identity.known = 0;
  assert_findings (self, "06:00.0", "");
}

void
test_rule_changed_add (void)
{
  RULE_SCENE_ADD ("/rules/changed", "changed", test_changed);
}
