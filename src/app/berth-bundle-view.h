/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/berth-bundle-filter.h"
#include "app/berth-bundle-list.h"

G_BEGIN_DECLS

#define BERTH_TYPE_BUNDLE_VIEW (berth_bundle_view_get_type ())
G_DECLARE_FINAL_TYPE (BerthBundleView, berth_bundle_view, BERTH, BUNDLE_VIEW, GtkBox)

void berth_bundle_view_set_name (BerthBundleView *self, const char *name);
void berth_bundle_view_set_empty_words (BerthBundleView *self, const char *words);
void berth_bundle_view_set_list (BerthBundleView *self, BerthBundleList *list, gboolean wanted);
void berth_bundle_view_set_filter (BerthBundleView *self, BerthBundleFilter *filter);
void berth_bundle_view_show_all_rows (BerthBundleView *self);

guint berth_bundle_view_get_n_hidden (BerthBundleView *self, GPtrArray *items);
void berth_bundle_view_scroll_to (BerthBundleView *self, BerthBundleItem *item);

G_END_DECLS
