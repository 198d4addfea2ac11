/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-host-use.h"

#include "facts/berth-boot-binding.h"
#include "scene.h"

/* What the computer does with the card at 01:00.0, and a piece of what is said of it; NULL: it may
 * go. */
static const struct
{
  BerthUseKind kind;
  const char *purpose;
  const char *sentence;
} uses[] = {
  { BERTH_USE_DISK, "/", "the disk X" },
  { BERTH_USE_DISK, BERTH_PURPOSE_BOOT, "the disk X" },
  { BERTH_USE_DISK, BERTH_PURPOSE_BOOT_PARTITION, "the disk X" },
  { BERTH_USE_DISK, BERTH_PURPOSE_HELD, "the disk X" },
  { BERTH_USE_DISK, "/media/alice/STICK", "the disk X" },
  { BERTH_USE_DISK, NULL, "the disk X" },
  { BERTH_USE_SWAP, NULL, "swap" },
  { BERTH_USE_REMOTE_DISK, "/mnt/nas", "a disk of another computer" },
  { BERTH_USE_REMOTE_DISK, NULL, "a disk of another computer" },
  { BERTH_USE_NETWORK, BERTH_PURPOSE_ROUTE, "the network over it (X)" },
  { BERTH_USE_NETWORK, BERTH_PURPOSE_TUNNEL, "the network over it (X)" },
  { BERTH_USE_LOGIN, "192.0.2.7", "logged in over it" },
  { BERTH_USE_DISPLAY, BERTH_PURPOSE_SCREEN, "its screen" },
  { BERTH_USE_DISPLAY, BERTH_PURPOSE_CONSOLE, "its screen" },
  { BERTH_USE_DISPLAY, BERTH_PURPOSE_DARK_CONSOLE, NULL },
  { BERTH_USE_INPUT, BERTH_PURPOSE_KEYBOARD, "only keyboard" },
  { BERTH_USE_INPUT, BERTH_PURPOSE_MOUSE, "only mouse" },
  { BERTH_USE_INPUT, BERTH_PURPOSE_TYPES, NULL },
  { BERTH_USE_TPM, NULL, "the keys of its disks" },
};

static void
test_uses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      BerthPciFacts *pci = scene_add_pci (facts, "01:00.0", 0x020000, 1);
      BerthPciFacts *other = scene_add_pci (facts, "02:00.0", 0x020000, 1);
      g_autofree char *refusal = NULL;

      scene_add_use (facts, uses[i].kind, "01:00.0", "X", uses[i].purpose);
      g_assert_null (berth_host_use_dup_refusal (facts, other));
      refusal = berth_host_use_dup_refusal (facts, pci);
      g_test_message ("%s", refusal);
      if (uses[i].sentence == NULL)
        g_assert_null (refusal);
      else
        g_assert_nonnull (strstr (refusal, uses[i].sentence));
      if (refusal != NULL)
        g_assert_true (g_str_has_prefix (refusal, "0000:01:00.0 "));
    }
}

/* What is used is behind the controller, and the harmless comes first. */
static void
test_behind_controller (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthPciFacts *controller = scene_add_pci (facts, "00:14.0", 0x0c0330, 1);
  BerthPciFacts *other = scene_add_pci (facts, "08:00.0", 0x0c0330, 8);
  g_autofree char *refusal = NULL;

  scene_add_usb (facts, "1-2", "00:14.0", "080650");
  scene_add_use (facts, BERTH_USE_INPUT, "1-2", "key", BERTH_PURPOSE_TYPES);
  scene_add_use (facts, BERTH_USE_DISK, "1-2", "sda1", "/");
  berth_facts_sort (facts);
  refusal = berth_host_use_dup_refusal (facts, controller);
  g_assert_nonnull (strstr (refusal, "sda1"));
  g_assert_null (berth_host_use_dup_refusal (facts, other));
  g_assert_null (berth_host_use_dup_doubt (facts, controller));
}

/* What else there is to type with when 00:14.0 goes, which has a keyboard. */
typedef struct
{
  const char *address; /* of the other input */
  const char *purpose;
  BerthChassis chassis;
  const char *boot;     /* bound at boot */
  const char *ids;      /* the same by another program, with all its twins */
  const char *foreign;  /* the same, by address */
  gboolean is_spared;
} InputCase;

static const InputCase input_cases[] = {
  { "3-1", BERTH_PURPOSE_KEYBOARD, 0, NULL, NULL, NULL, TRUE },
  { "3-1", BERTH_PURPOSE_MOUSE, 0, NULL, NULL, NULL, FALSE },
  { "3-1", BERTH_PURPOSE_TYPES, 0, NULL, NULL, NULL, FALSE },
  { "1-4", BERTH_PURPOSE_KEYBOARD, 0, NULL, NULL, NULL, FALSE },     /* the same controller */
  { "2-1", BERTH_PURPOSE_KEYBOARD, 0, NULL, NULL, NULL, FALSE },     /* the same slot */
  { "4-1", BERTH_PURPOSE_KEYBOARD, 0, NULL, NULL, NULL, FALSE },     /* the same group */
  { "9-1", BERTH_PURPOSE_KEYBOARD, 0, NULL, NULL, NULL, FALSE },     /* nobody knows where */
  { "00:1f.0", BERTH_PURPOSE_PS2_KEYBOARD, BERTH_CHASSIS_PORTABLE, NULL, NULL, NULL, TRUE },
  { "00:1f.0", BERTH_PURPOSE_PS2_KEYBOARD, BERTH_CHASSIS_STATIONARY, NULL, NULL, NULL, FALSE },
  { "00:1f.0", BERTH_PURPOSE_PS2_KEYBOARD, BERTH_CHASSIS_UNKNOWN, NULL, NULL, NULL, FALSE },
  { "00:1f.0", BERTH_PURPOSE_PS2_MOUSE, BERTH_CHASSIS_PORTABLE, NULL, NULL, NULL, FALSE },
  { "3-1", BERTH_PURPOSE_KEYBOARD, 0, "08:00.0", NULL, NULL, FALSE },
  { "3-1", BERTH_PURPOSE_KEYBOARD, 0, "09:00.0", NULL, NULL, TRUE },
  { "3-1", BERTH_PURPOSE_KEYBOARD, 0, NULL, "08:00.0", NULL, FALSE },
  { "3-1", BERTH_PURPOSE_KEYBOARD, 0, NULL, "09:00.0", NULL, TRUE },
  { "3-1", BERTH_PURPOSE_KEYBOARD, 0, NULL, NULL, "08:00.0", FALSE },
  { "3-1", BERTH_PURPOSE_KEYBOARD, 0, NULL, NULL, "09:00.0", TRUE },
};

static void
add_bindings (BerthFacts *facts, const InputCase *c)
{
  BerthForeignBinding *foreign = g_new0 (BerthForeignBinding, 1);

  if (c->boot != NULL)
    {
      BerthBootBinding *binding = g_new0 (BerthBootBinding, 1);

      binding->address = scene_address (c->boot);
      g_ptr_array_add (facts->boot_bindings, binding);
    }
  if (c->ids != NULL)
    {
      BerthAddress address = scene_address (c->ids);
      const BerthPciFacts *pci = berth_facts_lookup_pci (facts, &address);

      foreign->vendor = pci->vendor;
      foreign->device = pci->device;
    }
  else if (c->foreign != NULL)
    {
      foreign->has_address = TRUE;
      foreign->address = scene_address (c->foreign);
    }
  g_ptr_array_add (facts->foreign_bindings, foreign);
}

static void
test_other_input (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (input_cases); i++)
    {
      const InputCase *c = &input_cases[i];
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      BerthAddress controller = scene_address ("00:14.0");
      g_autofree char *refusal = NULL;

      facts->chassis = c->chassis;
      scene_add_pci (facts, "00:14.0", 0x0c0330, 2);
      scene_add_pci (facts, "00:14.1", 0x0c0320, 4);
      scene_add_pci (facts, "00:1a.0", 0x0c0330, 2);
      scene_add_pci (facts, "00:1f.0", 0x060100, 3);
      scene_add_pci (facts, "08:00.0", 0x0c0330, 8);
      scene_add_pci (facts, "09:00.0", 0x0c0330, 9);
      scene_add_usb (facts, "1-2", "00:14.0", "030101");
      scene_add_usb (facts, "1-4", "00:14.0", "030101");
      scene_add_usb (facts, "2-1", "00:14.1", "030101");
      scene_add_usb (facts, "3-1", "08:00.0", "030101");
      scene_add_usb (facts, "4-1", "00:1a.0", "030101");
      scene_add_usb (facts, "9-1", "00:14.0", "030101")->has_controller = FALSE;
      scene_add_use (facts, BERTH_USE_INPUT, "1-2", "Logitech K120", BERTH_PURPOSE_KEYBOARD);
      scene_add_use (facts, BERTH_USE_INPUT, c->address, "Cherry", c->purpose);
      berth_facts_sort (facts);
      add_bindings (facts, c);

      refusal = berth_host_use_dup_refusal (facts, berth_facts_lookup_pci (facts, &controller));
      g_test_message ("%s %s: %s", c->address, c->purpose, refusal);
      if (c->is_spared)
        g_assert_null (refusal);
      else
        g_assert_nonnull (strstr (refusal, "only keyboard is on it (Logitech K120)"));
    }
}

static void
test_doubt (void)
{
  static const struct
  {
    guint32 class_code;
    guint gaps;
    gboolean is_doubtful;
  } cases[] = {
    { 0x010802, BERTH_GAP_USES_DISK, TRUE },
    { 0x010802, BERTH_GAP_USES & ~(guint) BERTH_GAP_USES_DISK, FALSE },
    { 0x080501, BERTH_GAP_USES_DISK, TRUE },
    { 0x080501, BERTH_GAP_USES_NETWORK, FALSE },
    { 0x020000, BERTH_GAP_USES_NETWORK, TRUE },
    { 0x020000, BERTH_GAP_USES & ~(guint) BERTH_GAP_USES_NETWORK, FALSE },
    { 0x028000, BERTH_GAP_USES_NETWORK, TRUE },
    { 0x0d8000, BERTH_GAP_USES_NETWORK, TRUE },
    { 0x0d8000, BERTH_GAP_USES & ~(guint) BERTH_GAP_USES_NETWORK, FALSE },
    { 0x0d1100, BERTH_GAP_USES_INPUT, TRUE },
    { 0x0d1100, BERTH_GAP_USES_NETWORK, FALSE },
    { 0x030000, BERTH_GAP_USES_DISPLAY, TRUE },
    { 0x030200, BERTH_GAP_USES & ~(guint) BERTH_GAP_USES_DISPLAY, FALSE },
    { 0x040300, BERTH_GAP_USES, FALSE },
    { 0x090000, BERTH_GAP_USES_INPUT, TRUE },
    { 0x090000, BERTH_GAP_USES_DISK, FALSE },
    { 0x0c0330, BERTH_GAP_USES_DISK, TRUE },
    { 0x0c0330, BERTH_GAP_USES_INPUT, TRUE },
    { 0x0c0330, BERTH_GAP_USB, TRUE },
    { 0x0c0330, BERTH_GAP_HOLDERS | BERTH_GAP_GROUPS, FALSE },
    { 0x070002, BERTH_GAP_USES_DISPLAY, TRUE },
    { 0xff0000, BERTH_GAP_USES_DISK, TRUE },
    { 0xff0000, BERTH_GAP_USB, FALSE },
    { 0xff0000, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      BerthPciFacts *pci = scene_add_pci (facts, "01:00.0", cases[i].class_code, 1);
      g_autofree char *doubt = NULL;

      facts->gaps = cases[i].gaps;
      doubt = berth_host_use_dup_doubt (facts, pci);
      g_test_message ("%06x %x: %s", cases[i].class_code, cases[i].gaps, doubt);
      g_assert_true ((doubt != NULL) == cases[i].is_doubtful);
    }
}

/* Plugged in between the look at USB and the look at what is used. */
static void
test_lost_usb (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthPciFacts *controller = scene_add_pci (facts, "00:14.0", 0x0c0330, 1);
  BerthPciFacts *card = scene_add_pci (facts, "01:00.0", 0x020000, 2);
  g_autofree char *doubt = NULL;

  scene_add_use (facts, BERTH_USE_DISK, "1-2", "sda1", "/media/alice/STICK");
  doubt = berth_host_use_dup_doubt (facts, controller);
  g_assert_nonnull (doubt);
  g_assert_null (berth_host_use_dup_doubt (facts, card));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-use/uses", test_uses);
  g_test_add_func ("/host-use/behind-controller", test_behind_controller);
  g_test_add_func ("/host-use/other-input", test_other_input);
  g_test_add_func ("/host-use/doubt", test_doubt);
  g_test_add_func ("/host-use/lost-usb", test_lost_usb);
  return g_test_run ();
}
