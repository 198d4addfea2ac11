/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/berth-backend.h"
#include "model/berth-inventory.h"

G_BEGIN_DECLS

void berth_inventory_read_async (BerthBackend *backend,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
BerthInventory *berth_inventory_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
