/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/berth-bundle-filter.h"

G_BEGIN_DECLS

#define BERTH_TYPE_FILTER_BAR (berth_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (BerthFilterBar, berth_filter_bar, BERTH, FILTER_BAR, GtkBox)

BerthBundleFilter *berth_filter_bar_dup_filter (BerthFilterBar *self);
void berth_filter_bar_set_classes (BerthFilterBar *self, guint classes);
void berth_filter_bar_set_key_capture (BerthFilterBar *self, GtkWidget *widget);
void berth_filter_bar_clear (BerthFilterBar *self);

G_END_DECLS
