/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-consent.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-finding-lines.h"
#include "model/berth-option-words.h"

static const BerthOption options[] = { BERTH_OPTION_PERMISSIVE, BERTH_OPTION_NO_STRICT_RESET };

/* The first function of the bundle of @entry for which Apply switches on @option, which opens
 * something. NULL: none. Of a split card that need not be the first of the card. */
static const BerthDevice *
find_opened (const BerthDraftEntry *entry, const BerthVm *vm, BerthOption option)
{
  if ((entry->state != BERTH_DRAFT_NEW && entry->state != BERTH_DRAFT_OPTIONS)
      || (entry->options & option) == 0)
    return NULL;

  for (guint i = 0; i < entry->given->len; i++)
    {
      const BerthAddress *address = &g_array_index (entry->given, BerthAddress, i);
      const BerthAssignment *before = berth_assignment_list_lookup (vm->configured, address);

      if (before == NULL || (before->options & option) == 0)
        return berth_bundle_lookup_function (entry->bundle, address);
    }
  return NULL;
}

/* One warning: what is switched on for which device, and below it what that opens. */
static void
append_warning (GString *text,
                BerthDraft *draft,
                const BerthDevice *device,
                BerthOption option)
{
  BerthConnection *connection = berth_draft_get_connection (draft);
  g_autofree char *title = berth_device_dup_title (device);
  g_autofree char *name = berth_text_dup_name (berth_draft_get_vm (draft)->name);
  BerthOptionTerms terms = {
    .device_title = title,
    .vm_name = name,
    .is_qube = (berth_connection_get_features (connection) & BERTH_FEATURE_QUBES) != 0,
    .resets_alone = berth_device_resets_alone (device),
  };
  g_autofree char *explanation = berth_option_words_dup_explanation (option, &terms);
  g_auto (GStrv) paragraphs = g_strsplit (explanation, "\n\n", -1);
  /* Translators: first the name of an option, then a device. */
  g_autofree char *heading = g_strdup_printf (_ ("“%s” is switched on for %s."),
                                              berth_option_get_words (option), title);
  g_autofree char *shown = berth_terminal_dup_sentence (heading);

  g_string_append_printf (text, "%s\n", shown);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      g_autofree char *sentence = berth_terminal_dup_sentence (paragraphs[i]);

      g_string_append_printf (text, "  %s\n", sentence);
    }
}

/* The warnings of everything that Apply switches on; empty when nothing needs one. */
static char *
dup_warnings (BerthDraft *draft)
{
  GPtrArray *entries = berth_draft_get_entries (draft);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < G_N_ELEMENTS (options); j++)
        {
          const BerthDevice *device
              = find_opened (entry, berth_draft_get_vm (draft), options[j]);

          if (device != NULL)
            append_warning (text, draft, device, options[j]);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Says on the error output what there is to think of; the answer stays what was asked for. With
 * --json the findings are in the answer. */
static void
tell (BerthInvocation *invocation, GPtrArray *findings, const char *warnings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BerthRemedyTerms terms = berth_invocation_get_terms (invocation);
  BerthFindingForm form = { .terminal = &invocation->error_terminal, .terms = &terms };

  if (invocation->json)
    return;

  berth_finding_lines_append (text, &form, findings);
  g_string_append (text, warnings);
  berth_terminal_print (STDERR_FILENO, text->str, NULL);
}

static gboolean
refuse (BerthInvocation *invocation, const char *sentence, GPtrArray *findings)
{
  g_autoptr (GError) error = g_error_new_literal (BERTH_ERROR, BERTH_ERROR_REFUSED, sentence);

  berth_invocation_refuse (invocation, error, findings);
  return FALSE;
}

/* Tells and asks; with @warnings, what an option opens. */
static gboolean
get_consent (BerthInvocation *invocation,
             GPtrArray *findings,
             const char *warnings,
             gboolean yes)
{
  const BerthFinding *worst = berth_finding_list_get_worst (findings);
  BerthSeverity severity = worst != NULL ? worst->severity : BERTH_SEVERITY_NOTE;
  g_autoptr (GPtrArray) told = berth_finding_list_new ();

  if (severity == BERTH_SEVERITY_REFUSED)
    return refuse (invocation, _ ("Nothing was changed."), findings);

  tell (invocation, findings, warnings);
  if (yes || (severity < BERTH_SEVERITY_DANGER && *warnings == '\0'))
    return TRUE;

  if (invocation->json || !berth_terminal_can_ask ())
    return refuse (invocation,
                   _ ("Nothing was changed, because this has to be agreed to. Say --yes if you "
                      "mean it."),
                   invocation->json ? findings : told);

  return berth_terminal_ask (_ ("Do it?")) || refuse (invocation, _ ("Nothing was changed."), told);
}

/**
 * berth_consent_get:
 * @draft: what Apply would do
 * @findings: (element-type BerthFinding): what the rules say about it
 * @yes: what is dangerous was agreed to beforehand
 *
 * Tells what there is to think of, and asks before what is dangerous or opens something. Where
 * nobody can be asked it is refused, because a script would never read what it opens.
 *
 * Returns: whether to go on; if not, the run ended
 */
gboolean
berth_consent_get (BerthInvocation *invocation,
                   BerthDraft *draft,
                   GPtrArray *findings,
                   gboolean yes)
{
  g_autofree char *warnings = dup_warnings (draft);

  return get_consent (invocation, findings, warnings, yes);
}

/**
 * berth_consent_get_for_host:
 * @findings: (element-type BerthFinding): what the rules say about it
 * @yes: what is dangerous was agreed to beforehand
 *
 * The same before something that is done to the computer's devices and to no VM.
 *
 * Returns: whether to go on; if not, the run ended
 */
gboolean
berth_consent_get_for_host (BerthInvocation *invocation, GPtrArray *findings, gboolean yes)
{
  return get_consent (invocation, findings, "", yes);
}
