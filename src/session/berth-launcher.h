/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/berth-vm.h"

G_BEGIN_DECLS

gboolean berth_launcher_exists (const char *vm_uuid);

void berth_launcher_add_async (const BerthVm *vm,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *berth_launcher_add_finish (GAsyncResult *result, GError **error);

void berth_launcher_remove_async (const char *vm_uuid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean berth_launcher_remove_finish (GAsyncResult *result, GError **error);

G_END_DECLS
