/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/berth-boot-binding.h"

G_BEGIN_DECLS

void berth_module_load_async (int root,
                              GDBusConnection *bus,
                              BerthBindTarget target,
                              guint patience,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean berth_module_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
