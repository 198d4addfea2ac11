/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_reserved_memory (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "01:00.0", "");

  rule_scene_pci (self, "01:00.0")->reserved_memory = TRUE;
  rule_scene_pci (self, "01:00.1")->reserved_memory = TRUE;
  assert_findings (self, "01:00.0", "reserved-memory danger 01:00.0 stops-start");
  assert_words (self, "01:00.0", "The firmware of this computer keeps memory for Device 01:00.0 "
                                 "(01:00.0).");

  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "reserved-memory danger 01:00.1 stops-start");
  g_ptr_array_set_size (self->wanted, 0);

  rule_scene_pci (self, "01:00.0")->reserved_memory = FALSE;
  assert_findings (self, "01:00.0", "reserved-memory danger 01:00.1 stops-start");
}

/* What cannot be given at all is not worth a second word, and Xen maps that memory to the VM. */
static void
test_elsewhere (RuleScene *self, gconstpointer data)
{
  rule_scene_pci (self, "00:1f.0")->reserved_memory = TRUE;
  assert_findings (self, "00:1f.0", "");

  rule_scene_pci (self, "01:00.0")->reserved_memory = TRUE;
  self->facts->platform = BERTH_PLATFORM_XEN;
  assert_findings (self, "01:00.0", "");
}

void
test_rule_reserved_memory_add (void)
{
  RULE_SCENE_ADD ("/rules/reserved-memory", "reserved-memory", test_reserved_memory);
  RULE_SCENE_ADD ("/rules/reserved-memory/elsewhere", "reserved-memory", test_elsewhere);
}
