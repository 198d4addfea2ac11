/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/berth-backend.h"

G_BEGIN_DECLS

/**
 * BerthConnectionState:
 * @BERTH_CONNECTION_WAITING: not opened yet, or under way
 * @BERTH_CONNECTION_READY: open, its VMs were listed at least once
 * @BERTH_CONNECTION_FAILED: could not be opened or broke; berth_connection_get_error() says why
 */
typedef enum
{
  BERTH_CONNECTION_WAITING,
  BERTH_CONNECTION_READY,
  BERTH_CONNECTION_FAILED,
} BerthConnectionState;

#define BERTH_TYPE_CONNECTION (berth_connection_get_type ())
G_DECLARE_FINAL_TYPE (BerthConnection, berth_connection, BERTH, CONNECTION, GObject)

BerthConnection *berth_connection_new (const char *uri);

const char *berth_connection_get_uri (BerthConnection *self);
const char *berth_connection_get_title (BerthConnection *self);
BerthConnectionState berth_connection_get_state (BerthConnection *self);
const GError *berth_connection_get_error (BerthConnection *self);
guint berth_connection_get_features (BerthConnection *self);
BerthBackend *berth_connection_get_backend (BerthConnection *self);

GPtrArray *berth_connection_get_vms (BerthConnection *self);
BerthVm *berth_connection_lookup_vm (BerthConnection *self, const char *uuid);

void berth_connection_load_async (BerthConnection *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean berth_connection_load_finish (BerthConnection *self, GAsyncResult *result, GError **error);

void berth_connection_apply_async (BerthConnection *self,
                                   BerthChange *change,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
BerthVm *
berth_connection_apply_finish (BerthConnection *self, GAsyncResult *result, GError **error);

void berth_connection_set_power_async (BerthConnection *self,
                                       const char *uuid,
                                       gboolean on,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
berth_connection_set_power_finish (BerthConnection *self, GAsyncResult *result, GError **error);

G_END_DECLS
