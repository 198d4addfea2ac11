/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/berth-bundle-item.h"

G_BEGIN_DECLS

#define BERTH_TYPE_DETAIL_PANE (berth_detail_pane_get_type ())
G_DECLARE_FINAL_TYPE (BerthDetailPane, berth_detail_pane, BERTH, DETAIL_PANE, AdwBin)

/**
 * BerthDetailTerms:
 * @changeable: whether the draft can be changed now
 * @is_hidden: whether the filter hides what is shown
 * @can_split: whether some of its functions can be given without the others
 * @others: (nullable): what another program set of it; foreign text
 *
 * What the pane says of an entry beyond what stands in it.
 */
typedef struct
{
  gboolean changeable;
  gboolean is_hidden;
  gboolean can_split;
  const char *others;
} BerthDetailTerms;

void berth_detail_pane_set_features (BerthDetailPane *self, guint features);
void berth_detail_pane_show_nothing (BerthDetailPane *self);
void berth_detail_pane_show_many (BerthDetailPane *self, GPtrArray *items, guint n_hidden);
void berth_detail_pane_show_entry (BerthDetailPane *self,
                                   const BerthDraftEntry *entry,
                                   const BerthDetailTerms *terms);

G_END_DECLS
