/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BERTH_TYPE_WAITING_WINDOW (berth_waiting_window_get_type ())
G_DECLARE_FINAL_TYPE (
    BerthWaitingWindow, berth_waiting_window, BERTH, WAITING_WINDOW, AdwApplicationWindow)

GtkWindow *berth_waiting_window_new (GtkApplication *app, const char *name);

void berth_waiting_window_fail (BerthWaitingWindow *self, const GError *error);

G_END_DECLS
