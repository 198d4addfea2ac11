/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/berth-situation.h"
#include "session/berth-draft-entry.h"

G_BEGIN_DECLS

/**
 * BerthDraftFindings:
 *
 * What the rules say about each bundle for one VM and its wish. Of a computer with many bundles
 * they are asked in a worker if nobody has to decide on what they say.
 */
typedef struct _BerthDraftFindings BerthDraftFindings;

typedef void (*BerthDraftFindingsFunc) (gpointer user_data);

BerthDraftFindings *berth_draft_findings_new (BerthDraftFindingsFunc arrived, gpointer user_data);
void berth_draft_findings_free (BerthDraftFindings *self);

void berth_draft_findings_set_patient (BerthDraftFindings *self, gboolean patient);
void berth_draft_findings_force (BerthDraftFindings *self, const BerthAddress *bundle);
void berth_draft_findings_outdate (BerthDraftFindings *self);

void berth_draft_findings_fill (BerthDraftFindings *self,
                                const BerthSituation *situation,
                                GPtrArray *entries);
GPtrArray *berth_draft_findings_check (BerthDraftFindings *self,
                                       const BerthSituation *situation,
                                       BerthBundle *bundle);

G_END_DECLS
