/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "cli/berth-edit.h"

static gboolean dry_run;
static gboolean only_functions;

const GOptionEntry berth_verb_take_back_options[] = {
  { "function", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &only_functions,
    N_ ("Only the functions that are named, and not all of their card"), NULL },
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { NULL },
};

/* Takes away those that are named, and leaves the others of the bundle. */
static gboolean
take_back_functions (BerthDraft *draft,
                     const BerthDraftEntry *entry,
                     const GArray *named,
                     GError **error)
{
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  BerthAddress bundle = entry->bundle->address;

  for (guint i = 0; i < named->len; i++)
    {
      const BerthAddress *address = &g_array_index (named, BerthAddress, i);

      if (!berth_edit_is_named (entry->given, address))
        return berth_edit_fail_unassigned (draft, address, error);
    }
  for (guint i = 0; i < entry->given->len; i++)
    {
      const BerthAddress *address = &g_array_index (entry->given, BerthAddress, i);

      if (!berth_edit_is_named (named, address))
        g_array_append_vals (left, address, 1);
    }
  return berth_draft_set_functions (draft, &bundle, left, error);
}

static gboolean
wish (BerthDraft *draft, const BerthDraftEntry *entry, const GArray *named, GError **error)
{
  if (!berth_edit_check_assigned (draft, entry, error))
    return FALSE;
  if (only_functions)
    return take_back_functions (draft, entry, named, error);
  return berth_draft_take_back (draft, &entry->bundle->address, error);
}

void
berth_verb_take_back (BerthInvocation *invocation)
{
  BerthEditTerms terms = { .wish = wish, .dry_run = dry_run, .yes = TRUE };

  berth_edit_run (invocation, &terms);
}
