/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-edit.h"

static gboolean dry_run;

const GOptionEntry berth_verb_take_back_options[] = {
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { NULL },
};

static gboolean
wish (BerthDraft *draft, const BerthDraftEntry *entry, GError **error)
{
  g_autofree char *address = NULL;
  g_autofree char *name = NULL;

  if (entry->state != BERTH_DRAFT_AVAILABLE)
    return berth_draft_take_back (draft, &entry->bundle->address, error);

  address = berth_address_dup_string (&entry->bundle->address);
  name = berth_text_dup_name (berth_draft_get_vm (draft)->name);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
               /* Translators: the first %s is the name of a VM, the second an address. */
               _ ("“%s” does not have the device at %s."), name, address);
  return FALSE;
}

void
berth_verb_take_back (BerthInvocation *invocation)
{
  berth_edit_run (invocation, wish, dry_run, TRUE);
}
