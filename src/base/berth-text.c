/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-text.h"

#include <string.h>

/* Unicode's pictures of the C0 control characters begin here (U+2400 is "symbol for null"). */
#define FIRST_CONTROL_PICTURE 0x2400
#define PICTURE_OF_DELETE 0x2421
#define REPLACEMENT 0xfffd
/* First strong isolate and its end: what stands between cannot reorder what stands around. */
#define BEGIN_ISOLATE "\u2068"
#define END_ISOLATE "\u2069"
/* A base letter with more marks on it than any language writes only paints over its neighbours. */
#define MAX_MARKS 4
/* Enough bytes for every character that is kept; the rest of a megabyte is not even looked at. */
#define BYTES_PER_CHARACTER 32

static gboolean
is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK
         || type == G_UNICODE_SPACING_MARK;
}

/* What @c becomes so that nobody mistakes it for nothing or for layout; 0: left out. */
static gunichar
make_visible (gunichar c)
{
  if (c < 0x20)
    return FIRST_CONTROL_PICTURE + c;
  if (c == 0x7f)
    return PICTURE_OF_DELETE;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: /* right-to-left overrides, isolates, zero-width characters, BOM */
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
      return REPLACEMENT;
    default:
      return c;
    }
}

/* The first @max characters of @foreign, everything that is not plain text made visible. */
static char *
dup_visible (const char *foreign, gsize max)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length = strnlen (foreign, max * BYTES_PER_CHARACTER);
  gsize n = 0;
  guint n_marks = 0;

  valid = g_utf8_make_valid (foreign, (gssize) length);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      n_marks = is_mark (c) ? n_marks + 1 : 0;
      if (n_marks > MAX_MARKS)
        continue;

      if (n == max)
        {
          g_string_append (text, "…");
          break;
        }
      g_string_append_unichar (text, make_visible (c));
      n++;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether some letter in @text is written from right to left. */
static gboolean
has_right_to_left (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

      if (script == G_UNICODE_SCRIPT_HEBREW || script == G_UNICODE_SCRIPT_ARABIC
          || script == G_UNICODE_SCRIPT_SYRIAC || script == G_UNICODE_SCRIPT_THAANA
          || script == G_UNICODE_SCRIPT_NKO || script == G_UNICODE_SCRIPT_ADLAM)
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_text_dup_shown:
 * @foreign: (nullable): text from a device, a VM, a file or a server; any bytes, any length
 * @max_characters: longer text is cut and ends in "…"
 *
 * Makes foreign text fit to stand in a sentence or a label of ours: valid UTF-8, one line, control
 * and format characters visible, at most @max_characters, and text that is written from right to
 * left isolated so that it does not reorder what stands beside it. Still plain text: never hand it
 * to a place that reads markup.
 *
 * Returns: (transfer full)
 */
char *
berth_text_dup_shown (const char *foreign, gsize max_characters)
{
  g_autofree char *visible = dup_visible (foreign != NULL ? foreign : "", max_characters);

  if (has_right_to_left (visible))
    return g_strconcat (BEGIN_ISOLATE, visible, END_ISOLATE, NULL);
  return g_steal_pointer (&visible);
}

/**
 * berth_text_dup_name:
 * @foreign: (nullable)
 *
 * Returns: (transfer full): berth_text_dup_shown() at the length of a name
 */
char *
berth_text_dup_name (const char *foreign)
{
  return berth_text_dup_shown (foreign, BERTH_TEXT_NAME_LENGTH);
}

/**
 * berth_text_dup_markup:
 * @foreign: (nullable)
 *
 * For the few places of libadwaita 1.2 that always read markup (toast titles, status pages,
 * preference groups): like berth_text_dup_shown(), then escaped.
 *
 * Returns: (transfer full)
 */
char *
berth_text_dup_markup (const char *foreign, gsize max_characters)
{
  g_autofree char *shown = berth_text_dup_shown (foreign, max_characters);

  return g_markup_escape_text (shown, -1);
}

/**
 * berth_text_dup_line:
 * @foreign: (nullable)
 *
 * For a terminal or a log, which know no isolates: like berth_text_dup_shown() without them, so
 * that no escape sequence reaches a terminal and no text forges a line of a log.
 *
 * Returns: (transfer full)
 */
char *
berth_text_dup_line (const char *foreign, gsize max_characters)
{
  return dup_visible (foreign != NULL ? foreign : "", max_characters);
}
