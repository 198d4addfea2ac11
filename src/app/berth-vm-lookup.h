/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/berth-session.h"

G_BEGIN_DECLS

void berth_vm_lookup_async (BerthSession *session,
                            const char *const *uris,
                            const char *name_or_uuid,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean berth_vm_lookup_finish (GAsyncResult *result,
                                 BerthComputer **ret_computer,
                                 BerthConnection **ret_connection,
                                 BerthVm **ret_vm,
                                 GError **error);

G_END_DECLS
