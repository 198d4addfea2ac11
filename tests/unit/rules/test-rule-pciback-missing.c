/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_pciback_missing (RuleScene *self, gconstpointer data)
{
  static const struct
  {
    BerthPlatform platform;
    BerthTruth pciback;
    gboolean is_said;
  } cases[] = {
    { BERTH_PLATFORM_XEN, BERTH_TRUTH_NO, TRUE },
    { BERTH_PLATFORM_XEN, BERTH_TRUTH_YES, FALSE },
    { BERTH_PLATFORM_XEN, BERTH_TRUTH_UNKNOWN, FALSE },
    { BERTH_PLATFORM_QUBES, BERTH_TRUTH_NO, FALSE },
    { BERTH_PLATFORM_BARE, BERTH_TRUTH_NO, FALSE },
  };

  rule_scene_want (self, "06:00.0");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      self->facts->platform = cases[i].platform;
      self->facts->pciback = cases[i].pciback;
      assert_computer_findings (self, cases[i].is_said ? "pciback-missing caution" : "");
      assert_vm_findings (self, cases[i].is_said ? "pciback-missing caution stops-start" : "");
      assert_findings (self, "06:00.0", "");
    }
}

/* A VM without a PCI device does not care. */
static void
test_no_pci (RuleScene *self, gconstpointer data)
{
  self->facts->platform = BERTH_PLATFORM_XEN;
  self->facts->pciback = BERTH_TRUTH_NO;
  assert_vm_findings (self, "");
  rule_scene_want (self, "1-3");
  assert_vm_findings (self, "");
  assert_computer_findings (self, "pciback-missing caution");
}

void
test_rule_pciback_missing_add (void)
{
  RULE_SCENE_ADD ("/rules/pciback-missing", "pciback-missing", test_pciback_missing);
  RULE_SCENE_ADD ("/rules/pciback-missing/no-pci", "pciback-missing", test_no_pci);
}
