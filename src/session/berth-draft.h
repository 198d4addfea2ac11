/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-change.h"
#include "session/berth-computer.h"
#include "session/berth-draft-entry.h"

G_BEGIN_DECLS

#define BERTH_TYPE_DRAFT (berth_draft_get_type ())
G_DECLARE_FINAL_TYPE (BerthDraft, berth_draft, BERTH, DRAFT, GObject)

BerthDraft *
berth_draft_new (BerthComputer *computer, BerthConnection *connection, const char *vm_uuid);

BerthComputer *berth_draft_get_computer (BerthDraft *self);
BerthConnection *berth_draft_get_connection (BerthDraft *self);
const char *berth_draft_get_vm_uuid (BerthDraft *self);
BerthVm *berth_draft_get_vm (BerthDraft *self);
gboolean berth_draft_is_editable (BerthDraft *self, char **ret_reason);

void berth_draft_set_patient (BerthDraft *self, gboolean patient);
GPtrArray *berth_draft_get_entries (BerthDraft *self);
const BerthDraftEntry *berth_draft_lookup_entry (BerthDraft *self, const BerthAddress *bundle);

gboolean berth_draft_assign (BerthDraft *self, const BerthAddress *bundle, GError **error);
gboolean berth_draft_take_back (BerthDraft *self, const BerthAddress *bundle, GError **error);
void berth_draft_take_back_all (BerthDraft *self);
gboolean berth_draft_set_option (BerthDraft *self,
                                 const BerthAddress *bundle,
                                 BerthOption option,
                                 gboolean on,
                                 GError **error);
gboolean berth_draft_set_functions (BerthDraft *self,
                                    const BerthAddress *bundle,
                                    const GArray *functions,
                                    GError **error);
gboolean berth_draft_can_split (const BerthDraftEntry *entry);
gboolean berth_draft_pin (BerthDraft *self, const BerthAddress *bundle, GError **error);
gboolean berth_draft_move (BerthDraft *self,
                           const BerthAddress *from,
                           const BerthAddress *to,
                           GError **error);
gboolean
berth_draft_take_remedy (BerthDraft *self, const BerthRemedy *remedy, GError **error);
void berth_draft_force (BerthDraft *self, const BerthAddress *bundle);
void berth_draft_discard (BerthDraft *self);

BerthChange *berth_draft_dup_change (BerthDraft *self);
guint berth_draft_get_n_changes (BerthDraft *self);
GPtrArray *berth_draft_list_steps (BerthDraft *self);
GPtrArray *berth_draft_get_vm_findings (BerthDraft *self);
GPtrArray *berth_draft_list_findings (BerthDraft *self);
GStrv berth_draft_dup_commands (BerthDraft *self);

void berth_draft_apply_async (BerthDraft *self,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean berth_draft_apply_finish (BerthDraft *self, GAsyncResult *result, GError **error);
gboolean berth_draft_is_applying (BerthDraft *self);

G_END_DECLS
