/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-edit.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-answer.h"
#include "cli/berth-consent.h"
#include "cli/berth-edit-force.h"
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

/* One bundle of which something was named. */
typedef struct
{
  BerthBundle *bundle;
  GArray *named; /* of BerthAddress */
} Target;

static void
target_free (gpointer data)
{
  Target *target = data;

  berth_bundle_unref (target->bundle);
  g_array_unref (target->named);
  g_free (target);
}

/* The one of @targets that is about @bundle; a new one the first time. */
static Target *
get_target (GPtrArray *targets, BerthBundle *bundle)
{
  Target *target;

  for (guint i = 0; i < targets->len; i++)
    {
      target = g_ptr_array_index (targets, i);
      if (berth_address_equal (&target->bundle->address, &bundle->address))
        return target;
    }
  target = g_new0 (Target, 1);
  target->bundle = berth_bundle_ref (bundle);
  target->named = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  g_ptr_array_add (targets, target);
  return target;
}

/* What the words behind the VM mean, each bundle once. */
static GPtrArray *
list_targets (BerthInvocation *invocation, BerthDraft *draft, GError **error)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_free);

  for (char **word = invocation->arguments + 1; *word != NULL; word++)
    {
      const BerthDraftEntry *entry;
      BerthAddress address;
      g_autofree char *text = NULL;

      if (!berth_address_parse (*word, &address, error))
        return NULL;
      entry = berth_draft_lookup_entry (draft, &address);
      if (entry == NULL)
        {
          text = berth_address_dup_string (&address);
          g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                       _ ("There is no device at %s. “berthctl devices” lists all."), text);
          return NULL;
        }
      g_array_append_val (get_target (targets, entry->bundle)->named, address);
    }
  return g_steal_pointer (&targets);
}

/**
 * berth_edit_is_named:
 * @addresses: (element-type BerthAddress)
 *
 * Returns: whether @address is among them
 */
gboolean
berth_edit_is_named (const GArray *addresses, const BerthAddress *address)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      if (berth_address_equal (&g_array_index (addresses, BerthAddress, i), address))
        return TRUE;
    }
  return FALSE;
}

/* Whether @function comes or goes by the wish for the bundle of @entry. */
static gboolean
is_moved (BerthDraft *draft, const BerthDraftEntry *entry, const BerthAddress *function)
{
  return entry->state == BERTH_DRAFT_TAKEN_BACK
         || berth_assignment_list_lookup (berth_draft_get_vm (draft)->configured, function) == NULL;
}

/* Says which functions of the bundle nobody named and go with the others all the same. */
static void
tell_along (BerthInvocation *invocation, BerthDraft *draft, const Target *target)
{
  const BerthDraftEntry *entry = berth_draft_lookup_entry (draft, &target->bundle->address);
  g_autoptr (GString) along = g_string_new (NULL);
  g_autofree char *reason = berth_bundle_dup_reason (target->bundle);

  for (guint i = 0; entry != NULL && i < entry->given->len; i++)
    {
      const BerthAddress *function = &g_array_index (entry->given, BerthAddress, i);
      g_autofree char *address = berth_address_dup_short (function);

      if (!berth_edit_is_named (target->named, function) && is_moved (draft, entry, function))
        g_string_append_printf (along, "%s%s", along->len > 0 ? " " : "", address);
    }

  if (along->len > 0 && !invocation->json)
    {
      /* Translators: the first %s is a list of addresses, the second the sentence that says why. */
      g_string_append_printf (invocation->output, _ ("Goes along: %s. %s"), along->str, reason);
      g_string_append_c (invocation->output, '\n');
    }
}

/* Ends the run because of something that --force would overrule and that nobody named. */
static void
fail_about_missed (BerthInvocation *invocation, const BerthFinding *missed)
{
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  g_autoptr (GError) error = NULL;
  BerthFinding *finding = berth_finding_copy (missed);

  finding->severity = BERTH_SEVERITY_REFUSED;
  g_ptr_array_add (findings, finding);
  error = g_error_new_literal (BERTH_ERROR, BERTH_ERROR_REFUSED,
                               _ ("More is refused than --force names. Nothing was changed."));
  berth_invocation_refuse (invocation, error, findings);
}

/* Wishes for one bundle. FALSE: the run ended. */
static gboolean
wish_for (BerthInvocation *invocation,
          BerthDraft *draft,
          const BerthEditTerms *terms,
          BerthEditForce *force,
          const Target *target)
{
  const BerthDraftEntry *entry;
  g_autoptr (GError) error = NULL;

  /* Some things are refused only because of what was wished for before. */
  berth_edit_force_lift (force, draft);
  entry = berth_draft_lookup_entry (draft, &target->bundle->address);
  if (terms->wish (draft, entry, target->named, &error))
    return TRUE;
  fail_about (invocation, draft, target->bundle, error);
  return FALSE;
}

/* Whether every refusal that is overruled was named, and everything that was named is one. FALSE:
 * the run ended. */
static gboolean
check_force (BerthInvocation *invocation, BerthDraft *draft, BerthEditForce *force)
{
  GPtrArray *entries = berth_draft_get_entries (draft);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const BerthFinding *missed = NULL;

      if (berth_edit_force_check (force, g_ptr_array_index (entries, i), &missed))
        continue;
      fail_about_missed (invocation, missed);
      return FALSE;
    }
  if (berth_edit_force_check_used (force, &error))
    return TRUE;
  berth_invocation_fail (invocation, error);
  return FALSE;
}

/* Wishes for everything that was named. FALSE: the run ended. */
static gboolean
wish_for_all (BerthInvocation *invocation,
              BerthDraft *draft,
              const BerthEditTerms *terms,
              BerthEditForce *force)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) targets = list_targets (invocation, draft, &error);

  if (targets == NULL)
    {
      berth_invocation_fail (invocation, error);
      return FALSE;
    }
  for (guint i = 0; i < targets->len; i++)
    {
      if (!wish_for (invocation, draft, terms, force, g_ptr_array_index (targets, i)))
        return FALSE;
    }
  /* What is wished for last may be the reason why the first is refused now. */
  berth_edit_force_lift (force, draft);
  for (guint i = 0; i < targets->len; i++)
    tell_along (invocation, draft, g_ptr_array_index (targets, i));
  return check_force (invocation, draft, force);
}

/* What a run keeps while it waits. */
typedef struct
{
  BerthInvocation *invocation;
  BerthDraft *draft;
  BerthEditForce *force;
  char *restart; /* nullable: what the user has to do then */
} Edit;

static void
edit_free (Edit *edit)
{
  g_object_unref (edit->draft);
  berth_edit_force_free (edit->force);
  g_free (edit->restart);
  g_free (edit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Edit, edit_free)

/* Says aloud what was given away although it was refused. */
static void
tell_overruled (BerthInvocation *invocation, BerthEditForce *force)
{
  GPtrArray *overruled = berth_edit_force_get_overruled (force);

  for (guint i = 0; i < overruled->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (overruled, i);
      g_autofree char *address = berth_address_dup_string (&finding->address);
      g_autoptr (GError) error
          = g_error_new (BERTH_ERROR, BERTH_ERROR_REFUSED,
                         /* Translators: first an address, then a whole sentence. */
                         _ ("%s was refused, and --force overruled that. %s"), address,
                         finding->what);

      berth_invocation_warn (invocation, error);
    }
}

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
  tell_overruled (invocation, edit->force);
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
carry_out (BerthInvocation *invocation,
           BerthDraft *draft,
           const BerthEditTerms *terms,
           BerthEditForce *force)
{
  g_autoptr (BerthEditForce) overruling = force;
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

  if (!berth_consent_get (invocation, draft, findings, terms->yes || terms->dry_run))
    return;

  if (terms->dry_run)
    {
      berth_edit_plan_answer (invocation, draft, findings);
      tell_overruled (invocation, overruling);
      berth_invocation_end (invocation, BERTH_EXIT_DONE);
      return;
    }

  edit = g_new0 (Edit, 1);
  edit->invocation = invocation;
  edit->draft = g_object_ref (draft);
  edit->force = g_steal_pointer (&overruling);
  edit->restart = dup_restart (draft);
  berth_draft_apply_async (draft, applied_cb, edit);
}

/* Begins a change of the VM that was named first. NULL: the run ended. */
static BerthDraft *
begin (BerthInvocation *invocation)
{
  g_autoptr (BerthComputer) computer = NULL;
  g_autoptr (BerthConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (!berth_session_find_vm (invocation->session, invocation->arguments[0], &computer,
                              &connection, &invocation->vm, &error))
    {
      berth_invocation_fail (invocation, error);
      return NULL;
    }

  if (berth_computer_get_error (computer) != NULL)
    {
      berth_invocation_fail (invocation, berth_computer_get_error (computer));
      return NULL;
    }

  berth_invocation_warn_about_gaps (invocation);
  return berth_draft_new (computer, connection, invocation->vm->uuid);
}

/**
 * berth_edit_run:
 *
 * Changes one VM: its name stands first in the arguments, then the devices. All of them or none:
 * one change is written, and what was read back is the answer.
 */
void
berth_edit_run (BerthInvocation *invocation, const BerthEditTerms *terms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthEditForce) force = berth_edit_force_new (terms->force, &error);
  g_autoptr (BerthDraft) draft = NULL;

  if (force == NULL)
    {
      berth_invocation_fail (invocation, error);
      return;
    }

  draft = begin (invocation);
  if (draft != NULL && wish_for_all (invocation, draft, terms, force))
    carry_out (invocation, draft, terms, g_steal_pointer (&force));
}

/**
 * berth_edit_fail_unassigned:
 *
 * Returns: %FALSE with %BERTH_ERROR_NOT_FOUND: the VM does not have the device at @address
 */
gboolean
berth_edit_fail_unassigned (BerthDraft *draft, const BerthAddress *address, GError **error)
{
  g_autofree char *text = berth_address_dup_string (address);
  g_autofree char *name = berth_text_dup_name (berth_draft_get_vm (draft)->name);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
               /* Translators: the first %s is the name of a VM, the second an address. */
               _ ("“%s” does not have the device at %s."), name, text);
  return FALSE;
}

/**
 * berth_edit_check_assigned:
 *
 * Returns: %FALSE with %BERTH_ERROR_NOT_FOUND when the VM has nothing of the bundle
 */
gboolean
berth_edit_check_assigned (BerthDraft *draft, const BerthDraftEntry *entry, GError **error)
{
  return entry->state != BERTH_DRAFT_AVAILABLE
         || berth_edit_fail_unassigned (draft, &entry->bundle->address, error);
}
