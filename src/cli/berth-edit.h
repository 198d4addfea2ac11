/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-invocation.h"
#include "session/berth-draft.h"

G_BEGIN_DECLS

/**
 * BerthEditWish:
 * @entry: the bundle it is about
 * @named: (element-type BerthAddress): which of its functions were named
 *
 * Puts what is wished for one bundle into the draft.
 *
 * Returns: %FALSE with @error set: then nothing at all is done
 */
typedef gboolean (*BerthEditWish) (BerthDraft *draft,
                                   const BerthDraftEntry *entry,
                                   const GArray *named,
                                   GError **error);

/**
 * BerthEditTerms:
 * @wish: what is wished for each bundle of which something was named
 * @dry_run: say what would be done, and do nothing
 * @yes: the answer to what would be asked
 * @force: (nullable) (array zero-terminated=1): as typed: addresses of what is given away although
 *   the computer needs it
 *
 * What to do with the devices that were named. Borrowed.
 */
typedef struct
{
  BerthEditWish wish;
  gboolean dry_run;
  gboolean yes;
  const char *const *force;
} BerthEditTerms;

void berth_edit_run (BerthInvocation *invocation, const BerthEditTerms *terms);

gboolean berth_edit_is_named (const GArray *addresses, const BerthAddress *address);
gboolean
berth_edit_fail_unassigned (BerthDraft *draft, const BerthAddress *address, GError **error);
gboolean
berth_edit_check_assigned (BerthDraft *draft, const BerthDraftEntry *entry, GError **error);

G_END_DECLS
