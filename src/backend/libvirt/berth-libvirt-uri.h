/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean berth_libvirt_uri_has_scheme (const char *uri, const char *scheme);
gboolean berth_libvirt_uri_is_here (const char *uri);
char *berth_libvirt_uri_dup_for_open (const char *uri);
char *berth_libvirt_uri_dup_title (const char *uri);

G_END_DECLS
