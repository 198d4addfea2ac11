/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-disks.h"

#include <errno.h>
#include <string.h>

#include "facts/berth-disk-map.h"
#include "facts/berth-disk-uses.h"
#include "facts/berth-facts-partitions.h"
#include "facts/berth-sysfs.h"

static void
add_uses (const BerthDiskPlace *place, BerthUseKind kind, const char *purpose, BerthDiskUses *uses)
{
  for (guint i = 0; i < place->carriers->len; i++)
    berth_disk_uses_add (uses, kind, g_ptr_array_index (place->carriers, i), purpose);
}

static void
read_mounts (const GPtrArray *mounts, BerthDiskMap *map, BerthDiskUses *uses, BerthFacts *facts)
{
  for (guint i = 0; i < mounts->len; i++)
    {
      const BerthMount *mount = g_ptr_array_index (mounts, i);
      const BerthDiskPlace *place = berth_disk_map_find_mount (map, mount);

      add_uses (place, BERTH_USE_DISK, mount->point, uses);

      /* A root file system that is on nothing that is known is on something that is not. */
      if (place->is_unknown || (place->is_nowhere && g_str_equal (mount->point, "/")))
        facts->gaps |= BERTH_GAP_USES_DISK;
    }
}

/* "/dev/dm-0  partition  1000444  0  -2", or a file. */
static void
read_swaps (int root, BerthDiskMap *map, BerthDiskUses *uses, BerthFacts *facts)
{
  g_autofree char *text = berth_sysfs_dup_file (root, "proc/swaps");
  char *rest = text;
  char *line;

  if (text == NULL)
    {
      /* Without the file this kernel cannot swap; that is an answer. */
      if (errno != ENOENT)
        facts->gaps |= BERTH_GAP_USES_DISK;
      return;
    }

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      g_autofree char *path = berth_mounts_unescape (line, strcspn (line, " \t"));
      const BerthDiskPlace *place;

      if (*path != '/')
        continue;

      place = berth_disk_map_find_path (map, path);
      add_uses (place, BERTH_USE_SWAP, NULL, uses);
      if (place->is_unknown || place->is_nowhere)
        facts->gaps |= BERTH_GAP_USES_DISK;
    }
}

/**
 * berth_facts_disks_read:
 * @root: descriptor of the folder that holds sys/, proc/, dev/ and run/
 * @mounts: (nullable) (element-type BerthMount): berth_mounts_read()
 * @facts: (inout): gets a use of each device below a mounted file system or a swap area, and of
 *   each with a disk that another layer holds or that a computer starts from
 *
 * Mounts of other mount namespaces, and disks that a program opens as they are, stay unseen.
 */
void
berth_facts_disks_read (int root, const GPtrArray *mounts, BerthFacts *facts)
{
  g_autoptr (BerthDiskUses) uses = berth_disk_uses_new (facts);
  g_autoptr (BerthDiskMap) map = NULL;

  if (mounts == NULL)
    {
      facts->gaps |= BERTH_GAP_USES_DISK;
      return;
    }

  map = berth_disk_map_new (root, mounts);
  read_mounts (mounts, map, uses, facts);
  read_swaps (root, map, uses, facts);
  berth_facts_partitions_read (root, berth_disk_map_list_blocks (map), uses);
}
