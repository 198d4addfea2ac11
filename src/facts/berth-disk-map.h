/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-mounts.h"

G_BEGIN_DECLS

/**
 * BerthDiskPlace:
 * @carriers: (element-type BerthBlockCarrier): the disks and partitions that it lies on
 * @is_unknown: it lies on something that the kernel does not tell, besides @carriers
 * @is_nowhere: it is on no block device, in no memory and at no other computer: most of these are
 *   made by the kernel (proc) or by a program (FUSE), which may use a disk or not
 *
 * Where a file system or a swap area lies.
 */
typedef struct
{
  GPtrArray *carriers;
  gboolean is_unknown;
  gboolean is_nowhere;
} BerthDiskPlace;

typedef struct _BerthDiskMap BerthDiskMap;

BerthDiskMap *berth_disk_map_new (int root, const GPtrArray *mounts);
void berth_disk_map_free (BerthDiskMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthDiskMap, berth_disk_map_free)

const GPtrArray *berth_disk_map_list_blocks (BerthDiskMap *self);
const BerthDiskPlace *berth_disk_map_find_mount (BerthDiskMap *self, const BerthMount *mount);
const BerthDiskPlace *berth_disk_map_find_path (BerthDiskMap *self, const char *path);

G_END_DECLS
