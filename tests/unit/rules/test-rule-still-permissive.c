/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_still_permissive (RuleScene *self, gconstpointer data)
{
  BerthPciFacts *pci = rule_scene_pci (self, "06:00.0");

  assert_findings (self, "06:00.0", "");
  pci->permissive = BERTH_TRUTH_NO;
  assert_findings (self, "06:00.0", "");
  pci->permissive = BERTH_TRUTH_YES;
  assert_findings (self, "06:00.0", "still-permissive caution 06:00.0");
  assert_words (self, "06:00.0",
                "Device 06:00.0 (06:00.0) is permissive until it leaves pciback, whichever VM gets "
                "it.");
  self->without_vm = TRUE;
  assert_findings (self, "06:00.0", "still-permissive caution 06:00.0");
}

/* A VM that shall have it so is warned of that. */
static void
test_wished_for (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment;

  rule_scene_pci (self, "06:00.0")->permissive = BERTH_TRUTH_YES;
  assignment = rule_scene_want (self, "06:00.0");
  assert_findings (self, "06:00.0", "still-permissive caution 06:00.0");
  assignment->options |= BERTH_OPTION_PERMISSIVE;
  assert_findings (self, "06:00.0", "");
}

/* A card is spoken of once, and a half that stays not at all. */
static void
test_card (RuleScene *self, gconstpointer data)
{
  rule_scene_clear_other (self);
  rule_scene_pci (self, "01:00.0")->permissive = BERTH_TRUTH_YES;
  rule_scene_pci (self, "01:00.1")->permissive = BERTH_TRUTH_YES;
  assert_findings (self, "01:00.0", "still-permissive caution 01:00.0");
  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "still-permissive caution 01:00.1");
}

void
test_rule_still_permissive_add (void)
{
  RULE_SCENE_ADD ("/rules/still-permissive", "still-permissive", test_still_permissive);
  RULE_SCENE_ADD ("/rules/still-permissive/wished-for", "still-permissive", test_wished_for);
  RULE_SCENE_ADD ("/rules/still-permissive/card", "still-permissive", test_card);
}
