/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthMount:
 * @number: of the block device, "259:2"; "0:N" for a file system that is on no single device
 * @point: where it is mounted, as it is: bytes, not text
 * @type: of the file system
 * @source: what the file system says that it is on
 * @options: the file system's own, still escaped
 *
 * One line of mountinfo (proc_pid_mountinfo(5)).
 */
typedef struct
{
  char *number;
  char *point;
  char *type;
  char *source;
  char *options;
} BerthMount;

GPtrArray *berth_mounts_read (int root);
GPtrArray *berth_mounts_parse (const char *text);
const BerthMount *berth_mounts_find (const GPtrArray *mounts, const char *path);
char *berth_mounts_unescape (const char *text, gsize length);

G_END_DECLS
