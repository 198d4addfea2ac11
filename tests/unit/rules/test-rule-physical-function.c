/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

/* 06:00.0 makes 06:10.0 and 06:10.2. */
static void
make_virtual_functions (RuleScene *self)
{
  static const char *const addresses[] = { "06:10.0", "06:10.2" };

  rule_scene_pci (self, "06:00.0")->sriov_count = 2;
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      BerthPciFacts *virtual = scene_add_pci (self->facts, addresses[i], 0x020000, 20 + (int) i);

      virtual->is_virtual = TRUE;
      virtual->physical_function = scene_address ("06:00.0");
      virtual->reset_methods = BERTH_RESET_FLR;
    }
}

static void
test_claimed (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "06:00.0", "");
  make_virtual_functions (self);
  assert_findings (self, "06:00.0", "");

  rule_scene_assign (self, self->other->configured, "06:10.0");
  assert_findings (self, "06:00.0", "physical-function caution 06:00.0");
  assert_findings (self, "06:10.0", "");
  assert_findings (self, "06:10.2", "");
  assert_remedies (self, "06:00.0", "open-vm other");

  rule_scene_assign (self, self->other->live, "06:10.2");
  assert_findings (self, "06:00.0", "physical-function danger 06:00.0");
  assert_words (self, "06:00.0",
                "Device 06:10.2 (06:10.2) is a virtual function of it, and “other” is using it "
                "now.");
  self->without_vm = TRUE;
  assert_findings (self, "06:00.0", "physical-function danger 06:00.0");
}

static void
test_needed (RuleScene *self, gconstpointer data)
{
  make_virtual_functions (self);
  rule_scene_assign (self, self->other->live, "06:10.0");
  scene_add_use (self->facts, BERTH_USE_DISK, "06:10.2", "sdb1", "/home");
  assert_findings (self, "06:00.0", "physical-function refused 06:00.0 can-force");
}

/* What the computer could do without is not lost unasked either. */
static void
test_in_use (RuleScene *self, gconstpointer data)
{
  make_virtual_functions (self);
  scene_add_use (self->facts, BERTH_USE_DISK, "06:10.2", "sdb1", "/srv");
  assert_findings (self, "06:00.0", "physical-function danger 06:00.0");
}

/* A copy of the VM on another connection is another one. */
static void
test_other_connection (RuleScene *self, gconstpointer data)
{
  BerthVm *copy = rule_scene_add_vm (self, "far:", "work");

  make_virtual_functions (self);
  rule_scene_assign (self, copy->configured, "06:10.0");
  assert_findings (self, "06:00.0", "physical-function caution 06:00.0");
}

/* The card and a part of it cannot be given both, to the same VM neither. */
static void
test_same_vm (RuleScene *self, gconstpointer data)
{
  make_virtual_functions (self);
  rule_scene_want (self, "06:00.0");
  assert_findings (self, "06:00.0", "");
  rule_scene_want (self, "06:10.0");
  assert_findings (self, "06:00.0", "physical-function danger 06:00.0 stops-start");

  g_ptr_array_set_size (self->wanted, 1);
  rule_scene_assign (self, self->work->configured, "06:10.0");
  assert_findings (self, "06:00.0", "");
  rule_scene_assign (self, self->work->live, "06:10.0");
  assert_findings (self, "06:00.0", "physical-function danger 06:00.0");
}

/* The port of a card that stays keeps its virtual functions. */
static void
test_half (RuleScene *self, gconstpointer data)
{
  BerthPciFacts *virtual = scene_add_pci (self->facts, "01:10.0", 0x020000, 20);

  virtual->is_virtual = TRUE;
  virtual->physical_function = scene_address ("01:00.0");
  rule_scene_pci (self, "01:00.0")->sriov_count = 1;
  rule_scene_assign (self, self->other->live, "01:10.0");
  assert_findings (self, "01:00.0", "physical-function danger 01:00.0");
  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "");
}

void
test_rule_physical_function_add (void)
{
  RULE_SCENE_ADD ("/rules/physical-function", "physical-function", test_claimed);
  RULE_SCENE_ADD ("/rules/physical-function/needed", "physical-function", test_needed);
  RULE_SCENE_ADD ("/rules/physical-function/in-use", "physical-function", test_in_use);
  RULE_SCENE_ADD ("/rules/physical-function/other-connection", "physical-function",
                  test_other_connection);
  RULE_SCENE_ADD ("/rules/physical-function/same-vm", "physical-function", test_same_vm);
  RULE_SCENE_ADD ("/rules/physical-function/half", "physical-function", test_half);
}
