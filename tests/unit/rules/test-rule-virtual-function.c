/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_virtual_function (RuleScene *self, gconstpointer data)
{
  BerthPciFacts *made = scene_add_pci (self->facts, "06:10.0", 0x020000, 12);
  BerthAssignment *assignment;

  made->is_virtual = TRUE;
  made->physical_function = scene_address ("06:00.0");
  assert_findings (self, "06:10.0", "");

  assignment = rule_scene_want (self, "06:10.0");
  assert_findings (self, "06:10.0", "virtual-function note 06:10.0");
  assignment->form = BERTH_FORM_INTERFACE;
  assert_findings (self, "06:10.0", "");
  assignment->form = BERTH_FORM_HOSTDEV;

  self->facts->platform = BERTH_PLATFORM_QUBES;
  assert_findings (self, "06:10.0", "");
  self->facts->platform = BERTH_PLATFORM_BARE;

  rule_scene_pci (self, "06:10.0")->class_code = 0x0b4000;
  assert_findings (self, "06:10.0", "");
}

/* A real card keeps its address. */
static void
test_real_card (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "04:00.0");
  assert_findings (self, "04:00.0", "");
}

void
test_rule_virtual_function_add (void)
{
  RULE_SCENE_ADD ("/rules/virtual-function", "virtual-function", test_virtual_function);
  RULE_SCENE_ADD ("/rules/virtual-function/real-card", "virtual-function", test_real_card);
}
