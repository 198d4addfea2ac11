/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static void
test_table (RuleScene *self, gconstpointer data)
{
  static const struct
  {
    guint16 vendor;
    guint16 device;
    const char *expected;
  } cases[] = {
    { 0x1002, 0x67df, "known-bad-reset danger 01:00.0" }, /* RX 480, 580 */
    { 0x1002, 0x67ff, "known-bad-reset danger 01:00.0" }, /* RX 560 */
    { 0x1002, 0x699f, "known-bad-reset danger 01:00.0" }, /* RX 550 */
    { 0x1002, 0x687f, "known-bad-reset danger 01:00.0" }, /* Vega 56, 64 */
    { 0x1002, 0x66af, "known-bad-reset danger 01:00.0" }, /* Radeon VII */
    { 0x1002, 0x738c, "known-bad-reset danger 01:00.0" }, /* MI100 */
    { 0x1002, 0x731f, "known-bad-reset danger 01:00.0" }, /* RX 5700 */
    { 0x1002, 0x7362, "known-bad-reset danger 01:00.0" }, /* Pro 5600M */
    { 0x1002, 0x7340, "known-bad-reset danger 01:00.0" }, /* RX 5500 */
    { 0x1002, 0x73ff, "known-bad-reset danger 01:00.0" }, /* RX 6600 */
    { 0x1002, 0x15dd, "known-bad-reset danger 01:00.0" }, /* Ryzen 2400GE */
    { 0x1002, 0x73bf, "" },                               /* RX 6800 */
    { 0x1002, 0x744c, "" },                               /* RX 7900 */
    { 0x10de, 0x67df, "" },                               /* the same number of another maker */
    { 0x1002, 0, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BerthPciFacts *pci = rule_scene_pci (self, "01:00.0");

      g_test_message ("%04x:%04x", cases[i].vendor, cases[i].device);
      pci->vendor = cases[i].vendor;
      pci->device = cases[i].device;
      assert_findings (self, "01:00.0", cases[i].expected);
    }
}

/* With vendor-reset loaded the kernel has a way of its own for the card. */
static void
test_repaired (RuleScene *self, gconstpointer data)
{
  BerthPciFacts *pci = rule_scene_pci (self, "01:00.0");
  g_autoptr (GPtrArray) findings = NULL;

  pci->vendor = 0x1002;
  pci->device = 0x731f;
  assert_words (self, "01:00.0", "Device 01:00.0 (01:00.0) is of a kind that does not come back "
                                 "from a reset (AMD Navi 10).");
  findings = rule_scene_check (self, "01:00.0");
  g_assert_cmpstr (((BerthFinding *) g_ptr_array_index (findings, 0))->link, ==,
                   "https://github.com/gnif/vendor-reset");

  pci->reset_methods |= BERTH_RESET_DEVICE_SPECIFIC;
  assert_findings (self, "01:00.0", "");

  pci->reset_methods = BERTH_RESET_PM;
  assert_findings (self, "01:00.0", "known-bad-reset danger 01:00.0");
  rule_scene_want_half (self);
  assert_findings (self, "01:00.0", "");
}

void
test_rule_known_bad_reset_add (void)
{
  RULE_SCENE_ADD ("/rules/known-bad-reset", "known-bad-reset", test_table);
  RULE_SCENE_ADD ("/rules/known-bad-reset/repaired", "known-bad-reset", test_repaired);
}
