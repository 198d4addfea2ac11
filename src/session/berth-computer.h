/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-inventory.h"
#include "model/berth-roster.h"
#include "session/berth-connection.h"

G_BEGIN_DECLS

#define BERTH_TYPE_COMPUTER (berth_computer_get_type ())
G_DECLARE_FINAL_TYPE (BerthComputer, berth_computer, BERTH, COMPUTER, GObject)

BerthComputer *berth_computer_new (const char *id);

const char *berth_computer_get_id (BerthComputer *self);
gboolean berth_computer_is_local (BerthComputer *self);
void berth_computer_add_connection (BerthComputer *self, BerthConnection *connection);
GListModel *berth_computer_get_connections (BerthComputer *self);

BerthInventory *berth_computer_get_inventory (BerthComputer *self);
BerthRoster *berth_computer_get_roster (BerthComputer *self);
const GError *berth_computer_get_error (BerthComputer *self);

void berth_computer_load_async (BerthComputer *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean berth_computer_load_finish (BerthComputer *self, GAsyncResult *result, GError **error);

void berth_computer_read_inventory_async (BerthComputer *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean berth_computer_read_inventory_finish (BerthComputer *self,
                                               GAsyncResult *result,
                                               GError **error);

G_END_DECLS
