/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_not_pinned (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment = rule_scene_want (self, "06:00.0");

  assert_findings (self, "06:00.0", "");
  assignment->identity.known = 0;
  assert_findings (self, "06:00.0", "not-pinned note 06:00.0");
  assert_remedies (self, "06:00.0", "pin 06:00.0");

  assignment->role = BERTH_ROLE_COMPANION;
  assert_findings (self, "06:00.0", "");
  assignment->role = BERTH_ROLE_GIVEN;
  assignment->form = BERTH_FORM_INTERFACE;
  assert_findings (self, "06:00.0", "");
}

/* What is not there cannot be pinned. */
static void
test_missing (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "0a:00.0");
  assert_findings (self, "0a:00.0", "");
}

void
test_rule_not_pinned_add (void)
{
  RULE_SCENE_ADD ("/rules/not-pinned", "not-pinned", test_not_pinned);
  RULE_SCENE_ADD ("/rules/not-pinned/missing", "not-pinned", test_missing);
}
