/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-finding-lines.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
get_severity_words (BerthSeverity severity)
{
  switch (severity)
    {
    case BERTH_SEVERITY_NOTE:
      return _ ("Note");
    case BERTH_SEVERITY_CAUTION:
      return _ ("Caution");
    case BERTH_SEVERITY_DANGER:
      return _ ("Danger");
    case BERTH_SEVERITY_REFUSED:
    default:
      return _ ("Refused");
    }
}

/**
 * berth_finding_lines_get_style:
 *
 * Returns: the style of words about something that bad
 */
BerthStyle
berth_finding_lines_get_style (BerthSeverity severity)
{
  switch (severity)
    {
    case BERTH_SEVERITY_NOTE:
      return BERTH_STYLE_PLAIN;
    case BERTH_SEVERITY_CAUTION:
      return BERTH_STYLE_CAUTION;
    case BERTH_SEVERITY_DANGER:
    case BERTH_SEVERITY_REFUSED:
    default:
      return BERTH_STYLE_DANGER;
    }
}

static void
append_part (GString *output, guint indent, const char *label, const char *words)
{
  g_autofree char *sentence = NULL;

  if (words == NULL || *words == '\0')
    return;

  sentence = berth_terminal_dup_sentence (words);
  g_string_append_printf (output, "%*s%s: %s\n", (int) indent, "", label, sentence);
}

/* The commands that the remedies are, each on its own line below what they do. */
static void
append_commands (GString *output, const BerthFindingForm *form, const BerthFinding *finding)
{
  for (guint i = 0; i < finding->remedies->len; i++)
    {
      g_autofree char *command
          = berth_remedy_command_dup (g_ptr_array_index (finding->remedies, i), form->terms);
      g_autofree char *shown = NULL;

      if (command == NULL)
        continue;
      shown = berth_terminal_dup_sentence (command);
      g_string_append_printf (output, "%*s%s\n", (int) form->indent + 4, "", shown);
    }
}

static void
append_finding (GString *output, const BerthFindingForm *form, const BerthFinding *finding)
{
  BerthStyle style = berth_finding_lines_get_style (finding->severity);
  g_autofree char *what = berth_terminal_dup_sentence (finding->what);
  g_autofree char *place = NULL;

  if (finding->has_address)
    place = berth_address_dup_short (&finding->address);
  /* Many a sentence names the device itself. */
  if (place != NULL && strstr (what, place) != NULL)
    g_clear_pointer (&place, g_free);

  g_string_append_printf (output, "%*s%s%s%s%s: %s%s%s\n", (int) form->indent, "",
                          berth_terminal_get_begin (form->terminal, style),
                          get_severity_words (finding->severity),
                          berth_terminal_get_end (form->terminal, style),
                          /* Translators: behind "Danger" or "Refused": the VM will not start. */
                          form->tells_start && finding->stops_start ? _ (", stops the start") : "",
                          place != NULL ? place : "", place != NULL ? ": " : "", what);
  append_part (output, form->indent + 2, _ ("Why"), finding->why);
  append_part (output, form->indent + 2, _ ("What to do"), finding->remedy);
  append_commands (output, form, finding);
  append_part (output, form->indent + 2, _ ("Read more"), finding->link);
}

/**
 * berth_finding_lines_append:
 * @findings: (element-type BerthFinding)
 *
 * Appends each finding in its three parts: what was found, why it matters, what to do, and below
 * that the commands that do it and where to read more.
 */
void
berth_finding_lines_append (GString *output, const BerthFindingForm *form, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    append_finding (output, form, g_ptr_array_index (findings, i));
}
