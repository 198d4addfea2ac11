/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

/* One finding for each VM, however many functions it has; its own claims do not count. */
static void
test_claimed (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "01:00.0", "claimed caution 01:00.0 stops-start");
  assert_remedies (self, "01:00.0", "open-vm other");

  g_ptr_array_set_size (self->other->live, 0);
  assert_findings (self, "01:00.0", "claimed note 01:00.0");
  assert_remedies (self, "01:00.0", "open-vm other");

  g_ptr_array_set_size (self->other->configured, 0);
  rule_scene_assign (self, self->work->live, "01:00.0");
  assert_findings (self, "01:00.0", "");

  rule_scene_assign (self, self->other->configured, "01:00.0");
  self->without_vm = TRUE;
  assert_findings (self, "01:00.0", "");
}

/* Two VMs that start with the computer race for it. */
static void
test_autostart (RuleScene *self, gconstpointer data)
{
  g_ptr_array_set_size (self->other->live, 0);
  self->other->autostart = TRUE;
  assert_findings (self, "01:00.0", "claimed caution 01:00.0");
  assert_words (self, "01:00.0", "“other” takes it as soon as this computer starts.");

  self->work->autostart = TRUE;
  assert_findings (self, "01:00.0", "claimed danger 01:00.0");

  self->other->autostart = FALSE;
  assert_findings (self, "01:00.0", "claimed note 01:00.0");
}

/* What matters most stands first. A VM of another connection is another one, even a copy with the
 * same UUID. */
static void
test_several (RuleScene *self, gconstpointer data)
{
  BerthVm *starts = rule_scene_add_vm (self, "test:", "starts");
  BerthVm *copy = rule_scene_add_vm (self, "far:", "work");

  starts->autostart = TRUE;
  rule_scene_assign (self, copy->configured, "01:00.0");
  rule_scene_assign (self, starts->configured, "01:00.1");
  assert_findings (self, "01:00.0",
                   "claimed caution 01:00.0 stops-start, claimed caution 01:00.1, "
                   "claimed note 01:00.0");
  assert_remedies (self, "01:00.0", "open-vm other, open-vm starts, open-vm work");
}

/* Who merely has it configured is told of together, and not everybody by name. */
static void
test_many (RuleScene *self, gconstpointer data)
{
  static const char *const names[] = { "a", "b", "c", "d", "e" };
  static const char *const sentences[] = {
    "It is assigned to “a” too.",
    "It is assigned to “a” and “b” too.",
    "It is assigned to “a”, “b” and “c” too.",
    "It is assigned to “a”, “b”, “c” and 1 more too.",
    "It is assigned to “a”, “b”, “c” and 2 more too.",
  };

  rule_scene_clear_other (self);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      rule_scene_assign (self, rule_scene_add_vm (self, "test:", names[i])->configured, "01:00.0");
      assert_findings (self, "01:00.0", "claimed note 01:00.0");
      assert_words (self, "01:00.0", sentences[i]);
    }
  assert_remedies (self, "01:00.0", "open-vm a, open-vm b, open-vm c");
}

/* Of a card that is split, each VM may have its part. */
static void
test_split (RuleScene *self, gconstpointer data)
{
  rule_scene_pci (self, "01:00.1")->iommu_group = 11;
  g_ptr_array_set_size (self->other->configured, 0);
  rule_scene_want (self, "01:00.1");
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
  RULE_SCENE_ADD ("/rules/claimed/autostart", "claimed", test_autostart);
  RULE_SCENE_ADD ("/rules/claimed/several", "claimed", test_several);
  RULE_SCENE_ADD ("/rules/claimed/many", "claimed", test_many);
  RULE_SCENE_ADD ("/rules/claimed/split", "claimed", test_split);
  RULE_SCENE_ADD ("/rules/claimed/hostile-name", "claimed", test_hostile_name);
}
