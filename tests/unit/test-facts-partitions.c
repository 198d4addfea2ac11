/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "disk-computer.h"
#include "facts/berth-facts.h"

#define ROOT_MOUNT "27 1 259:2 / / rw - ext4 /dev/nvme0n1p2 rw\n"
#define ROOT_USE "03:00.0 nvme0n1p2 /"
#define ESP "E:ID_PART_ENTRY_TYPE=c12a7328-f81f-11d2-ba4b-00a0c93ec93b\n"
#define UUID "E:ID_PART_ENTRY_UUID=6b1f3e2a-0c5d-4e7f-8a9b-0123456789ab\n"
#define OTHER_UUID "E:ID_PART_ENTRY_UUID=00000000-0c5d-4e7f-8a9b-0123456789ab\n"
#define LOADER "6B1F3E2A-0C5D-4E7F-8A9B-0123456789AB"
#define LVM "E:ID_FS_TYPE=LVM2_member\n"

typedef struct
{
  const char *name;
  const char *mountinfo;
  struct
  {
    const char *number;
    const char *lines;
  } udev[3];
  const char *loader; /* NULL: the firmware knows none */
  const char *expected;
} PartitionCase;

static const PartitionCase cases[] = {
  { "nothing", ROOT_MOUNT, { { "8:1", "E:ID_FS_TYPE=ext4\n" } }, NULL, ROOT_USE },
  { "LVM", ROOT_MOUNT, { { "8:1", "I:1\n" LVM "G:systemd\n" } }, NULL,
    "00:17.0 sda1 held; " ROOT_USE },
  { "whole disk", ROOT_MOUNT, { { "8:0", LVM } }, NULL, "00:17.0 sda held; " ROOT_USE },
  { "each of a RAID", ROOT_MOUNT,
    { { "8:1", "E:ID_FS_TYPE=linux_raid_member\n" },
      { "259:1", "E:ID_FS_TYPE=linux_raid_member\n" } },
    NULL, "00:17.0 sda1 held; 03:00.0 nvme0n1p1 held; " ROOT_USE },
  { "ZFS", ROOT_MOUNT, { { "8:2", "E:ID_FS_TYPE=zfs_member\nE:ID_FS_LABEL=tank\n" } }, NULL,
    "00:17.0 sda2 held; " ROOT_USE },
  { "encrypted stick", ROOT_MOUNT, { { "8:17", "E:ID_FS_TYPE=crypto_LUKS\n" } }, NULL,
    ROOT_USE "; 1-2 sdb1 held" },
  { "mounted already", ROOT_MOUNT, { { "259:2", LVM } }, NULL, ROOT_USE },
  { "not a word of it", ROOT_MOUNT, { { "8:1", "E:ID_FS_TYPE_X=LVM2_member\nS:LVM2_member\n" } },
    NULL, ROOT_USE },
  { "started from it", ROOT_MOUNT, { { "259:1", ESP UUID } }, LOADER,
    "03:00.0 nvme0n1p1 boot; " ROOT_USE },
  { "started from it and mounted", ROOT_MOUNT "28 27 259:1 / /efi rw - vfat /dev/nvme0n1p1 rw\n",
    { { "259:1", ESP UUID }, { "8:1", ESP OTHER_UUID } }, LOADER,
    "00:17.0 sda1 boot partition; 03:00.0 nvme0n1p1 /efi; 03:00.0 nvme0n1p1 boot; " ROOT_USE },
  { "boot loader that says nothing", ROOT_MOUNT, { { "259:1", ESP UUID } }, NULL,
    "03:00.0 nvme0n1p1 boot partition; " ROOT_USE },
  { "mounted boot partition", ROOT_MOUNT "28 27 259:1 / /efi rw - vfat /dev/nvme0n1p1 rw\n",
    { { "259:1", ESP UUID } }, NULL, "03:00.0 nvme0n1p1 /efi; " ROOT_USE },
  { "answer too short", ROOT_MOUNT, { { "259:1", ESP UUID } }, "6B1F",
    "03:00.0 nvme0n1p1 boot partition; " ROOT_USE },
  { "boot partition without an identity", ROOT_MOUNT, { { "259:1", ESP } }, LOADER,
    "03:00.0 nvme0n1p1 boot partition; " ROOT_USE },
  { "started from a stick", ROOT_MOUNT,
    { { "8:17", "E:ID_PART_ENTRY_TYPE=0xef\n" UUID }, { "259:1", ESP OTHER_UUID } }, LOADER,
    "03:00.0 nvme0n1p1 boot partition; " ROOT_USE "; 1-2 sdb1 boot" },
  { "GRUB for a BIOS", ROOT_MOUNT,
    { { "8:1", "E:ID_PART_ENTRY_TYPE=21686148-6449-6e6f-744e-656564454649\n" } }, NULL,
    "00:17.0 sda1 boot partition; " ROOT_USE },
  { "kernels", ROOT_MOUNT,
    { { "8:1", "E:ID_PART_ENTRY_TYPE=bc13c2ff-59e6-4262-a352-b275fd6f7172\n" } }, NULL,
    "00:17.0 sda1 boot partition; " ROOT_USE },
  { "old label of ZFS", ROOT_MOUNT,
    { { "8:0", "E:ID_FS_TYPE=zfs_member\nE:ID_PART_TABLE_TYPE=gpt\n" },
      { "8:1", "E:ID_PART_TABLE_TYPE=gpt\nE:ID_PART_ENTRY_TYPE=0x83\nE:ID_FS_TYPE=zfs_member\n" } },
    NULL, "00:17.0 sda1 held; " ROOT_USE },
  { "Windows", ROOT_MOUNT,
    { { "8:1", "E:ID_PART_ENTRY_TYPE=ebd0a0a2-b9e5-4433-87c0-68b6b72699c7\nE:ID_FS_TYPE=ntfs\n" } },
    LOADER, ROOT_USE },
};

static void
set_loader_partition (MockSysfs *sysfs, const char *uuid)
{
  g_autoptr (GString) bytes = g_string_new (NULL);

  for (const char *p = uuid; *p != '\0'; p++)
    {
      g_string_append_c (bytes, *p);
      g_string_append_c (bytes, '\0');
    }
  mock_sysfs_set_efi_variable (sysfs, "LoaderDevicePartUUID-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
                               bytes->str, bytes->len);
}

static void
test_partitions (gconstpointer data)
{
  const PartitionCase *c = data;
  g_autoptr (MockSysfs) sysfs = disk_computer_new ();
  g_autofree char *uses = NULL;

  mock_sysfs_put (sysfs, "proc/self/mountinfo", c->mountinfo);
  for (gsize i = 0; i < G_N_ELEMENTS (c->udev) && c->udev[i].number != NULL; i++)
    mock_sysfs_set_udev (sysfs, c->udev[i].number, c->udev[i].lines);
  if (c->loader != NULL)
    set_loader_partition (sysfs, c->loader);

  uses = disk_computer_dup_uses (sysfs, 0);
  g_assert_cmpstr (uses, ==, c->expected);
}

/* What is held is what lies at the bottom, once, also where udev says nothing of it. */
static void
test_holders (void)
{
  g_autoptr (MockSysfs) sysfs = disk_computer_new ();
  const char *mapped = mock_sysfs_add_block (sysfs, VIRTUAL, "dm-0", "253:0");
  const char *other = mock_sysfs_add_block (sysfs, VIRTUAL, "dm-1", "253:1");
  g_autofree char *idle = NULL;
  g_autofree char *mounted = NULL;

  mock_sysfs_add_held_slave (sysfs, mapped, SATA_DISK "/sda1");
  mock_sysfs_add_held_slave (sysfs, mapped, STICK_DISK "/sdb1");
  mock_sysfs_add_held_slave (sysfs, other, SATA_DISK "/sda1");
  mock_sysfs_add_held_slave (sysfs, other, mapped);
  mock_sysfs_put (sysfs, "sys/" SATA_DISK "/sda2/holders", NULL);
  mock_sysfs_put (sysfs, "proc/self/mountinfo", ROOT_MOUNT);

  idle = disk_computer_dup_uses (sysfs, 0);
  g_assert_cmpstr (idle, ==, "00:17.0 sda1 held; " ROOT_USE "; 1-2 sdb1 held");

  mock_sysfs_put (sysfs, "proc/self/mountinfo",
                  ROOT_MOUNT "28 27 253:0 / /home rw - ext4 /dev/dm-0 rw\n");
  mounted = disk_computer_dup_uses (sysfs, 0);
  g_assert_cmpstr (mounted, ==, "00:17.0 sda1 /home; " ROOT_USE "; 1-2 sdb1 /home");
}

/* The head of an NVMe disk with two ways to it, and nothing but its path to tell. */
static void
test_held_multipath (void)
{
  g_autoptr (MockSysfs) sysfs = disk_computer_new ();
  const char *head = "devices/virtual/nvme-subsystem/nvme-subsys1";
  g_autofree char *uses = NULL;

  mock_sysfs_add_block (sysfs, head, "nvme1n1", "259:9");
  mock_sysfs_link (sysfs, "class/nvme-subsystem/nvme-subsys1", head);
  mock_sysfs_link (sysfs, "devices/virtual/nvme-subsystem/nvme-subsys1/nvme1",
                   ROOT_BUS "/0000:00:1e.0/0000:04:00.0/nvme/nvme1");
  mock_sysfs_link (sysfs, "devices/virtual/nvme-subsystem/nvme-subsys1/nvme2",
                   ROOT_BUS "/0000:00:1e.1/0000:05:00.0/nvme/nvme2");
  mock_sysfs_set_udev (sysfs, "259:9", LVM);
  mock_sysfs_put (sysfs, "proc/self/mountinfo", PROC ROOT_MOUNT);

  uses = disk_computer_dup_uses (sysfs, 0);
  g_assert_cmpstr (uses, ==, ROOT_USE "; 04:00.0 nvme1n1 held; 05:00.0 nvme1n1 held");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/facts-partitions/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_partitions);
    }
  g_test_add_func ("/facts-partitions/holders", test_holders);
  g_test_add_func ("/facts-partitions/held-multipath", test_held_multipath);
  return g_test_run ();
}
