/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-invocation.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-finding-lines.h"
#include "cli/berth-json-finding.h"

/* From then on a person wonders whether anything happens at all. */
#define PATIENCE_SECONDS 3

/**
 * berth_invocation_new:
 *
 * Returns: (transfer full): a run that has nothing to do yet
 */
BerthInvocation *
berth_invocation_new (void)
{
  BerthInvocation *self = g_new0 (BerthInvocation, 1);

  berth_terminal_look (&self->terminal, STDOUT_FILENO);
  berth_terminal_look (&self->error_terminal, STDERR_FILENO);
  self->output = g_string_new (NULL);
  self->loop = g_main_loop_new (NULL, FALSE);
  return self;
}

void
berth_invocation_free (BerthInvocation *self)
{
  g_strfreev (self->arguments);
  g_clear_pointer (&self->vm, berth_vm_unref);
  g_clear_object (&self->session);
  g_string_free (self->output, TRUE);
  g_main_loop_unref (self->loop);
  g_free (self);
}

/**
 * berth_invocation_get_terms:
 *
 * Returns: what the commands need that remedies are, for the VM that is being changed if there is
 *   one; valid as long as the run
 */
BerthRemedyTerms
berth_invocation_get_terms (const BerthInvocation *self)
{
  return (BerthRemedyTerms){
    .vm = self->vm,
    .names_connection = self->names_connection,
    .only_functions = self->only_functions,
  };
}

/* The JSON's word for an error, and what the program ends with because of it. */
static const char *
describe_error (const GError *error, BerthExit *ret_exit)
{
  static const struct
  {
    const char *nick;
    BerthExit exit;
  } descriptions[BERTH_N_ERRORS] = {
    [BERTH_ERROR_FAILED] = { "failed", BERTH_EXIT_FAILED },
    [BERTH_ERROR_INVALID] = { "invalid", BERTH_EXIT_USAGE },
    [BERTH_ERROR_NOT_FOUND] = { "not-found", BERTH_EXIT_NOT_FOUND },
    [BERTH_ERROR_REFUSED] = { "refused", BERTH_EXIT_REFUSED },
    [BERTH_ERROR_CONFLICT] = { "conflict", BERTH_EXIT_FAILED },
    [BERTH_ERROR_READ_ONLY] = { "read-only", BERTH_EXIT_FAILED },
    [BERTH_ERROR_DENIED] = { "denied", BERTH_EXIT_FAILED },
    [BERTH_ERROR_UNREACHABLE] = { "unreachable", BERTH_EXIT_FAILED },
    [BERTH_ERROR_NOT_SUPPORTED] = { "not-supported", BERTH_EXIT_FAILED },
    [BERTH_ERROR_STUCK] = { "stuck", BERTH_EXIT_FAILED },
    [BERTH_ERROR_NOT_VERIFIED] = { "not-verified", BERTH_EXIT_FAILED },
  };
  guint code = BERTH_ERROR_FAILED;

  if (error->domain == BERTH_ERROR && error->code < BERTH_N_ERRORS)
    code = (guint) error->code;

  *ret_exit = descriptions[code].exit;
  return descriptions[code].nick;
}

/* One error on the error output, in words or as one object on one line. Returns its exit code. */
static BerthExit
tell_error (BerthInvocation *self, const GError *error, GPtrArray *findings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BerthExit exit;
  const char *nick = describe_error (error, &exit);
  BerthRemedyTerms terms = berth_invocation_get_terms (self);

  /* Where the error output is gone too, the exit code is all that is left to say. */
  if (self->json)
    {
      berth_json_append_error (text, nick, error->message, findings, &terms);
      berth_terminal_write (STDERR_FILENO, text->str, NULL);
    }
  else
    {
      g_autofree char *sentence = berth_terminal_dup_sentence (error->message);
      BerthFindingForm form = { .terminal = &self->error_terminal, .terms = &terms };

      g_string_append_printf (text, "berthctl: %s\n", sentence);
      berth_finding_lines_append (text, &form, findings);
      berth_terminal_print (STDERR_FILENO, text->str, NULL);
    }
  return exit;
}

static void
tell_waiting (BerthConnection *connection)
{
  g_autofree char *uri = NULL;
  g_autofree char *line = NULL;

  if (berth_connection_get_state (connection) != BERTH_CONNECTION_WAITING)
    return;

  uri = berth_text_dup_line (berth_connection_get_uri (connection), BERTH_TEXT_NAME_LENGTH);
  /* Translators: %s is the URI of a connection. */
  line = g_strdup_printf (_ ("Waiting for “%s” to answer…\n"), uri);
  berth_terminal_print (STDERR_FILENO, line, NULL);
}

static gboolean
waited_cb (gpointer user_data)
{
  BerthInvocation *self = user_data;
  GListModel *computers = berth_session_get_computers (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      GListModel *connections = berth_computer_get_connections (computer);

      for (guint j = 0; j < g_list_model_get_n_items (connections); j++)
        {
          g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, j);

          tell_waiting (connection);
        }
    }
  return G_SOURCE_REMOVE;
}

/**
 * berth_invocation_run:
 *
 * Lets the verb do its work until it ends the run. A server may never answer: somebody who watches
 * is told which one it is, and can leave.
 */
void
berth_invocation_run (BerthInvocation *self)
{
  g_autoptr (GSource) timer = g_timeout_source_new_seconds (PATIENCE_SECONDS);

  g_source_set_callback (timer, waited_cb, self, NULL);
  if (self->error_terminal.is_terminal)
    g_source_attach (timer, NULL);
  g_main_loop_run (self->loop);
  g_source_destroy (timer);
}

/**
 * berth_invocation_end:
 *
 * The verb is through, and what it appended to the output is the answer.
 */
void
berth_invocation_end (BerthInvocation *self, BerthExit exit)
{
  self->exit = exit;
  g_main_loop_quit (self->loop);
}

/**
 * berth_invocation_refuse:
 * @findings: (element-type BerthFinding): why
 *
 * Ends the run with @error and the findings behind it, and without an answer.
 */
void
berth_invocation_refuse (BerthInvocation *self, const GError *error, GPtrArray *findings)
{
  self->exit = tell_error (self, error, findings);
  g_string_truncate (self->output, 0);
  g_main_loop_quit (self->loop);
}

/**
 * berth_invocation_fail:
 *
 * Ends the run with @error: its sentence on the error output (with --json as an object) and the
 * exit code that belongs to it.
 */
void
berth_invocation_fail (BerthInvocation *self, const GError *error)
{
  g_autoptr (GPtrArray) none = berth_finding_list_new ();

  berth_invocation_refuse (self, error, none);
}

/**
 * berth_invocation_warn:
 *
 * Says on the error output what is missing. The run goes on.
 *
 * Returns: the exit code that belongs to @error
 */
BerthExit
berth_invocation_warn (BerthInvocation *self, const GError *error)
{
  g_autoptr (GPtrArray) none = berth_finding_list_new ();

  return tell_error (self, error, none);
}

static gboolean
warn_about_connections (BerthInvocation *self, GListModel *connections)
{
  gboolean told = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, i);
      const GError *error = berth_connection_get_error (connection);

      if (error == NULL)
        continue;
      berth_invocation_warn (self, error);
      told = TRUE;
    }
  return told;
}

/**
 * berth_invocation_warn_about_gaps:
 *
 * Says on the error output which connections and computers could not be asked. What the VMs there
 * have, nobody knows.
 *
 * Returns: %BERTH_EXIT_DONE; %BERTH_EXIT_FAILED if there are such gaps, so that a program that
 *   reads a list does not take it for everything
 */
BerthExit
berth_invocation_warn_about_gaps (BerthInvocation *self)
{
  GListModel *computers = berth_session_get_computers (self->session);
  BerthExit exit = BERTH_EXIT_DONE;

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      const GError *error = berth_computer_get_error (computer);
      gboolean told = warn_about_connections (self, berth_computer_get_connections (computer));

      /* A computer whose connection failed has no devices because of that: say it once. */
      if (error != NULL && !told)
        berth_invocation_warn (self, error);
      if (error != NULL || told)
        exit = BERTH_EXIT_FAILED;
    }
  return exit;
}

/**
 * berth_invocation_close:
 *
 * Writes the answer.
 *
 * Returns: what main() returns
 */
int
berth_invocation_close (BerthInvocation *self)
{
  g_autoptr (GError) error = NULL;
  gboolean written;

  /* JSON is UTF-8 whatever the locale (RFC 8259, 8.1). */
  if (self->json)
    written = berth_terminal_write (STDOUT_FILENO, self->output->str, &error);
  else
    written = berth_terminal_print (STDOUT_FILENO, self->output->str, &error);

  if (!written)
    berth_invocation_fail (self, error);
  return (int) self->exit;
}
