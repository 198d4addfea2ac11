/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_vm_cannot_take (RuleScene *self, gconstpointer data)
{
  self->work->takes = BERTH_VM_TAKES_USB;
  assert_findings (self, "06:00.0", "vm-cannot-take refused 06:00.0");
  assert_findings (self, "1-3", "");

  self->work->takes = BERTH_VM_TAKES_PCI;
  assert_findings (self, "1-3", "vm-cannot-take refused 1-3");
}

void
test_rule_vm_cannot_take_add (void)
{
  RULE_SCENE_ADD ("/rules/vm-cannot-take", "vm-cannot-take", test_vm_cannot_take);
}
