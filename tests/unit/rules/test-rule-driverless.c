/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
leave (RuleScene *self, const char *address, const char *driver, const char *override)
{
  BerthPciFacts *pci = rule_scene_pci (self, address);

  g_free (pci->driver);
  g_free (pci->driver_override);
  pci->driver = g_strdup (driver);
  pci->driver_override = g_strdup (override);
}

static void
test_driverless (RuleScene *self, gconstpointer data)
{
  leave (self, "06:00.0", NULL, "vfio-pci");
  assert_findings (self, "06:00.0", "driverless caution 06:00.0");
  leave (self, "06:00.0", NULL, "pciback");
  assert_findings (self, "06:00.0", "driverless caution 06:00.0");
  self->without_vm = TRUE;
  assert_findings (self, "06:00.0", "driverless caution 06:00.0");
  /* bound well, by nobody, and to something that is no business of VMs */
  leave (self, "06:00.0", "vfio-pci", "vfio-pci");
  assert_findings (self, "06:00.0", "");
  leave (self, "06:00.0", NULL, NULL);
  assert_findings (self, "06:00.0", "");
  leave (self, "06:00.0", NULL, "snd_hda_intel");
  assert_findings (self, "06:00.0", "");
  /* parts of the computer are nobody's to bind */
  leave (self, "00:1f.0", NULL, "vfio-pci");
  assert_findings (self, "00:1f.0", "");
}

static void
test_texts (RuleScene *self, gconstpointer data)
{
  g_autoptr (GPtrArray) findings = NULL;
  const BerthFinding *finding;

  leave (self, "06:00.0", NULL, "pciback");
  findings = rule_scene_check (self, "06:00.0");
  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_nonnull (strstr (finding->remedy, "“modprobe xen-pciback”"));
  g_assert_nonnull (strstr (finding->what, "pciback did not take it"));
}

static void
test_card (RuleScene *self, gconstpointer data)
{
  rule_scene_clear_other (self);
  leave (self, "01:00.0", NULL, "vfio-pci");
  leave (self, "01:00.1", NULL, "vfio-pci");
  assert_findings (self, "01:00.0", "driverless caution 01:00.0");
  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "driverless caution 01:00.1");
}

void
test_rule_driverless_add (void)
{
  RULE_SCENE_ADD ("/rules/driverless", "driverless", test_driverless);
  RULE_SCENE_ADD ("/rules/driverless/texts", "driverless", test_texts);
  RULE_SCENE_ADD ("/rules/driverless/card", "driverless", test_card);
}
