/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <dirent.h>

#include "base/berth-address.h"

G_BEGIN_DECLS

/* sysfs never gives more than a page for an attribute (Documentation/filesystems/sysfs.rst). */
#define BERTH_SYSFS_SIZE 4096

/* A file descriptor that closes itself: `g_auto (BerthFd) folder = -1;` */
typedef int BerthFd;

void berth_fd_close (BerthFd fd);

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (BerthFd, berth_fd_close, -1)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DIR, closedir)

BerthFd berth_sysfs_open_folder (int at, const char *path);
DIR *berth_sysfs_list (int at, const char *path);
const char *berth_sysfs_next (DIR *folder);

gssize berth_sysfs_read (int at, const char *path, char *buffer, gsize size);
gssize berth_sysfs_read_link (int at, const char *path, char *buffer, gsize size);
gboolean berth_sysfs_read_number (int at, const char *path, guint base, guint32 *ret_number);
char *berth_sysfs_dup_text (int at, const char *path);
char *berth_sysfs_dup_file (int at, const char *path);
GBytes *berth_sysfs_read_bytes (int at, const char *path, gsize max_size);

gboolean berth_sysfs_is_gone (int error_number);

GArray *berth_sysfs_list_holders (const char *path);

G_END_DECLS
