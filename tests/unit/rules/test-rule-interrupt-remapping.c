/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_lacking (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");

  self->facts->interrupt_remapping = BERTH_TRUTH_NO;
  assert_vm_findings (self, "interrupt-remapping danger stops-start");
  assert_computer_findings (self, "interrupt-remapping caution");
  assert_findings (self, "01:00.0", "");

  g_ptr_array_set_size (self->wanted, 0);
  rule_scene_want (self, "1-3");
  assert_vm_findings (self, "");
}

static void
test_elsewhere (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  self->facts->interrupt_remapping = BERTH_TRUTH_UNKNOWN;
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");

  /* without an IOMMU that is what has to be said */
  self->facts->interrupt_remapping = BERTH_TRUTH_NO;
  self->facts->iommu = FALSE;
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");

  self->facts->iommu = TRUE;
  self->facts->platform = BERTH_PLATFORM_XEN;
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");
}

/* Who was told to go on without it starts the VM; how bad that is another rule says. */
static void
test_overruled (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  self->facts->interrupt_remapping = BERTH_TRUTH_NO;
  self->facts->unsafe_interrupts = BERTH_TRUTH_YES;
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");

  self->facts->unsafe_interrupts = BERTH_TRUTH_UNKNOWN;
  assert_vm_findings (self, "interrupt-remapping danger stops-start");
}

void
test_rule_interrupt_remapping_add (void)
{
  RULE_SCENE_ADD ("/rules/interrupt-remapping", "interrupt-remapping", test_lacking);
  RULE_SCENE_ADD ("/rules/interrupt-remapping/elsewhere", "interrupt-remapping", test_elsewhere);
  RULE_SCENE_ADD ("/rules/interrupt-remapping/overruled", "interrupt-remapping", test_overruled);
}
