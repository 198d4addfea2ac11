/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/berth-bundle-item.h"

G_BEGIN_DECLS

#define BERTH_TYPE_BUNDLE_ROW (berth_bundle_row_get_type ())
G_DECLARE_FINAL_TYPE (BerthBundleRow, berth_bundle_row, BERTH, BUNDLE_ROW, GtkWidget)

GtkWidget *berth_bundle_row_new (void);

BerthBundleItem *berth_bundle_row_get_item (BerthBundleRow *self);
void berth_bundle_row_set_item (BerthBundleRow *self, BerthBundleItem *item);

G_END_DECLS
