/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/berth-host-action.h"

G_BEGIN_DECLS

void berth_binder_run_async (const BerthHostAction *action,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean berth_binder_run_finish (GAsyncResult *result, GError **error);

void berth_binder_inspect_async (BerthFacts *facts,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean berth_binder_inspect_finish (GAsyncResult *result, GError **error);

G_END_DECLS
