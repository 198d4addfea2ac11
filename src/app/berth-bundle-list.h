/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-bundle-item.h"

G_BEGIN_DECLS

#define BERTH_TYPE_BUNDLE_LIST (berth_bundle_list_get_type ())
G_DECLARE_FINAL_TYPE (BerthBundleList, berth_bundle_list, BERTH, BUNDLE_LIST, GObject)

BerthBundleList *berth_bundle_list_new (BerthDraft *draft);

BerthBundleItem *berth_bundle_list_lookup (BerthBundleList *self, const BerthAddress *bundle);
GPtrArray *berth_bundle_list_dup_selected (BerthBundleList *self, gboolean wanted);
void berth_bundle_list_unselect (BerthBundleList *self);
void berth_bundle_list_select_only (BerthBundleList *self, BerthBundleItem *item);
void berth_bundle_list_tell_selection (BerthBundleList *self);

void berth_bundle_list_hold (BerthBundleList *self);
void berth_bundle_list_release (BerthBundleList *self);

void berth_bundle_list_fold_in_idle (BerthBundleList *self);

G_END_DECLS
