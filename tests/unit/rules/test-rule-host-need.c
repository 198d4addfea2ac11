/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_host_need (RuleScene *self, gconstpointer data)
{
  assert_findings (self, "02:00.0", "host-need refused 02:00.0 can-force");
  assert_findings (self, "03:00.0", "host-need caution 03:00.0");
  assert_findings (self, "00:14.0", "host-need refused 00:14.0 can-force");
  assert_findings (self, "1-2", "host-need refused 1-2 can-force");
  assert_findings (self, "1-3", "");
}

typedef struct
{
  BerthUseKind kind;
  const char *purpose;
  const char *expected;
  const char *words;
} KindCase;

#define REFUSED "host-need refused 06:00.0 can-force"
#define CAUTION "host-need caution 06:00.0"

static const KindCase kind_cases[] = {
  { BERTH_USE_DISK, "/", REFUSED, "this computer’s disk" },
  { BERTH_USE_DISK, "/srv", CAUTION, "in use here" },
  { BERTH_USE_SWAP, NULL, REFUSED, "this computer’s disk" },
  { BERTH_USE_REMOTE_DISK, "/home", REFUSED, "way to its disk" },
  { BERTH_USE_REMOTE_DISK, "/mnt", CAUTION, "in use here" },
  { BERTH_USE_NETWORK, BERTH_PURPOSE_ROUTE, REFUSED, "this computer’s network" },
  { BERTH_USE_LOGIN, "192.0.2.7", REFUSED, "your own connection" },
  { BERTH_USE_DISPLAY, BERTH_PURPOSE_SCREEN, REFUSED, "this computer’s screen" },
  { BERTH_USE_DISPLAY, BERTH_PURPOSE_DARK_CONSOLE, CAUTION, "console is on it" },
  { BERTH_USE_INPUT, BERTH_PURPOSE_MOUSE, REFUSED, "only mouse" },
  { BERTH_USE_INPUT, BERTH_PURPOSE_KEYBOARD, CAUTION, "in use here" },
  { BERTH_USE_INPUT, BERTH_PURPOSE_TYPES, CAUTION, "in use here" },
  { BERTH_USE_TPM, NULL, REFUSED, "security chip" },
};

/* Every kind of use has its words, needed or not. */
static void
test_kinds (RuleScene *self, gconstpointer data)
{
  guint n_uses = self->facts->uses->len;

  for (gsize i = 0; i < G_N_ELEMENTS (kind_cases); i++)
    {
      const KindCase *c = &kind_cases[i];
      g_autoptr (GPtrArray) findings = NULL;

      g_test_message ("%d %s", c->kind, c->purpose);
      g_ptr_array_set_size (self->facts->uses, (int) n_uses);
      scene_add_use (self->facts, c->kind, "06:00.0", "x", c->purpose);
      assert_findings (self, "06:00.0", c->expected);
      findings = rule_scene_check (self, "06:00.0");
      g_assert_cmpstr (((BerthFinding *) g_ptr_array_index (findings, 0))->words, ==, c->words);
    }
}

/* With a second keyboard behind another controller one of both may go. Who wants the second one
 * too is told, at both. */
static void
test_second_keyboard (RuleScene *self, gconstpointer data)
{
  scene_add_pci (self->facts, "08:00.0", 0x0c0330, 8);
  scene_add_usb (self->facts, "3-1", "08:00.0", "030101");
  scene_add_use (self->facts, BERTH_USE_INPUT, "3-1", "Cherry", BERTH_PURPOSE_KEYBOARD);

  assert_findings (self, "00:14.0", "host-need caution 00:14.0");
  assert_findings (self, "08:00.0", "host-need caution 08:00.0");

  rule_scene_want (self, "00:14.0");
  assert_findings (self, "00:14.0", "host-need caution 00:14.0");
  assert_findings (self, "08:00.0", "host-need refused 08:00.0 can-force");

  rule_scene_want (self, "08:00.0");
  assert_findings (self, "00:14.0", "host-need refused 00:14.0 can-force");
}

/* Two keyboards on one controller do not help when the controller goes. */
static void
test_second_keyboard_same_controller (RuleScene *self, gconstpointer data)
{
  scene_add_usb (self->facts, "1-4", "00:14.0", "030101");
  scene_add_use (self->facts, BERTH_USE_INPUT, "1-4", "Cherry", BERTH_PURPOSE_KEYBOARD);

  assert_findings (self, "00:14.0", "host-need refused 00:14.0 can-force");
  assert_findings (self, "1-2", "host-need caution 1-2");
}

/* What stays when a card is split is not lost. */
static void
test_split (RuleScene *self, gconstpointer data)
{
  scene_add_use (self->facts, BERTH_USE_DISPLAY, "01:00.0", "card0-DP-1", BERTH_PURPOSE_SCREEN);
  rule_scene_want (self, "01:00.1");
  assert_findings (self, "01:00.0", "host-need refused 01:00.0 can-force");

  rule_scene_pci (self, "01:00.1")->iommu_group = 11;
  assert_findings (self, "01:00.0", "");
}

/* What could not be looked at is never free, and only where it matters. Of a computer far away that
 * is said once, for the computer. */
static void
test_cannot_tell (RuleScene *self, gconstpointer data)
{
  self->facts->gaps = BERTH_GAP_USES_DISK;
  assert_findings (self, "03:00.0", "host-need caution 03:00.0");
  assert_words (self, "03:00.0", "Berth cannot tell whether this computer needs it.");
  assert_findings (self, "02:00.0", "host-need refused 02:00.0 can-force");
  assert_findings (self, "1-3", "host-need caution 1-3");
  assert_findings (self, "06:00.0", "");

  self->facts->is_remote = TRUE;
  assert_findings (self, "03:00.0", "host-need note 03:00.0");
}

void
test_rule_host_need_add (void)
{
  RULE_SCENE_ADD ("/rules/host-need", "host-need", test_host_need);
  RULE_SCENE_ADD ("/rules/host-need/kinds", "host-need", test_kinds);
  RULE_SCENE_ADD ("/rules/host-need/second-keyboard", "host-need", test_second_keyboard);
  RULE_SCENE_ADD ("/rules/host-need/same-controller", "host-need",
                  test_second_keyboard_same_controller);
  RULE_SCENE_ADD ("/rules/host-need/split", "host-need", test_split);
  RULE_SCENE_ADD ("/rules/host-need/cannot-tell", "host-need", test_cannot_tell);
}
