/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkListBox *berth_boxed_list_new (const char *name);
void berth_boxed_list_append (GtkListBox *list, GtkWidget *child, const char *words);
void berth_boxed_list_clear (GtkListBox *list);

G_END_DECLS
