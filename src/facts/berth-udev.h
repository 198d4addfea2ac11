/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthUdevBlock:
 * @fs_type: (nullable): what udev found on it: "ext4", "LVM2_member"
 * @fs_label: (nullable): the label of that; of a member of a ZFS pool, the pool's name
 * @table: (nullable): the kind of partition table that it has, or that it is in
 * @part_type: (nullable): the type that the partition table gives it, a UUID or "0xef"
 * @part_uuid: (nullable): the partition's own UUID
 * @zvol: (nullable): of a block device that ZFS makes, its name: "rpool/swap"
 *
 * What the udev database says of a block device (/run/udev/data). Foreign text: it was read from
 * the disk.
 */
typedef struct
{
  char *fs_type;
  char *fs_label;
  char *table;
  char *part_type;
  char *part_uuid;
  char *zvol;
} BerthUdevBlock;

BerthUdevBlock *berth_udev_read_block (int root, const char *number);
void berth_udev_block_free (BerthUdevBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthUdevBlock, berth_udev_block_free)

G_END_DECLS
