/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *berth_title_find (const char *const *databases, guint16 vendor, guint16 device);

extern const char *const berth_title_databases[];

G_END_DECLS
