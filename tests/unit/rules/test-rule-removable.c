/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_usb (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment;

  assert_findings (self, "1-3", "");
  assignment = rule_scene_want (self, "1-3");
  assert_findings (self, "1-3", "removable caution 1-3");
  assert_remedies (self, "1-3", "option-on 1-3 Start without it");

  assignment->options = BERTH_OPTION_OPTIONAL;
  assert_findings (self, "1-3", "");
}

/* What is built in, such as a laptop's camera, stays where it is. */
static void
test_fixed (RuleScene *self, gconstpointer data)
{
  for (guint i = 0; i < self->facts->usb->len; i++)
    ((BerthUsbFacts *) g_ptr_array_index (self->facts->usb, i))->is_fixed = TRUE;
  rule_scene_want (self, "1-3");
  assert_findings (self, "1-3", "");
}

/* libvirt cannot do without a PCI device. */
static void
test_pci (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "06:00.0");
  assert_findings (self, "06:00.0", "");
  rule_scene_pci (self, "06:00.0")->removable = TRUE;
  assert_findings (self, "06:00.0", "removable note 06:00.0");
  assert_remedies (self, "06:00.0", "");
}

void
test_rule_removable_add (void)
{
  RULE_SCENE_ADD ("/rules/removable/usb", "removable", test_usb);
  RULE_SCENE_ADD ("/rules/removable/fixed", "removable", test_fixed);
  RULE_SCENE_ADD ("/rules/removable/pci", "removable", test_pci);
}
