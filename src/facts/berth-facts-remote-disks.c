/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-remote-disks.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "facts/berth-mounts.h"
#include "facts/berth-peer.h"
#include "facts/berth-sysfs.h"

#define BLOCK_FOLDER "sys/class/block"
#define ISCSI_FOLDER "sys/class/iscsi_connection"
#define NVME_FOLDER "sys/class/nvme"

/* @address: (nullable): foreign; what is no address is a name, which is never resolved */
static void
add_peer (GPtrArray *peers, const char *purpose, const char *address)
{
  BerthPeer *peer = berth_peer_new (BERTH_USE_REMOTE_DISK, purpose);

  if (address != NULL)
    berth_peer_set_text (peer, address);
  g_ptr_array_add (peers, peer);
}

/* The value of @key, "addr=", in "rw,vers=4.2,addr=192.0.2.1" */
static char *
dup_option (const char *options, const char *key)
{
  g_auto (GStrv) words = g_strsplit (options, ",", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (g_str_has_prefix (words[i], key))
        return g_strdup (words[i] + strlen (key));
    }
  return NULL;
}

/* The computer in "192.0.2.1:/home", "[2001:db8::1]:6789", "//server/share", "me@server:/home" */
static char *
dup_host (const char *source)
{
  const char *begin = source + strspn (source, "/\\");
  gsize user = strcspn (begin, "@:/");

  if (begin[user] == '@')
    begin += user + 1;
  if (*begin == '[')
    return g_strndup (begin + 1, strcspn (begin + 1, "]"));
  return g_strndup (begin, strcspn (begin, ":/\\"));
}

/* Who is named in @list, separated by one of @separators. */
static void
add_hosts (GPtrArray *peers, const char *purpose, const char *list, const char *separators)
{
  g_auto (GStrv) words = g_strsplit_set (list, separators, -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *host = dup_host (words[i]);

      add_peer (peers, purpose, host);
    }
}

static gboolean
is_remote (const BerthMount *mount)
{
  static const char *const types[] = { "nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs",
                                       "fuse.glusterfs", "fuse.ceph-fuse", "fuse.sshfs", NULL };

  /* 9p is most often a folder of the host's in a VM. */
  if (g_str_equal (mount->type, "9p"))
    {
      g_autofree char *transport = dup_option (mount->options, "trans=");

      return g_strcmp0 (transport, "tcp") == 0 || g_strcmp0 (transport, "rdma") == 0;
    }
  return g_strv_contains (types, mount->type);
}

/* NFS and SMB tell the address that they have found to a name; Ceph those of its monitors, in newer
 * kernels with slashes between them; the others only what the user wrote. */
static void
add_mount (GPtrArray *peers, const BerthMount *mount)
{
  g_autofree char *address = dup_option (mount->options, "addr=");
  g_autofree char *monitors = dup_option (mount->options, "mon_addr=");

  if (address != NULL)
    add_peer (peers, mount->point, address);
  else if (monitors != NULL)
    add_hosts (peers, mount->point, monitors, "/");
  else if (g_str_equal (mount->type, "ceph"))
    add_hosts (peers, mount->point, mount->source, ",");
  else
    {
      g_autofree char *host = dup_host (mount->source);

      add_peer (peers, mount->point, host);
    }
}

static void
add_mounts (const GPtrArray *mounts, GPtrArray *peers)
{
  for (guint i = 0; i < mounts->len; i++)
    {
      const BerthMount *mount = g_ptr_array_index (mounts, i);

      if (is_remote (mount))
        add_mount (peers, mount);
    }
}

/* Adds each whole disk whose link in sysfs goes through @folder. */
static void
add_disks_below (int root, GPtrArray *peers, const char *folder, const char *address)
{
  g_autoptr (DIR) blocks = berth_sysfs_list (root, BLOCK_FOLDER);
  const char *name;

  while (blocks != NULL && (name = berth_sysfs_next (blocks)) != NULL)
    {
      char target[BERTH_SYSFS_SIZE];
      g_autofree char *end = g_strconcat ("/block/", name, NULL);

      if (berth_sysfs_read_link (dirfd (blocks), name, target, sizeof target) > 0
          && g_str_has_prefix (target, folder) && g_str_has_suffix (target, end))
        add_peer (peers, name, address);
    }
}

/* "../../devices/platform/host2/session1/connection1:0/iscsi_connection/connection1:0": the disks
 * are below the session too. One that a card speaks by itself hangs on this card. */
static void
add_iscsi_connection (int root, int folder, const char *name, GPtrArray *peers)
{
  g_autofree char *address_path = g_strconcat (name, "/address", NULL);
  g_autofree char *configured_path = g_strconcat (name, "/persistent_address", NULL);
  g_autofree char *address = berth_sysfs_dup_text (folder, address_path);
  g_autofree char *component = g_strconcat ("/", name, "/", NULL);
  char target[BERTH_SYSFS_SIZE];
  g_autoptr (GArray) holders = NULL;
  char *end;

  if (berth_sysfs_read_link (folder, name, target, sizeof target) <= 0)
    return;
  holders = berth_sysfs_list_holders (target);
  end = strstr (target, component);
  if (holders->len > 0 || end == NULL)
    return;

  /* While the connection is lost there is only what it shall be connected to. */
  if (address == NULL)
    address = berth_sysfs_dup_text (folder, configured_path);
  end[1] = '\0';
  add_disks_below (root, peers, target, address);
}

static void
read_iscsi (int root, GPtrArray *peers)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, ISCSI_FOLDER);
  const char *name;

  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    add_iscsi_connection (root, dirfd (folder), name, peers);
}

/* "nvme1n1", or "nvme1c3n1", which is the way of controller 3 to "nvme1n1"
 * (drivers/nvme/host/multipath.c); NULL for what is no disk */
static char *
dup_nvme_disk (const char *name)
{
  const char *rest = g_str_has_prefix (name, "nvme") ? name + strlen ("nvme") : "";
  gsize number = strspn (rest, "0123456789");
  gsize way = 0;
  const char *disk;

  if (rest[number] == 'c')
    way = 1 + strspn (rest + number + 1, "0123456789");
  disk = rest + number + way;
  if (number == 0 || disk[0] != 'n' || !g_ascii_isdigit (disk[1])
      || disk[1 + strspn (disk + 1, "0123456789")] != '\0')
    return NULL;
  return g_strdup_printf ("nvme%.*s%s", (int) number, rest, disk);
}

/* Through a Fibre Channel card, or back into this computer, a disk is not over the network; but
 * which disk of this computer it is then, is not told. */
static void
add_nvme_disk (GPtrArray *peers,
               const char *disk,
               const char *transport,
               const char *address,
               BerthFacts *facts)
{
  if (g_str_equal (transport, "tcp") || g_str_equal (transport, "rdma"))
    add_peer (peers, disk, address);
  else if (g_str_equal (transport, "fc") || g_str_equal (transport, "loop"))
    facts->gaps |= BERTH_GAP_USES_DISK;
}

/* Its address: "traddr=192.0.2.1,trsvcid=4420,src_addr=192.0.2.2" */
static void
add_nvme_controller (int classes, const char *name, GPtrArray *peers, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (classes, name);
  g_autofree char *transport = NULL;
  g_autofree char *options = NULL;
  g_autofree char *address = NULL;
  const char *entry;

  if (folder == NULL)
    return;
  transport = berth_sysfs_dup_text (dirfd (folder), "transport");
  options = berth_sysfs_dup_text (dirfd (folder), "address");
  address = options != NULL ? dup_option (options, "traddr=") : NULL;
  while (transport != NULL && (entry = berth_sysfs_next (folder)) != NULL)
    {
      g_autofree char *disk = dup_nvme_disk (entry);

      if (disk != NULL)
        add_nvme_disk (peers, disk, transport, address, facts);
    }
}

static void
read_nvme (int root, GPtrArray *peers, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, NVME_FOLDER);
  const char *name;

  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    add_nvme_controller (dirfd (folder), name, peers, facts);
}

/* Disks whose drivers do not tell with whom they speak: nbd knows only its socket, which may be one
 * of this computer's own; it has a number of a process while it is connected. */
static void
read_blocks (int root, GPtrArray *peers, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, BLOCK_FOLDER);
  const char *name;

  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    {
      g_autofree char *pid = g_strconcat (name, "/pid", NULL);

      if (g_str_has_prefix (name, "nbd") && faccessat (dirfd (folder), pid, F_OK, 0) == 0)
        facts->gaps |= BERTH_GAP_USES_NETWORK;
      if (g_str_has_prefix (name, "rbd") && strchr (name, 'p') == NULL)
        add_peer (peers, name, NULL);
    }
}

/**
 * berth_facts_remote_disks_list:
 * @root: descriptor of the folder that holds sys/
 * @mounts: (nullable) (element-type BerthMount): berth_mounts_read()
 * @peers: (inout) (element-type BerthPeer): gets the computers that have a disk or file system that
 *   this one uses, once for each of these: NFS, SMB, Ceph, 9p, Gluster, sshfs; iSCSI, NVMe over
 *   TCP or RDMA, RADOS
 *
 * Other file systems of programs (FUSE) stay unseen.
 */
void
berth_facts_remote_disks_list (int root,
                               const GPtrArray *mounts,
                               GPtrArray *peers,
                               BerthFacts *facts)
{
  if (mounts != NULL)
    add_mounts (mounts, peers);
  else
    facts->gaps |= BERTH_GAP_USES_NETWORK;
  read_iscsi (root, peers);
  read_nvme (root, peers, facts);
  read_blocks (root, peers, facts);
}
