/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/berth-host-action.h"
#include "session/berth-computer.h"

G_BEGIN_DECLS

#define BERTH_TYPE_HOST_ACTION_DIALOG (berth_host_action_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    BerthHostActionDialog, berth_host_action_dialog, BERTH, HOST_ACTION_DIALOG, AdwWindow)

BerthHostActionDialog *berth_host_action_dialog_new (GtkWindow *parent,
                                                     BerthComputer *computer,
                                                     const BerthHostAction *action,
                                                     BerthDevice *device);

void berth_host_action_dialog_show_running (BerthHostActionDialog *self);
void berth_host_action_dialog_show_error (BerthHostActionDialog *self, const GError *error);

G_END_DECLS
