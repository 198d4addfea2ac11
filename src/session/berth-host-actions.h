/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-finding.h"
#include "model/berth-host-action.h"
#include "session/berth-computer.h"

G_BEGIN_DECLS

/* The finding that refuses because another device, or none, sits there. */
#define BERTH_FINDING_DEVICE_GONE "device-gone"

gboolean berth_computer_can_act (BerthComputer *self, BerthHostActionKind kind);

GPtrArray *berth_computer_check_action (BerthComputer *self, const BerthHostAction *action);

GStrv berth_computer_dup_action_commands (BerthComputer *self, const BerthHostAction *action);

void berth_computer_run_action_async (BerthComputer *self,
                                      const BerthHostAction *action,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean berth_computer_run_action_finish (BerthComputer *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
