/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void berth_pane_lines_clear (GtkBox *box);
GtkWidget *berth_pane_lines_add (GtkBox *box, const char *line);
void berth_pane_lines_add_small (GtkBox *box, const char *line);

G_END_DECLS
