/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/berth-bundle-item.h"

G_BEGIN_DECLS

#define BERTH_TYPE_DETAIL_PANE (berth_detail_pane_get_type ())
G_DECLARE_FINAL_TYPE (BerthDetailPane, berth_detail_pane, BERTH, DETAIL_PANE, AdwBin)

void berth_detail_pane_set_features (BerthDetailPane *self, guint features);
void berth_detail_pane_show_nothing (BerthDetailPane *self);
void berth_detail_pane_show_many (BerthDetailPane *self, GPtrArray *items, guint n_hidden);
void berth_detail_pane_show_entry (BerthDetailPane *self,
                                   const BerthDraftEntry *entry,
                                   gboolean changeable,
                                   gboolean is_hidden);

G_END_DECLS
