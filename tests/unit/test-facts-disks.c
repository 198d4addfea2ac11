/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "disk-computer.h"
#include "facts/berth-facts-live.h"

typedef struct
{
  const char *name;
  const char *mountinfo;
  const char *swaps;
  const char *expected;
  guint gap;
} DiskCase;

static const DiskCase cases[] = {
  { "partitions", PROC "27 1 259:2 / / rw shared:1 master:2 - ext4 /dev/nvme0n1p2 rw\n"
                       "28 27 259:1 / /boot/efi rw - vfat /dev/nvme0n1p1 rw\n",
    NULL, "03:00.0 nvme0n1p1 /boot/efi; 03:00.0 nvme0n1p2 /", 0 },
  { "escaped blanks", "27 1 8:1 / /media/my\\040disk rw - ext4 /dev/sda1 rw\n", NULL,
    "00:17.0 sda1 /media/my disk", 0 },
  { "mounted twice", "27 1 8:1 / /srv rw - ext4 /dev/sda1 rw\n28 1 8:1 / /srv rw - ext4 x rw\n",
    NULL, "00:17.0 sda1 /srv", 0 },
  { "device mapper", "27 1 253:1 / / rw - ext4 /dev/mapper/vg-root rw\n", NULL,
    "00:17.0 sda2 /; 03:00.0 nvme0n1p2 /", 0 },
  { "RAID partition", "27 1 9:1 / /srv rw - ext4 /dev/md0p1 rw\n", NULL,
    "00:17.0 sda1 /srv; 03:00.0 nvme0n1p1 /srv", 0 },
  { "multipath NVMe", "27 1 259:9 / / rw - ext4 /dev/nvme1n1 rw\n", NULL, "04:00.0 nvme1n1 /", 0 },
  { "btrfs on two disks", "27 1 0:30 /@ / rw - btrfs /dev/nvme0n1p2 rw\n", NULL,
    "00:17.0 sda2 /; 03:00.0 nvme0n1p2 /", 0 },
  { "btrfs by mapper name", "27 1 0:30 /@ / rw - btrfs /dev/mapper/vg-root rw\n", NULL,
    "00:17.0 sda2 /; 03:00.0 nvme0n1p2 /", 0 },
  { "bcachefs", "27 1 0:30 / / rw - bcachefs /dev/sda1:/dev/nvme0n1p1 rw\n", NULL,
    "00:17.0 sda1 /; 03:00.0 nvme0n1p1 /", 0 },
  { "USB stick", "27 1 8:17 / /media/stick rw - vfat /dev/sdb1 rw\n", NULL,
    "1-2 sdb1 /media/stick", 0 },
  { "behind another domain", "27 1 259:20 / / rw - ext4 /dev/nvme2n1 rw\n", NULL,
    "00:0e.0 nvme2n1 /; 10000:e1:00.0 nvme2n1 /", 0 },
  { "file in memory", "27 1 0:9 / /run rw - tmpfs tmpfs rw\n"
                      "28 1 7:0 / /snap/core rw - squashfs /dev/loop0 ro\n",
    NULL, "", 0 },
  { "file on a disk", "27 1 8:1 / /run rw - ext4 x rw\n28 1 7:1 / /x rw - squashfs x ro\n", NULL,
    "00:17.0 sda1 /run; 00:17.0 sda1 /x", 0 },
  { "file that lies in itself", "28 1 7:0 / /run rw - squashfs /dev/loop0 ro\n", NULL, "",
    BERTH_GAP_USES_DISK },
  { "file that is hidden", "28 1 7:2 / /snap rw - squashfs /dev/loop2 ro\n", NULL, "",
    BERTH_GAP_USES_DISK },
  { "file at another computer", "27 1 0:9 / /run rw - nfs4 nas:/dev/sda1 rw\n"
                                "28 1 7:0 / /x rw - squashfs /dev/loop0 ro\n",
    NULL, "", 0 },
  { "file that a program shows", "27 1 0:9 / /run rw - fuse.x x rw\n"
                                "28 1 7:0 / /x rw - squashfs /dev/loop0 ro\n",
    NULL, "", BERTH_GAP_USES_DISK },
  { "root at another computer", "27 1 0:9 / / rw - nfs4 192.0.2.1:/x rw\n", NULL, "", 0 },
  { "encrypted file on a disk",
    "27 1 8:1 / /run rw - ext4 x rw\n28 1 253:2 / /home/a rw - x x rw\n", NULL,
    "00:17.0 sda1 /home/a; 00:17.0 sda1 /run", 0 },
  { "system on a stick",
    "27 1 8:17 / /run/medium ro - iso9660 /dev/sdb1 ro\n"
    "28 1 7:3 / /run/layer ro - squashfs /dev/loop3 ro\n"
    "29 1 0:9 / /run/cow rw - tmpfs tmpfs rw\n"
    "30 1 0:30 / / rw - overlay overlay rw,lowerdir=/run/layer/,upperdir=/run/cow/rw,workdir=/x\n",
    NULL, "1-2 sdb1 /; 1-2 sdb1 /run/layer; 1-2 sdb1 /run/medium", 0 },
  { "system in memory",
    "29 1 0:9 / /run/cow rw - tmpfs tmpfs rw\n"
    "30 1 0:30 / / rw - overlay overlay rw,lowerdir+=/run/cow/a,upperdir=/run/cow/b\n",
    NULL, "", 0 },
  { "root in memory", "27 1 0:9 / / rw - tmpfs tmpfs rw\n28 27 259:2 / /nix rw - ext4 x rw\n", NULL,
    "03:00.0 nvme0n1p2 /nix", 0 },
  { "layers that are gone", "30 1 0:30 / / rw - overlay overlay rw,lowerdir=a:/b,upperdir=/c\n",
    NULL, "", BERTH_GAP_USES_DISK },
  { "overlay of a container", "27 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
                              "30 1 0:30 / /var/c rw - overlay overlay rw,lowerdir=/a:/b\n",
    NULL, "00:17.0 sda1 /", 0 },
  { "bind mounts", "27 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
                   "28 1 8:1 /srv/a /var/a rw - ext4 /dev/sda1 rw\n",
    NULL, "00:17.0 sda1 /; 00:17.0 sda1 /var/a", 0 },
  { "memory with a name of a disk", "27 1 0:9 / /x rw - tmpfs /dev/sda1 rw\n", NULL, "", 0 },
  { "cache on a fast disk", "27 1 252:0 / /home rw - ext4 /dev/bcache0 rw\n", NULL,
    "00:17.0 sda1 /home; 03:00.0 nvme0n1p1 /home", 0 },
  { "what tells nothing", "27 1 147:0 / /srv rw - ext4 /dev/drbd0 rw\n", NULL, "",
    BERTH_GAP_USES_DISK },
  { "disk over the network", "27 1 43:0 / /srv rw - ext4 /dev/nbd0 rw\n", NULL, "", 0 },
  { "bytes that are no text", "27 1 8:1 / /a\\377\\012\\134\\9\\04 rw - ext4 x rw\n", NULL,
    "00:17.0 sda1 /a\377\n\\\\9\\04", 0 },
  { "ZFS", "27 1 0:30 / /tank rw - zfs tank rw\n", NULL, "", BERTH_GAP_USES_DISK },
  { "root on nothing known", "27 1 0:30 / / rw - overlay overlay rw\n", NULL, "",
    BERTH_GAP_USES_DISK },
  { "broken lines", "27 1 8:1\n\n27 1 8:1 / / rw - \n- - - - - - - - -\n", NULL, "", 0 },
  { "swap", PROC, "Filename Type Size\n/dev/dm-1 partition 1 0 -2\n/dev/zram0 partition 1 0 5\n",
    "00:17.0 sda2 swap; 03:00.0 nvme0n1p2 swap", 0 },
  { "swap file", "27 1 259:2 / / rw - ext4 x rw\n28 27 8:1 / /var rw - ext4 x rw\n",
    "Filename Type Size\n/var/my\\040swap file 1 0 -2\n",
    "00:17.0 sda1 /var; 00:17.0 sda1 swap; 03:00.0 nvme0n1p2 /", 0 },
  { "no swap file of a longer name", "27 1 259:2 / / rw - ext4 x rw\n28 27 8:1 / /va rw - x x rw\n",
    "/var/swap file 1 0 -2\n",
    "00:17.0 sda1 /va; 03:00.0 nvme0n1p2 /; 03:00.0 nvme0n1p2 swap", 0 },
};

static void
add_loop (MockSysfs *sysfs, const char *name, const char *number, const char *file)
{
  mock_sysfs_set (sysfs, mock_sysfs_add_block (sysfs, VIRTUAL, name, number), "loop/backing_file",
                  file);
}

/* What stands above the disks in every case; unused parts are without effect. */
static void
add_layers (MockSysfs *sysfs)
{
  const char *mapped = mock_sysfs_add_block (sysfs, VIRTUAL, "dm-1", "253:1");
  const char *crypt = mock_sysfs_add_block (sysfs, VIRTUAL, "dm-0", "253:0");
  const char *raid = mock_sysfs_add_block (sysfs, VIRTUAL, "md0", "9:0");
  const char *bcache = mock_sysfs_add_block (sysfs, VIRTUAL, "bcache0", "252:0");
  const char *head = "devices/virtual/nvme-subsystem/nvme-subsys1";

  mock_sysfs_set (sysfs, mapped, "dm/name", "vg-root");
  mock_sysfs_set (sysfs, crypt, "dm/name", "crypt");
  mock_sysfs_add_slave (sysfs, mapped, crypt);
  mock_sysfs_add_slave (sysfs, mapped, SATA_DISK "/sda2");
  mock_sysfs_add_slave (sysfs, crypt, NVME_DISK "/nvme0n1p2");
  mock_sysfs_add_slave (sysfs, raid, SATA_DISK "/sda1");
  mock_sysfs_add_slave (sysfs, raid, NVME_DISK "/nvme0n1p1");
  mock_sysfs_add_block (sysfs, raid, "md0p1", "9:1");

  mock_sysfs_add_block (sysfs, head, "nvme1n1", "259:9");
  mock_sysfs_link (sysfs, "class/nvme-subsystem/nvme-subsys1", head);
  mock_sysfs_link (sysfs, "devices/virtual/nvme-subsystem/nvme-subsys1/nvme1",
                   ROOT_BUS "/0000:00:1e.0/0000:04:00.0/nvme/nvme1");

  mock_sysfs_link (sysfs, "fs/btrfs/6b1f/devices/nvme0n1p2",
                   NVME_DISK "/nvme0n1p2");
  mock_sysfs_link (sysfs, "fs/btrfs/6b1f/devices/sda2", SATA_DISK "/sda2");
  mock_sysfs_put (sysfs, "sys/fs/btrfs/features/raid56", "0");

  mock_sysfs_add_block (sysfs,
                        ROOT_BUS "/0000:00:0e.0/pci10000:e0/10000:e0:06.0/10000:e1:00.0/nvme/nvme2",
                        "nvme2n1", "259:20");
  add_loop (sysfs, "loop0", "7:0", "/run/core.snap");
  add_loop (sysfs, "loop1", "7:1", "/run/core.snap (deleted)");
  add_loop (sysfs, "loop3", "7:3", "/run/medium/live/filesystem.squashfs");
  mock_sysfs_add_block (sysfs, VIRTUAL, "loop2", "7:2");
  mock_sysfs_add_slave (sysfs, mock_sysfs_add_block (sysfs, VIRTUAL, "dm-2", "253:2"),
                        VIRTUAL "/loop1");
  mock_sysfs_add_slave (sysfs, bcache, SATA_DISK "/sda1");
  mock_sysfs_add_slave (sysfs, bcache, NVME_DISK "/nvme0n1p1");
  mock_sysfs_add_block (sysfs, VIRTUAL, "drbd0", "147:0");
  mock_sysfs_add_block (sysfs, VIRTUAL, "nbd0", "43:0");
  mock_sysfs_add_block (sysfs, VIRTUAL, "zram0", "254:0");
}

static void
test_uses (gconstpointer data)
{
  const DiskCase *c = data;
  g_autoptr (MockSysfs) sysfs = disk_computer_new ();
  g_autofree char *uses = NULL;

  add_layers (sysfs);
  mock_sysfs_put (sysfs, "proc/self/mountinfo", c->mountinfo);
  if (c->swaps != NULL)
    mock_sysfs_put (sysfs, "proc/swaps", c->swaps);

  uses = disk_computer_dup_uses (sysfs, c->gap);
  g_assert_cmpstr (uses, ==, c->expected);
}

/* A host of containers: each mount of the disk is listed, and no layer of an overlay. */
static void
test_many_mounts (void)
{
  g_autoptr (MockSysfs) sysfs = disk_computer_new ();
  g_autoptr (GString) text = g_string_new ("27 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
  g_autoptr (BerthFacts) facts = NULL;

  for (guint i = 0; i < 5000; i++)
    {
      g_string_append_printf (text, "28 1 8:1 /%u /var/%u rw - ext4 /dev/sda1 rw\n", i, i);
      g_string_append_printf (text, "28 1 0:30 / /run/%u rw - overlay overlay rw,lowerdir=/a\n", i);
    }
  mock_sysfs_put (sysfs, "proc/self/mountinfo", text->str);

  facts = berth_facts_read_live (mock_sysfs_get_root (sysfs), NULL);
  g_assert_cmpuint (facts->uses->len, ==, 5001);
}

static void
test_no_mountinfo (void)
{
  g_autoptr (MockSysfs) sysfs = disk_computer_new ();
  g_autofree char *uses = disk_computer_dup_uses (sysfs, BERTH_GAP_USES_DISK);

  g_assert_cmpstr (uses, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/facts-disks/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_uses);
    }
  g_test_add_func ("/facts-disks/many-mounts", test_many_mounts);
  g_test_add_func ("/facts-disks/no-mountinfo", test_no_mountinfo);
  return g_test_run ();
}
