/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-facts.h"

#define ROOT_BUS "devices/pci0000:00"
#define VIRTUAL "devices/virtual/net/"
#define SESSION "devices/platform/host2/session1"
#define FABRICS "devices/virtual/nvme-fabrics/ctl"

/* eth0 has the default route and 192.0.2.0/24, eth1 198.51.100.0/24, idle0 nothing. */
#define ROUTES                                                                                     \
  "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"             \
  "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"                                 \
  "eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"                                 \
  "eth1\t006433C6\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
#define ROUTES6                                                                                    \
  "20010db8000000000000000000000000 40 00000000000000000000000000000000 00 "                       \
  "00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth1\n"

#define MOUNT(type, source, options)                                                               \
  "27 1 0:44 / /srv/my\\040data rw,relatime shared:1 - " type " " source " " options "\n"

#define FAR "00:19.0 eth0 /srv/my data"
#define NEAR "00:1a.0 eth1 /srv/my data"
#define ALL FAR "; " NEAR

static const struct
{
  const char *mounts;
  const char *expected;
} mount_cases[] = {
  { MOUNT ("nfs4", "nas:/home", "rw,vers=4.2,clientaddr=192.0.2.2,addr=203.0.113.5"), FAR },
  { MOUNT ("nfs", "nas:/home", "rw,vers=3,mountaddr=203.0.113.5,addr=198.51.100.9"), NEAR },
  { MOUNT ("nfs4", "[2001:db8::9]:/", "rw,addr=2001:db8::9"), NEAR },
  { MOUNT ("nfs", "198.51.100.9:/home", "rw"), NEAR },
  { MOUNT ("nfs", "nas:/home", "rw"), ALL },
  { MOUNT ("nfs", "nas:/home", "rw,addr=127.0.0.1"), "" },
  { MOUNT ("cifs", "//nas/share", "rw,vers=3.1.1,addr=198.51.100.9"), NEAR },
  { MOUNT ("smb3", "//198.51.100.9/share", "rw"), NEAR },
  { MOUNT ("ceph", "203.0.113.5:6789,[2001:db8::9]:6789:/", "rw,name=admin"), ALL },
  { MOUNT ("ceph", "me@fsid.fs=/", "rw,mon_addr=198.51.100.9:6789/198.51.100.8:6789"), NEAR },
  { MOUNT ("fuse.glusterfs", "203.0.113.5:/volume", "rw"), FAR },
  { MOUNT ("fuse.sshfs", "me@198.51.100.9:/home", "rw"), NEAR },
  { MOUNT ("fuse.sshfs", "me@nas:", "rw"), ALL },
  { MOUNT ("fuse.sshfs", "198.51.100.9:/mail/me@203.0.113.5", "rw"), NEAR },
  { MOUNT ("fuse.sshfs", "me@[2001:db8::9]:/home", "rw"), NEAR },
  { MOUNT ("9p", "198.51.100.9", "rw,access=user,trans=tcp"), NEAR },
  { MOUNT ("9p", "hostshare", "rw,access=client,trans=virtio"), "" },
  { MOUNT ("ext4", "/dev/sda1", "rw,addr=198.51.100.9"), "" },
  { MOUNT ("fuse.portal", "portal", "rw"), "" },
  { "no line of this file\n", "" },
};

static MockSysfs *
make_computer (void)
{
  MockSysfs *sysfs = mock_sysfs_new ();

  mock_sysfs_add_net (sysfs, ROOT_BUS "/0000:00:19.0/net", "eth0");
  mock_sysfs_add_net (sysfs, ROOT_BUS "/0000:00:1a.0/net", "eth1");
  mock_sysfs_add_net (sysfs, ROOT_BUS "/0000:00:1b.0/net", "idle0");
  mock_sysfs_put (sysfs, "proc/net/route", ROUTES);
  mock_sysfs_put (sysfs, "proc/net/ipv6_route", ROUTES6);
  mock_sysfs_put (sysfs, "proc/self/mountinfo", "");
  return sysfs;
}

static void
check (MockSysfs *sysfs, const char *expected, guint expected_gaps)
{
  const guint gaps = BERTH_GAP_USES_NETWORK | BERTH_GAP_USES_DISK;
  g_autoptr (BerthFacts) facts = live_facts_read (sysfs);
  g_autofree char *uses = live_facts_dup_uses (facts, BERTH_USE_REMOTE_DISK);

  g_assert_cmpstr (uses, ==, expected);
  g_assert_cmpuint (facts->gaps & gaps, ==, expected_gaps);
}

static void
test_mounts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mount_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = make_computer ();
      g_autoptr (BerthFacts) facts = NULL;
      g_autofree char *uses = NULL;

      g_test_message ("%s", mount_cases[i].mounts);
      mock_sysfs_put (sysfs, "proc/self/mountinfo", mount_cases[i].mounts);
      facts = live_facts_read (sysfs);
      uses = live_facts_dup_uses (facts, BERTH_USE_REMOTE_DISK);
      g_assert_cmpstr (uses, ==, mount_cases[i].expected);
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, ==, 0);
    }
}

static void
test_no_mountinfo (void)
{
  g_autoptr (MockSysfs) sysfs = make_computer ();

  mock_sysfs_remove (sysfs, "proc/self/mountinfo");
  check (sysfs, "", BERTH_GAP_USES_NETWORK | BERTH_GAP_USES_DISK);
}

/* Nothing has a way out, and yet there is a mount. */
static void
test_mount_without_routes (void)
{
  g_autoptr (MockSysfs) sysfs = make_computer ();
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_put (sysfs, "proc/net/route", "");
  mock_sysfs_put (sysfs, "proc/net/ipv6_route", "");
  mock_sysfs_put (sysfs, "proc/self/mountinfo", MOUNT ("nfs", "nas:/home", "rw"));
  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->uses->len, ==, 0);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, !=, 0);
}

/* @session: folder of the session */
static void
add_iscsi (MockSysfs *sysfs, const char *session)
{
  g_autofree char *folder
      = g_strconcat (session, "/connection1:0/iscsi_connection/connection1:0", NULL);
  g_autofree char *parent = g_strconcat (session, "/target2:0:0/2:0:0:1/block", NULL);
  const char *disk = mock_sysfs_add_block (sysfs, parent, "sda", "8:0");

  mock_sysfs_add_block (sysfs, disk, "sda1", "8:1");
  mock_sysfs_set (sysfs, folder, "persistent_address", "198.51.100.9");
  mock_sysfs_link (sysfs, "class/iscsi_connection/connection1:0", folder);
}

static void
test_iscsi (void)
{
  g_autoptr (MockSysfs) sysfs = make_computer ();
  const char *address = SESSION "/connection1:0/iscsi_connection/connection1:0";

  mock_sysfs_add_block (sysfs, ROOT_BUS "/0000:00:17.0/ata1/host0/block", "sdb", "8:16");
  add_iscsi (sysfs, SESSION);
  check (sysfs, "00:1a.0 eth1 sda", 0);

  /* It was sent on to another address. */
  mock_sysfs_set (sysfs, address, "address", "203.0.113.5");
  check (sysfs, "00:19.0 eth0 sda", 0);

  mock_sysfs_set (sysfs, address, "address", "a name");
  check (sysfs, "00:19.0 eth0 sda; 00:1a.0 eth1 sda", 0);
}

static void
test_iscsi_card (void)
{
  g_autoptr (MockSysfs) sysfs = make_computer ();

  add_iscsi (sysfs, ROOT_BUS "/0000:00:1c.0/host2/session1");
  check (sysfs, "", 0);
}

static void
add_nvme (MockSysfs *sysfs, const char *name, const char *transport, const char *address)
{
  g_autofree char *folder = g_strconcat (FABRICS "/", name, NULL);
  g_autofree char *link = g_strconcat ("class/nvme/", name, NULL);

  mock_sysfs_set (sysfs, folder, "transport", transport);
  mock_sysfs_set (sysfs, folder, "address", address);
  mock_sysfs_link (sysfs, link, folder);
}

static void
test_nvme (void)
{
  g_autoptr (MockSysfs) sysfs = make_computer ();

  add_nvme (sysfs, "nvme1", "tcp", "traddr=198.51.100.9,trsvcid=4420,src_addr=198.51.100.2");
  /* It only tells where others are. */
  check (sysfs, "", 0);

  mock_sysfs_put (sysfs, "sys/" FABRICS "/nvme1/nvme1c1n1", NULL);
  mock_sysfs_put (sysfs, "sys/" FABRICS "/nvme1/nvme1c1n1p", NULL);
  add_nvme (sysfs, "nvme2", "rdma", "traddr=203.0.113.5,trsvcid=4420");
  mock_sysfs_put (sysfs, "sys/" FABRICS "/nvme2/nvme12n3", NULL);
  add_nvme (sysfs, "nvme3", "pcie", "0000:00:1d.0");
  mock_sysfs_put (sysfs, "sys/" FABRICS "/nvme3/nvme3n1", NULL);
  check (sysfs, "00:19.0 eth0 nvme12n3; 00:1a.0 eth1 nvme1n1", 0);

  add_nvme (sysfs, "nvme4", "loop", "");
  mock_sysfs_put (sysfs, "sys/" FABRICS "/nvme4/nvme4n1", NULL);
  check (sysfs, "00:19.0 eth0 nvme12n3; 00:1a.0 eth1 nvme1n1", BERTH_GAP_USES_DISK);
}

/* A disk of another computer leaves nothing open about those of this one. */
static void
test_nvme_mount (void)
{
  g_autoptr (MockSysfs) sysfs = make_computer ();

  add_nvme (sysfs, "nvme1", "tcp", "traddr=198.51.100.9,trsvcid=4420");
  mock_sysfs_add_block (sysfs, FABRICS "/nvme1", "nvme1n1", "259:4");
  mock_sysfs_put (sysfs, "proc/self/mountinfo",
                  "27 1 259:4 / /srv rw - ext4 /dev/nvme1n1 rw\n");
  check (sysfs, "00:1a.0 eth1 nvme1n1", 0);
}

static void
test_blocks (void)
{
  g_autoptr (MockSysfs) sysfs = make_computer ();
  const char *disk = mock_sysfs_add_block (sysfs, "devices/virtual/block", "nbd0", "43:0");

  /* Sixteen of them are there from the beginning, connected to nothing. */
  check (sysfs, "", 0);
  mock_sysfs_set (sysfs, disk, "pid", "4711");
  check (sysfs, "", BERTH_GAP_USES_NETWORK);

  mock_sysfs_remove (sysfs, "sys/devices/virtual/block/nbd0/pid");
  disk = mock_sysfs_add_block (sysfs, "devices/rbd/0/block", "rbd0", "252:0");
  mock_sysfs_add_block (sysfs, disk, "rbd0p1", "252:1");
  check (sysfs, "00:19.0 eth0 rbd0; 00:1a.0 eth1 rbd0", 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-remote-disks/mounts", test_mounts);
  g_test_add_func ("/facts-remote-disks/no-mountinfo", test_no_mountinfo);
  g_test_add_func ("/facts-remote-disks/mount-without-routes", test_mount_without_routes);
  g_test_add_func ("/facts-remote-disks/iscsi", test_iscsi);
  g_test_add_func ("/facts-remote-disks/iscsi-card", test_iscsi_card);
  g_test_add_func ("/facts-remote-disks/nvme", test_nvme);
  g_test_add_func ("/facts-remote-disks/nvme-mount", test_nvme_mount);
  g_test_add_func ("/facts-remote-disks/blocks", test_blocks);
  return g_test_run ();
}
