/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

#define NOT_NEEDED "“No strict reset” is on, but this device can be reset."
#define KEEPS_TRACES "It is given even if it cannot be emptied by a reset before."

typedef struct
{
  guint reset_methods;
  const char *words;
} ResetCase;

static const ResetCase reset_cases[] = {
  { BERTH_RESET_FLR, NOT_NEEDED },
  { BERTH_RESET_BUS, NOT_NEEDED },
  { 0, KEEPS_TRACES },
  { BERTH_RESET_UNKNOWN, KEEPS_TRACES },
};

static void
test_no_strict_reset (RuleScene *self, gconstpointer data)
{
  BerthAssignment *assignment = rule_scene_want (self, "06:00.0");

  assert_findings (self, "06:00.0", "");
  assignment->options = BERTH_OPTION_NO_STRICT_RESET;
  for (gsize i = 0; i < G_N_ELEMENTS (reset_cases); i++)
    {
      rule_scene_pci (self, "06:00.0")->reset_methods = reset_cases[i].reset_methods;
      assert_findings (self, "06:00.0", "no-strict-reset caution 06:00.0");
      assert_words (self, "06:00.0", reset_cases[i].words);
      assert_remedies (self, "06:00.0", "option-off 06:00.0 No strict reset");
    }
}

/* A bus is not reset while something else is in use on it. */
static void
test_sibling (RuleScene *self, gconstpointer data)
{
  scene_add_pci (self->facts, "06:01.0", 0x020000, 13);
  rule_scene_pci (self, "06:00.0")->reset_methods = BERTH_RESET_BUS;
  rule_scene_want (self, "06:00.0")->options = BERTH_OPTION_NO_STRICT_RESET;
  assert_words (self, "06:00.0", KEEPS_TRACES);
}

void
test_rule_no_strict_reset_add (void)
{
  RULE_SCENE_ADD ("/rules/no-strict-reset", "no-strict-reset", test_no_strict_reset);
  RULE_SCENE_ADD ("/rules/no-strict-reset/sibling", "no-strict-reset", test_sibling);
}
