/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_missing (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "0a:00.0", "missing caution 0a:00.0");

  rule_scene_want (self, "0a:00.0");
  assert_findings (self, "0a:00.0", "missing caution 0a:00.0 stops-start");
  assert_remedies (self, "0a:00.0", "take-back 0a:00.0");
  assert_findings (self, "06:00.0", "");
}

/* Only a USB device can be done without, and only if that was said. */
static void
test_usb (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment = rule_scene_want (self, "1-9");

  assert_findings (self, "1-9", "missing caution 1-9 stops-start");
  assignment->options = BERTH_OPTION_OPTIONAL;
  assert_findings (self, "1-9", "missing caution 1-9");
}

static void
test_moved (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment = rule_scene_want (self, "0a:00.0");

  assignment->identity = rule_scene_assign (self, self->other->configured, "06:00.0")->identity;
  assert_remedies (self, "0a:00.0", "move 0a:00.0 06:00.0, take-back 0a:00.0");
}

void
test_rule_missing_add (void)
{
  RULE_SCENE_ADD ("/rules/missing", "missing", test_missing);
  RULE_SCENE_ADD ("/rules/missing/usb", "missing", test_usb);
  RULE_SCENE_ADD ("/rules/missing/moved", "missing", test_moved);
}
