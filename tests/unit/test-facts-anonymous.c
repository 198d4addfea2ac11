/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-boot-binding.h"
#include "facts/berth-facts-anonymous.h"
#include "facts/berth-facts-recorded.h"
#include "model/berth-need.h"
#include "scene.h"

#include <glib/gstdio.h>
#include <string.h>

#define STICK_SERIAL "4C530001291111"
#define PHONE_SERIAL "R58M42ABCDE"
#define MAC "001b2144c0de"

/* What nobody else may read. */
static const char *const secrets[] = {
  STICK_SERIAL,
  PHONE_SERIAL,
  MAC,
  "alice",
  "bob",
  "Holiday Pictures",
  "thesis",
  "acme-customers",
  "wg-secret",
  "198.51.100.77",
  "2001:db8:aa::7",
  "home.example.org",
  "iqn.2001-04.org.example",
  "nas-of-alice",
};

typedef struct
{
  BerthUseKind kind;
  const char *subject;
  const char *purpose;
  const char *plain_subject;
  const char *plain_purpose;
} UseCase;

static const UseCase use_cases[] = {
  { BERTH_USE_DISK, "nvme0n1p1", "/boot/efi", "nvme0n1p1", "/boot/efi" },
  { BERTH_USE_DISK, "nvme0n1p1", "boot", "nvme0n1p1", "boot" },
  { BERTH_USE_DISK, "nvme0n1p2", "/", "nvme0n1p2", "/" },
  { BERTH_USE_DISK, "nvme0n1p3", NULL, "nvme0n1p3", NULL },
  { BERTH_USE_DISK, "nvme0n1p4", "/home/alice", "nvme0n1p4", "/home/user1" },
  { BERTH_USE_DISK, "sda1", "/home/alice/thesis", "sda1", "/home/user1/…" },
  { BERTH_USE_DISK, "sda2", "/home/bob", "sda2", "/home/user2" },
  { BERTH_USE_DISK, "sdb1", "/run/media/alice/Holiday Pictures", "sdb1",
    "/run/media/user1/volume1" },
  { BERTH_USE_DISK, "sdb2", "/media/bob/thesis/alice", "sdb2", "/media/user2/volume2/…" },
  { BERTH_USE_DISK, "sdc1", "/mnt/Holiday Pictures/bob", "sdc1", "/mnt/volume1/…" },
  { BERTH_USE_DISK, "sdc2", "/var/lib/libvirt/images", "sdc2", "/var/lib/libvirt/images" },
  { BERTH_USE_DISK, "sdc3", "/var/lib/acme-customers", "sdc3", "/var/lib/volume3" },
  { BERTH_USE_DISK, "sdc4", "/acme-customers", "sdc4", "/volume3" },
  { BERTH_USE_SWAP, "zram0", NULL, "zram0", NULL },
  { BERTH_USE_NETWORK, "enp3s0f1", "default route", "enp3s0f1", "default route" },
  { BERTH_USE_NETWORK, "enx" MAC, "carries the default route", "enx000000000001",
    "carries the default route" },
  { BERTH_USE_NETWORK, "wg-secret", "default route", "net2", "default route" },
  { BERTH_USE_LOGIN, "eth0", "198.51.100.77", "eth0", "192.0.2.1" },
  { BERTH_USE_LOGIN, "wlp0s20f3", "2001:db8:aa::7", "wlp0s20f3", "2001:db8::2" },
  { BERTH_USE_LOGIN, "eth0", "home.example.org", "eth0", "peer3" },
  { BERTH_USE_LOGIN, "enx" MAC, "198.51.100.77", "enx000000000001", "192.0.2.1" },
  { BERTH_USE_REMOTE_DISK, "eno1np0", "/home", "eno1np0", "/home" },
  { BERTH_USE_REMOTE_DISK, "ib0", "/mnt/nas-of-alice", "ib0", "/mnt/volume4" },
  { BERTH_USE_REMOTE_DISK, "ens3", "iqn.2001-04.org.example:disk", "ens3", "disk1" },
  { BERTH_USE_DISPLAY, "card0-eDP-1", "screen", "card0-eDP-1", "screen" },
  { BERTH_USE_INPUT, "event3", "PS/2 keyboard", "event3", "PS/2 keyboard" },
};

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
add_bindings (BerthFacts *facts)
{
  BerthBootBinding boot = {
    .address = berth_address_pci (0, 1, 0, 0),
    .target = BERTH_BIND_TARGET_VFIO_PCI,
    .trial = BERTH_BOOT_TRIAL_TRIED,
    .outcome = BERTH_BOOT_OUTCOME_BOUND,
  };
  BerthForeignBinding *foreign = berth_facts_add_foreign_binding (facts, "vfio-pci");

  g_ptr_array_add (facts->boot_bindings, g_memdup2 (&boot, sizeof boot));
  foreign->has_address = TRUE;
  foreign->address = berth_address_pci (0, 2, 0, 0);
}

/* A computer that tells a lot about who has it: one card for each use, so that each is judged. */
static BerthFacts *
make_facts (void)
{
  BerthFacts *facts = berth_facts_new ();
  BerthUsbFacts *usb;

  facts->platform = BERTH_PLATFORM_BARE;
  facts->iommu = TRUE;
  facts->chassis = BERTH_CHASSIS_PORTABLE;
  facts->memory_total = 16316412;
  facts->gaps = BERTH_GAP_USES_INPUT;
  scene_add_pci (facts, "00:14.0", 0x0c0330, 99);
  for (guint i = 0; i < G_N_ELEMENTS (use_cases); i++)
    {
      g_autofree char *address = g_strdup_printf ("01:%02x.0", i);

      set_text (&scene_add_pci (facts, address, 0x010802, (int) i)->driver, "nvme");
      scene_add_use (facts, use_cases[i].kind, address, use_cases[i].subject,
                     use_cases[i].purpose);
    }

  add_bindings (facts);
  usb = scene_add_usb (facts, "1-1", "00:14.0", "080650");
  set_text (&usb->serial, STICK_SERIAL);
  set_text (&usb->product_name, "Ultra " STICK_SERIAL);
  usb = scene_add_usb (facts, "1-2", "00:14.0", "060101");
  set_text (&usb->serial, PHONE_SERIAL);
  set_text (&usb->product_name, "alice's phone");
  set_text (&usb->manufacturer, "SanDisk");
  usb = scene_add_usb (facts, "1-3", "00:14.0", "080650");
  set_text (&usb->serial, STICK_SERIAL);
  usb = scene_add_usb (facts, "1-4", "00:14.0", "030101");
  set_text (&usb->product_name, "Keyboard");
  berth_facts_sort (facts);
  return facts;
}

static void
test_uses (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();
  BerthReplaced replaced;
  g_autoptr (BerthFacts) plain = berth_facts_dup_anonymous (facts, &replaced);

  g_assert_cmpuint (plain->uses->len, ==, facts->uses->len);
  for (guint i = 0; i < G_N_ELEMENTS (use_cases); i++)
    {
      const BerthUse *use = g_ptr_array_index (plain->uses, i);

      g_assert_cmpint (use->kind, ==, use_cases[i].kind);
      g_assert_cmpstr (use->subject, ==, use_cases[i].plain_subject);
      g_assert_cmpstr (use->purpose, ==, use_cases[i].plain_purpose);
    }
  g_assert_cmpuint (replaced.n_serials, ==, 2);
  g_assert_cmpuint (replaced.n_interfaces, ==, 2);
  g_assert_cmpuint (replaced.n_users, ==, 2);
  g_assert_cmpuint (replaced.n_volumes, ==, 4);
  g_assert_cmpuint (replaced.n_peers, ==, 3);
  g_assert_cmpuint (replaced.n_disks, ==, 1);
}

/* What they are stays; which one it is does not. */
static void
test_devices (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (BerthFacts) plain = berth_facts_dup_anonymous (facts, NULL);
  const BerthUsbFacts *usb[4];

  g_assert_cmpuint (plain->usb->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    usb[i] = g_ptr_array_index (plain->usb, i);
  g_assert_cmpstr (usb[0]->serial, ==, usb[2]->serial);
  g_assert_cmpstr (usb[0]->serial, !=, usb[1]->serial);
  g_assert_null (usb[3]->serial);
  g_assert_cmpstr (usb[0]->product_name, ==, "Ultra serial-1");
  g_assert_cmpstr (usb[1]->product_name, ==, "user1's phone");
  g_assert_cmpstr (usb[1]->manufacturer, ==, "SanDisk");
  g_assert_cmpstr (usb[3]->product_name, ==, "Keyboard");

  /* The original is as it was, and nothing but words differs. */
  g_assert_cmpstr (((BerthUsbFacts *) g_ptr_array_index (facts->usb, 0))->serial, ==,
                   STICK_SERIAL);
  g_ptr_array_set_size (facts->usb, 0);
  g_ptr_array_set_size (facts->uses, 0);
  g_ptr_array_set_size (plain->usb, 0);
  g_ptr_array_set_size (plain->uses, 0);
  g_assert_true (berth_facts_equal (facts, plain));
}

/* Looks through the bytes of everything that is written. */
static void
test_nothing_survives (void)
{
  static const char *const names[] = { "computer.ini", "pci.ini",  "usb.ini",
                                       "uses.ini",     "boot.ini", "foreign.ini" };
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (BerthFacts) plain = berth_facts_dup_anonymous (facts, NULL);
  g_autofree char *path = g_dir_make_tmp ("berth-anonymous-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  berth_facts_write_recorded (plain, folder, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (path, names[i], NULL);
      g_autofree char *bytes = NULL;

      g_assert_true (g_file_get_contents (file, &bytes, NULL, NULL));
      for (gsize k = 0; k < G_N_ELEMENTS (secrets); k++)
        {
          g_test_message ("%s in %s", secrets[k], names[i]);
          g_assert_null (strstr (bytes, secrets[k]));
        }
      g_remove (file);
    }
  g_rmdir (path);
}

/* The same is to be said about each device. */
static void
test_judged_the_same (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (BerthFacts) plain_facts = berth_facts_dup_anonymous (facts, NULL);
  g_autoptr (BerthInventory) plain = scene_inventory (plain_facts);
  g_autoptr (BerthInventory) inventory = scene_inventory (facts);
  g_autoptr (GPtrArray) vms = g_ptr_array_new ();
  g_autoptr (BerthRoster) roster = berth_roster_new (vms);
  BerthSituation situation = { .inventory = inventory, .roster = roster };
  BerthSituation plain_situation = { .inventory = plain, .roster = roster };

  for (guint i = 0; i < G_N_ELEMENTS (use_cases); i++)
    {
      BerthAddress address = berth_address_pci (0, 1, (guint8) i, 0);
      BerthNeed need
          = berth_need_judge (&situation, berth_inventory_lookup (inventory, &address));
      BerthNeed plain_need
          = berth_need_judge (&plain_situation, berth_inventory_lookup (plain, &address));

      g_test_message ("%s %s", use_cases[i].subject, use_cases[i].purpose);
      g_assert_cmpint (need.answer, ==, plain_need.answer);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-anonymous/uses", test_uses);
  g_test_add_func ("/facts-anonymous/devices", test_devices);
  g_test_add_func ("/facts-anonymous/nothing-survives", test_nothing_survives);
  g_test_add_func ("/facts-anonymous/judged-the-same", test_judged_the_same);
  return g_test_run ();
}
