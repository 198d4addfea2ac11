/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_platforms (RuleScene *self, gconstpointer data)
{
  static const struct
  {
    BerthPlatform platform;
    const char *expected;
  } cases[] = {
    { BERTH_PLATFORM_BARE, "balloon caution" },
    { BERTH_PLATFORM_UNKNOWN, "balloon caution" },
    { BERTH_PLATFORM_QUBES, "balloon caution" },
    { BERTH_PLATFORM_XEN, "balloon caution stops-start" },
  };

  rule_scene_want (self, "01:00.0");
  self->work->balloons = BERTH_TRUTH_YES;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      self->facts->platform = cases[i].platform;
      assert_vm_findings (self, cases[i].expected);
    }
}

static void
test_silent (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  assert_vm_findings (self, "");
  self->work->balloons = BERTH_TRUTH_NO;
  assert_vm_findings (self, "");

  self->work->balloons = BERTH_TRUTH_YES;
  g_ptr_array_set_size (self->wanted, 0);
  rule_scene_want (self, "1-3");
  assert_vm_findings (self, "");
}

void
test_rule_balloon_add (void)
{
  RULE_SCENE_ADD ("/rules/balloon", "balloon", test_platforms);
  RULE_SCENE_ADD ("/rules/balloon/silent", "balloon", test_silent);
}
