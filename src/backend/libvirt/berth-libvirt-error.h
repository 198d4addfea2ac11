/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void berth_libvirt_error_set (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
void berth_libvirt_error_set_open (GError **error, const char *uri);
gboolean berth_libvirt_error_is_no_right (void);
gboolean berth_libvirt_error_is_no_domain (void);
void berth_libvirt_error_silence (void);

G_END_DECLS
