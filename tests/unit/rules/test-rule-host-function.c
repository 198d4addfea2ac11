/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_host_function (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "00:1f.0", "host-function refused 00:1f.0");
}

void
test_rule_host_function_add (void)
{
  RULE_SCENE_ADD ("/rules/host-function", "host-function", test_host_function);
}
