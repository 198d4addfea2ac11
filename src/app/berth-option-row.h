/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/berth-assignment.h"

G_BEGIN_DECLS

#define BERTH_TYPE_OPTION_ROW (berth_option_row_get_type ())
G_DECLARE_FINAL_TYPE (BerthOptionRow, berth_option_row, BERTH, OPTION_ROW, GtkBox)

GtkWidget *berth_option_row_new (BerthOption option, gboolean is_qube);

BerthOption berth_option_row_get_option (BerthOptionRow *self);
void berth_option_row_set_active (BerthOptionRow *self, gboolean active);
void berth_option_row_set_changeable (BerthOptionRow *self, gboolean changeable);

G_END_DECLS
