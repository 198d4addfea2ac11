/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "disk-computer.h"
#include "facts/berth-facts.h"

#define MEMBER(pool) "E:ID_FS_TYPE=zfs_member\nE:ID_FS_LABEL=" pool "\n"

typedef struct
{
  const char *name;
  const char *mountinfo;
  const char *swaps;
  const char *expected;
  guint gap;
} ZfsCase;

/* sda1 and nvme0n1p2 are "rpool", sda2 is "my pool", dm-0 on nvme0n1p1 is "secret". */
static const ZfsCase cases[] = {
  { "root", "27 1 0:30 / / rw - zfs rpool/ROOT/debian rw\n", NULL,
    "00:17.0 sda1 /; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 held; 03:00.0 nvme0n1p2 /", 0 },
  { "pool itself", "27 1 0:30 / /rpool rw - zfs rpool rw\n", NULL,
    "00:17.0 sda1 /rpool; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 held; 03:00.0 nvme0n1p2 /rpool", 0 },
  { "blank in the name", "27 1 0:30 / /a rw - zfs my\\040pool/a rw\n", NULL,
    "00:17.0 sda1 held; 00:17.0 sda2 /a; 03:00.0 nvme0n1p1 held; 03:00.0 nvme0n1p2 held", 0 },
  { "on an encrypted disk", "27 1 0:30 / /a rw - zfs secret/a rw\n", NULL,
    "00:17.0 sda1 held; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 /a; 03:00.0 nvme0n1p2 held", 0 },
  { "many datasets",
    "27 1 0:30 / / rw - zfs rpool/a rw\n28 27 0:31 / /home rw - zfs rpool/b rw\n", NULL,
    "00:17.0 sda1 /; 00:17.0 sda1 /home; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 held; "
    "03:00.0 nvme0n1p2 /; 03:00.0 nvme0n1p2 /home",
    0 },
  { "no member found", "27 1 0:30 / /tank rw - zfs tank/a rw\n", NULL,
    "00:17.0 sda1 held; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 held; 03:00.0 nvme0n1p2 held",
    BERTH_GAP_USES_DISK },
  { "name that only begins so", "27 1 0:30 / /a rw - zfs rpool2/a rw\n", NULL,
    "00:17.0 sda1 held; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 held; 03:00.0 nvme0n1p2 held",
    BERTH_GAP_USES_DISK },
  { "volume", "27 1 230:1 / /vm rw - ext4 /dev/zd0p1 rw\n",
    "Filename Type Size\n/dev/zd0 partition 1 0 -2\n",
    "00:17.0 sda1 /vm; 00:17.0 sda1 swap; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 held; "
    "03:00.0 nvme0n1p2 /vm; 03:00.0 nvme0n1p2 swap",
    0 },
  { "volume that udev does not know", PROC, "/dev/zd16 partition 1 0 -2\n",
    "00:17.0 sda1 held; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 held; 03:00.0 nvme0n1p2 held",
    BERTH_GAP_USES_DISK },
  { "file in a pool", "27 1 0:30 / /var rw - zfs rpool/var rw\n", "/var/swapfile file 1 0 -2\n",
    "00:17.0 sda1 /var; 00:17.0 sda1 swap; 00:17.0 sda2 held; 03:00.0 nvme0n1p1 held; "
    "03:00.0 nvme0n1p2 /var; 03:00.0 nvme0n1p2 swap",
    0 },
};

static void
add_pools (MockSysfs *sysfs)
{
  const char *crypt = mock_sysfs_add_block (sysfs, VIRTUAL, "dm-0", "253:0");
  const char *volume = mock_sysfs_add_block (sysfs, VIRTUAL, "zd0", "230:0");

  mock_sysfs_set_udev (sysfs, "8:1", MEMBER ("rpool"));
  mock_sysfs_set_udev (sysfs, "259:2", MEMBER ("rpool"));
  mock_sysfs_set_udev (sysfs, "8:2", MEMBER ("my_pool"));
  mock_sysfs_add_held_slave (sysfs, crypt, NVME_DISK "/nvme0n1p1");
  mock_sysfs_set_udev (sysfs, "253:0", MEMBER ("secret"));
  mock_sysfs_set_udev (sysfs, "230:0", "S:disk/by-id/x\nS:zvol/rpool/vm\n");
  mock_sysfs_add_block (sysfs, volume, "zd0p1", "230:1");
  mock_sysfs_set_udev (sysfs, "230:1", "S:zvol/rpool/vm-part1\n");
  mock_sysfs_add_block (sysfs, VIRTUAL, "zd16", "230:16");
}

static void
test_pools (gconstpointer data)
{
  const ZfsCase *c = data;
  g_autoptr (MockSysfs) sysfs = disk_computer_new ();
  g_autofree char *uses = NULL;

  add_pools (sysfs);
  mock_sysfs_put (sysfs, "proc/self/mountinfo", c->mountinfo);
  if (c->swaps != NULL)
    mock_sysfs_put (sysfs, "proc/swaps", c->swaps);

  uses = disk_computer_dup_uses (sysfs, c->gap);
  g_assert_cmpstr (uses, ==, c->expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/facts-zfs/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_pools);
    }
  return g_test_run ();
}
