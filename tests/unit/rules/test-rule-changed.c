/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_changed (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment = rule_scene_want (self, "06:00.0");

  assert_findings (self, "06:00.0", "");
  assignment->identity.device = 0x9999;
  assert_findings (self, "06:00.0", "changed danger 06:00.0");
  assert_remedies (self, "06:00.0", "pin 06:00.0, take-back 06:00.0");
  assert_words (self, "06:00.0",
                "Device 06:00.0 (06:00.0) sits where another device was meant (sound 8086:9999).");

  assignment->identity.known = 0;
  assert_findings (self, "06:00.0", "");
}

/* What was meant is found by what it is, unless that could be more than one, or the VM has it. */
static void
test_moved (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment = rule_scene_want (self, "06:00.0");
  BerthPciFacts *twin;

  scene_add_pci (self->facts, "0a:00.0", 0x040300, 10)->device = 0x9999;
  assignment->identity.device = 0x9999;
  assert_findings (self, "06:00.0", "changed danger 06:00.0");
  assert_remedies (self, "06:00.0", "move 06:00.0 0a:00.0, pin 06:00.0, take-back 06:00.0");
  assert_words (self, "06:00.0",
                "Device 06:00.0 (06:00.0) sits where another device was meant (Device 0a:00.0).");

  twin = scene_add_pci (self->facts, "0a:00.1", 0x040300, 10);
  twin->device = 0x9999;
  assert_remedies (self, "06:00.0", "pin 06:00.0, take-back 06:00.0");

  rule_scene_want (self, "0a:00.1");
  assert_remedies (self, "06:00.0", "move 06:00.0 0a:00.0, pin 06:00.0, take-back 06:00.0");
}

/* Another card is said once. */
static void
test_card (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0")->identity.device = 0x9998;
  rule_scene_want (self, "01:00.1")->identity.device = 0x9999;
  assert_findings (self, "01:00.0", "changed danger 01:00.0");
}

void
test_rule_changed_add (void)
{
  RULE_SCENE_ADD ("/rules/changed", "changed", test_changed);
  RULE_SCENE_ADD ("/rules/changed/moved", "changed", test_moved);
  RULE_SCENE_ADD ("/rules/changed/card", "changed", test_card);
}
