/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/berth-bundle-filter.h"
#include "app/berth-bundle-list.h"

G_BEGIN_DECLS

#define BERTH_TYPE_TWO_LISTS (berth_two_lists_get_type ())
G_DECLARE_FINAL_TYPE (BerthTwoLists, berth_two_lists, BERTH, TWO_LISTS, GtkWidget)

void berth_two_lists_set_list (BerthTwoLists *self, BerthBundleList *list);
void berth_two_lists_set_vm_name (BerthTwoLists *self, const char *vm_name, gboolean is_qube);
void berth_two_lists_set_filter (BerthTwoLists *self, BerthBundleFilter *filter);
void berth_two_lists_set_hints (BerthTwoLists *self,
                                const char *assign,
                                const char *take_back,
                                const char *take_back_all);

void berth_two_lists_show_all_rows (BerthTwoLists *self);

guint berth_two_lists_get_n_hidden (BerthTwoLists *self, gboolean wanted);
void berth_two_lists_show_item (BerthTwoLists *self, BerthBundleItem *item);
void berth_two_lists_keep_focus (BerthTwoLists *self, gboolean wanted);

G_END_DECLS
