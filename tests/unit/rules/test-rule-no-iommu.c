/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_bare (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");

  self->facts->iommu = FALSE;
  assert_vm_findings (self, "no-iommu danger stops-start");
  assert_computer_findings (self, "no-iommu caution");
}

/* It is said once, not of each device, and not to who wants none. */
static void
test_said_once (RuleScene *self, gconstpointer data)
{
  self->facts->iommu = FALSE;
  assert_findings (self, "01:00.0", "");
  assert_vm_findings (self, "");
  rule_scene_want (self, "1-3");
  assert_vm_findings (self, "");
  rule_scene_want (self, "01:00.0");
  rule_scene_want (self, "01:00.1");
  assert_vm_findings (self, "no-iommu danger stops-start");
}

/* A gap is never a no. */
static void
test_not_seen (RuleScene *self, gconstpointer data)
{
  self->facts->iommu = FALSE;
  rule_scene_want (self, "01:00.0");

  self->facts->gaps = BERTH_GAP_GROUPS;
  assert_computer_findings (self, "");
  assert_vm_findings (self, "");

  self->facts->gaps = 0;
  self->facts->is_remote = TRUE;
  assert_computer_findings (self, "");
  assert_vm_findings (self, "");

  self->facts->is_remote = FALSE;
  self->facts->platform = BERTH_PLATFORM_UNKNOWN;
  assert_computer_findings (self, "");
  assert_vm_findings (self, "");
}

/* Under Xen there are no groups, whatever the computer has. */
static void
test_xen (RuleScene *self, gconstpointer data)
{
  self->facts->iommu = FALSE;
  rule_scene_want (self, "01:00.0");

  self->facts->platform = BERTH_PLATFORM_XEN;
  assert_computer_findings (self, "no-iommu note");
  assert_vm_findings (self, "");
  self->facts->platform = BERTH_PLATFORM_QUBES;
  assert_computer_findings (self, "no-iommu note");
  assert_vm_findings (self, "");
}

void
test_rule_no_iommu_add (void)
{
  RULE_SCENE_ADD ("/rules/no-iommu", "no-iommu", test_bare);
  RULE_SCENE_ADD ("/rules/no-iommu/said-once", "no-iommu", test_said_once);
  RULE_SCENE_ADD ("/rules/no-iommu/not-seen", "no-iommu", test_not_seen);
  RULE_SCENE_ADD ("/rules/no-iommu/xen", "no-iommu", test_xen);
}
