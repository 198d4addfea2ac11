/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-disk-map.h"

#include <string.h>

#include "facts/berth-block.h"

#define ROOT_POINT "/"
#define OVERLAY "overlay"
#define ZFS "zfs"
#define ZFS_MEMBER "zfs_member"

/**
 * BerthDiskMap:
 *
 * Which disks the mounted file systems of a computer lie on, through all layers. Each device is
 * looked at once, however often it is mounted: container hosts have thousands of mounts of one.
 */
struct _BerthDiskMap
{
  int root;
  const GPtrArray *mounts; /* BerthMount; borrowed */
  GPtrArray *blocks;       /* BerthBlock; NULL until it is asked for */
  gboolean has_virtual_udev;
  GHashTable *places; /* key of what was looked at → BerthDiskPlace */
};

static void
place_free (gpointer data)
{
  BerthDiskPlace *self = data;

  g_ptr_array_unref (self->carriers);
  g_free (self);
}

static gboolean
has_prefix_of (const char *text, const char *const *prefixes)
{
  for (; *prefixes != NULL; prefixes++)
    {
      if (g_str_has_prefix (text, *prefixes))
        return TRUE;
    }
  return FALSE;
}

/* These file systems are in memory or at another computer, whatever they say as their source. */
static gboolean
is_elsewhere (const char *type)
{
  static const char *const types[] = { "tmpfs", "ramfs", "rootfs", "nfs",      "nfs4", "cifs",
                                       "smb3",  "9p",    "ceph",   "virtiofs", NULL };

  return g_strv_contains (types, type);
}

/* Block devices that are in memory or at another computer. */
static gboolean
is_elsewhere_block (const char *name)
{
  static const char *const prefixes[] = { "ram", "zram", "nullb", "nbd", NULL };

  return has_prefix_of (name, prefixes);
}

static BerthDiskPlace *
place_new (void)
{
  BerthDiskPlace *self = g_new0 (BerthDiskPlace, 1);

  self->carriers = g_ptr_array_new_with_free_func (berth_block_carrier_free);
  return self;
}

/* Gives the place of @key. When it is new the caller looks and then calls settle(): until then it
 * counts as unknown, so that a file system that lies in itself, as far as can be seen, ends
 * there. */
static BerthDiskPlace *
take_place (BerthDiskMap *self, const char *key, gboolean *ret_is_new)
{
  BerthDiskPlace *place = g_hash_table_lookup (self->places, key);

  *ret_is_new = place == NULL;
  if (place == NULL)
    {
      place = place_new ();
      place->is_unknown = TRUE;
      g_hash_table_insert (self->places, g_strdup (key), place);
    }
  return place;
}

/* @found: (transfer full): what was found out about @self */
static void
settle (BerthDiskPlace *self, BerthDiskPlace *found)
{
  BerthDiskPlace before = *self;

  *self = *found;
  *found = before;
  place_free (found);
}

static void
merge (BerthDiskPlace *self, const BerthDiskPlace *other)
{
  for (guint i = 0; i < other->carriers->len; i++)
    g_ptr_array_add (self->carriers,
                     berth_block_carrier_copy (g_ptr_array_index (other->carriers, i)));
  self->is_unknown |= other->is_unknown || other->is_nowhere;
}

static void add_pool (BerthDiskMap *self, const char *dataset, BerthDiskPlace *place);

/* Adds what the file at @path lies in. */
static void
add_file (BerthDiskMap *self, const char *path, BerthDiskPlace *place)
{
  const BerthMount *mount = path != NULL ? berth_mounts_find (self->mounts, path) : NULL;

  if (mount != NULL)
    merge (place, berth_disk_map_find_mount (self, mount));
  else
    place->is_unknown = TRUE;
}

static void
add_zvol (BerthDiskMap *self, const char *name, BerthDiskPlace *place)
{
  const GPtrArray *blocks = berth_disk_map_list_blocks (self);

  for (guint i = 0; i < blocks->len; i++)
    {
      const BerthBlock *block = g_ptr_array_index (blocks, i);
      g_autoptr (BerthUdevBlock) udev = g_str_equal (block->name, name)
                                            ? berth_udev_read_block (self->root, block->number)
                                            : NULL;

      if (udev != NULL && udev->zvol != NULL)
        {
          add_pool (self, udev->zvol, place);
          return;
        }
    }
  place->is_unknown = TRUE;
}

static void
add_virtual (BerthDiskMap *self, const char *name, BerthDiskPlace *place)
{
  if (g_str_has_prefix (name, "loop"))
    {
      g_autofree char *file = berth_block_dup_backing_file (self->root, name);

      add_file (self, file, place);
    }
  else if (g_str_has_prefix (name, "zd"))
    {
      add_zvol (self, name, place);
    }
  else if (!is_elsewhere_block (name))
    {
      /* DRBD and its like do not tell the kernel what they are made of. */
      place->is_unknown = TRUE;
    }
}

static void
add_block (BerthDiskMap *self, const char *name, BerthDiskPlace *place)
{
  g_autoptr (GPtrArray) carriers = berth_block_list_carriers (self->root, name);

  for (guint i = 0; i < carriers->len; i++)
    {
      const BerthBlockCarrier *carrier = g_ptr_array_index (carriers, i);

      if (carrier->is_virtual)
        add_virtual (self, carrier->name, place);
      else
        g_ptr_array_add (place->carriers, berth_block_carrier_copy (carrier));
    }
  place->is_unknown |= carriers->len == 0;
}

/* ZFS may lie on encrypted disks, so that the member is a device of the device mapper. */
static void
read_virtual_udev (BerthDiskMap *self)
{
  static const char *const prefixes[] = { "dm-", "md", "bcache", NULL };
  const GPtrArray *blocks = berth_disk_map_list_blocks (self);

  for (guint i = 0; i < blocks->len && !self->has_virtual_udev; i++)
    {
      BerthBlock *block = g_ptr_array_index (blocks, i);

      if (block->udev == NULL && has_prefix_of (block->name, prefixes))
        block->udev = berth_udev_read_block (self->root, block->number);
    }
  self->has_virtual_udev = TRUE;
}

/* The members of a ZFS pool. The kernel does not tell them, udev does. */
static BerthDiskPlace *
look_at_pool (BerthDiskMap *self, const char *pool)
{
  /* libblkid makes blanks so in the labels that it gives to udev. */
  g_autofree char *label = g_strdelimit (g_strdup (pool), " ", '_');
  const GPtrArray *blocks = berth_disk_map_list_blocks (self);
  BerthDiskPlace *found = place_new ();
  gboolean has_member = FALSE;

  read_virtual_udev (self);
  for (guint i = 0; i < blocks->len; i++)
    {
      const BerthBlock *block = g_ptr_array_index (blocks, i);

      if (block->udev == NULL || g_strcmp0 (block->udev->fs_type, ZFS_MEMBER) != 0
          || g_strcmp0 (block->udev->fs_label, label) != 0)
        continue;

      add_block (self, block->name, found);
      has_member = TRUE;
    }
  found->is_unknown |= !has_member;
  return found;
}

/* Adds what @dataset ("rpool/ROOT/debian") lies on. */
static void
add_pool (BerthDiskMap *self, const char *dataset, BerthDiskPlace *place)
{
  g_autofree char *pool = g_strndup (dataset, strcspn (dataset, "/"));
  g_autofree char *key = g_strconcat (ZFS " ", pool, NULL);
  gboolean is_new;
  BerthDiskPlace *members = take_place (self, key, &is_new);

  if (is_new)
    settle (members, look_at_pool (self, pool));
  merge (place, members);
}

static void
add_layers_of (BerthDiskMap *self, const char *folders, BerthDiskPlace *place)
{
  g_auto (GStrv) layers = g_strsplit (folders, ":", -1);

  for (gsize i = 0; layers[i] != NULL; i++)
    {
      g_autofree char *layer = berth_mounts_unescape (layers[i], strlen (layers[i]));

      add_file (self, *layer == '/' ? layer : NULL, place);
    }
}

/* The folders that an overlay shows one above the other, as systems that run from a stick do with
 * their root. */
static void
add_overlay (BerthDiskMap *self, const char *options, BerthDiskPlace *place)
{
  static const char *const keys[]
      = { "lowerdir=", "lowerdir+=", "datadir+=", "upperdir=", NULL };
  g_auto (GStrv) list = g_strsplit (options, ",", -1);
  gboolean has_layer = FALSE;

  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (has_prefix_of (list[i], keys))
        {
          add_layers_of (self, strchr (list[i], '=') + 1, place);
          has_layer = TRUE;
        }
    }
  place->is_unknown |= !has_layer;
}

/* What a file system says that it is on; bcachefs joins its devices with colons. */
static void
add_source (BerthDiskMap *self, const BerthMount *mount, BerthDiskPlace *place)
{
  g_auto (GStrv) sources = g_strsplit (mount->source, ":", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; sources[i] != NULL; i++)
    {
      char *name = berth_block_find_by_source (self->root, sources[i]);

      if (name != NULL)
        g_ptr_array_add (names, name);
    }

  if (names->len == 1 && g_str_equal (mount->type, "btrfs"))
    {
      g_autoptr (GPtrArray) source = g_steal_pointer (&names);

      names = berth_block_list_btrfs_members (self->root, g_ptr_array_index (source, 0));
    }
  for (guint i = 0; i < names->len; i++)
    add_block (self, g_ptr_array_index (names, i), place);
  place->is_nowhere = names->len == 0;
}

static BerthDiskPlace *
look_at_mount (BerthDiskMap *self, const BerthMount *mount, gboolean is_overlay)
{
  BerthDiskPlace *found = place_new ();

  if (!g_str_has_prefix (mount->number, "0:"))
    {
      g_autofree char *name = berth_block_find_by_number (self->root, mount->number);

      if (name != NULL)
        add_block (self, name, found);
      else
        found->is_nowhere = TRUE;
    }
  else if (is_overlay)
    {
      add_overlay (self, mount->options, found);
    }
  else if (g_str_equal (mount->type, ZFS))
    {
      add_pool (self, mount->source, found);
    }
  else if (!is_elsewhere (mount->type))
    {
      add_source (self, mount, found);
    }
  return found;
}

static BerthDiskPlace *
look_at_path (BerthDiskMap *self, const char *path)
{
  g_autofree char *name = berth_block_find_by_source (self->root, path);
  BerthDiskPlace *found = place_new ();

  if (name != NULL)
    add_block (self, name, found);
  else
    add_file (self, path, found);
  return found;
}

/**
 * berth_disk_map_new:
 * @root: descriptor of the folder that holds sys/, dev/ and run/; stays open as long as the map
 *   lives
 * @mounts: (element-type BerthMount): lives as long as the map
 *
 * Returns: (transfer full)
 */
BerthDiskMap *
berth_disk_map_new (int root, const GPtrArray *mounts)
{
  BerthDiskMap *self = g_new0 (BerthDiskMap, 1);

  self->root = root;
  self->mounts = mounts;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  return self;
}

void
berth_disk_map_free (BerthDiskMap *self)
{
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_hash_table_unref (self->places);
  g_free (self);
}

/**
 * berth_disk_map_list_blocks:
 *
 * Returns: (transfer none) (element-type BerthBlock): berth_block_list(), read at the first call
 */
const GPtrArray *
berth_disk_map_list_blocks (BerthDiskMap *self)
{
  if (self->blocks == NULL)
    self->blocks = berth_block_list (self->root);
  return self->blocks;
}

/**
 * berth_disk_map_find_mount:
 * @mount: one of the map's mounts
 *
 * Of overlays only that at "/" is followed to its layers: those of containers are many, and what
 * they lie in is mounted itself.
 *
 * Returns: (transfer none): where @mount lies; belongs to the map
 */
const BerthDiskPlace *
berth_disk_map_find_mount (BerthDiskMap *self, const BerthMount *mount)
{
  gboolean is_overlay
      = g_str_equal (mount->point, ROOT_POINT) && g_str_equal (mount->type, OVERLAY);
  gboolean is_device = !g_str_has_prefix (mount->number, "0:");
  const char *root = is_overlay ? ROOT_POINT : "";
  g_autofree char *key = is_device ? g_strdup (mount->number)
                                   : g_strjoin (" ", mount->number, root, mount->source, NULL);
  gboolean is_new;
  BerthDiskPlace *place = take_place (self, key, &is_new);

  if (is_new)
    settle (place, look_at_mount (self, mount, is_overlay));
  return place;
}

/**
 * berth_disk_map_find_path:
 * @path: of a block device or a file, as /proc/swaps has it
 *
 * Returns: (transfer none): where it lies; belongs to the map
 */
const BerthDiskPlace *
berth_disk_map_find_path (BerthDiskMap *self, const char *path)
{
  g_autofree char *key = g_strconcat ("path ", path, NULL);
  gboolean is_new;
  BerthDiskPlace *place = take_place (self, key, &is_new);

  if (is_new)
    settle (place, look_at_path (self, path));
  return place;
}
