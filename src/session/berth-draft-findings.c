/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-draft-findings.h"

#include "rules/berth-ruleset.h"

/* Up to here all rules together take less than a thread does to start and to be heard again. */
#define FEW_BUNDLES 64

struct _BerthDraftFindings
{
  BerthDraftFindingsFunc arrived;
  gpointer user_data;
  gboolean patient;
  GHashTable *forced; /* (element-type BerthAddress): bundles to have whatever they do here */

  GHashTable *known; /* BerthAddress of a bundle → GPtrArray of BerthFinding */
  gboolean is_fresh; /* @known is what the rules say now, and of all bundles */
  GCancellable *asking; /* owned, nullable: the worker that asks about what is so now */
};

/* What a worker looks at: a copy of the situation that nobody changes. */
typedef struct
{
  BerthSituation situation;
  BerthVm *vm;
  GPtrArray *bundles; /* (element-type BerthBundle) */
} Question;

static Question *
question_new (const BerthSituation *situation, GPtrArray *entries)
{
  Question *self = g_new0 (Question, 1);

  self->vm = berth_vm_ref ((BerthVm *) situation->vm);
  self->situation = (BerthSituation){
    .inventory = berth_inventory_ref (situation->inventory),
    .roster = berth_roster_ref (situation->roster),
    .vm = self->vm,
    .wanted = berth_assignment_list_copy (situation->wanted),
  };
  self->situation.wanted_at = berth_assignment_list_index (self->situation.wanted);
  self->bundles
      = g_ptr_array_new_full (entries->len, (GDestroyNotify) berth_bundle_unref);
  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);

      g_ptr_array_add (self->bundles, berth_bundle_ref (entry->bundle));
    }
  return self;
}

static void
question_free (gpointer data)
{
  Question *self = data;

  berth_inventory_unref (self->situation.inventory);
  berth_roster_unref (self->situation.roster);
  g_hash_table_unref (self->situation.wanted_at);
  g_ptr_array_unref (self->situation.wanted);
  g_ptr_array_unref (self->bundles);
  berth_vm_unref (self->vm);
  g_free (self);
}

static void
free_findings (gpointer findings)
{
  g_ptr_array_unref (findings);
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free,
                                free_findings);
}

/**
 * berth_draft_findings_new:
 * @arrived: called when a worker has found something else than was known
 *
 * Returns: (transfer full)
 */
BerthDraftFindings *
berth_draft_findings_new (BerthDraftFindingsFunc arrived, gpointer user_data)
{
  BerthDraftFindings *self = g_new0 (BerthDraftFindings, 1);

  self->arrived = arrived;
  self->user_data = user_data;
  self->forced
      = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);
  self->known = table_new ();
  return self;
}

/* Nobody waits for the worker any more; it ends by itself. */
static void
stop_asking (BerthDraftFindings *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

/**
 * berth_draft_findings_free:
 *
 * A worker under way is not waited for.
 */
void
berth_draft_findings_free (BerthDraftFindings *self)
{
  stop_asking (self);
  g_hash_table_unref (self->forced);
  g_hash_table_unref (self->known);
  g_free (self);
}

/**
 * berth_draft_findings_set_patient:
 *
 * Says whether whoever looks at the rows can wait for what the rules say.
 */
void
berth_draft_findings_set_patient (BerthDraftFindings *self, gboolean patient)
{
  self->patient = patient;
}

/**
 * berth_draft_findings_force:
 *
 * From now on what may be forced of @bundle is not refused. Outdates what is known.
 */
void
berth_draft_findings_force (BerthDraftFindings *self, const BerthAddress *bundle)
{
  g_hash_table_add (self->forced, berth_address_copy (bundle));
  berth_draft_findings_outdate (self);
}

/**
 * berth_draft_findings_outdate:
 *
 * The VM, its wish or the computer are others now. What is known is shown until something else is.
 */
void
berth_draft_findings_outdate (BerthDraftFindings *self)
{
  self->is_fresh = FALSE;
  stop_asking (self);
}

static void
lower (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      BerthFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == BERTH_SEVERITY_REFUSED && finding->can_force)
        finding->severity = BERTH_SEVERITY_DANGER;
    }
}

/**
 * berth_draft_findings_check:
 *
 * Returns: (transfer full) (element-type BerthFinding): what the rules say now about giving @bundle
 *   to the VM
 */
GPtrArray *
berth_draft_findings_check (BerthDraftFindings *self,
                            const BerthSituation *situation,
                            BerthBundle *bundle)
{
  GPtrArray *findings = berth_ruleset_check (situation, bundle);

  if (g_hash_table_contains (self->forced, &bundle->address))
    lower (findings);
  return findings;
}

static void
ask_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  GHashTable *answer = table_new ();

  for (guint i = 0; i < question->bundles->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      BerthBundle *bundle = g_ptr_array_index (question->bundles, i);

      g_hash_table_insert (answer, berth_address_copy (&bundle->address),
                           berth_ruleset_check (&question->situation, bundle));
    }
  g_task_return_pointer (task, answer, (GDestroyNotify) g_hash_table_unref);
}

static gboolean
says_the_same (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer address, findings;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &address, &findings))
    {
      GPtrArray *others = g_hash_table_lookup (b, address);

      if (others == NULL || !berth_finding_list_equal (findings, others))
        return FALSE;
    }
  return TRUE;
}

static void
lower_forced (BerthDraftFindings *self, GHashTable *table)
{
  GHashTableIter iter;
  gpointer address;

  g_hash_table_iter_init (&iter, self->forced);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    {
      GPtrArray *findings = g_hash_table_lookup (table, address);

      if (findings != NULL)
        lower (findings);
    }
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BerthDraftFindings *self = user_data;
  GHashTable *answer = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean is_news;

  /* Cancelled: it was asked about something that is not so any more, or nobody is left to hear. */
  if (answer == NULL)
    return;
  lower_forced (self, answer);
  is_news = !says_the_same (self->known, answer);
  g_hash_table_unref (self->known);
  self->known = answer;
  self->is_fresh = TRUE;
  g_clear_object (&self->asking);
  if (is_news)
    self->arrived (self->user_data);
}

static void
ask (BerthDraftFindings *self, const BerthSituation *situation, GPtrArray *entries)
{
  g_autoptr (GTask) task = NULL;

  if (self->asking != NULL)
    return;
  self->asking = g_cancellable_new ();
  task = g_task_new (NULL, self->asking, asked_cb, self);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, question_new (situation, entries), question_free);
  g_task_run_in_thread (task, ask_in_thread);
}

static void
check_now (BerthDraftFindings *self, const BerthSituation *situation, const BerthDraftEntry *entry)
{
  g_hash_table_replace (self->known, berth_address_copy (&entry->bundle->address),
                        berth_draft_findings_check (self, situation, entry->bundle));
}

/* Brings @known up to date: all of it now, or what Apply would change now and the rest later. */
static void
refresh (BerthDraftFindings *self, const BerthSituation *situation, GPtrArray *entries)
{
  gboolean later = self->patient && entries->len > FEW_BUNDLES;
  g_autoptr (GHashTable) wanted_at = berth_assignment_list_index (situation->wanted);
  BerthSituation indexed = *situation;

  if (later)
    ask (self, situation, entries);
  else
    g_hash_table_remove_all (self->known);
  indexed.wanted_at = wanted_at;
  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);

      if (!later || entry->state == BERTH_DRAFT_NEW || entry->state == BERTH_DRAFT_OPTIONS)
        check_now (self, &indexed, entry);
    }
  self->is_fresh = !later;
}

/**
 * berth_draft_findings_fill:
 * @entries: (element-type BerthDraftEntry): all rows
 *
 * Gives every row its findings. Those of what Apply would change are always what the rules say now.
 */
void
berth_draft_findings_fill (BerthDraftFindings *self,
                           const BerthSituation *situation,
                           GPtrArray *entries)
{
  if (!self->is_fresh)
    refresh (self, situation, entries);
  for (guint i = 0; i < entries->len; i++)
    {
      BerthDraftEntry *entry = g_ptr_array_index (entries, i);
      GPtrArray *findings = g_hash_table_lookup (self->known, &entry->bundle->address);

      g_clear_pointer (&entry->findings, g_ptr_array_unref);
      entry->findings
          = findings != NULL ? g_ptr_array_ref (findings) : berth_finding_list_new ();
    }
}
