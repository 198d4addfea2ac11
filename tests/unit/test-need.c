/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-need.h"

#include "scene.h"

/* What is done with the card at 01:00.0, and what follows. */
typedef struct
{
  BerthUseKind kind;
  const char *purpose;
  BerthNeedAnswer answer;
  const char *sentence;
} UseCase;

static const UseCase use_cases[] = {
  { BERTH_USE_DISK, "/", BERTH_NEED_NEEDED,
    "This computer runs from it. The system is on the disk X." },
  { BERTH_USE_DISK, BERTH_PURPOSE_BOOT, BERTH_NEED_NEEDED,
    "This computer starts from it. It was started from the disk X." },
  { BERTH_USE_DISK, "/boot/efi", BERTH_NEED_NEEDED,
    "This computer starts from it. The folder /boot/efi is on the disk X." },
  { BERTH_USE_DISK, "/efi", BERTH_NEED_NEEDED,
    "This computer starts from it. The folder /efi is on the disk X." },
  { BERTH_USE_DISK, "/home", BERTH_NEED_NEEDED,
    "Your files are on it. The folder /home is on the disk X." },
  { BERTH_USE_DISK, "/home/alice", BERTH_NEED_NEEDED,
    "Your files are on it. The folder /home/alice is on the disk X." },
  { BERTH_USE_DISK, "/var/lib/libvirt/images", BERTH_NEED_NEEDED,
    "This computer runs from it. The folder /var/lib/libvirt/images is on the disk X." },
  { BERTH_USE_DISK, "/home/alice/stick", BERTH_NEED_IN_USE, NULL },
  { BERTH_USE_DISK, "/media/alice/STICK", BERTH_NEED_IN_USE,
    "This computer uses it now. The folder /media/alice/STICK is on the disk X." },
  { BERTH_USE_DISK, "/variety", BERTH_NEED_IN_USE, NULL },
  { BERTH_USE_DISK, BERTH_PURPOSE_BOOT_PARTITION, BERTH_NEED_IN_USE,
    "A computer can start from it, perhaps this one. There is a boot partition on the disk X." },
  { BERTH_USE_DISK, BERTH_PURPOSE_HELD, BERTH_NEED_IN_USE,
    "This computer keeps it open. The disk X is a part of a larger one, or it is locked and in "
    "use." },
  { BERTH_USE_DISK, NULL, BERTH_NEED_IN_USE,
    "This computer uses it now. Something holds the disk X." },
  { BERTH_USE_SWAP, NULL, BERTH_NEED_NEEDED,
    "This computer runs from it. A part of its memory is on the disk X (swap)." },
  { BERTH_USE_REMOTE_DISK, "/", BERTH_NEED_NEEDED,
    "This computer runs over it. The folder / comes from another computer over X." },
  { BERTH_USE_REMOTE_DISK, "/home", BERTH_NEED_NEEDED, NULL },
  { BERTH_USE_REMOTE_DISK, "/mnt/nas", BERTH_NEED_IN_USE,
    "This computer reaches a disk over it. That is /mnt/nas, over X." },
  { BERTH_USE_REMOTE_DISK, NULL, BERTH_NEED_IN_USE, NULL },
  { BERTH_USE_NETWORK, BERTH_PURPOSE_ROUTE, BERTH_NEED_NEEDED,
    "This computer reaches the network over it. The connection is X." },
  { BERTH_USE_NETWORK, BERTH_PURPOSE_TUNNEL, BERTH_NEED_NEEDED,
    "This computer reaches the network over it. Its VPN goes through X." },
  { BERTH_USE_LOGIN, "192.0.2.7", BERTH_NEED_NEEDED,
    "You are logged in over it from 192.0.2.7. The connection is X." },
  { BERTH_USE_DISPLAY, BERTH_PURPOSE_SCREEN, BERTH_NEED_NEEDED,
    "This computer shows its screen with it. The screen is connected to X." },
  { BERTH_USE_DISPLAY, BERTH_PURPOSE_CONSOLE, BERTH_NEED_NEEDED,
    "This computer shows its screen with it. The text console is on it (X)." },
  { BERTH_USE_DISPLAY, BERTH_PURPOSE_DARK_CONSOLE, BERTH_NEED_IN_USE,
    "The text console of this computer is on it, but no screen is connected to it (X)." },
  { BERTH_USE_INPUT, BERTH_PURPOSE_KEYBOARD, BERTH_NEED_NEEDED,
    "No keyboard would be left at this computer. The last one is on it (X)." },
  { BERTH_USE_INPUT, BERTH_PURPOSE_MOUSE, BERTH_NEED_NEEDED,
    "No mouse would be left at this computer. The last one is on it (X)." },
  { BERTH_USE_INPUT, BERTH_PURPOSE_TYPES, BERTH_NEED_IN_USE,
    "Something that types into this computer is on it, such as a security key (X)." },
  { BERTH_USE_TPM, NULL, BERTH_NEED_NEEDED,
    "The keys of this computer’s disks may be in it. It is its security chip (X)." },
};

static void
test_uses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (use_cases); i++)
    {
      const UseCase *c = &use_cases[i];
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      g_autoptr (BerthInventory) inventory = NULL;
      BerthAddress address = scene_address ("01:00.0");
      BerthSituation situation = { 0 };
      g_autofree char *sentence = NULL;
      BerthNeed need;

      g_test_message ("%d %s", c->kind, c->purpose);
      scene_add_pci (facts, "01:00.0", 0x020000, 1);
      scene_add_use (facts, c->kind, "01:00.0", "X", c->purpose);
      inventory = situation.inventory = scene_inventory (facts);
      need = berth_need_judge (&situation, berth_inventory_lookup (inventory, &address));
      sentence = berth_need_dup_sentence (&need);
      g_assert_cmpint (need.answer, ==, c->answer);
      if (c->sentence != NULL)
        g_assert_cmpstr (sentence, ==, c->sentence);
    }
}

/* What is needed for what it is, and a use of it that says more. */
static void
test_parts (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (BerthInventory) inventory = NULL;
  BerthSituation situation = { 0 };
  static const struct
  {
    const char *address;
    const char *sentence;
  } cases[] = {
    { "00:1c.0", "Other devices are behind it, and this computer reaches them through it." },
    { "00:1f.4", "It is a part of this computer itself." },
    { "00:1f.0",
      "The keys of this computer’s disks may be in it. It is its security chip (tpm0)." },
  };

  facts->gaps = BERTH_GAP_USES;
  scene_add_pci (facts, "00:1c.0", 0x060400, 1);
  scene_add_pci (facts, "00:1f.0", 0x060100, 2);
  scene_add_pci (facts, "00:1f.4", 0x0c0500, 2);
  scene_add_use (facts, BERTH_USE_TPM, "00:1f.0", "tpm0", NULL);
  inventory = situation.inventory = scene_inventory (facts);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BerthAddress address = scene_address (cases[i].address);
      BerthNeed need = berth_need_judge (&situation, berth_inventory_lookup (inventory, &address));
      g_autofree char *sentence = berth_need_dup_sentence (&need);

      g_assert_cmpint (need.answer, ==, BERTH_NEED_NEEDED);
      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

/* Who else could type or point when the controller 00:14.0 with a keyboard goes: an input with
 * @purpose at @address, in a box of this kind, while the VM shall have @wanted too. */
typedef struct
{
  const char *address;
  const char *purpose;
  BerthChassis chassis;
  const char *wanted;
  BerthNeedAnswer answer;
} OtherCase;

static const OtherCase other_cases[] = {
  { "3-1", BERTH_PURPOSE_KEYBOARD, BERTH_CHASSIS_UNKNOWN, NULL, BERTH_NEED_IN_USE },
  { "3-1", BERTH_PURPOSE_MOUSE, BERTH_CHASSIS_UNKNOWN, NULL, BERTH_NEED_NEEDED },
  { "3-1", BERTH_PURPOSE_TYPES, BERTH_CHASSIS_UNKNOWN, NULL, BERTH_NEED_NEEDED },
  { "1-4", BERTH_PURPOSE_KEYBOARD, BERTH_CHASSIS_UNKNOWN, NULL, BERTH_NEED_NEEDED },
  { "00:1f.0", BERTH_PURPOSE_PS2_KEYBOARD, BERTH_CHASSIS_PORTABLE, NULL, BERTH_NEED_IN_USE },
  { "00:1f.0", BERTH_PURPOSE_PS2_KEYBOARD, BERTH_CHASSIS_STATIONARY, NULL, BERTH_NEED_NEEDED },
  { "00:1f.0", BERTH_PURPOSE_PS2_KEYBOARD, BERTH_CHASSIS_UNKNOWN, NULL, BERTH_NEED_NEEDED },
  { "00:1f.0", BERTH_PURPOSE_PS2_MOUSE, BERTH_CHASSIS_PORTABLE, NULL, BERTH_NEED_NEEDED },
  { "3-1", BERTH_PURPOSE_KEYBOARD, BERTH_CHASSIS_UNKNOWN, "08:00.0", BERTH_NEED_NEEDED },
  { "3-1", BERTH_PURPOSE_KEYBOARD, BERTH_CHASSIS_UNKNOWN, "3-1", BERTH_NEED_NEEDED },
  { "3-1", BERTH_PURPOSE_KEYBOARD, BERTH_CHASSIS_UNKNOWN, "09:00.0", BERTH_NEED_NEEDED },
  { "3-1", BERTH_PURPOSE_KEYBOARD, BERTH_CHASSIS_UNKNOWN, "0a:00.0", BERTH_NEED_IN_USE },
  { "4-1", BERTH_PURPOSE_KEYBOARD, BERTH_CHASSIS_UNKNOWN, NULL, BERTH_NEED_NEEDED },
};

static void
test_other_input (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (other_cases); i++)
    {
      const OtherCase *c = &other_cases[i];
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      g_autoptr (BerthInventory) inventory = NULL;
      g_autoptr (GPtrArray) wanted = berth_assignment_list_new ();
      BerthAddress controller = scene_address ("00:14.0");
      BerthSituation situation = { .wanted = wanted };
      BerthNeed need;

      g_test_message ("%s %s %s", c->address, c->purpose, c->wanted);
      facts->chassis = c->chassis;
      scene_add_pci (facts, "00:14.0", 0x0c0330, 2);
      scene_add_pci (facts, "00:1f.0", 0x060100, 3);
      scene_add_pci (facts, "08:00.0", 0x0c0330, 8); /* its group goes as a whole */
      scene_add_pci (facts, "09:00.0", 0x020000, 8);
      scene_add_pci (facts, "0a:00.0", 0x020000, 10);
      scene_add_pci (facts, "00:1a.0", 0x0c0330, 2); /* goes along with 00:14.0 */
      scene_add_usb (facts, "1-2", "00:14.0", "030101");
      scene_add_usb (facts, "1-4", "00:14.0", "030101");
      scene_add_usb (facts, "3-1", "08:00.0", "030101");
      scene_add_usb (facts, "4-1", "00:1a.0", "030101");
      scene_add_use (facts, BERTH_USE_INPUT, "1-2", "Logitech K120", BERTH_PURPOSE_KEYBOARD);
      scene_add_use (facts, BERTH_USE_INPUT, c->address, "Cherry", c->purpose);
      inventory = situation.inventory = scene_inventory (facts);
      if (c->wanted != NULL)
        scene_assign (wanted, inventory, c->wanted);

      need = berth_need_judge (&situation, berth_inventory_lookup (inventory, &controller));
      g_assert_cmpint (need.answer, ==, c->answer);
    }
}

/* The other keyboard hangs on a controller that another VM takes when the computer starts. */
static void
test_taken_at_start (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  g_autoptr (BerthInventory) inventory = NULL;
  BerthVm *work = berth_vm_new ("test:", "uuid-work", "work");
  BerthVm *other = berth_vm_new ("far:", "uuid-other", "other");
  BerthAddress controller = scene_address ("00:14.0");
  BerthSituation situation = { 0 };

  g_ptr_array_add (vms, work);
  g_ptr_array_add (vms, other);
  scene_add_pci (facts, "00:14.0", 0x0c0330, 2);
  scene_add_pci (facts, "08:00.0", 0x0c0330, 8);
  scene_add_usb (facts, "1-2", "00:14.0", "030101");
  scene_add_usb (facts, "3-1", "08:00.0", "030101");
  scene_add_use (facts, BERTH_USE_INPUT, "1-2", "Logitech K120", BERTH_PURPOSE_KEYBOARD);
  scene_add_use (facts, BERTH_USE_INPUT, "3-1", "Cherry", BERTH_PURPOSE_KEYBOARD);
  inventory = situation.inventory = scene_inventory (facts);
  scene_assign (other->configured, inventory, "08:00.0");

  for (int i = 0; i < 4; i++)
    {
      gboolean starts = i % 2 == 1;
      g_autoptr (BerthRoster) roster = NULL;
      BerthNeed need;

      other->autostart = starts;
      roster = berth_roster_new (vms);
      situation.roster = roster;
      situation.vm = i < 2 ? work : NULL;
      need = berth_need_judge (&situation, berth_inventory_lookup (inventory, &controller));
      g_assert_cmpint (need.answer, ==, starts ? BERTH_NEED_NEEDED : BERTH_NEED_IN_USE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/need/uses", test_uses);
  g_test_add_func ("/need/taken-at-start", test_taken_at_start);
  g_test_add_func ("/need/parts", test_parts);
  g_test_add_func ("/need/other-input", test_other_input);
  return g_test_run ();
}
