/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/berth-computer.h"
#include "session/berth-connection.h"

G_BEGIN_DECLS

#define BERTH_TYPE_SETTINGS_WINDOW (berth_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (
    BerthSettingsWindow, berth_settings_window, BERTH, SETTINGS_WINDOW, AdwApplicationWindow)

GtkWindow *berth_settings_window_new (GtkApplication *app,
                                      BerthComputer *computer,
                                      BerthConnection *connection,
                                      const char *vm_uuid);

BerthConnection *berth_settings_window_get_connection (BerthSettingsWindow *self);
const char *berth_settings_window_get_vm_uuid (BerthSettingsWindow *self);

G_END_DECLS
