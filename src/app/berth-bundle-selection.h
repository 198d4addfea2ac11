/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/berth-bundle-list.h"

G_BEGIN_DECLS

#define BERTH_TYPE_BUNDLE_SELECTION (berth_bundle_selection_get_type ())
G_DECLARE_FINAL_TYPE (
    BerthBundleSelection, berth_bundle_selection, BERTH, BUNDLE_SELECTION, GObject)

BerthBundleSelection *berth_bundle_selection_new (BerthBundleList *list, GListModel *shown);

G_END_DECLS
