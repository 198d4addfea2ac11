/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/berth-sysfs.h"

G_BEGIN_DECLS

BerthFd berth_whole_file_open_folder (int root, const char *path, gboolean make);

gboolean berth_whole_file_write (int folder, const char *name, const char *text, gboolean *ret_new);
gboolean berth_whole_file_remove (int folder, const char *name, gboolean *ret_new);
void berth_whole_file_clean (int folder);

G_END_DECLS
