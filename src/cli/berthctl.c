/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

#include "cli/berth-call.h"
#include "session/berth-backend-list.h"

/* THE table of verbs. A new verb is one file, berth-verb-NAME.c, and one row. */
static const BerthVerb verbs[] = {
  { "vms", NULL, "", N_ ("List the VMs and how many devices each one has"), 0, 0, NULL,
    berth_verb_vms },
  { "devices", NULL, N_ ("[ADDRESS…]"),
    N_ ("List the devices and who has them, or tell all about some"), 0, G_MAXUINT, NULL,
    berth_verb_devices },
  { "show", NULL, N_ ("VM"), N_ ("Show a VM and the devices it has"), 1, 1, NULL,
    berth_verb_show },
  { "check", NULL, N_ ("[VM|DEVICE…]"), N_ ("Say what is wrong, why it matters and what to do"), 0,
    G_MAXUINT, NULL, berth_verb_check },
  { "assign", NULL, N_ ("VM DEVICE…"), N_ ("Assign devices to a VM"), 2, G_MAXUINT,
    berth_verb_assign_options, berth_verb_assign },
  { "take-back", "unassign", N_ ("VM DEVICE…"), N_ ("Take devices back from a VM"), 2, G_MAXUINT,
    berth_verb_take_back_options, berth_verb_take_back },
  { "pin", NULL, N_ ("VM DEVICE…"), N_ ("Say that the device which is there now is meant"), 2,
    G_MAXUINT, berth_verb_pin_options, berth_verb_pin },
  { "move", NULL, N_ ("VM DEVICE…"), N_ ("Follow devices to where they sit now"), 2, G_MAXUINT,
    berth_verb_move_options, berth_verb_move },
  { "bind", NULL, N_ ("DEVICE…"), N_ ("Take devices from the computer and keep them for VMs"), 1,
    G_MAXUINT, berth_verb_bind_options, berth_verb_bind },
  { "return", NULL, N_ ("DEVICE…"), N_ ("Return devices to the host"), 1, G_MAXUINT,
    berth_verb_return_options, berth_verb_return },
  { "permissive", NULL, N_ ("DEVICE…"),
    N_ ("Let a VM write all of the configuration space (pciback)"), 1, G_MAXUINT,
    berth_verb_permissive_options, berth_verb_permissive },
  { "boot", NULL, N_ ("[add|remove|confirm DEVICE…]"),
    N_ ("List what is bound at boot, or change that"), 0, G_MAXUINT,
    berth_verb_boot_options, berth_verb_boot },
  { "launcher", NULL, N_ ("add|remove VM"), N_ ("Put a VM’s settings into the app menu"), 2, 2,
    NULL, berth_verb_launcher },
  { "record", NULL, N_ ("DIR"), N_ ("Write the devices down, fit to be shown to others"), 1, 1,
    NULL, berth_verb_record },
  { NULL },
};

typedef struct
{
  BerthInvocation *invocation;
  const BerthVerb *verb;
} Start;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Start *start = user_data;

  /* Each computer and connection keeps its own error; the verb says which of them matter. */
  berth_session_load_finish (BERTH_SESSION (source), result, NULL);
  start->verb->run (start->invocation);
}

static int
run_verb (BerthInvocation *invocation, BerthCall *call)
{
  Start start = { .invocation = invocation, .verb = call->verb };

  invocation->arguments = g_steal_pointer (&call->arguments);
  invocation->names_connection = call->uris[0] != NULL;
  invocation->session = berth_session_new ((const char *const *) call->uris);
  berth_session_load_async (invocation->session, NULL, loaded_cb, &start);
  berth_invocation_run (invocation);
  return berth_invocation_close (invocation);
}

/* What needs no computer. */
static gboolean
answer_at_once (BerthInvocation *invocation, const BerthCall *call)
{
  g_autofree char *help = NULL;

  /* The words are for a person, also where the rest is not. */
  if (call->help)
    {
      help = berth_call_dup_help (verbs, call->verb);
      invocation->json = FALSE;
      g_string_append (invocation->output, help);
    }
  else if (call->version)
    {
      invocation->json = FALSE;
      g_string_append (invocation->output, "berthctl " BERTH_VERSION "\n");
    }
  return call->help || call->version;
}

static gboolean
reset_demo (const BerthCall *call, GError **error)
{
  for (guint i = 0; call->reset && call->uris[i] != NULL; i++)
    {
      if (!berth_backend_list_reset (call->uris[i], error))
        return FALSE;
    }
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (BerthInvocation) invocation = NULL;
  g_autoptr (BerthCall) call = berth_call_new ();
  g_autoptr (GError) error = NULL;
  gboolean parsed;

  /* Texts, their characters and the order of names: each of the other categories is another file
   * to read at every start, a quarter of a millisecond in all. */
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  setlocale (LC_COLLATE, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  invocation = berth_invocation_new ();
  parsed = berth_call_parse (call, verbs, (const char *const *) argv, &error);
  invocation->json = call->json;

  if (!parsed || (!call->help && !call->version && !reset_demo (call, &error)))
    {
      berth_invocation_fail (invocation, error);
      return berth_invocation_close (invocation);
    }
  if (answer_at_once (invocation, call) || call->verb == NULL)
    return berth_invocation_close (invocation);
  return run_verb (invocation, call);
}
