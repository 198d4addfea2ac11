/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-invocation.h"
#include "session/berth-draft.h"

G_BEGIN_DECLS

/**
 * BerthWish:
 * @entry: the bundle it is about
 *
 * Puts what is wished for one bundle into the draft.
 *
 * Returns: %FALSE with @error set: then nothing at all is done
 */
typedef gboolean (*BerthWish) (BerthDraft *draft, const BerthDraftEntry *entry, GError **error);

void berth_edit_run (BerthInvocation *invocation, BerthWish wish, gboolean dry_run, gboolean yes);

G_END_DECLS
