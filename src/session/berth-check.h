/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-finding.h"
#include "session/berth-computer.h"

G_BEGIN_DECLS

GPtrArray *berth_check_computer (BerthComputer *computer);
GPtrArray *berth_check_bundle (BerthComputer *computer, BerthBundle *bundle);
GPtrArray *berth_check_vm (BerthComputer *computer, const BerthVm *vm);
GPtrArray *berth_check_start (BerthComputer *computer, const BerthVm *vm);

void berth_check_bundles_async (BerthComputer *computer,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GHashTable *berth_check_bundles_finish (BerthComputer *computer,
                                        GAsyncResult *result,
                                        GError **error);

G_END_DECLS
