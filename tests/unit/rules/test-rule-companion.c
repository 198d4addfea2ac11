/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_companion (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "05:00.0", "companion refused 04:00.0 can-force");
  assert_findings (self, "00:1f.3", "companion refused 00:1f.0 can-force");
  assert_findings (self, "06:00.0", "companion caution 07:00.0 stops-start");
  assert_remedies (self, "06:00.0", "open-vm other");
  assert_findings (self, "01:00.0", "");

  self->without_vm = TRUE;
  assert_findings (self, "06:00.0", "");
}

/* What the computer uses is not lost unseen either; what cannot be told is not free. */
static void
test_in_use (RuleScene *self, gconstpointer data)
{
  rule_scene_clear_other (self);
  scene_add_use (self->facts, BERTH_USE_DISK, "07:00.0", "sda1", "/srv");
  assert_findings (self, "06:00.0", "companion caution 07:00.0");

  rule_scene_pci (self, "03:00.0")->iommu_group = 6;
  self->facts->gaps = BERTH_GAP_USES_DISK;
  assert_findings (self, "07:00.0", "companion caution 03:00.0");
  self->facts->is_remote = TRUE;
  assert_findings (self, "07:00.0", "companion note 03:00.0");
}

/* A group goes to one VM. Who claims the bundle itself is told about once. */
static void
test_rivals (RuleScene *self, gconstpointer data)
{
  g_ptr_array_set_size (self->other->live, 0);
  rule_scene_assign (self, self->other->configured, "07:00.0");
  assert_findings (self, "06:00.0", "companion note 07:00.0");

  self->other->autostart = TRUE;
  assert_findings (self, "06:00.0", "companion caution 07:00.0");
  self->work->autostart = TRUE;
  assert_findings (self, "06:00.0", "companion danger 07:00.0");

  rule_scene_assign (self, self->other->configured, "06:00.0");
  assert_findings (self, "06:00.0", "");
}

/* Other tools assign without the rest of the group, which then stays with its driver. */
static void
test_left_behind (RuleScene *self, gconstpointer data)
{
  rule_scene_clear_other (self);
  rule_scene_want (self, "06:00.0");
  assert_findings (self, "06:00.0", "");

  rule_scene_pci (self, "07:00.0")->driver = g_strdup ("serial");
  assert_findings (self, "06:00.0", "companion caution 07:00.0 stops-start");

  rule_scene_want (self, "07:00.0")->role = BERTH_ROLE_COMPANION;
  assert_findings (self, "06:00.0", "");
  g_ptr_array_set_size (self->wanted, 1);

  g_free (rule_scene_pci (self, "07:00.0")->driver);
  rule_scene_pci (self, "07:00.0")->driver = g_strdup ("vfio-pci");
  assert_findings (self, "06:00.0", "");
}

/* Of a card that is split only what shares a group with the given part goes along. */
static void
test_split (RuleScene *self, gconstpointer data)
{
  rule_scene_clear_other (self);
  rule_scene_pci (self, "01:00.1")->iommu_group = 4;
  assert_findings (self, "01:00.0", "companion refused 04:00.0 can-force");

  rule_scene_want (self, "01:00.0");
  assert_findings (self, "01:00.0", "");
}

void
test_rule_companion_add (void)
{
  RULE_SCENE_ADD ("/rules/companion", "companion", test_companion);
  RULE_SCENE_ADD ("/rules/companion/in-use", "companion", test_in_use);
  RULE_SCENE_ADD ("/rules/companion/rivals", "companion", test_rivals);
  RULE_SCENE_ADD ("/rules/companion/left-behind", "companion", test_left_behind);
  RULE_SCENE_ADD ("/rules/companion/split", "companion", test_split);
}
