/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

typedef struct
{
  guint first;
  guint second;
  const char *expected;
} OptionCase;

#define DANGER "both-options danger 01:00.0"

static const OptionCase option_cases[] = {
  { 0, 0, "" },
  { BERTH_OPTION_PERMISSIVE, BERTH_OPTION_PERMISSIVE, "" },
  { BERTH_OPTION_NO_STRICT_RESET, BERTH_OPTION_NO_STRICT_RESET, "" },
  { BERTH_OPTION_PERMISSIVE | BERTH_OPTION_NO_STRICT_RESET, 0, DANGER },
  { BERTH_OPTION_PERMISSIVE, BERTH_OPTION_NO_STRICT_RESET, DANGER },
};

/* Two functions of one card are one device: what one leaves the other can use. */
static void
test_both_options (RuleScene *self, gconstpointer data)
{
  BerthAssignment *first = rule_scene_want (self, "01:00.0");
  BerthAssignment *second = rule_scene_want (self, "01:00.1");

  for (gsize i = 0; i < G_N_ELEMENTS (option_cases); i++)
    {
      first->options = option_cases[i].first;
      second->options = option_cases[i].second;
      assert_findings (self, "01:00.0", option_cases[i].expected);
    }
  assert_remedies (self, "01:00.0",
                   "option-off 01:00.0 Permissive, option-off 01:00.1 No strict reset");
}

void
test_rule_both_options_add (void)
{
  RULE_SCENE_ADD ("/rules/both-options", "both-options", test_both_options);
}
