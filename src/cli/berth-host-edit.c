/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-host-edit.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-consent.h"
#include "cli/berth-host-answer.h"
#include "cli/berth-host-target.h"
#include "cli/berth-password-agent.h"

/* What a run keeps while it waits. */
typedef struct
{
  BerthInvocation *invocation;
  GPtrArray *targets;         /* of BerthHostTarget */
  guint at;                   /* the one that is under way */
  guint n_done;
  BerthPasswordAgent *agent; /* nullable: who asks for a password */
  BerthExit exit;
} Run;

static void
run_free (Run *run)
{
  g_ptr_array_unref (run->targets);
  g_clear_pointer (&run->agent, berth_password_agent_stop);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static gboolean
parse_driver (const char *word, BerthBindTarget *ret_driver, GError **error)
{
  g_autofree char *shown = NULL;

  *ret_driver = 0;
  if (word == NULL)
    return TRUE;

  for (guint target = BERTH_BIND_TARGET_VFIO_PCI; target <= BERTH_BIND_TARGET_PCIBACK; target++)
    {
      if (g_str_equal (word, berth_bind_target_get_driver (target)))
        {
          *ret_driver = target;
          return TRUE;
        }
    }
  shown = berth_text_dup_name (word);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               _ ("A device can be bound to vfio-pci or pciback, but not to “%s”."), shown);
  return FALSE;
}

/* Why nothing is done, in a sentence; the findings stand below it. */
static char *
dup_refusal (const BerthHostTarget *target)
{
  g_autofree char *title = berth_device_dup_title (target->device);

  switch (target->action.kind)
    {
    case BERTH_HOST_ACTION_BIND:
    case BERTH_HOST_ACTION_BOOT_ADD:
      /* Translators: %s is a device, here and in the next three. */
      return g_strdup_printf (_ ("%s cannot be bound. Nothing was changed."), title);
    case BERTH_HOST_ACTION_RETURN:
      return g_strdup_printf (_ ("%s cannot be returned to the host. Nothing was changed."), title);
    case BERTH_HOST_ACTION_PERMISSIVE:
      return g_strdup_printf (_ ("%s cannot be made permissive. Nothing was changed."), title);
    case BERTH_HOST_ACTION_BOOT_REMOVE:
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
    default:
      return g_strdup_printf (_ ("What is done with %s at boot stays as it is."), title);
    }
}

/* Whether nothing that was named is refused. FALSE: the run ended. */
static gboolean
check_refused (BerthInvocation *invocation, GPtrArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const BerthHostTarget *target = g_ptr_array_index (targets, i);
      const BerthFinding *worst = berth_finding_list_get_worst (target->findings);
      g_autofree char *sentence = NULL;
      g_autoptr (GError) error = NULL;

      if (worst == NULL || worst->severity < BERTH_SEVERITY_REFUSED)
        continue;
      sentence = dup_refusal (target);
      error = g_error_new_literal (BERTH_ERROR, BERTH_ERROR_REFUSED, sentence);
      berth_invocation_refuse (invocation, error, target->findings);
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_told (GPtrArray *findings, const BerthFinding *finding)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *told = g_ptr_array_index (findings, i);

      if (g_str_equal (told->id, finding->id) && told->has_address == finding->has_address
          && (!told->has_address || berth_address_equal (&told->address, &finding->address))
          && g_strcmp0 (told->what, finding->what) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What there is to say about all of them, each thing once. */
static GPtrArray *
list_findings (GPtrArray *targets)
{
  GPtrArray *findings = berth_finding_list_new ();

  for (guint i = 0; i < targets->len; i++)
    {
      const BerthHostTarget *target = g_ptr_array_index (targets, i);

      for (guint j = 0; j < target->findings->len; j++)
        {
          const BerthFinding *finding = g_ptr_array_index (target->findings, j);

          if (!is_told (findings, finding))
            g_ptr_array_add (findings, berth_finding_copy (finding));
        }
    }
  return findings;
}

static void run_next (Run *run);

static void
end (Run *run)
{
  g_autoptr (Run) owned = run;

  berth_host_answer_results (run->invocation, run->targets);
  berth_invocation_end (run->invocation, run->exit);
}

/* What is so now was read or could not be: the answer says what is known. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Run *run = user_data;

  if (!berth_computer_read_inventory_finish (BERTH_COMPUTER (source), result, &error))
    berth_invocation_warn (run->invocation, error);
  end (run);
}

/* Stops there. Where something was done before, the run failed and was not merely refused. */
static void
stop (Run *run, BerthHostTarget *target, const GError *error)
{
  BerthExit exit = berth_invocation_warn (run->invocation, error);

  run->exit = run->n_done > 0 ? BERTH_EXIT_FAILED : exit;
  target->result = BERTH_HOST_RESULT_FAILED;
  for (guint i = run->at + 1; i < run->targets->len; i++)
    {
      BerthHostTarget *later = g_ptr_array_index (run->targets, i);

      if (later->result == BERTH_HOST_RESULT_PLANNED)
        later->result = BERTH_HOST_RESULT_NOT_TRIED;
    }
  berth_computer_read_inventory_async (target->computer, NULL, read_cb, run);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  BerthHostTarget *target = g_ptr_array_index (run->targets, run->at);
  g_autoptr (GError) error = NULL;

  if (!berth_computer_run_action_finish (target->computer, result, &error))
    {
      stop (run, target, error);
      return;
    }
  target->result = BERTH_HOST_RESULT_DONE;
  run->n_done++;
  run->at++;
  run_next (run);
}

/* Does the next one that there is something to do with. */
static void
run_next (Run *run)
{
  for (; run->at < run->targets->len; run->at++)
    {
      BerthHostTarget *target = g_ptr_array_index (run->targets, run->at);

      if (target->result != BERTH_HOST_RESULT_PLANNED)
        continue;
      berth_computer_run_action_async (target->computer, &target->action, NULL, acted_cb, run);
      return;
    }
  end (run);
}

static void
agent_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  run->agent = berth_password_agent_start_finish (result);
  run_next (run);
}

/* Whether somebody may have to say a password: only this computer's helper wants one. */
static gboolean
needs_agent (GPtrArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const BerthHostTarget *target = g_ptr_array_index (targets, i);

      if (target->result == BERTH_HOST_RESULT_PLANNED
          && berth_computer_is_local (target->computer))
        return berth_password_agent_can_help ();
    }
  return FALSE;
}

static void
carry_out (BerthInvocation *invocation, GPtrArray *targets)
{
  Run *run = g_new0 (Run, 1);

  run->invocation = invocation;
  run->targets = g_ptr_array_ref (targets);
  if (needs_agent (targets))
    berth_password_agent_start_async (agent_started_cb, run);
  else
    run_next (run);
}

/**
 * berth_host_edit_run:
 *
 * Does one thing to each device that was named, one after the other, and stops at the first that
 * fails: the host's side has no way to do several at once. What was read back is the answer.
 */
void
berth_host_edit_run (BerthInvocation *invocation, const BerthHostEditTerms *terms)
{
  g_autoptr (GPtrArray) targets = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  BerthBindTarget driver;

  if (parse_driver (terms->driver, &driver, &error))
    targets = berth_host_target_list_find (invocation->session, terms->kind, driver,
                                           terms->devices, &error);
  if (targets == NULL)
    {
      berth_invocation_fail (invocation, error);
      return;
    }

  berth_invocation_warn_about_gaps (invocation);
  if (!check_refused (invocation, targets))
    return;
  findings = list_findings (targets);
  if (!berth_consent_get_for_host (invocation, findings, terms->yes || terms->dry_run))
    return;

  if (!terms->dry_run)
    {
      carry_out (invocation, targets);
      return;
    }
  berth_host_answer_plan (invocation, targets);
  berth_invocation_end (invocation, BERTH_EXIT_DONE);
}
