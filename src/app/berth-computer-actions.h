/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/berth-computer-device.h"
#include "session/berth-computer.h"

G_BEGIN_DECLS

/* The group of the actions; their names are those of berth_device_action_get_name(). */
#define BERTH_HOST_ACTION_GROUP "host"

#define BERTH_TYPE_COMPUTER_ACTIONS (berth_computer_actions_get_type ())
G_DECLARE_FINAL_TYPE (
    BerthComputerActions, berth_computer_actions, BERTH, COMPUTER_ACTIONS, GObject)

BerthComputerActions *berth_computer_actions_new (GtkWidget *view);
void berth_computer_actions_set_device (BerthComputerActions *self,
                                        BerthComputer *computer,
                                        BerthComputerDevice *device);
GPtrArray *berth_computer_actions_get_list (BerthComputerActions *self);

G_END_DECLS
