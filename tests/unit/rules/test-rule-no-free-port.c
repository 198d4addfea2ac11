/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_no_free_port (RuleScene *self, gconstpointer data)
{
  self->work->state = BERTH_VM_RUNNING;
  self->work->free_ports = 0;
  assert_vm_findings (self, "");
  rule_scene_want (self, "01:00.0");
  assert_vm_findings (self, "no-free-port note");

  /* it has it already */
  rule_scene_assign (self, self->work->live, "01:00.0");
  assert_vm_findings (self, "");
}

static void
test_silent (RuleScene *self, gconstpointer data)
{
  self->work->state = BERTH_VM_RUNNING;
  self->work->free_ports = 0;
  rule_scene_want (self, "1-3");
  assert_vm_findings (self, "");
  rule_scene_want (self, "06:00.0")->role = BERTH_ROLE_COMPANION;
  assert_vm_findings (self, "");

  rule_scene_want (self, "01:00.0");
  self->work->free_ports = 1;
  assert_vm_findings (self, "");
  self->work->free_ports = -1;
  assert_vm_findings (self, "");
  self->work->free_ports = 0;
  self->work->state = BERTH_VM_HALTED;
  assert_vm_findings (self, "");
}

void
test_rule_no_free_port_add (void)
{
  RULE_SCENE_ADD ("/rules/no-free-port", "no-free-port", test_no_free_port);
  RULE_SCENE_ADD ("/rules/no-free-port/silent", "no-free-port", test_silent);
}
