/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_vfio (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "02:00.0", "");
  rule_scene_pci (self, "02:00.0")->reset_methods = 0;
  assert_findings (self, "02:00.0", "no-reset caution 02:00.0");

  /* not read is not the same as none */
  rule_scene_pci (self, "02:00.0")->reset_methods = BERTH_RESET_UNKNOWN;
  assert_findings (self, "02:00.0", "");
  rule_scene_pci (self, "02:00.0")->reset_methods = BERTH_RESET_BUS;
  assert_findings (self, "02:00.0", "");
}

/* All of a card can be reset at once, though the kernel lists no way for each function of it. */
static void
test_whole_card (RuleScene *self, gconstpointer data)
{
  rule_scene_pci (self, "01:00.0")->reset_methods = 0;
  rule_scene_pci (self, "01:00.1")->reset_methods = 0;
  assert_findings (self, "01:00.0", "");

  /* on the root bus there is nothing that could reset all */
  rule_scene_pci (self, "00:14.0")->reset_methods = 0;
  assert_findings (self, "00:14.0", "no-reset caution 00:14.0");
  rule_scene_pci (self, "00:1f.0")->reset_methods = 0;
  assert_findings (self, "00:1f.0", "");
}

static void
test_xen (RuleScene *self, gconstpointer data)
{
  self->facts->platform = BERTH_PLATFORM_XEN;
  rule_scene_pci (self, "02:00.0")->reset_methods = 0;
  assert_findings (self, "02:00.0", "no-reset caution 02:00.0 stops-start");
  rule_scene_want (self, "02:00.0")->options = BERTH_OPTION_NO_STRICT_RESET;
  assert_findings (self, "02:00.0", "no-reset caution 02:00.0 stops-start");
  assert_remedies (self, "02:00.0", "");
}

/* Only Qubes can be told to go on without, and that is one click away. */
static void
test_qubes (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment;

  self->facts->platform = BERTH_PLATFORM_QUBES;
  rule_scene_pci (self, "02:00.0")->reset_methods = 0;
  assert_findings (self, "02:00.0", "no-reset caution 02:00.0 stops-start");
  assert_remedies (self, "02:00.0", "");

  assignment = rule_scene_want (self, "02:00.0");
  assert_findings (self, "02:00.0", "no-reset caution 02:00.0 stops-start");
  assert_remedies (self, "02:00.0", "option-on 02:00.0 No strict reset");

  assignment->options = BERTH_OPTION_NO_STRICT_RESET;
  assert_findings (self, "02:00.0", "no-reset note 02:00.0");
  assert_remedies (self, "02:00.0", "");
}

void
test_rule_no_reset_add (void)
{
  RULE_SCENE_ADD ("/rules/no-reset", "no-reset", test_vfio);
  RULE_SCENE_ADD ("/rules/no-reset/whole-card", "no-reset", test_whole_card);
  RULE_SCENE_ADD ("/rules/no-reset/xen", "no-reset", test_xen);
  RULE_SCENE_ADD ("/rules/no-reset/qubes", "no-reset", test_qubes);
}
