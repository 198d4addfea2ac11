/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_missing (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "0a:00.0", "missing caution 0a:00.0");
}

void
test_rule_missing_add (void)
{
  RULE_SCENE_ADD ("/rules/missing", "missing", test_missing);
}
