/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_shared (RuleScene *self, gconstpointer data)
{
  self->facts->platform = BERTH_PLATFORM_XEN;
  rule_scene_pci (self, "02:00.0")->partial_pages = g_strdup ("f7e10000 f7e12000");
  rule_scene_pci (self, "03:00.0")->partial_pages = g_strdup ("f7e11000");
  assert_findings (self, "02:00.0", "");

  rule_scene_pci (self, "06:00.0")->partial_pages = g_strdup ("f7e12000");
  assert_findings (self, "02:00.0", "shared-page caution 02:00.0");
  assert_findings (self, "06:00.0", "shared-page caution 06:00.0");
  assert_findings (self, "03:00.0", "");
  assert_words (self, "02:00.0", "Its registers lie in one page of memory with those of Device "
                                 "06:00.0 (06:00.0).");

  rule_scene_want (self, "06:00.0");
  assert_findings (self, "02:00.0", "");

  g_ptr_array_set_size (self->wanted, 0);
  self->facts->platform = BERTH_PLATFORM_QUBES;
  assert_findings (self, "02:00.0", "shared-page caution 02:00.0");
  self->facts->platform = BERTH_PLATFORM_BARE;
  assert_findings (self, "02:00.0", "");
}

/* The half that stays shares the page with whom it likes. */
static void
test_half (RuleScene *self, gconstpointer data)
{
  self->facts->platform = BERTH_PLATFORM_XEN;
  rule_scene_pci (self, "01:00.0")->partial_pages = g_strdup ("f7e10000");
  rule_scene_pci (self, "06:00.0")->partial_pages = g_strdup ("f7e10000");
  assert_findings (self, "01:00.0", "shared-page caution 01:00.0");
  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "");
}

void
test_rule_shared_page_add (void)
{
  RULE_SCENE_ADD ("/rules/shared-page", "shared-page", test_shared);
  RULE_SCENE_ADD ("/rules/shared-page/half", "shared-page", test_half);
}
