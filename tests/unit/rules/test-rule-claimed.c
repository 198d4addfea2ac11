/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

/* One finding for each VM, however many functions it has; its own claims do not count. */
static void
test_claimed (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "01:00.0", "claimed caution 01:00.0");

  g_ptr_array_set_size (self->other->live, 0);
  assert_findings (self, "01:00.0", "claimed note 01:00.0");

  g_ptr_array_set_size (self->other->configured, 0);
  rule_scene_assign (self, self->work->live, "01:00.0");
  assert_findings (self, "01:00.0", "");
}

/* A name can be anything; a finding stays one line of plain text. */
static void
test_hostile_name (RuleScene *self, gconstpointer data)
{
  g_autoptr (GPtrArray) findings = NULL;
  const BerthFinding *finding;

  g_free (self->other->name);
  self->other->name = g_strdup ("a\n<b>\033[0m\u202e");
  findings = rule_scene_check (self, "01:00.0");
  finding = g_ptr_array_index (findings, 0);
  g_assert_null (strchr (finding->what, '\n'));
  g_assert_null (strchr (finding->what, '\033'));
  g_assert_null (strstr (finding->what, "\u202e"));
}

void
test_rule_claimed_add (void)
{
  RULE_SCENE_ADD ("/rules/claimed", "claimed", test_claimed);
  RULE_SCENE_ADD ("/rules/claimed/hostile-name", "claimed", test_hostile_name);
}
