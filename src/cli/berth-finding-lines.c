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
append_part (GString *output, const char *label, const char *words)
{
  g_autofree char *sentence = NULL;

  if (words == NULL || *words == '\0')
    return;

  sentence = berth_terminal_dup_sentence (words);
  g_string_append_printf (output, "  %s: %s\n", label, sentence);
}

/**
 * berth_finding_lines_append:
 * @findings: (element-type BerthFinding)
 *
 * Appends each finding in its three parts: what was found, why it matters, what to do.
 */
void
berth_finding_lines_append (GString *output, const BerthTerminal *terminal, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);
      BerthStyle style = berth_finding_lines_get_style (finding->severity);
      g_autofree char *what = berth_terminal_dup_sentence (finding->what);
      g_autofree char *place = NULL;

      if (finding->has_address)
        place = berth_address_dup_short (&finding->address);
      /* Many a sentence names the device itself. */
      if (place != NULL && strstr (what, place) != NULL)
        g_clear_pointer (&place, g_free);

      g_string_append_printf (output, "%s%s%s: %s%s%s\n",
                              berth_terminal_get_begin (terminal, style),
                              get_severity_words (finding->severity),
                              berth_terminal_get_end (terminal, style),
                              place != NULL ? place : "", place != NULL ? ": " : "", what);
      append_part (output, _ ("Why"), finding->why);
      append_part (output, _ ("What to do"), finding->remedy);
    }
}
