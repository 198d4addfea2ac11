/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "cli/berth-edit.h"

static gboolean dry_run;

const GOptionEntry berth_verb_take_back_options[] = {
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { NULL },
};

static gboolean
wish (BerthDraft *draft, const BerthDraftEntry *entry, const GArray *named, GError **error)
{
  return berth_edit_check_assigned (draft, entry, error)
         && berth_draft_take_back (draft, &entry->bundle->address, error);
}

void
berth_verb_take_back (BerthInvocation *invocation)
{
  BerthEditTerms terms = { .wish = wish, .dry_run = dry_run, .yes = TRUE };

  berth_edit_run (invocation, &terms);
}
