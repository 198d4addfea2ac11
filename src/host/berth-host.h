/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/berth-facts.h"

G_BEGIN_DECLS

void berth_host_read_async (GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
BerthFacts *berth_host_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
