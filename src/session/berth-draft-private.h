/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What editing and applying a draft need of the draft. */
#pragma once

#include "model/berth-situation.h"
#include "session/berth-draft-findings.h"
#include "session/berth-draft.h"
#include "session/berth-wish.h"

G_BEGIN_DECLS

gboolean berth_draft_check_editable (BerthDraft *self, GError **error);
gboolean berth_draft_check_form (BerthDraft *self, const BerthDraftEntry *entry, GError **error);
gboolean berth_draft_check_bundle (BerthDraft *self,
                                   BerthWish *wish,
                                   BerthBundle *bundle,
                                   GError **error);
gboolean berth_draft_check_all (BerthDraft *self, GError **error);

gboolean berth_draft_get_situation (BerthDraft *self,
                                    BerthWish *wish,
                                    BerthSituation *ret_situation);
BerthDraftFindings *berth_draft_get_findings (BerthDraft *self);
BerthWish *berth_draft_get_wish (BerthDraft *self);
void berth_draft_take_wish (BerthDraft *self, BerthWish *wish);
void berth_draft_wish_changed (BerthDraft *self);

const BerthDraftEntry *
berth_draft_begin_edit (BerthDraft *self, const BerthAddress *bundle, GError **error);
gboolean berth_draft_is_wanted (const BerthDraftEntry *entry);
gboolean berth_draft_accept (BerthDraft *self,
                             BerthWish *trial,
                             const BerthDraftEntry *entry,
                             GError **error);

void berth_draft_set_applying (BerthDraft *self, gboolean applying);
void berth_draft_take_vm (BerthDraft *self, BerthVm *vm);

G_END_DECLS
