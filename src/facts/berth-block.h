/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-udev.h"

G_BEGIN_DECLS

/**
 * BerthBlockCarrier:
 * @name: of the disk or partition, in the kernel's words
 * @path: its path in sysfs
 * @is_virtual: it hangs on no hardware: it is made of memory, of a file, or of what the kernel
 *   does not tell
 *
 * A block device at the bottom of what is mounted: below device mapper, RAID and multipath.
 */
typedef struct
{
  char *name;
  char *path;
  gboolean is_virtual;
} BerthBlockCarrier;

/**
 * BerthBlock:
 * @number: "259:2"
 * @name: in the kernel's words: "nvme0n1p2"
 * @is_virtual: its path names no hardware; it may still be made of a disk, as all of device mapper
 *   and RAID is
 * @udev: (nullable): what the udev database says of it; see berth_block_list()
 */
typedef struct
{
  char *number;
  char *name;
  gboolean is_virtual;
  BerthUdevBlock *udev;
} BerthBlock;

BerthBlockCarrier *berth_block_carrier_copy (const BerthBlockCarrier *self);
void berth_block_carrier_free (gpointer carrier);

char *berth_block_find_by_number (int root, const char *number);
char *berth_block_find_by_source (int root, const char *source);
GPtrArray *berth_block_list (int root);
GPtrArray *berth_block_list_carriers (int root, const char *name);
GPtrArray *berth_block_list_btrfs_members (int root, const char *name);
char *berth_block_dup_backing_file (int root, const char *name);
gboolean berth_block_is_held (int root, const char *name);

G_END_DECLS
