/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_companion (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "05:00.0", "companion refused 04:00.0");
  assert_findings (self, "00:1f.3", "companion refused 00:1f.0");
  assert_findings (self, "06:00.0", "companion caution 07:00.0");
}

void
test_rule_companion_add (void)
{
  RULE_SCENE_ADD ("/rules/companion", "companion", test_companion);
}
