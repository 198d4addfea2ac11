/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_host_need (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "02:00.0", "host-need refused 02:00.0");
  assert_findings (self, "03:00.0", "host-need caution 03:00.0");
  assert_findings (self, "00:14.0", "host-need refused 00:14.0");
  assert_findings (self, "1-2", "host-need refused 1-2");
  assert_findings (self, "1-3", "");
}

/* With a second keyboard behind another controller both may go, one at a time. */
static void
test_second_keyboard (RuleScene *self, gconstpointer data)
{
  scene_add_pci (self->facts, "08:00.0", 0x0c0330, 8);
  scene_add_usb (self->facts, "3-1", "08:00.0", "030101");
  scene_add_use (self->facts, BERTH_USE_INPUT, "3-1", "Cherry", "keyboard");

  assert_findings (self, "00:14.0", "host-need caution 00:14.0");
  assert_findings (self, "08:00.0", "host-need caution 08:00.0");
}

/* Two keyboards on one controller do not help when the controller goes. */
static void
test_second_keyboard_same_controller (RuleScene *self, gconstpointer data)
{
  scene_add_usb (self->facts, "1-4", "00:14.0", "030101");
  scene_add_use (self->facts, BERTH_USE_INPUT, "1-4", "Cherry", "keyboard");

  assert_findings (self, "00:14.0", "host-need refused 00:14.0");
  assert_findings (self, "1-2", "host-need caution 1-2");
}

/* What could not be looked at is never free, and only where it matters. */
static void
test_cannot_tell (RuleScene *self, gconstpointer data)
{
  self->facts->gaps = BERTH_GAP_USES_DISK;
  assert_findings (self, "03:00.0", "host-need note 03:00.0");
  assert_findings (self, "02:00.0", "host-need refused 02:00.0");
  assert_findings (self, "1-3", "host-need note 1-3");
  assert_findings (self, "06:00.0", "");
}

void
test_rule_host_need_add (void)
{
  RULE_SCENE_ADD ("/rules/host-need", "host-need", test_host_need);
  RULE_SCENE_ADD ("/rules/host-need/second-keyboard", "host-need", test_second_keyboard);
  RULE_SCENE_ADD ("/rules/host-need/same-controller", "host-need",
                  test_second_keyboard_same_controller);
  RULE_SCENE_ADD ("/rules/host-need/cannot-tell", "host-need", test_cannot_tell);
}
