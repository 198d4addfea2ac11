/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What editing and applying a draft need of the draft. */
#pragma once

#include "session/berth-draft.h"
#include "session/berth-wish.h"

G_BEGIN_DECLS

gboolean berth_draft_check_editable (BerthDraft *self, GError **error);
gboolean berth_draft_check_findings (const BerthDraftEntry *entry, GError **error);

BerthWish *berth_draft_get_wish (BerthDraft *self);
void berth_draft_wish_changed (BerthDraft *self);

void berth_draft_set_applying (BerthDraft *self, gboolean applying);
void berth_draft_take_vm (BerthDraft *self, BerthVm *vm);

G_END_DECLS
