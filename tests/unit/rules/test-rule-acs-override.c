/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_acs_override (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  assert_vm_findings (self, "");
  assert_computer_findings (self, "");

  self->facts->acs_override = BERTH_TRUTH_YES;
  assert_vm_findings (self, "acs-override caution");
  assert_computer_findings (self, "acs-override caution");
  assert_findings (self, "01:00.0", "");

  g_ptr_array_set_size (self->wanted, 0);
  rule_scene_want (self, "1-3");
  assert_vm_findings (self, "");

  self->facts->acs_override = BERTH_TRUTH_UNKNOWN;
  assert_computer_findings (self, "");
}

void
test_rule_acs_override_add (void)
{
  RULE_SCENE_ADD ("/rules/acs-override", "acs-override", test_acs_override);
}
