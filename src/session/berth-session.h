/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/berth-computer.h"

G_BEGIN_DECLS

#define BERTH_TYPE_SESSION (berth_session_get_type ())
G_DECLARE_FINAL_TYPE (BerthSession, berth_session, BERTH, SESSION, GObject)

BerthSession *berth_session_new (const char *const *uris);

BerthComputer *berth_session_add_uri (BerthSession *self, const char *uri);

GListModel *berth_session_get_computers (BerthSession *self);
BerthConnection *berth_session_lookup_connection (BerthSession *self,
                                                  const char *uri,
                                                  BerthComputer **ret_computer);

void berth_session_load_async (BerthSession *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean berth_session_load_finish (BerthSession *self, GAsyncResult *result, GError **error);

gboolean berth_session_find_vm (BerthSession *self,
                                const char *name_or_uuid,
                                BerthComputer **ret_computer,
                                BerthConnection **ret_connection,
                                BerthVm **ret_vm,
                                GError **error);
gboolean berth_session_find_vm_among (BerthSession *self,
                                      const char *const *uris,
                                      const char *name_or_uuid,
                                      BerthComputer **ret_computer,
                                      BerthConnection **ret_connection,
                                      BerthVm **ret_vm,
                                      GError **error);

G_END_DECLS
