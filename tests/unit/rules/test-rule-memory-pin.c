/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

#define GIB (1024 * 1024)

/* The computer has 16 GiB, 8 of them free. */
static void
test_figures (RuleScene *self, gconstpointer data)
{
  static const struct
  {
    guint64 memory;
    const char *expected;
  } cases[] = {
    { 0, "" },
    { 4 * GIB, "" },
    { 8 * GIB - GIB / 4, "" },
    { 8 * GIB, "memory-pin caution" },
    { 16 * GIB, "memory-pin caution" },
    { 17 * GIB, "memory-pin danger stops-start" },
  };

  rule_scene_want (self, "01:00.0");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      self->work->memory = cases[i].memory;
      assert_vm_findings (self, cases[i].expected);
    }
}

static void
assert_what (RuleScene *self, const char *expected)
{
  BerthSituation situation = { .inventory = scene_inventory (self->facts),
                               .vm = self->work,
                               .wanted = self->wanted };
  g_autoptr (GPtrArray) findings = berth_ruleset_check_vm (&situation);

  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((BerthFinding *) g_ptr_array_index (findings, 0))->what, ==, expected);
  berth_inventory_unref (situation.inventory);
}

static void
test_words (RuleScene *self, gconstpointer data)
{
  rule_scene_want (self, "01:00.0");
  self->work->memory = 12 * GIB;
  assert_what (self, "“work” needs 12.0 GiB of memory, and 8.0 GiB are free now.");
  self->work->memory = 24 * GIB;
  assert_what (self, "“work” needs 24.0 GiB of memory, and this computer has 16.0 GiB.");
}

/* What runs has its memory, a USB device pins none, Xen has its own memory, and nothing known is
 * nothing to say. */
static void
test_silent (RuleScene *self, gconstpointer data)
{
  self->work->memory = 32 * GIB;
  rule_scene_want (self, "1-3");
  assert_vm_findings (self, "");

  rule_scene_want (self, "01:00.0");
  self->work->state = BERTH_VM_RUNNING;
  assert_vm_findings (self, "");
  self->work->state = BERTH_VM_HALTED;
  self->facts->platform = BERTH_PLATFORM_XEN;
  assert_vm_findings (self, "");
  self->facts->platform = BERTH_PLATFORM_BARE;
  self->facts->memory_total = 0;
  assert_vm_findings (self, "memory-pin caution");
  self->facts->memory_available = 0;
  assert_vm_findings (self, "");
}

void
test_rule_memory_pin_add (void)
{
  RULE_SCENE_ADD ("/rules/memory-pin", "memory-pin", test_figures);
  RULE_SCENE_ADD ("/rules/memory-pin/words", "memory-pin", test_words);
  RULE_SCENE_ADD ("/rules/memory-pin/silent", "memory-pin", test_silent);
}
