/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/berth-draft.h"

G_BEGIN_DECLS

/**
 * BerthEditForce:
 *
 * Whose refusal is overruled in one change: devices that were named one by one, and no others.
 */
typedef struct _BerthEditForce BerthEditForce;

BerthEditForce *berth_edit_force_new (const char *const *words, GError **error);
void berth_edit_force_free (BerthEditForce *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthEditForce, berth_edit_force_free)

void berth_edit_force_lift (BerthEditForce *self, BerthDraft *draft);
gboolean berth_edit_force_check (BerthEditForce *self,
                                 const BerthDraftEntry *entry,
                                 const BerthFinding **ret_missed);
gboolean berth_edit_force_check_used (BerthEditForce *self, GError **error);
GPtrArray *berth_edit_force_get_overruled (BerthEditForce *self);

G_END_DECLS
