/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "plan/berth-plan.h"
#include "rules/berth-ruleset.h"
#include "session/berth-draft-entries.h"
#include "session/berth-draft-private.h"
#include "session/berth-wish.h"

/**
 * BerthDraft:
 *
 * One VM's unsaved wish. It follows the computer: when the VM is changed elsewhere, the wish is put
 * on top of what is so now; when a device comes or goes, the rows do.
 *
 * Signals: `changed`: entries, VM or changes are others now. `conflict` (pointer to the
 * #BerthAddress of a bundle): somebody else changed what was wished for; it is now as they left it
 * and the wish for it is gone. Comes before the `changed` that shows it.
 */
struct _BerthDraft
{
  GObject parent_instance;

  BerthComputer *computer;
  BerthConnection *connection;
  char *vm_uuid;

  BerthVm *vm;     /* owned, nullable: as last seen, even if it is gone */
  gboolean exists; /* the connection has it */
  BerthWish *wish;
  gboolean applying;

  BerthDraftFindings *findings;
  GPtrArray *entries; /* owned, nullable: worked out when somebody asks */
  GHashTable *index;  /* owned, nullable: with @entries */
  GPtrArray *vm_findings; /* owned, nullable: (element-type BerthFinding) */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_CONFLICT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthDraft, berth_draft, G_TYPE_OBJECT)

static gboolean
has_feature (BerthDraft *self, BerthFeatures feature)
{
  return (berth_connection_get_features (self->connection) & feature) != 0;
}

static void
drop_entries (BerthDraft *self)
{
  g_clear_pointer (&self->index, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->vm_findings, g_ptr_array_unref);
}

static void
emit_changed (BerthDraft *self)
{
  berth_draft_findings_outdate (self->findings);
  drop_entries (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The rows are what they were, the rules say something else about them. */
static void
findings_arrived (gpointer self)
{
  drop_entries (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_terms (BerthDraft *self)
{
  guint options = 0;

  if (has_feature (self, BERTH_FEATURE_MANAGED))
    options |= BERTH_OPTION_MANAGED;
  /* A stick that is not there must not keep the VM from starting. */
  if (has_feature (self, BERTH_FEATURE_STARTUP_POLICY))
    options |= BERTH_OPTION_OPTIONAL;
  berth_wish_set_computer (self->wish, berth_computer_get_inventory (self->computer),
                           has_feature (self, BERTH_FEATURE_COMPANIONS), options);
}

/* Puts the wish on top of what @vm has configured now. */
static void
rebase (BerthDraft *self, BerthVm *vm)
{
  g_autoptr (GArray) lost = berth_wish_rebase (self->wish, vm->configured);

  berth_vm_ref (vm);
  g_clear_pointer (&self->vm, berth_vm_unref);
  self->vm = vm;
  berth_draft_findings_outdate (self->findings);
  drop_entries (self);
  for (guint i = 0; i < lost->len; i++)
    g_signal_emit (self, signals[SIGNAL_CONFLICT], 0, &g_array_index (lost, BerthAddress, i));
}

static void
computer_changed_cb (BerthDraft *self)
{
  BerthVm *vm = berth_connection_lookup_vm (self->connection, self->vm_uuid);

  set_terms (self);
  /* While a change is written, what is read may be before it or after it: wait for the outcome. */
  if (!self->applying)
    {
      self->exists = vm != NULL;
      if (vm != NULL && vm != self->vm)
        rebase (self, vm);
    }
  emit_changed (self);
}

static void
berth_draft_finalize (GObject *object)
{
  BerthDraft *self = BERTH_DRAFT (object);

  drop_entries (self);
  g_clear_pointer (&self->wish, berth_wish_free);
  g_clear_pointer (&self->findings, berth_draft_findings_free);
  g_clear_pointer (&self->vm, berth_vm_unref);
  g_clear_object (&self->computer);
  g_clear_object (&self->connection);
  g_free (self->vm_uuid);
  G_OBJECT_CLASS (berth_draft_parent_class)->finalize (object);
}

static void
berth_draft_class_init (BerthDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = berth_draft_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BERTH_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CONFLICT] = g_signal_new ("conflict", BERTH_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
berth_draft_init (BerthDraft *self)
{
  g_autoptr (GPtrArray) nothing = berth_assignment_list_new ();

  self->wish = berth_wish_new (nothing);
  self->findings = berth_draft_findings_new (findings_arrived, self);
}

/**
 * berth_draft_new:
 * @computer: (transfer none): where @connection is
 * @connection: (transfer none): that has the VM
 * @vm_uuid: of the VM; it need not be loaded yet
 *
 * Returns: (transfer full): the wish that nothing changes
 */
BerthDraft *
berth_draft_new (BerthComputer *computer, BerthConnection *connection, const char *vm_uuid)
{
  BerthDraft *self = g_object_new (BERTH_TYPE_DRAFT, NULL);

  self->computer = g_object_ref (computer);
  self->connection = g_object_ref (connection);
  self->vm_uuid = g_strdup (vm_uuid);
  /* A computer changes whenever one of its connections does. */
  g_signal_connect_object (computer, "changed", G_CALLBACK (computer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  computer_changed_cb (self);
  return self;
}

/**
 * berth_draft_get_computer:
 *
 * Returns: (transfer none)
 */
BerthComputer *
berth_draft_get_computer (BerthDraft *self)
{
  return self->computer;
}

/**
 * berth_draft_get_connection:
 *
 * Returns: (transfer none)
 */
BerthConnection *
berth_draft_get_connection (BerthDraft *self)
{
  return self->connection;
}

/**
 * berth_draft_get_vm_uuid:
 *
 * Returns: of the VM, also when there is none
 */
const char *
berth_draft_get_vm_uuid (BerthDraft *self)
{
  return self->vm_uuid;
}

/**
 * berth_draft_get_vm:
 *
 * Returns: (nullable) (transfer none): the VM as last seen, also after it was deleted; %NULL: it
 *   was never there
 */
BerthVm *
berth_draft_get_vm (BerthDraft *self)
{
  return self->vm;
}

/**
 * berth_draft_is_applying:
 *
 * Returns: whether a change is being written; the wish cannot be changed meanwhile
 */
gboolean
berth_draft_is_applying (BerthDraft *self)
{
  return self->applying;
}

/**
 * berth_draft_set_applying:
 *
 * Says whether the wish is being written. berth_draft_take_vm() ends that too.
 */
void
berth_draft_set_applying (BerthDraft *self, gboolean applying)
{
  self->applying = applying;
  emit_changed (self);
}

/**
 * berth_draft_take_vm:
 * @vm: (nullable): as it was read back after it was written as wished for; %NULL: it was not
 *
 * Ends the writing: either the wish came true, or it is kept on top of what is so.
 */
void
berth_draft_take_vm (BerthDraft *self, BerthVm *vm)
{
  self->applying = FALSE;
  if (vm != NULL)
    {
      berth_wish_free (self->wish);
      self->wish = berth_wish_new (vm->configured);
      berth_vm_ref (vm);
      g_clear_pointer (&self->vm, berth_vm_unref);
      self->vm = vm;
    }
  computer_changed_cb (self);
}

static char *
dup_vm_name (BerthDraft *self)
{
  return berth_text_dup_name (self->vm != NULL ? self->vm->name : self->vm_uuid);
}

/* Whether the connection lets this VM be written. */
static gboolean
check_connection (BerthDraft *self, GError **error)
{
  const GError *failure = berth_connection_get_error (self->connection);

  if (failure != NULL)
    {
      g_propagate_error (error, g_error_copy (failure));
      return FALSE;
    }
  if (berth_connection_get_state (self->connection) != BERTH_CONNECTION_READY)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE,
                   _ ("“%s” has not answered yet. Wait a moment and try again."),
                   berth_connection_get_title (self->connection));
      return FALSE;
    }
  if (!has_feature (self, BERTH_FEATURE_WRITE))
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_READ_ONLY,
                   _ ("“%s” was opened for reading only. Open it as a user who may change its "
                      "VMs."),
                   berth_connection_get_title (self->connection));
      return FALSE;
    }
  return TRUE;
}

/**
 * berth_draft_check_editable:
 *
 * Returns: %FALSE with @error set, whose sentence says why and what to do
 */
gboolean
berth_draft_check_editable (BerthDraft *self, GError **error)
{
  g_autofree char *name = dup_vm_name (self);

  if (!check_connection (self, error))
    return FALSE;
  if (!self->exists)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                   _ ("“%s” does not exist any more: it was deleted in the meantime."), name);
      return FALSE;
    }
  if (!self->vm->persistent)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_READ_ONLY,
                   _ ("“%s” is gone when it is shut down, so that nothing can be assigned to it. "
                      "Make it permanent first."),
                   name);
      return FALSE;
    }
  if (self->vm->takes == 0)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED, "%s",
                   self->vm->cannot_take != NULL ? self->vm->cannot_take
                                                 : _ ("This kind of VM cannot take devices."));
      return FALSE;
    }
  return TRUE;
}

/**
 * berth_draft_is_editable:
 * @ret_reason: (out) (optional) (nullable): why not, a whole sentence that is safe to show
 *
 * Returns: whether the VM's devices can be changed at all. What can be done with one of them is
 *   another question, which assigning and taking back answer.
 */
gboolean
berth_draft_is_editable (BerthDraft *self, char **ret_reason)
{
  g_autoptr (GError) error = NULL;
  gboolean editable = berth_draft_check_editable (self, &error);

  if (ret_reason != NULL)
    *ret_reason = editable ? NULL : berth_text_dup_error (error);
  return editable;
}

/**
 * berth_draft_get_situation:
 * @wish: (nullable): another wish than that of the draft
 * @ret_situation: (out): valid until the draft changes
 *
 * Returns: %FALSE as long as VM or devices are not loaded
 */
gboolean
berth_draft_get_situation (BerthDraft *self, BerthWish *wish, BerthSituation *ret_situation)
{
  *ret_situation = (BerthSituation){
    .inventory = berth_computer_get_inventory (self->computer),
    .roster = berth_computer_get_roster (self->computer),
    .vm = self->vm,
    .wanted = berth_wish_get_wanted (wish != NULL ? wish : self->wish),
  };
  return ret_situation->inventory != NULL && ret_situation->vm != NULL;
}

static void
ensure_entries (BerthDraft *self)
{
  BerthSituation situation;

  if (self->entries != NULL)
    return;
  /* As long as nobody looked at the devices, none of them is missing. */
  if (berth_draft_get_situation (self, NULL, &situation))
    {
      self->entries = berth_draft_entries_list (&situation);
      berth_draft_findings_fill (self->findings, &situation, self->entries);
    }
  else
    self->entries = g_ptr_array_new ();
  self->index = berth_draft_entries_index (self->entries);
}

/**
 * berth_draft_get_entries:
 *
 * Returns: (transfer none) (element-type BerthDraftEntry): the rows of both lists, sorted by
 *   address; empty until VM and devices are loaded. Valid until the next `changed`.
 */
GPtrArray *
berth_draft_get_entries (BerthDraft *self)
{
  ensure_entries (self);
  return self->entries;
}

/**
 * berth_draft_lookup_entry:
 * @bundle: of the bundle, or of any of its functions
 *
 * Returns: (nullable) (transfer none): the row, valid until the next `changed`
 */
const BerthDraftEntry *
berth_draft_lookup_entry (BerthDraft *self, const BerthAddress *bundle)
{
  ensure_entries (self);
  return g_hash_table_lookup (self->index, bundle);
}

/**
 * berth_draft_get_vm_findings:
 *
 * Returns: (transfer none) (element-type BerthFinding): what the rules say about all that the VM
 *   shall have, taken together; empty until VM and devices are loaded. Valid until the next
 *   `changed`.
 */
GPtrArray *
berth_draft_get_vm_findings (BerthDraft *self)
{
  BerthSituation situation;

  if (self->vm_findings != NULL)
    return self->vm_findings;
  self->vm_findings = berth_draft_get_situation (self, NULL, &situation)
                          ? berth_ruleset_check_vm (&situation)
                          : berth_finding_list_new ();
  return self->vm_findings;
}

/**
 * berth_draft_force:
 * @bundle: of the bundle, or of any of its functions
 *
 * From now on nothing that giving the bundle away does to this computer refuses it: such findings
 * count as danger. What cannot work stays refused. Only for who named the address by hand.
 */
void
berth_draft_force (BerthDraft *self, const BerthAddress *bundle)
{
  const BerthDraftEntry *entry = berth_draft_lookup_entry (self, bundle);

  berth_draft_findings_force (self->findings, entry != NULL ? &entry->bundle->address : bundle);
  emit_changed (self);
}

/**
 * berth_draft_get_findings:
 *
 * Returns: (transfer none): who asks the rules
 */
BerthDraftFindings *
berth_draft_get_findings (BerthDraft *self)
{
  return self->findings;
}

/**
 * berth_draft_set_patient:
 *
 * Says that the rows are only shown, and may be shown before the rules had their say: of a computer
 * with many devices it takes a few milliseconds, which a frame of a window does not have. Until
 * then a row has the findings that it had before, and when they are others, `changed` is emitted.
 *
 * What decides never waits for that: assigning, taking a way out, Apply and
 * berth_draft_list_findings() ask the rules themselves, and what Apply would change has always the
 * findings of now. Without this call, all rows have.
 */
void
berth_draft_set_patient (BerthDraft *self, gboolean patient)
{
  berth_draft_findings_set_patient (self->findings, patient);
}

/**
 * berth_draft_get_wish:
 *
 * Returns: (transfer none): to change, followed by berth_draft_wish_changed(); another one after
 *   each Apply
 */
BerthWish *
berth_draft_get_wish (BerthDraft *self)
{
  return self->wish;
}

/**
 * berth_draft_take_wish:
 * @wish: (transfer full): a changed copy of berth_draft_get_wish()
 *
 * The wish is another now, and so are the rows.
 */
void
berth_draft_take_wish (BerthDraft *self, BerthWish *wish)
{
  berth_wish_free (self->wish);
  self->wish = wish;
  emit_changed (self);
}

/**
 * berth_draft_wish_changed:
 *
 * The wish is another now, and so are the rows.
 */
void
berth_draft_wish_changed (BerthDraft *self)
{
  emit_changed (self);
}

/**
 * berth_draft_dup_change:
 *
 * Returns: (transfer full): what Apply would write; empty when nothing is wished for
 */
BerthChange *
berth_draft_dup_change (BerthDraft *self)
{
  return berth_change_new (self->vm_uuid, berth_wish_get_configured (self->wish),
                           berth_wish_get_wanted (self->wish));
}

static gboolean
is_change (const BerthDraftEntry *entry)
{
  return entry->state != BERTH_DRAFT_AVAILABLE && entry->state != BERTH_DRAFT_ASSIGNED;
}

/**
 * berth_draft_get_n_changes:
 *
 * Returns: how many bundles the next Apply changes, companions among them
 */
guint
berth_draft_get_n_changes (BerthDraft *self)
{
  guint n = 0;

  ensure_entries (self);
  for (guint i = 0; i < self->entries->len; i++)
    n += is_change (g_ptr_array_index (self->entries, i));
  return n;
}

/**
 * berth_draft_list_steps:
 *
 * Returns: (transfer full) (element-type BerthStep): what Apply will do, in order
 */
GPtrArray *
berth_draft_list_steps (BerthDraft *self)
{
  BerthInventory *inventory = berth_computer_get_inventory (self->computer);
  g_autoptr (BerthChange) change = berth_draft_dup_change (self);

  if (inventory == NULL || self->vm == NULL)
    return g_ptr_array_new ();
  return berth_plan_list_steps (change, self->vm, inventory);
}

/**
 * berth_draft_dup_commands:
 *
 * Returns: (transfer full): what a person would type instead of Apply, one command a line
 */
GStrv
berth_draft_dup_commands (BerthDraft *self)
{
  BerthBackend *backend = berth_connection_get_backend (self->connection);
  g_autoptr (BerthChange) change = berth_draft_dup_change (self);

  if (backend == NULL || self->vm == NULL || change->items->len == 0)
    return g_new0 (char *, 1);
  return berth_backend_dup_commands (backend, self->vm, change);
}
