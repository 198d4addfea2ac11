/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean
berth_number_parse (const char *text, guint base, gint64 min, gint64 max, gint64 *ret_number);

G_END_DECLS
