/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/berth-session.h"

G_BEGIN_DECLS

#define BERTH_TYPE_COMPUTER_VIEW (berth_computer_view_get_type ())
G_DECLARE_FINAL_TYPE (BerthComputerView, berth_computer_view, BERTH, COMPUTER_VIEW, AdwBin)

GtkWidget *berth_computer_view_new (BerthSession *session);

void berth_computer_view_set_narrow (BerthComputerView *self, gboolean is_narrow);
void berth_computer_view_set_key_capture (BerthComputerView *self, GtkWidget *widget);
void berth_computer_view_focus_search (BerthComputerView *self);
void berth_computer_view_focus_rows (BerthComputerView *self);

G_END_DECLS
