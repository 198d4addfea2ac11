/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-block.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/block/"
#define NUMBER_FOLDER "sys/dev/block"
#define DEVICE_FOLDER "/dev/"
#define MAPPER_FOLDER "mapper/"
#define BTRFS_FOLDER "sys/fs/btrfs"
#define NVME_SUBSYSTEM "/nvme-subsystem/"
#define NVME_FABRICS "/nvme-fabrics/"
#define VIRTUAL "/virtual/"

/* Encrypted LVM on a RAID of partitions is four; loops cannot be, but a limit is cheap. */
#define MAX_DEPTH 16

/**
 * berth_block_carrier_copy:
 *
 * Returns: (transfer full)
 */
BerthBlockCarrier *
berth_block_carrier_copy (const BerthBlockCarrier *self)
{
  BerthBlockCarrier *copy = g_new0 (BerthBlockCarrier, 1);

  copy->name = g_strdup (self->name);
  copy->path = g_strdup (self->path);
  copy->is_virtual = self->is_virtual;
  return copy;
}

void
berth_block_carrier_free (gpointer carrier)
{
  BerthBlockCarrier *self = carrier;

  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

static void
block_free (gpointer data)
{
  BerthBlock *self = data;

  g_clear_pointer (&self->udev, berth_udev_block_free);
  g_free (self->number);
  g_free (self->name);
  g_free (self);
}

static char *
dup_link (int root, const char *path)
{
  char target[BERTH_SYSFS_SIZE];

  return berth_sysfs_read_link (root, path, target, sizeof target) > 0 ? g_strdup (target) : NULL;
}

/**
 * berth_block_find_by_number:
 * @root: descriptor of the folder that holds sys/
 * @number: "259:2"
 *
 * Returns: (nullable) (transfer full): the kernel's name of the block device, "nvme0n1p2"
 */
char *
berth_block_find_by_number (int root, const char *number)
{
  g_autofree char *path = g_strconcat (NUMBER_FOLDER "/", number, NULL);
  g_autofree char *target = dup_link (root, path);

  return target != NULL ? g_path_get_basename (target) : NULL;
}

/* The device whose name for device mapper is @mapped: "luks-1234" → "dm-0". */
static char *
find_mapped (int root, const char *mapped)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, CLASS_FOLDER);
  const char *name;

  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    {
      g_autofree char *path = g_strconcat (name, "/dm/name", NULL);
      g_autofree char *text = g_str_has_prefix (name, "dm-")
                                  ? berth_sysfs_dup_text (dirfd (folder), path)
                                  : NULL;

      if (g_strcmp0 (text, mapped) == 0)
        return g_strdup (name);
    }
  return NULL;
}

/**
 * berth_block_find_by_source:
 * @root: descriptor of the folder that holds sys/ and dev/
 * @source: what a mount or a swap area says that it is on: "/dev/mapper/home"; foreign
 *
 * Returns: (nullable) (transfer full): the kernel's name of the block device; %NULL when @source
 *   is none
 */
char *
berth_block_find_by_source (int root, const char *source)
{
  const char *name = source + strlen (DEVICE_FOLDER);
  g_autofree char *kernel_name = NULL;
  g_autofree char *path = NULL;
  struct stat node;

  /* A program that shows a file system (FUSE) names its source as it likes. Out of /dev the path
   * might lead into one that does not answer, and whoever asks there waits for ever. */
  if (!g_str_has_prefix (source, DEVICE_FOLDER) || strstr (source, "/../") != NULL)
    return NULL;

  if (fstatat (root, source + 1, &node, 0) == 0 && S_ISBLK (node.st_mode))
    {
      g_autofree char *number
          = g_strdup_printf ("%u:%u", major (node.st_rdev), minor (node.st_rdev));
      char *found = berth_block_find_by_number (root, number);

      if (found != NULL)
        return found;
    }

  if (g_str_has_prefix (name, MAPPER_FOLDER))
    return find_mapped (root, name + strlen (MAPPER_FOLDER));

  /* The kernel writes "cciss/c0d0" as "cciss!c0d0". */
  kernel_name = g_strdelimit (g_strdup (name), "/", '!');
  path = g_strconcat (CLASS_FOLDER, kernel_name, NULL);
  return faccessat (root, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ? g_steal_pointer (&kernel_name)
                                                                : NULL;
}

/* The head of an NVMe disk with several ways to it has no hardware in its path, and yet hangs on
 * all of them; and one that is reached over a network hangs on another computer. */
static gboolean
is_virtual_path (const char *path)
{
  return strstr (path, VIRTUAL) != NULL && strstr (path, NVME_SUBSYSTEM) == NULL
         && strstr (path, NVME_FABRICS) == NULL;
}

/**
 * berth_block_list:
 * @root: descriptor of the folder that holds sys/ and run/
 *
 * Returns: (transfer full) (element-type BerthBlock): all block devices of the kernel, in no
 *   order; what udev knows is read only of those that hang on hardware
 */
GPtrArray *
berth_block_list (int root)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (block_free);
  g_autoptr (DIR) folder = berth_sysfs_list (root, NUMBER_FOLDER);
  const char *number;

  while (folder != NULL && (number = berth_sysfs_next (folder)) != NULL)
    {
      g_autofree char *path = dup_link (dirfd (folder), number);
      BerthBlock *block;

      if (path == NULL)
        continue;

      block = g_new0 (BerthBlock, 1);
      block->number = g_strdup (number);
      block->name = g_path_get_basename (path);
      block->is_virtual = is_virtual_path (path);
      if (!block->is_virtual)
        block->udev = berth_udev_read_block (root, number);
      g_ptr_array_add (blocks, block);
    }
  return blocks;
}

static void
add_carrier (GPtrArray *carriers, const char *name, const char *path)
{
  BerthBlockCarrier *carrier = g_new0 (BerthBlockCarrier, 1);

  carrier->name = g_strdup (name);
  carrier->path = g_strdup (path);
  carrier->is_virtual = is_virtual_path (path);
  g_ptr_array_add (carriers, carrier);
}

/* With native multipath an NVMe disk belongs to its subsystem, which has a link to each of the
 * controllers that reach it (drivers/nvme/host/multipath.c). */
static void
add_nvme_controllers (int root, const char *name, const char *path, GPtrArray *carriers)
{
  const char *subsystem = strstr (path, NVME_SUBSYSTEM) + strlen (NVME_SUBSYSTEM);
  g_autofree char *folder_path = g_strdup_printf ("sys/class/nvme-subsystem/%.*s",
                                                  (int) strcspn (subsystem, "/"), subsystem);
  g_autoptr (DIR) folder = berth_sysfs_list (root, folder_path);
  const char *entry;

  while (folder != NULL && (entry = berth_sysfs_next (folder)) != NULL)
    {
      g_autofree char *target = NULL;

      if (!g_str_has_prefix (entry, "nvme"))
        continue;

      target = dup_link (dirfd (folder), entry);
      if (target != NULL)
        add_carrier (carriers, name, target);
    }
}

static void add_carriers (int root, const char *name, guint depth, GPtrArray *carriers);

/* The devices that @name is made of; it itself when there are none. A partition of a RAID has them
 * in the RAID's folder. */
static void
add_slaves (int root, const char *name, const char *path, guint depth, GPtrArray *carriers)
{
  g_autofree char *own = g_strconcat (CLASS_FOLDER, name, "/slaves", NULL);
  g_autofree char *above = g_strconcat (CLASS_FOLDER, name, "/../slaves", NULL);
  g_autoptr (DIR) folder = berth_sysfs_list (root, own);
  gboolean has_slaves = FALSE;
  const char *slave;

  if (folder == NULL)
    folder = berth_sysfs_list (root, above);

  while (folder != NULL && (slave = berth_sysfs_next (folder)) != NULL)
    {
      add_carriers (root, slave, depth - 1, carriers);
      has_slaves = TRUE;
    }
  if (!has_slaves)
    add_carrier (carriers, name, path);
}

static void
add_carriers (int root, const char *name, guint depth, GPtrArray *carriers)
{
  g_autofree char *path = g_strconcat (CLASS_FOLDER, name, NULL);
  g_autofree char *target = depth > 0 ? dup_link (root, path) : NULL;

  if (target == NULL)
    return;

  if (strstr (target, NVME_SUBSYSTEM) != NULL)
    add_nvme_controllers (root, name, target, carriers);
  else if (is_virtual_path (target))
    add_slaves (root, name, target, depth, carriers);
  else
    add_carrier (carriers, name, target);
}

/**
 * berth_block_list_carriers:
 * @name: the kernel's name of a block device
 *
 * Returns: (transfer full) (element-type BerthBlockCarrier): what carries @name, itself if it is
 *   made of no other; empty when there is no such device
 */
GPtrArray *
berth_block_list_carriers (int root, const char *name)
{
  GPtrArray *carriers = g_ptr_array_new_with_free_func (berth_block_carrier_free);

  add_carriers (root, name, MAX_DEPTH, carriers);
  return carriers;
}

/**
 * berth_block_list_btrfs_members:
 * @name: the device that a mounted btrfs names as its source
 *
 * Returns: (transfer full) (element-type utf8): all devices of the file system that @name belongs
 *   to, @name too
 */
GPtrArray *
berth_block_list_btrfs_members (int root, const char *name)
{
  GPtrArray *members = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DIR) systems = berth_sysfs_list (root, BTRFS_FOLDER);
  const char *id;

  g_ptr_array_add (members, g_strdup (name));
  while (systems != NULL && (id = berth_sysfs_next (systems)) != NULL)
    {
      g_autofree char *path = g_strconcat (id, "/devices", NULL);
      g_autofree char *own = g_strconcat (path, "/", name, NULL);
      g_autoptr (DIR) devices = NULL;
      const char *member;

      if (faccessat (dirfd (systems), own, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        continue;

      devices = berth_sysfs_list (dirfd (systems), path);
      while (devices != NULL && (member = berth_sysfs_next (devices)) != NULL)
        {
          if (!g_str_equal (member, name))
            g_ptr_array_add (members, g_strdup (member));
        }
    }
  return members;
}

/**
 * berth_block_dup_backing_file:
 * @name: of a loop device or a partition of one
 *
 * Returns: (nullable) (transfer full): the file that it is made of, as whoever set it up saw it
 */
char *
berth_block_dup_backing_file (int root, const char *name)
{
  g_autofree char *own = g_strconcat (CLASS_FOLDER, name, "/loop/backing_file", NULL);
  g_autofree char *above = g_strconcat (CLASS_FOLDER, name, "/../loop/backing_file", NULL);
  char *file = berth_sysfs_dup_text (root, own);

  return file != NULL ? file : berth_sysfs_dup_text (root, above);
}

/**
 * berth_block_is_held:
 *
 * Returns: whether another block device is made of it: device mapper, RAID, bcache
 */
gboolean
berth_block_is_held (int root, const char *name)
{
  g_autofree char *path = g_strconcat (CLASS_FOLDER, name, "/holders", NULL);
  g_autoptr (DIR) holders = berth_sysfs_list (root, path);

  return holders != NULL && berth_sysfs_next (holders) != NULL;
}
