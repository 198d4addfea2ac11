/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-edit.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-answer.h"
#include "cli/berth-consent.h"
#include "cli/berth-edit-plan.h"
#include "plan/berth-plan.h"

/* Ends the run because of @bundle. Where the rules refuse it, what they say stands below the
 * sentence instead of in it. */
static void
fail_about (BerthInvocation *invocation,
            BerthDraft *draft,
            const BerthBundle *bundle,
            const GError *error)
{
  const BerthDraftEntry *entry = berth_draft_lookup_entry (draft, &bundle->address);
  const BerthFinding *worst = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (entry != NULL && g_error_matches (error, BERTH_ERROR, BERTH_ERROR_REFUSED))
    worst = berth_finding_list_get_worst (entry->findings);

  if (worst == NULL || worst->severity < BERTH_SEVERITY_REFUSED)
    {
      berth_invocation_fail (invocation, error);
      return;
    }

  title = berth_device_dup_title (berth_bundle_get_first (bundle));
  name = berth_text_dup_name (berth_draft_get_vm (draft)->name);
  refusal = g_error_new (BERTH_ERROR, BERTH_ERROR_REFUSED,
                         /* Translators: the first %s is a device, the second the name of a VM. */
                         _ ("%s cannot be given to “%s”. Nothing was changed."), title, name);
  berth_invocation_refuse (invocation, refusal, entry->findings);
}

/* Wishes for the bundle of the device at @address. One bundle may be named by several of its
 * functions: wishing the same twice changes nothing. Returns the bundle; NULL: the run ended. */
static BerthBundle *
wish_for (BerthInvocation *invocation,
          BerthDraft *draft,
          const BerthAddress *address,
          BerthWish wish)
{
  const BerthDraftEntry *entry = berth_draft_lookup_entry (draft, address);
  g_autoptr (BerthBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;

  if (entry == NULL)
    {
      g_autofree char *text = berth_address_dup_string (address);

      error = g_error_new (BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                           _ ("There is no device at %s. “berthctl devices” lists all."), text);
      berth_invocation_fail (invocation, error);
      return NULL;
    }

  /* The entry is gone with the first change of the draft. */
  bundle = berth_bundle_ref (entry->bundle);
  if (!wish (draft, entry, &error))
    {
      fail_about (invocation, draft, bundle, error);
      return NULL;
    }
  return g_steal_pointer (&bundle);
}

/* Says which functions of @bundle nobody named and go with the others all the same. */
static void
tell_along (BerthInvocation *invocation, const BerthBundle *bundle, GHashTable *named)
{
  g_autoptr (GString) along = g_string_new (NULL);
  g_autofree char *reason = berth_bundle_dup_reason (bundle);

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      g_autofree char *address = berth_address_dup_short (&device->address);

      if (!g_hash_table_contains (named, &device->address))
        g_string_append_printf (along, "%s%s", along->len > 0 ? " " : "", address);
    }

  if (along->len > 0 && !invocation->json)
    {
      /* Translators: the first %s is a list of addresses, the second the sentence that says why. */
      g_string_append_printf (invocation->output, _ ("Goes along: %s. %s"), along->str, reason);
      g_string_append_c (invocation->output, '\n');
    }
}

/* Wishes for every device that was named. FALSE: the run ended. */
static gboolean
wish_for_all (BerthInvocation *invocation, BerthDraft *draft, BerthWish wish)
{
  g_autoptr (GHashTable) named
      = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);
  g_autoptr (GHashTable) bundles = g_hash_table_new_full (
      berth_address_hash, berth_address_equal_pointers, NULL, (GDestroyNotify) berth_bundle_unref);
  GHashTableIter iter;
  gpointer value;

  for (char **word = invocation->arguments + 1; *word != NULL; word++)
    {
      BerthAddress address;
      BerthBundle *bundle;
      g_autoptr (GError) error = NULL;

      if (!berth_address_parse (*word, &address, &error))
        {
          berth_invocation_fail (invocation, error);
          return FALSE;
        }
      bundle = wish_for (invocation, draft, &address, wish);
      if (bundle == NULL)
        return FALSE;
      g_hash_table_add (named, berth_address_copy (&address));
      g_hash_table_replace (bundles, &bundle->address, bundle);
    }

  g_hash_table_iter_init (&iter, bundles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    tell_along (invocation, value, named);
  return TRUE;
}

/* What a run of assign or take-back keeps while it waits. */
typedef struct
{
  BerthInvocation *invocation;
  BerthDraft *draft;
  char *restart; /* nullable: what the user has to do then */
} Edit;

static void
edit_free (Edit *edit)
{
  g_object_unref (edit->draft);
  g_free (edit->restart);
  g_free (edit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Edit, edit_free)

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Edit) edit = user_data;
  BerthInvocation *invocation = edit->invocation;
  g_autoptr (GError) error = NULL;

  if (!berth_draft_apply_finish (edit->draft, result, &error))
    {
      berth_invocation_fail (invocation, error);
      return;
    }

  berth_answer_vm (invocation, berth_draft_get_computer (edit->draft),
                   berth_draft_get_vm (edit->draft));
  if (edit->restart != NULL && !invocation->json)
    g_string_append_printf (invocation->output, "%s\n", edit->restart);
  berth_invocation_end (invocation, BERTH_EXIT_DONE);
}

/* The words about restarting a VM that runs on with what it has. */
static char *
dup_restart (BerthDraft *draft)
{
  g_autoptr (GPtrArray) steps = berth_draft_list_steps (draft);

  for (guint i = 0; i < steps->len; i++)
    {
      const BerthStep *step = g_ptr_array_index (steps, i);

      if (step->kind == BERTH_STEP_RESTART)
        return berth_terminal_dup_sentence (step->words);
    }
  return NULL;
}

/* Does what the draft wishes. */
static void
carry_out (BerthInvocation *invocation, BerthDraft *draft, gboolean dry_run, gboolean yes)
{
  g_autoptr (GPtrArray) findings = berth_draft_list_findings (draft);
  Edit *edit;

  if (berth_draft_get_n_changes (draft) == 0)
    {
      berth_answer_vm (invocation, berth_draft_get_computer (draft), berth_draft_get_vm (draft));
      if (!invocation->json)
        g_string_append_printf (invocation->output, "%s\n", _ ("There was nothing to change."));
      berth_invocation_end (invocation, BERTH_EXIT_DONE);
      return;
    }

  if (!berth_consent_get (invocation, draft, findings, yes || dry_run))
    return;

  if (dry_run)
    {
      berth_edit_plan_answer (invocation, draft, findings);
      berth_invocation_end (invocation, BERTH_EXIT_DONE);
      return;
    }

  edit = g_new0 (Edit, 1);
  edit->invocation = invocation;
  edit->draft = g_object_ref (draft);
  edit->restart = dup_restart (draft);
  berth_draft_apply_async (draft, applied_cb, edit);
}

/**
 * berth_edit_run:
 * @wish: what is wished for each device that was named
 * @dry_run: say what would be done, and do nothing
 * @yes: the answer to what would be asked
 *
 * Changes one VM: its name stands first in the arguments, then the devices. All of them or none:
 * one change is written, and what was read back is the answer.
 */
void
berth_edit_run (BerthInvocation *invocation, BerthWish wish, gboolean dry_run, gboolean yes)
{
  g_autoptr (BerthComputer) computer = NULL;
  g_autoptr (BerthConnection) connection = NULL;
  g_autoptr (BerthVm) vm = NULL;
  g_autoptr (BerthDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  if (!berth_session_find_vm (invocation->session, invocation->arguments[0], &computer,
                              &connection, &vm, &error))
    {
      berth_invocation_fail (invocation, error);
      return;
    }

  if (berth_computer_get_error (computer) != NULL)
    {
      berth_invocation_fail (invocation, berth_computer_get_error (computer));
      return;
    }

  berth_invocation_warn_about_gaps (invocation);
  invocation->vm = berth_vm_ref (vm);
  draft = berth_draft_new (computer, connection, vm->uuid);
  if (wish_for_all (invocation, draft, wish))
    carry_out (invocation, draft, dry_run, yes);
}
