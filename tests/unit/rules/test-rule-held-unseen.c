/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
hold (RuleScene *self, const char *driver, guint enable_count)
{
  BerthPciFacts *pci = rule_scene_pci (self, "06:00.0");

  g_free (pci->driver);
  pci->driver = g_strdup (driver);
  pci->enable_count = enable_count;
}

static void
test_held_unseen (RuleScene *self, gconstpointer data)
{
  hold (self, "vfio-pci", 0);
  assert_findings (self, "06:00.0", "");
  hold (self, "vfio-pci", 1);
  assert_findings (self, "06:00.0", "held-unseen caution 06:00.0 stops-start");
  hold (self, "mlx5_vfio_pci", 2);
  assert_findings (self, "06:00.0", "held-unseen caution 06:00.0 stops-start");
  hold (self, "pciback", 1);
  assert_findings (self, "06:00.0", "");
  hold (self, "snd_hda_intel", 1);
  assert_findings (self, "06:00.0", "");
  hold (self, NULL, 1);
  assert_findings (self, "06:00.0", "");
}

/* On Xen a domain is known that has it, and no count. */
static void
test_domain (RuleScene *self, gconstpointer data)
{
  hold (self, "pciback", 0);
  rule_scene_pci (self, "06:00.0")->xen_domain = 7;
  assert_findings (self, "06:00.0", "held-unseen caution 06:00.0 stops-start");
  rule_scene_assign (self, self->other->live, "06:00.0");
  assert_findings (self, "06:00.0", "");
}

/* What of a card is not wished for may be anybody's. */
static void
test_half (RuleScene *self, gconstpointer data)
{
  BerthPciFacts *pci = rule_scene_pci (self, "01:00.0");

  rule_scene_clear_other (self);
  pci->driver = g_strdup ("vfio-pci");
  pci->enable_count = 1;
  assert_findings (self, "01:00.0", "held-unseen caution 01:00.0 stops-start");
  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "");
}

/* Whom Berth sees has it, and is spoken of elsewhere. */
static void
test_seen (RuleScene *self, gconstpointer data)
{
  hold (self, "vfio-pci", 1);
  rule_scene_assign (self, self->other->configured, "06:00.0");
  assert_findings (self, "06:00.0", "held-unseen caution 06:00.0 stops-start");
  rule_scene_assign (self, self->other->live, "06:00.0");
  assert_findings (self, "06:00.0", "");

  g_ptr_array_set_size (self->other->live, 0);
  self->work->state = BERTH_VM_RUNNING;
  rule_scene_assign (self, self->work->live, "06:00.0");
  assert_findings (self, "06:00.0", "");
}

void
test_rule_held_unseen_add (void)
{
  RULE_SCENE_ADD ("/rules/held-unseen", "held-unseen", test_held_unseen);
  RULE_SCENE_ADD ("/rules/held-unseen/domain", "held-unseen", test_domain);
  RULE_SCENE_ADD ("/rules/held-unseen/half", "held-unseen", test_half);
  RULE_SCENE_ADD ("/rules/held-unseen/seen", "held-unseen", test_seen);
}
