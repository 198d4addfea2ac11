/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_gaps (RuleScene *self, gconstpointer data)
{
  assert_computer_findings (self, "");
  self->facts->gaps = BERTH_GAP_USB;
  assert_computer_findings (self, "blind caution");
  self->facts->gaps = BERTH_GAP_HOLDERS;
  assert_computer_findings (self, "");
  self->facts->gaps = BERTH_GAP_USES | BERTH_GAP_GROUPS;
  assert_computer_findings (self, "blind caution");
}

static void
assert_texts (RuleScene *self, const char *what, const char *remedy)
{
  BerthSituation situation = { .inventory = scene_inventory (self->facts) };
  g_autoptr (GPtrArray) findings = berth_ruleset_check_computer (&situation);
  const BerthFinding *finding;

  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpstr (finding->what, ==, what);
  g_assert_nonnull (strstr (finding->remedy, remedy));
  berth_inventory_unref (situation.inventory);
}

/* One finding, however much is hidden, and another way out for a computer far away. */
static void
test_texts (RuleScene *self, gconstpointer data)
{
  self->facts->gaps = BERTH_GAP_USES_DISK | BERTH_GAP_USES_INPUT;
  assert_texts (self,
                "Not all of this computer can be seen from here: which disks it uses, which "
                "keyboard and mouse it has.",
                "/proc");

  self->facts->gaps = 0;
  self->facts->is_remote = TRUE;
  assert_texts (self,
                "Not all of this computer can be seen from here: how its devices are reset and "
                "kept apart.",
                "ssh -X");
}

void
test_rule_blind_add (void)
{
  RULE_SCENE_ADD ("/rules/blind", "blind", test_gaps);
  RULE_SCENE_ADD ("/rules/blind/texts", "blind", test_texts);
}
