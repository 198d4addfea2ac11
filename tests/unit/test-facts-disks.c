/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-live.h"
#include "mock-sysfs.h"

#define ROOT_BUS "devices/pci0000:00"
#define NVME ROOT_BUS "/0000:00:1d.0/0000:03:00.0"
#define SATA ROOT_BUS "/0000:00:17.0"
#define PROC "22 27 0:21 / /proc rw - proc proc rw\n"
#define VIRTUAL "devices/virtual/block"

/* A computer with an NVMe and a SATA disk, each with partitions. */
static MockSysfs *
make_computer (void)
{
  MockSysfs *sysfs = mock_sysfs_new ();
  const char *nvme = mock_sysfs_add_block (sysfs, NVME "/nvme/nvme0", "nvme0n1", "259:0");
  const char *sata = mock_sysfs_add_block (sysfs, SATA "/ata1/host0/block", "sda", "8:0");

  mock_sysfs_put (sysfs, "sys/bus/pci/devices", NULL);
  mock_sysfs_add_block (sysfs, nvme, "nvme0n1p1", "259:1");
  mock_sysfs_add_block (sysfs, nvme, "nvme0n1p2", "259:2");
  mock_sysfs_add_block (sysfs, sata, "sda1", "8:1");
  mock_sysfs_add_block (sysfs, sata, "sda2", "8:2");
  return sysfs;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* All uses of disks and swap areas as one sorted text: "0000:03:00.0 nvme0n1p2 /". */
static char *
dup_uses (MockSysfs *sysfs, guint expected_gap)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = berth_facts_read_live (mock_sysfs_get_root (sysfs), &error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISK, ==, expected_gap);
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);
      g_autofree char *address = berth_address_dup_short (&use->address);

      g_assert_true (use->kind == BERTH_USE_DISK || use->kind == BERTH_USE_SWAP);
      g_ptr_array_add (lines, g_strdup_printf ("%s %s %s", address, use->subject,
                                               use->kind == BERTH_USE_SWAP ? "swap"
                                                                           : use->purpose));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("; ", (char **) lines->pdata);
}

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
  { "file in memory", "27 1 7:0 / /snap/core rw - squashfs /dev/loop0 ro\n", NULL, "", 0 },
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

/* What stands above the disks in every case; unused parts are without effect. */
static void
add_layers (MockSysfs *sysfs)
{
  const char *mapped = mock_sysfs_add_block (sysfs, VIRTUAL, "dm-1", "253:1");
  const char *crypt = mock_sysfs_add_block (sysfs, VIRTUAL, "dm-0", "253:0");
  const char *raid = mock_sysfs_add_block (sysfs, VIRTUAL, "md0", "9:0");
  const char *head = "devices/virtual/nvme-subsystem/nvme-subsys1";

  mock_sysfs_set (sysfs, mapped, "dm/name", "vg-root");
  mock_sysfs_set (sysfs, crypt, "dm/name", "crypt");
  mock_sysfs_add_slave (sysfs, mapped, crypt);
  mock_sysfs_add_slave (sysfs, mapped, SATA "/ata1/host0/block/sda/sda2");
  mock_sysfs_add_slave (sysfs, crypt, NVME "/nvme/nvme0/nvme0n1/nvme0n1p2");
  mock_sysfs_add_slave (sysfs, raid, SATA "/ata1/host0/block/sda/sda1");
  mock_sysfs_add_slave (sysfs, raid, NVME "/nvme/nvme0/nvme0n1/nvme0n1p1");
  mock_sysfs_add_block (sysfs, raid, "md0p1", "9:1");

  mock_sysfs_add_block (sysfs, head, "nvme1n1", "259:9");
  mock_sysfs_link (sysfs, "class/nvme-subsystem/nvme-subsys1", head);
  mock_sysfs_link (sysfs, "devices/virtual/nvme-subsystem/nvme-subsys1/nvme1",
                   ROOT_BUS "/0000:00:1e.0/0000:04:00.0/nvme/nvme1");

  mock_sysfs_link (sysfs, "fs/btrfs/6b1f/devices/nvme0n1p2",
                   NVME "/nvme/nvme0/nvme0n1/nvme0n1p2");
  mock_sysfs_link (sysfs, "fs/btrfs/6b1f/devices/sda2", SATA "/ata1/host0/block/sda/sda2");
  mock_sysfs_put (sysfs, "sys/fs/btrfs/features/raid56", "0");

  mock_sysfs_add_block (sysfs, ROOT_BUS "/0000:00:14.0/usb1/1-2/1-2:1.0/host2/block/sdb", "sdb1",
                        "8:17");
  mock_sysfs_add_block (sysfs,
                        ROOT_BUS "/0000:00:0e.0/pci10000:e0/10000:e0:06.0/10000:e1:00.0/nvme/nvme2",
                        "nvme2n1", "259:20");
  mock_sysfs_add_block (sysfs, VIRTUAL, "loop0", "7:0");
  mock_sysfs_add_block (sysfs, VIRTUAL, "zram0", "254:0");
}

static void
test_uses (gconstpointer data)
{
  const DiskCase *c = data;
  g_autoptr (MockSysfs) sysfs = make_computer ();
  g_autofree char *uses = NULL;

  add_layers (sysfs);
  mock_sysfs_put (sysfs, "proc/self/mountinfo", c->mountinfo);
  if (c->swaps != NULL)
    mock_sysfs_put (sysfs, "proc/swaps", c->swaps);

  uses = dup_uses (sysfs, c->gap);
  g_assert_cmpstr (uses, ==, c->expected);
}

static void
test_no_mountinfo (void)
{
  g_autoptr (MockSysfs) sysfs = make_computer ();
  g_autofree char *uses = dup_uses (sysfs, BERTH_GAP_USES_DISK);

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
  g_test_add_func ("/facts-disks/no-mountinfo", test_no_mountinfo);
  return g_test_run ();
}
