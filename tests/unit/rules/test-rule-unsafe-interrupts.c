/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_unsafe (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  self->facts->interrupt_remapping = BERTH_TRUTH_NO;
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");

  self->facts->unsafe_interrupts = BERTH_TRUTH_YES;
  assert_vm_findings (self, "unsafe-interrupts danger");
  assert_computer_findings (self, "unsafe-interrupts danger");
  assert_findings (self, "01:00.0", "");

  self->facts->interrupt_remapping = BERTH_TRUTH_UNKNOWN;
  assert_vm_findings (self, "unsafe-interrupts danger");

  g_ptr_array_set_size (self->wanted, 0);
  assert_vm_findings (self, "");
}

/* The switch changes nothing where interrupts are checked. */
static void
test_no_effect (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  self->facts->unsafe_interrupts = BERTH_TRUTH_YES;
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");
}

void
test_rule_unsafe_interrupts_add (void)
{
  RULE_SCENE_ADD ("/rules/unsafe-interrupts", "unsafe-interrupts", test_unsafe);
  RULE_SCENE_ADD ("/rules/unsafe-interrupts/no-effect", "unsafe-interrupts", test_no_effect);
}
