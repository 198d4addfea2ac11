/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of both lists, worked out anew whenever something changed. Pure. */

#include "session/berth-draft-entries.h"

/* What one VM has and shall have, by address (BerthAddress → BerthAssignment, all borrowed). A VM
 * may have hundreds of devices in a computer of thousands, so nothing here searches a list. */
typedef struct
{
  const BerthSituation *situation;
  GHashTable *configured;
  GHashTable *wanted;
  GHashTable *live;
} Context;

static void
entry_free (gpointer data)
{
  BerthDraftEntry *entry = data;

  berth_bundle_unref (entry->bundle);
  g_ptr_array_unref (entry->findings);
  g_ptr_array_unref (entry->holders);
  g_array_unref (entry->given);
  g_free (entry);
}

/* How the functions of one bundle stand, taken together. */
typedef struct
{
  guint n_configured;
  guint n_configured_given;
  guint n_wanted;
  guint n_wanted_given;
  guint n_live;
  gboolean is_changed;
} Tally;

static void
tally_function (Tally *tally,
                const BerthAssignment *configured,
                const BerthAssignment *wanted,
                const BerthAssignment *live)
{
  if (configured != NULL)
    {
      tally->n_configured++;
      tally->n_configured_given += configured->role == BERTH_ROLE_GIVEN;
    }
  if (wanted != NULL)
    {
      tally->n_wanted++;
      tally->n_wanted_given += wanted->role == BERTH_ROLE_GIVEN;
    }
  if (live != NULL)
    tally->n_live++;

  if (configured == NULL || wanted == NULL)
    tally->is_changed |= configured != wanted;
  else
    tally->is_changed |= !berth_assignment_equal (configured, wanted);
}

static BerthDraftState
judge_state (const Tally *tally)
{
  if (tally->n_configured == 0)
    return tally->n_wanted > 0 ? BERTH_DRAFT_NEW : BERTH_DRAFT_AVAILABLE;
  if (tally->n_wanted == 0)
    return BERTH_DRAFT_TAKEN_BACK;
  if (!tally->is_changed)
    return BERTH_DRAFT_ASSIGNED;
  /* It was a companion, which the guest did not see; now the guest gets it. */
  if (tally->n_configured_given == 0 && tally->n_wanted_given > 0)
    return BERTH_DRAFT_NEW;
  return BERTH_DRAFT_OPTIONS;
}

static BerthDraftRuntime
judge_runtime (const Tally *tally, const BerthVm *vm)
{
  if (!berth_vm_is_active (vm))
    return BERTH_RUNTIME_SETTLED;
  if (tally->n_configured > 0 && tally->n_live == 0)
    return BERTH_RUNTIME_AFTER_RESTART;
  if (tally->n_configured == 0 && tally->n_live > 0)
    return BERTH_RUNTIME_UNTIL_RESTART;
  return BERTH_RUNTIME_SETTLED;
}

static gboolean
judge_is_companion (const Tally *tally)
{
  if (tally->n_wanted > 0)
    return tally->n_wanted_given == 0;
  return tally->n_configured > 0 && tally->n_configured_given == 0;
}

/* From fine to worst, for a bundle whose functions differ. */
static int
rank_verdict (BerthIdentityVerdict verdict)
{
  switch (verdict)
    {
    case BERTH_IDENTITY_MISSING:
      return 3;
    case BERTH_IDENTITY_CHANGED:
      return 2;
    case BERTH_IDENTITY_NOT_PINNED:
      return 1;
    case BERTH_IDENTITY_SAME:
    default:
      return 0;
    }
}

static BerthIdentityVerdict
worse_verdict (BerthIdentityVerdict so_far,
               const BerthAssignment *assignment,
               const BerthDevice *device)
{
  BerthIdentityVerdict verdict
      = berth_identity_judge (&assignment->identity,
                              berth_device_is_ghost (device) ? NULL : &device->identity);

  return rank_verdict (verdict) > rank_verdict (so_far) ? verdict : so_far;
}

static void
add_holders (BerthDraftEntry *entry, const Context *context, const BerthDevice *function)
{
  const BerthSituation *situation = context->situation;
  GArray *claims = berth_roster_lookup (situation->roster, &function->address);

  for (guint i = 0; claims != NULL && i < claims->len; i++)
    {
      const BerthVm *vm = g_array_index (claims, BerthClaim, i).vm;

      if (!berth_vm_is_same (vm, situation->vm)
          && !g_ptr_array_find_with_equal_func (entry->holders, vm->name, g_str_equal, NULL))
        g_ptr_array_add (entry->holders, g_strdup (vm->name));
    }
}

/* Which functions the guest sees by what @index says. */
static void
list_given (BerthDraftEntry *entry, GHashTable *index)
{
  for (guint i = 0; i < entry->bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (entry->bundle->functions, i);
      const BerthAssignment *assignment = g_hash_table_lookup (index, &function->address);

      if (assignment != NULL && assignment->role == BERTH_ROLE_GIVEN)
        g_array_append_val (entry->given, function->address);
    }
}

static BerthDraftEntry *
new_entry (const Context *context, BerthBundle *bundle)
{
  BerthDraftEntry *entry = g_new0 (BerthDraftEntry, 1);
  Tally tally = { 0 };
  guint configured_options = 0;

  entry->bundle = berth_bundle_ref (bundle);
  entry->holders = g_ptr_array_new_with_free_func (g_free);
  entry->given = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  entry->identity = BERTH_IDENTITY_SAME;
  entry->form = BERTH_FORM_HOSTDEV;

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *configured
          = g_hash_table_lookup (context->configured, &function->address);
      const BerthAssignment *wanted = g_hash_table_lookup (context->wanted, &function->address);
      const BerthAssignment *live = g_hash_table_lookup (context->live, &function->address);
      const BerthAssignment *any = wanted != NULL ? wanted : configured != NULL ? configured
                                                                                : live;

      add_holders (entry, context, function);
      if (any == NULL)
        continue;
      tally_function (&tally, configured, wanted, live);
      entry->identity = worse_verdict (entry->identity, any, function);
      if (any->form != BERTH_FORM_HOSTDEV)
        entry->form = any->form;
      entry->gives_new |= berth_assignment_is_gain (configured, wanted);
      entry->gives_more |= berth_assignment_gives_more (configured, wanted);
      entry->options |= wanted != NULL ? wanted->options : 0;
      configured_options |= configured != NULL ? configured->options : 0;
    }

  list_given (entry, tally.n_wanted > 0 ? context->wanted : context->configured);
  entry->state = judge_state (&tally);
  entry->runtime = judge_runtime (&tally, context->situation->vm);
  entry->is_companion = judge_is_companion (&tally);
  if (tally.n_wanted == 0)
    entry->options = configured_options;
  entry->findings = berth_finding_list_new ();
  return entry;
}

/* A row for each card or USB device that the VM has or shall have and that is not there. */
static void
add_ghosts (GPtrArray *entries, const Context *context)
{
  const BerthSituation *situation = context->situation;
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) ghosts = NULL;

  /* What is wished for says best which device was meant. */
  g_ptr_array_extend (all, situation->wanted, NULL, NULL);
  g_ptr_array_extend (all, situation->vm->configured, NULL, NULL);
  g_ptr_array_extend (all, situation->vm->live, NULL, NULL);
  ghosts = berth_inventory_list_ghosts (situation->inventory, all);
  for (guint i = 0; i < ghosts->len; i++)
    g_ptr_array_add (entries, new_entry (context, g_ptr_array_index (ghosts, i)));
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const BerthDraftEntry *const *left = a;
  const BerthDraftEntry *const *right = b;

  return berth_address_compare (&(*left)->bundle->address, &(*right)->bundle->address);
}

/**
 * berth_draft_entries_list:
 * @situation: with its VM and what it shall have
 *
 * Returns: (transfer full) (element-type BerthDraftEntry): a row for each bundle of the computer
 *   and each card or USB device that the VM has or shall have and that the computer does not have;
 *   sorted by address. Without findings
 */
GPtrArray *
berth_draft_entries_list (const BerthSituation *situation)
{
  GPtrArray *bundles = berth_inventory_get_bundles (situation->inventory);
  GPtrArray *entries = g_ptr_array_new_full (bundles->len, entry_free);
  g_autoptr (GHashTable) configured = berth_assignment_list_index (situation->vm->configured);
  g_autoptr (GHashTable) wanted = berth_assignment_list_index (situation->wanted);
  g_autoptr (GHashTable) live = berth_assignment_list_index (situation->vm->live);
  Context context = { situation, configured, wanted, live };

  for (guint i = 0; i < bundles->len; i++)
    g_ptr_array_add (entries, new_entry (&context, g_ptr_array_index (bundles, i)));

  add_ghosts (entries, &context);
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}

/**
 * berth_draft_entries_index:
 *
 * Returns: (transfer full): the address of any function (BerthAddress) → its BerthDraftEntry; both
 *   borrowed from @entries
 */
GHashTable *
berth_draft_entries_index (GPtrArray *entries)
{
  GHashTable *index = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);

  for (guint i = 0; i < entries->len; i++)
    {
      BerthDraftEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < entry->bundle->functions->len; j++)
        {
          BerthDevice *function = g_ptr_array_index (entry->bundle->functions, j);

          g_hash_table_insert (index, &function->address, entry);
        }
    }
  return index;
}
