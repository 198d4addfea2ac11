/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "disk-computer.h"
#include "facts/berth-facts-live.h"
#include "model/berth-inventory.h"

#define CONTROLLER ROOT_BUS "/0000:00:14.0"
#define DOCK ROOT_BUS "/0000:00:1c.0/0000:05:00.0/0000:06:02.0/0000:3a:00.0"
#define UAS_DISK CONTROLLER "/usb2/2-1/2-1.4/2-1.4:1.0/host3/target3:0:0/3:0:0:0/block"
#define DOCK_DISK DOCK "/usb4/4-1/4-1:1.0/host5/target5:0:0/5:0:0:0/block"

/* What is given away when a disk hangs on USB: the device, or the controller with all of it. */
typedef struct
{
  const char *name;
  const char *mountinfo;
  const char *device;
  const char *controller;
  const char *subject;
  const char *purpose;
} UsbDiskCase;

static const UsbDiskCase cases[] = {
  { "partition of a stick", "27 1 8:17 / / rw - ext4 /dev/sdb1 rw\n", "1-2", "0000:00:14.0", "sdb1",
    "/" },
  { "encrypted", "27 1 253:0 / / rw - ext4 /dev/mapper/root rw\n", "1-2", "0000:00:14.0", "sdb2",
    "/" },
  { "encrypted and idle", PROC, "1-2", "0000:00:14.0", "sdb2", "held" },
  { "NVMe disk in a case, behind a hub", "27 1 8:32 / /home rw - ext4 /dev/sdc rw\n", "2-1.4",
    "0000:00:14.0", "sdc", "/home" },
  { "at a dock", "27 1 8:49 / /srv rw - ext4 /dev/sdd1 rw\n", "4-1", "0000:3a:00.0", "sdd1",
    "/srv" },
  { "file on a stick",
    "27 1 8:17 / /cdrom ro - iso9660 /dev/sdb1 ro\n28 1 7:0 / / ro - squashfs /dev/loop0 ro\n",
    "1-2", "0000:00:14.0", "sdb1", "/" },
};

static MockSysfs *
make_computer (void)
{
  MockSysfs *sysfs = disk_computer_new ();
  const char *stick = mock_sysfs_add_block (sysfs, STICK_DISK, "sdb2", "8:18");
  const char *crypt = mock_sysfs_add_block (sysfs, VIRTUAL, "dm-0", "253:0");
  const char *loop = mock_sysfs_add_block (sysfs, VIRTUAL, "loop0", "7:0");
  const char *disk;

  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:14.0", "8086:1", "C0330");
  mock_sysfs_add_bridge (sysfs, ROOT_BUS, "0000:00:1c.0");
  mock_sysfs_add_bridge (sysfs, ROOT_BUS "/0000:00:1c.0", "0000:05:00.0");
  mock_sysfs_add_bridge (sysfs, ROOT_BUS "/0000:00:1c.0/0000:05:00.0", "0000:06:02.0");
  mock_sysfs_add_function (sysfs, ROOT_BUS "/0000:00:1c.0/0000:05:00.0/0000:06:02.0",
                           "0000:3a:00.0", "8086:2", "C0330");

  mock_sysfs_add_usb (sysfs, CONTROLLER "/usb1", "1-2", "781/5581/100", 0);
  mock_sysfs_add_usb (sysfs, CONTROLLER "/usb2", "2-1", "5e3/617/100", 9);
  mock_sysfs_add_usb (sysfs, CONTROLLER "/usb2/2-1", "2-1.4", "bda/9210/100", 0);
  mock_sysfs_add_usb (sysfs, DOCK "/usb4", "4-1", "152d/578/100", 0);

  mock_sysfs_add_held_slave (sysfs, crypt, stick);
  mock_sysfs_set (sysfs, crypt, "dm/name", "root");
  mock_sysfs_set_udev (sysfs, "8:18", "E:ID_FS_TYPE=crypto_LUKS\n");
  mock_sysfs_set (sysfs, loop, "loop/backing_file", "/cdrom/live/filesystem.squashfs");
  mock_sysfs_add_block (sysfs, UAS_DISK, "sdc", "8:32");
  disk = mock_sysfs_add_block (sysfs, DOCK_DISK, "sdd", "8:48");
  mock_sysfs_add_block (sysfs, disk, "sdd1", "8:49");
  return sysfs;
}

static void
assert_used (BerthInventory *inventory, const char *where, const UsbDiskCase *c)
{
  BerthAddress address;
  GPtrArray *uses;
  gboolean found = FALSE;

  g_assert_true (berth_address_parse (where, &address, NULL));
  uses = berth_inventory_lookup_uses (inventory, &address);
  g_assert_nonnull (uses);
  for (guint i = 0; i < uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (uses, i);

      found |= use->kind == BERTH_USE_DISK && g_str_equal (use->subject, c->subject)
               && g_strcmp0 (use->purpose, c->purpose) == 0;
    }
  g_assert_true (found);
}

static void
test_reach (gconstpointer data)
{
  const UsbDiskCase *c = data;
  g_autoptr (MockSysfs) sysfs = make_computer ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = NULL;
  g_autoptr (BerthInventory) inventory = NULL;

  mock_sysfs_put (sysfs, "proc/self/mountinfo", c->mountinfo);
  facts = berth_facts_read_live (mock_sysfs_get_root (sysfs), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISK, ==, 0);

  inventory = berth_inventory_new (facts);
  assert_used (inventory, c->device, c);
  assert_used (inventory, c->controller, c);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/usb-disks/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_reach);
    }
  return g_test_run ();
}
