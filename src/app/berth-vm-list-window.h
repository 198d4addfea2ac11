/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/berth-session.h"

G_BEGIN_DECLS

#define BERTH_TYPE_VM_LIST_WINDOW (berth_vm_list_window_get_type ())
G_DECLARE_FINAL_TYPE (
    BerthVmListWindow, berth_vm_list_window, BERTH, VM_LIST_WINDOW, AdwApplicationWindow)

GtkWindow *berth_vm_list_window_new (GtkApplication *app, BerthSession *session);

BerthSession *berth_vm_list_window_get_session (BerthVmListWindow *self);
void berth_vm_list_window_show_toast (BerthVmListWindow *self, const char *markup);

G_END_DECLS
