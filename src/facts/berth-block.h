/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthBlockCarrier:
 * @name: of the disk or partition that hangs on hardware
 * @path: its path in sysfs
 *
 * A block device at the bottom of what is mounted: below device mapper, RAID and multipath.
 */
typedef struct
{
  char *name;
  char *path;
} BerthBlockCarrier;

char *berth_block_find_by_number (int root, const char *number);
char *berth_block_find_by_source (int root, const char *source);
GPtrArray *berth_block_list_carriers (int root, const char *name);
GPtrArray *berth_block_list_btrfs_members (int root, const char *name);

G_END_DECLS
