/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-situation.h"
#include "session/berth-draft-entry.h"

G_BEGIN_DECLS

GPtrArray *berth_draft_entries_list (const BerthSituation *situation);
GHashTable *berth_draft_entries_index (GPtrArray *entries);

G_END_DECLS
