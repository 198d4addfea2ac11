/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
share (RuleScene *self, const char *address, guint irq, const char *driver)
{
  BerthPciFacts *pci = rule_scene_pci (self, address);

  pci->irq = irq;
  g_free (pci->driver);
  pci->driver = g_strdup (driver);
}

static void
test_shared (RuleScene *self, gconstpointer data)
{
  self->facts->platform = BERTH_PLATFORM_XEN;
  share (self, "02:00.0", 16, "nvme");
  assert_findings (self, "02:00.0", "");

  share (self, "06:00.0", 17, "snd_hda_intel");
  assert_findings (self, "02:00.0", "");

  share (self, "06:00.0", 16, "snd_hda_intel");
  assert_findings (self, "02:00.0", "shared-interrupt caution 02:00.0");
  assert_findings (self, "06:00.0", "shared-interrupt caution 06:00.0");
  assert_words (self, "02:00.0",
                "It shares its interrupt line with Device 06:00.0 (06:00.0).");

  rule_scene_pci (self, "06:00.0")->has_msi = TRUE;
  assert_findings (self, "02:00.0", "");
  assert_findings (self, "06:00.0", "");

  self->facts->platform = BERTH_PLATFORM_BARE;
  rule_scene_pci (self, "06:00.0")->has_msi = FALSE;
  assert_findings (self, "02:00.0", "");
}

/* With whom it goes it may share. */
static void
test_same_vm (RuleScene *self, gconstpointer data)
{
  self->facts->platform = BERTH_PLATFORM_QUBES;
  share (self, "01:00.0", 16, "nouveau");
  share (self, "01:00.1", 16, "snd_hda_intel");
  assert_findings (self, "01:00.0", "");

  share (self, "06:00.0", 16, "snd_hda_intel");
  assert_findings (self, "01:00.0", "shared-interrupt caution 01:00.0");
  rule_scene_want (self, "06:00.0");
  assert_findings (self, "01:00.0", "");

  /* half of the card only: the other half shares it with this computer */
  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "shared-interrupt caution 01:00.1");

  /* with whom the half that stays shares it is nobody's business */
  g_ptr_array_set_size (self->wanted, 0);
  rule_scene_want_half (self);
  rule_scene_pci (self, "01:00.1")->has_msi = TRUE;
  assert_findings (self, "01:00.0", "");
}

/* Of what no driver of this computer works with, nobody knows which interrupts it uses. */
static void
test_not_seen (RuleScene *self, gconstpointer data)
{
  self->facts->platform = BERTH_PLATFORM_XEN;
  share (self, "02:00.0", 16, "nvme");
  share (self, "06:00.0", 16, "pciback");
  assert_findings (self, "02:00.0", "shared-interrupt note 02:00.0");
  assert_findings (self, "06:00.0", "shared-interrupt note 06:00.0");
  share (self, "06:00.0", 16, NULL);
  assert_findings (self, "02:00.0", "shared-interrupt note 02:00.0");
}

void
test_rule_shared_interrupt_add (void)
{
  RULE_SCENE_ADD ("/rules/shared-interrupt", "shared-interrupt", test_shared);
  RULE_SCENE_ADD ("/rules/shared-interrupt/same-vm", "shared-interrupt", test_same_vm);
  RULE_SCENE_ADD ("/rules/shared-interrupt/not-seen", "shared-interrupt", test_not_seen);
}
