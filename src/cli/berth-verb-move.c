/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "cli/berth-edit.h"
#include "model/berth-situation.h"

static gboolean dry_run;
static gboolean yes;

const GOptionEntry berth_verb_move_options[] = {
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { "yes", 'y', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &yes,
    N_ ("Do what is dangerous without asking; what is refused stays refused"), NULL },
  { NULL },
};

/* Where the device is now that was meant at @from. NULL: nobody can tell. */
static const BerthDevice *
find_moved (BerthDraft *draft, const BerthAddress *from)
{
  BerthComputer *computer = berth_draft_get_computer (draft);
  const BerthVm *vm = berth_draft_get_vm (draft);
  const BerthAssignment *assignment = berth_assignment_list_lookup (vm->configured, from);
  BerthSituation situation = {
    .inventory = berth_computer_get_inventory (computer),
    .roster = berth_computer_get_roster (computer),
    .vm = vm,
  };

  if (assignment == NULL)
    return NULL;
  return berth_situation_find_moved (&situation, from, &assignment->identity);
}

static gboolean
check_astray (const BerthDraftEntry *entry, const BerthAddress *from, GError **error)
{
  g_autofree char *text = NULL;

  if (entry->identity == BERTH_IDENTITY_MISSING || entry->identity == BERTH_IDENTITY_CHANGED)
    return TRUE;

  text = berth_address_dup_short (from);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               entry->identity == BERTH_IDENTITY_NOT_PINNED
                   ? _ ("Nobody wrote down which device was meant at %s, so that it cannot be "
                        "found elsewhere. Take this one back and assign the one that is meant.")
                   : _ ("The device at %s is the one that was meant. There is nothing to move."),
               text);
  return FALSE;
}

static gboolean
wish (BerthDraft *draft, const BerthDraftEntry *entry, const GArray *named, GError **error)
{
  BerthAddress from = g_array_index (named, BerthAddress, 0);
  const BerthDevice *moved;
  g_autofree char *text = NULL;

  if (!berth_edit_check_assigned (draft, entry, error) || !check_astray (entry, &from, error))
    return FALSE;
  moved = find_moved (draft, &from);
  if (moved != NULL)
    return berth_draft_move (draft, &from, &moved->address, error);

  text = berth_address_dup_short (&from);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
               /* Translators: %s is an address. */
               _ ("The device that was meant at %s cannot be found: it is not in this computer, or "
                  "several could be the one. Take it back, or assign the right one yourself."),
               text);
  return FALSE;
}

void
berth_verb_move (BerthInvocation *invocation)
{
  BerthEditTerms terms = { .wish = wish, .dry_run = dry_run, .yes = yes };

  berth_edit_run (invocation, &terms);
}
