/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BERTH_CALLER_NO_UID (-1)

typedef struct _BerthCaller BerthCaller;

BerthCaller *berth_caller_new (GDBusConnection *bus, const char *name);
void berth_caller_free (BerthCaller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthCaller, berth_caller_free)

const char *berth_caller_get_name (BerthCaller *self);
gint64 berth_caller_get_uid (BerthCaller *self);
GCancellable *berth_caller_get_cancellable (BerthCaller *self);

void berth_caller_identify_async (BerthCaller *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean berth_caller_identify_finish (GAsyncResult *result, GError **error);

G_END_DECLS
