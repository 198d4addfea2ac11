/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BERTH_TYPE_WRAP_BOX (berth_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (BerthWrapBox, berth_wrap_box, BERTH, WRAP_BOX, GtkWidget)

void berth_wrap_box_append (BerthWrapBox *self, GtkWidget *child);
void berth_wrap_box_clear (BerthWrapBox *self);

G_END_DECLS
