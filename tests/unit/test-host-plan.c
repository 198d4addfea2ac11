/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plan/berth-host-plan.h"

#include <string.h>

#include "scene.h"

static BerthInventory *
inventory_with (const char *driver)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthPciFacts *pci = scene_add_pci (facts, "0000:04:00.0", 0x020000, 7);

  pci->driver = g_strdup (driver);
  return scene_inventory (facts);
}

static BerthHostAction
action_of (BerthHostActionKind kind, BerthBindTarget target)
{
  return (BerthHostAction){
    .kind = kind,
    .address = scene_address ("0000:04:00.0"),
    .target = target,
  };
}

/* All words of one action: the question, the steps, what is said afterwards. */
typedef struct
{
  BerthHostActionKind kind;
  BerthBindTarget target;
  const char *driver;
  const char *question;
  const char *steps;
  const char *done;
} Row;

#define DEVICE "Device 0000:04:00.0 (04:00.0)"
#define VFIO BERTH_BIND_TARGET_VFIO_PCI
#define PCIBACK BERTH_BIND_TARGET_PCIBACK

static const Row rows[] = {
  { BERTH_HOST_ACTION_BIND, VFIO, "igb", "Bind " DEVICE " to vfio-pci?",
    "The driver “igb” lets go of it, and this computer uses it no more.\n"
    "vfio-pci takes it and keeps it for VMs, until it is returned or this computer restarts.",
    DEVICE " is bound to vfio-pci." },
  { BERTH_HOST_ACTION_BIND, PCIBACK, NULL, "Bind " DEVICE " to pciback?",
    "pciback takes it and keeps it for VMs, until it is returned or this computer restarts.",
    DEVICE " is bound to pciback." },
  { BERTH_HOST_ACTION_BIND, PCIBACK, "pciback", "Bind " DEVICE " to pciback?",
    "pciback takes it and keeps it for VMs, until it is returned or this computer restarts.",
    DEVICE " is bound to pciback." },
  { BERTH_HOST_ACTION_BIND, VFIO, "<b>\033[2J", "Bind " DEVICE " to vfio-pci?",
    "The driver “<b>", DEVICE " is bound to vfio-pci." },
  { BERTH_HOST_ACTION_RETURN, VFIO, "vfio-pci", "Return " DEVICE " to the host?",
    "The driver “vfio-pci” lets go of it.\n"
    "This computer looks for a driver of its own, and that one takes it.",
    DEVICE " is with the host again." },
  { BERTH_HOST_ACTION_RETURN, VFIO, NULL, "Return " DEVICE " to the host?",
    "This computer looks for a driver of its own, and that one takes it.",
    DEVICE " is with the host again." },
  { BERTH_HOST_ACTION_PERMISSIVE, PCIBACK, "pciback", "Make " DEVICE " permissive?",
    "pciback lets the VM that has it write all of its settings.\n"
    "That lasts until it leaves pciback, for every VM that gets it.",
    DEVICE " is permissive until it leaves pciback." },
  { BERTH_HOST_ACTION_BOOT_ADD, VFIO, "igb", "Bind " DEVICE " to vfio-pci at every boot?",
    "It is added to the list of what is bound at every boot.\n"
    "The next boot is a trial: vfio-pci takes it before any driver of this computer can.\n"
    "When this computer has started well, the trial is confirmed, by a login or by you. If not, "
    "later boots leave the device alone.\n"
    "Until the next boot nothing changes.",
    DEVICE " is bound to vfio-pci from the next boot on, on trial at first." },
  { BERTH_HOST_ACTION_BOOT_REMOVE, VFIO, "igb", "Bind " DEVICE " at boot no more?",
    "It is taken out of the list of what is bound at every boot.\n"
    "If it is bound now, it stays bound until it is returned or this computer restarts.",
    DEVICE " is bound at boot no more." },
  { BERTH_HOST_ACTION_BOOT_CONFIRM, VFIO, "igb", "Keep on binding " DEVICE " at boot?",
    "The trial is over: it is bound at every boot.",
    DEVICE " is bound at every boot; its trial is over." },
};

static void
test_words (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BerthHostAction action = action_of (rows[i].kind, rows[i].target);
      g_autoptr (BerthInventory) inventory = inventory_with (rows[i].driver);
      const BerthDevice *device = berth_inventory_lookup (inventory, &action.address);
      g_autofree char *question = berth_host_plan_dup_question (&action, device);
      g_auto (GStrv) steps = berth_host_plan_dup_steps (&action, device);
      g_autofree char *all = g_strjoinv ("\n", steps);
      g_autofree char *done = berth_host_plan_dup_done (&action, device);

      g_assert_cmpstr (question, ==, rows[i].question);
      g_assert_cmpstr (done, ==, rows[i].done);
      if (rows[i].driver != NULL && *rows[i].driver == '<')
        g_assert_true (g_str_has_prefix (all, rows[i].steps) && strchr (all, '\033') == NULL);
      else
        g_assert_cmpstr (all, ==, rows[i].steps);
    }
}

/* What is not in the computer any more can still be taken out of the list. */
static void
test_gone (void)
{
  BerthHostAction action = action_of (BERTH_HOST_ACTION_BOOT_REMOVE, VFIO);
  g_autofree char *question = berth_host_plan_dup_question (&action, NULL);
  g_auto (GStrv) steps = berth_host_plan_dup_steps (&action, NULL);
  g_autofree char *done = berth_host_plan_dup_done (&action, NULL);

  g_assert_cmpstr (question, ==, "Bind 0000:04:00.0 at boot no more?");
  g_assert_cmpuint (g_strv_length (steps), ==, 2);
  g_assert_cmpstr (done, ==, "0000:04:00.0 is bound at boot no more.");
}

static void
test_boot_lines (void)
{
  const struct
  {
    BerthBindTarget target;
    BerthBootTrial trial;
    BerthBootOutcome outcome;
    gboolean is_off;
    const char *line;
  } cases[] = {
    { VFIO, BERTH_BOOT_TRIAL_NEW, BERTH_BOOT_OUTCOME_NONE, FALSE,
      "It is bound to vfio-pci at the next boot, on trial." },
    { PCIBACK, BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_BOUND, FALSE,
      "It is bound to pciback at boot, on trial: confirm it if this computer started well." },
    { VFIO, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_BOUND, FALSE,
      "It is bound to vfio-pci at every boot." },
    { VFIO, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_NONE, FALSE,
      "It is bound to vfio-pci at every boot from the next one on." },
    { VFIO, BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_NOT_CONFIRMED, FALSE,
      "It was bound at one boot that nobody confirmed, so that it is left alone. Confirm it to "
      "have it bound again, or remove it from boot." },
    { VFIO, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_NOT_CONFIRMED, FALSE,
      "It is bound to vfio-pci at every boot from the next one on." },
    { VFIO, BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_HELD_BY_HOST, FALSE,
      "It was not bound at this boot, because a driver of this computer had it first. Add "
      "“vfio-pci.ids=10ec:8168” to the kernel command line, and vfio-pci to the initramfs, so that "
      "it is loaded before that driver. It takes every device of this model then." },
    { PCIBACK, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_HELD_BY_HOST, FALSE,
      "It was not bound at this boot, because a driver of this computer had it first. Add "
      "“xen-pciback.hide=(0000:04:00.0)” to the kernel command line, and xen-pciback to the "
      "initramfs, so that it is loaded before that driver." },
    { VFIO, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_CHANGED, FALSE,
      "It was not bound at this boot, because another device sits at 0000:04:00.0. Remove it "
      "from boot, and bind the right device." },
    { VFIO, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_MISSING, FALSE,
      "It was not bound at this boot, because there was no device at 0000:04:00.0. Put it back "
      "there, or remove it from boot." },
    { VFIO, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_FAILED, FALSE,
      "It was not bound at this boot: the kernel did not do it. The system’s journal says why." },
    { VFIO, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_NONE, TRUE,
      "It is bound to vfio-pci at boot, but not at this boot: that was switched off on the kernel "
      "command line (berth.disable=1)." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      BerthBootBinding binding = {
        .address = scene_address ("0000:04:00.0"),
        .identity = { .vendor = 0x10ec, .device = 0x8168 },
        .target = cases[i].target,
        .trial = cases[i].trial,
        .outcome = cases[i].outcome,
      };
      g_autofree char *line = NULL;

      facts->boot_switched_off = cases[i].is_off;
      line = berth_host_plan_dup_boot_line (&binding, facts);
      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-plan/words", test_words);
  g_test_add_func ("/host-plan/gone", test_gone);
  g_test_add_func ("/host-plan/boot-lines", test_boot_lines);
  return g_test_run ();
}
