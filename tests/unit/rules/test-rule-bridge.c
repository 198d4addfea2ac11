/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_bridge (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "00:00.0", "bridge refused 00:00.0");
  assert_findings (self, "00:1c.0", "bridge refused 00:1c.0");
}

void
test_rule_bridge_add (void)
{
  RULE_SCENE_ADD ("/rules/bridge", "bridge", test_bridge);
}
