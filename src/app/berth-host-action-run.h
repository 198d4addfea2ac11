/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-host-action.h"
#include "session/berth-computer.h"

G_BEGIN_DECLS

gboolean berth_host_action_run_is_busy (BerthComputer *computer, const BerthAddress *address);

void berth_host_action_run_async (BerthComputer *computer,
                                  const BerthHostAction *action,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean
berth_host_action_run_finish (BerthComputer *computer, GAsyncResult *result, GError **error);

G_END_DECLS
