/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_permissive (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment = rule_scene_want (self, "06:00.0");
  g_autoptr (GPtrArray) findings = NULL;

  assert_findings (self, "06:00.0", "");
  assignment->options = BERTH_OPTION_PERMISSIVE;
  assert_findings (self, "06:00.0", "permissive caution 06:00.0");
  assert_remedies (self, "06:00.0", "option-off 06:00.0 Permissive");
  findings = rule_scene_check (self, "06:00.0");
  g_assert_nonnull (strstr (((BerthFinding *) g_ptr_array_index (findings, 0))->link, "120"));
  assert_findings (self, "07:00.0", "");
}

void
test_rule_permissive_add (void)
{
  RULE_SCENE_ADD ("/rules/permissive", "permissive", test_permissive);
}
