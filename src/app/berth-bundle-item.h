/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-bundle-condition.h"
#include "session/berth-draft.h"

G_BEGIN_DECLS

#define BERTH_TYPE_BUNDLE_ITEM (berth_bundle_item_get_type ())
G_DECLARE_FINAL_TYPE (BerthBundleItem, berth_bundle_item, BERTH, BUNDLE_ITEM, GObject)

BerthBundleItem *berth_bundle_item_new (const BerthDraftEntry *entry, const char *goes_with);

const BerthAddress *berth_bundle_item_get_address (BerthBundleItem *self);
BerthBundle *berth_bundle_item_get_bundle (BerthBundleItem *self);
gboolean berth_bundle_item_is_wanted (BerthBundleItem *self);
gboolean berth_bundle_item_is_movable (BerthBundleItem *self);

const char *berth_bundle_item_get_title (BerthBundleItem *self);
const char *berth_bundle_item_get_details (BerthBundleItem *self);
const char *berth_bundle_item_get_words (BerthBundleItem *self);
const char *berth_bundle_item_get_functions (BerthBundleItem *self);
const char *berth_bundle_item_get_label (BerthBundleItem *self);
const char *berth_bundle_item_get_icon_name (BerthBundleItem *self);
BerthBundleMark berth_bundle_item_get_mark (BerthBundleItem *self);
gboolean berth_bundle_item_is_dimmed (BerthBundleItem *self);

const char *berth_bundle_item_get_folded (BerthBundleItem *self);
guint berth_bundle_item_get_classes (BerthBundleItem *self);

gboolean berth_bundle_item_get_selected (BerthBundleItem *self);
void berth_bundle_item_set_selected (BerthBundleItem *self, gboolean selected);

gboolean berth_bundle_item_update (BerthBundleItem *self,
                                   const BerthDraftEntry *entry,
                                   const char *goes_with);
int berth_bundle_item_compare (BerthBundleItem *a, BerthBundleItem *b);

G_END_DECLS
