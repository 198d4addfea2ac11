/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-text.h"

#include <string.h>

/* Unicode's pictures of the C0 control characters begin here (U+2400 is "symbol for null"). */
#define FIRST_CONTROL_PICTURE 0x2400
#define PICTURE_OF_DELETE 0x2421
#define REPLACEMENT 0xfffd
#define ELLIPSIS 0x2026
/* First strong isolate and its end: what stands between cannot reorder what stands around. */
#define BEGIN_ISOLATE 0x2068
#define END_ISOLATE 0x2069
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

/* The blocks that Unicode keeps for such scripts (DerivedBidiClass.txt: R and AL by default). */
static gboolean
is_right_to_left (gunichar c)
{
  return (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefe)
         || (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

/* The end of an isolate that begins at @text and holds what is written from right to left, as
 * berth_text_dup_shown() writes it; %NULL when it is none, or one that only hides there. */
static const char *
find_end_of_isolate (const char *text)
{
  gboolean right_to_left = FALSE;

  if (g_utf8_get_char (text) != BEGIN_ISOLATE)
    return NULL;
  for (const char *p = g_utf8_next_char (text); *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == BEGIN_ISOLATE)
        return NULL;
      if (c == END_ISOLATE)
        return right_to_left ? p : NULL;
      right_to_left = right_to_left || is_right_to_left (make_visible (c));
    }
  return NULL;
}

typedef struct
{
  GString *text;
  gboolean isolates;  /* whether isolates are wanted, or left out */
  const char *end;    /* where the isolate ends that we are in */
  gsize begin;        /* where it begins in @text */
  gboolean is_needed; /* it holds something from right to left */
  guint n_marks;      /* on the last letter */
  gsize n;            /* characters so far */
  gboolean needs_one; /* right to left outside of every isolate */
} Showing;

static void
begin_isolate (Showing *showing, const char *end)
{
  showing->end = end;
  showing->begin = showing->text->len;
  showing->is_needed = FALSE;
  if (showing->isolates)
    g_string_append_unichar (showing->text, BEGIN_ISOLATE);
}

/* One that was cut before anything from right to left is none: nobody could know it again. */
static void
end_isolate (Showing *showing)
{
  showing->end = NULL;
  if (!showing->isolates)
    return;
  if (showing->is_needed)
    g_string_append_unichar (showing->text, END_ISOLATE);
  else
    g_string_erase (showing->text, (gssize) showing->begin, strlen ("\u2068"));
}

/* Adds the character at @p, if there is room for it; isolates take none. */
static gboolean
show_character (Showing *showing, const char *p, gsize max)
{
  gunichar c = g_utf8_get_char (p);
  const char *end = showing->end == NULL ? find_end_of_isolate (p) : NULL;

  if (end != NULL)
    {
      begin_isolate (showing, end);
      return TRUE;
    }
  if (p == showing->end)
    {
      end_isolate (showing);
      return TRUE;
    }
  showing->n_marks = is_mark (c) ? showing->n_marks + 1 : 0;
  if (showing->n_marks > MAX_MARKS)
    return TRUE;
  if (showing->n == max)
    {
      g_string_append_unichar (showing->text, ELLIPSIS);
      return FALSE;
    }
  c = make_visible (c);
  g_string_append_unichar (showing->text, c);
  if (is_right_to_left (c) && showing->end != NULL)
    showing->is_needed = TRUE;
  else if (is_right_to_left (c))
    showing->needs_one = TRUE;
  showing->n++;
  return TRUE;
}

/* How many bytes of @foreign are worth looking at; never half a character. */
static gsize
measure (const char *foreign, gsize max)
{
  gsize length = strnlen (foreign, max * BYTES_PER_CHARACTER);

  for (guint i = 0; i < 3 && length > 0 && ((guchar) foreign[length] & 0xc0) == 0x80; i++)
    length--;
  return length;
}

/* The first @max characters of @foreign, everything that is not plain text made visible. */
static char *
dup_visible (const char *foreign, gsize max, gboolean isolates)
{
  gsize length = measure (foreign, max);
  g_autofree char *valid = g_utf8_make_valid (foreign, (gssize) length);
  g_autofree char *shown = NULL;
  Showing showing = { .text = g_string_new (NULL), .isolates = isolates };
  gboolean has_room = TRUE;

  for (const char *p = valid; has_room && *p != '\0'; p = g_utf8_next_char (p))
    has_room = show_character (&showing, p, max);
  if (has_room && foreign[length] != '\0')
    g_string_append_unichar (showing.text, ELLIPSIS);
  if (showing.end != NULL)
    end_isolate (&showing);

  shown = g_string_free (showing.text, FALSE);
  if (isolates && showing.needs_one)
    {
      g_autofree char *line = dup_visible (foreign, max, FALSE);

      return g_strconcat ("\u2068", line, "\u2069", NULL);
    }
  return g_steal_pointer (&shown);
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
 * What went through here once may go through again, alone or in a sentence of ours: an error of
 * another layer need not be told from one that nobody has looked at. The isolates of the first time
 * are known by what is in them, and kept.
 *
 * Returns: (transfer full)
 */
char *
berth_text_dup_shown (const char *foreign, gsize max_characters)
{
  return dup_visible (foreign != NULL ? foreign : "", max_characters, TRUE);
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
 * berth_text_dup_error:
 *
 * For every error that is shown, whoever made it: the sentences of ours come out as they are.
 *
 * Returns: (transfer full): what @error says, as berth_text_dup_shown() makes it
 */
char *
berth_text_dup_error (const GError *error)
{
  return berth_text_dup_shown (error->message, BERTH_TEXT_ERROR_LENGTH);
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
 * For a terminal or a log, which know no isolates: like berth_text_dup_shown() without them, also
 * without those that it made before, so that no escape sequence reaches a terminal and no text
 * forges a line of a log.
 *
 * Returns: (transfer full)
 */
char *
berth_text_dup_line (const char *foreign, gsize max_characters)
{
  return dup_visible (foreign != NULL ? foreign : "", max_characters, FALSE);
}

/* As much of @foreign as a person ever sees. */
static char *
dup_beginning (const char *foreign)
{
  return g_utf8_make_valid (foreign, (gssize) measure (foreign, BERTH_TEXT_NAME_LENGTH));
}

/**
 * berth_text_compare:
 *
 * For lists that people read: by the alphabet of their language, as far as a name is shown, then by
 * bytes. The alphabet costs half a second for a name of a megabyte, the bytes nothing.
 *
 * Returns: as strcmp() does; 0 only when both are the same bytes
 */
int
berth_text_compare (const char *a, const char *b)
{
  g_autofree char *shown_a = dup_beginning (a);
  g_autofree char *shown_b = dup_beginning (b);
  int order = g_utf8_collate (shown_a, shown_b);

  return order != 0 ? order : strcmp (a, b);
}
