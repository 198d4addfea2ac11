/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_whole (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "01:00.0", "");
  rule_scene_want (self, "01:00.0");
  rule_scene_want (self, "01:00.1");
  assert_findings (self, "01:00.0", "");
}

/* On KVM the rest of the group leaves too, whether it was taken along or forgotten. */
static void
test_one_group (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  assert_findings (self, "01:00.0", "split note 01:00.1");
  assert_remedies (self, "01:00.0", "complete 01:00.0");

  rule_scene_pci (self, "01:00.0")->reset_methods = 0;
  rule_scene_want (self, "01:00.1")->role = BERTH_ROLE_COMPANION;
  assert_findings (self, "01:00.0", "split note 01:00.1");
}

/* In another group it stays, and is reached by a reset that both share. */
static void
test_two_groups (RuleScene *self, gconstpointer data)
{
  rule_scene_pci (self, "01:00.1")->iommu_group = 11;
  rule_scene_want (self, "01:00.1");
  assert_findings (self, "01:00.0", "split note 01:00.0");

  rule_scene_pci (self, "01:00.1")->reset_methods = BERTH_RESET_UNKNOWN;
  assert_findings (self, "01:00.0", "split note 01:00.0");
  rule_scene_pci (self, "01:00.1")->reset_methods = 0;
  assert_findings (self, "01:00.0", "split caution 01:00.0");
  assert_remedies (self, "01:00.0", "complete 01:00.0");
}

static void
forget_groups (RuleScene *self, BerthPlatform platform)
{
  self->facts->platform = platform;
  for (guint i = 0; i < self->facts->pci->len; i++)
    ((BerthPciFacts *) g_ptr_array_index (self->facts->pci, i))->iommu_group = BERTH_NO_GROUP;
}

static void
test_qubes (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment;

  forget_groups (self, BERTH_PLATFORM_QUBES);
  assignment = rule_scene_want (self, "01:00.1");
  assert_findings (self, "01:00.0", "split note 01:00.0");

  rule_scene_pci (self, "01:00.1")->reset_methods = 0;
  assert_findings (self, "01:00.0", "split danger 01:00.0 stops-start");
  assert_remedies (self, "01:00.0", "option-on 01:00.1 No strict reset, complete 01:00.0");

  assignment->options = BERTH_OPTION_NO_STRICT_RESET;
  assert_findings (self, "01:00.0", "split caution 01:00.0");
  assert_remedies (self, "01:00.0", "complete 01:00.0");
}

/* Only Qubes can be told not to mind that there is no reset. */
static void
test_xen (RuleScene *self, gconstpointer data)
{
  forget_groups (self, BERTH_PLATFORM_XEN);
  rule_scene_want (self, "01:00.1")->options = BERTH_OPTION_NO_STRICT_RESET;
  rule_scene_pci (self, "01:00.1")->reset_methods = 0;
  assert_findings (self, "01:00.0", "split danger 01:00.0 stops-start");
  assert_remedies (self, "01:00.0", "complete 01:00.0");
}

void
test_rule_split_add (void)
{
  RULE_SCENE_ADD ("/rules/split/whole", "split", test_whole);
  RULE_SCENE_ADD ("/rules/split/one-group", "split", test_one_group);
  RULE_SCENE_ADD ("/rules/split/two-groups", "split", test_two_groups);
  RULE_SCENE_ADD ("/rules/split/qubes", "split", test_qubes);
  RULE_SCENE_ADD ("/rules/split/xen", "split", test_xen);
}
