/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-block.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/block/"
#define DEVICE_FOLDER "/dev/"
#define MAPPER_FOLDER "mapper/"
#define BTRFS_FOLDER "sys/fs/btrfs"
#define NVME_SUBSYSTEM "/nvme-subsystem/"

/* Encrypted LVM on a RAID of partitions is four; loops cannot be, but a limit is cheap. */
#define MAX_DEPTH 16

static void
carrier_free (gpointer data)
{
  BerthBlockCarrier *self = data;

  g_free (self->name);
  g_free (self->path);
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
  g_autofree char *path = g_strconcat ("sys/dev/block/", number, NULL);
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
 * @source: what a mount or a swap area says that it is on: "/dev/mapper/home"
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

  if (!g_str_has_prefix (source, DEVICE_FOLDER))
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

static void
add_carrier (GPtrArray *carriers, const char *name, const char *path)
{
  BerthBlockCarrier *carrier = g_new0 (BerthBlockCarrier, 1);

  carrier->name = g_strdup (name);
  carrier->path = g_strdup (path);
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

/* The devices that @name is made of. A partition of a RAID has them in the RAID's folder. */
static void
add_slaves (int root, const char *name, guint depth, GPtrArray *carriers)
{
  g_autofree char *own = g_strconcat (CLASS_FOLDER, name, "/slaves", NULL);
  g_autofree char *above = g_strconcat (CLASS_FOLDER, name, "/../slaves", NULL);
  g_autoptr (DIR) folder = berth_sysfs_list (root, own);
  const char *slave;

  if (folder == NULL)
    folder = berth_sysfs_list (root, above);

  while (folder != NULL && (slave = berth_sysfs_next (folder)) != NULL)
    add_carriers (root, slave, depth - 1, carriers);
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
  else if (strstr (target, "/virtual/") != NULL)
    add_slaves (root, name, depth, carriers);
  else
    add_carrier (carriers, name, target);
}

/**
 * berth_block_list_carriers:
 * @name: the kernel's name of a block device
 *
 * Returns: (transfer full) (element-type BerthBlockCarrier): what carries @name, itself if it hangs
 *   on hardware; empty for one that is made of memory or of a file
 */
GPtrArray *
berth_block_list_carriers (int root, const char *name)
{
  GPtrArray *carriers = g_ptr_array_new_with_free_func (carrier_free);

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
