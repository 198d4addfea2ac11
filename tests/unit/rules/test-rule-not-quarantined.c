/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
bind (RuleScene *self, const char *driver, const char *override)
{
  BerthPciFacts *pci = rule_scene_pci (self, "06:00.0");

  g_free (pci->driver);
  g_free (pci->driver_override);
  pci->driver = g_strdup (driver);
  pci->driver_override = g_strdup (override);
}

static void
test_by_hand (RuleScene *self, gconstpointer data)
{
  self->facts->platform = BERTH_PLATFORM_XEN;
  assert_findings (self, "06:00.0", "");
  bind (self, "pciback", "pciback");
  assert_findings (self, "06:00.0", "not-quarantined note 06:00.0");
  self->without_vm = TRUE;
  assert_findings (self, "06:00.0", "not-quarantined note 06:00.0");
  /* xl did it */
  bind (self, "pciback", NULL);
  assert_findings (self, "06:00.0", "");
  bind (self, "snd_hda_intel", "pciback");
  assert_findings (self, "06:00.0", "");
  bind (self, "vfio-pci", "vfio-pci");
  assert_findings (self, "06:00.0", "");
}

static void
test_hidden (RuleScene *self, gconstpointer data)
{
  BerthForeignBinding *binding = g_new0 (BerthForeignBinding, 1);

  g_ptr_array_add (self->facts->foreign_bindings, binding);
  binding->kind = BERTH_FOREIGN_BINDING_PCIBACK_HIDE;
  binding->has_address = TRUE;
  binding->address = scene_address ("07:00.0");
  bind (self, "pciback", NULL);
  assert_findings (self, "06:00.0", "");
  binding->address = scene_address ("06:00.0");
  assert_findings (self, "06:00.0", "not-quarantined note 06:00.0");
  binding->kind = BERTH_FOREIGN_BINDING_DRIVERCTL;
  assert_findings (self, "06:00.0", "");
}

/* libvirt bound it for the start of a VM. */
static void
test_held (RuleScene *self, gconstpointer data)
{
  bind (self, "pciback", "pciback");
  rule_scene_assign (self, self->other->live, "06:00.0");
  assert_findings (self, "06:00.0", "");
}

static void
test_card (RuleScene *self, gconstpointer data)
{
  rule_scene_clear_other (self);
  for (guint i = 0; i < 2; i++)
    {
      BerthPciFacts *pci = rule_scene_pci (self, i == 0 ? "01:00.0" : "01:00.1");

      pci->driver = g_strdup ("pciback");
      pci->driver_override = g_strdup ("pciback");
    }
  assert_findings (self, "01:00.0", "not-quarantined note 01:00.0");
  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "not-quarantined note 01:00.1");
}

void
test_rule_not_quarantined_add (void)
{
  RULE_SCENE_ADD ("/rules/not-quarantined", "not-quarantined", test_by_hand);
  RULE_SCENE_ADD ("/rules/not-quarantined/hidden", "not-quarantined", test_hidden);
  RULE_SCENE_ADD ("/rules/not-quarantined/held", "not-quarantined", test_held);
  RULE_SCENE_ADD ("/rules/not-quarantined/card", "not-quarantined", test_card);
}
