/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-terminal.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "base/berth-text.h"

/* Several of our own sentences in a row; only there to have an end. */
#define MAX_SENTENCE_LENGTH 4000

/**
 * berth_terminal_look:
 * @self: (out)
 * @fd: one of our outputs
 *
 * Finds out who reads there. NO_COLOR switches colours off as https://no-color.org has it: when it
 * is set to anything but nothing.
 */
void
berth_terminal_look (BerthTerminal *self, int fd)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  const char *term = g_getenv ("TERM");
  struct winsize size = { 0 };

  *self = (BerthTerminal){ .is_terminal = isatty (fd) };
  if (!self->is_terminal)
    return;

  self->has_colours = (no_colour == NULL || *no_colour == '\0') && term != NULL
                      && !g_str_equal (term, "dumb");
  if (ioctl (fd, TIOCGWINSZ, &size) == 0)
    self->columns = size.ws_col;
}

/**
 * berth_terminal_get_begin:
 *
 * Only the eight colours that every terminal lets its user choose: they stay readable on a dark
 * and on a light ground.
 *
 * Returns: what to write before text of this style; empty where there are no colours
 */
const char *
berth_terminal_get_begin (const BerthTerminal *self, BerthStyle style)
{
  static const char *const sequences[] = {
    [BERTH_STYLE_PLAIN] = "",           [BERTH_STYLE_HEADING] = "\033[1m",
    [BERTH_STYLE_DIM] = "\033[2m",      [BERTH_STYLE_GOOD] = "\033[32m",
    [BERTH_STYLE_CAUTION] = "\033[33m", [BERTH_STYLE_DANGER] = "\033[31m",
  };

  return self->has_colours ? sequences[style] : "";
}

/**
 * berth_terminal_get_end:
 *
 * Returns: what to write behind text of this style
 */
const char *
berth_terminal_get_end (const BerthTerminal *self, BerthStyle style)
{
  return self->has_colours && style != BERTH_STYLE_PLAIN ? "\033[0m" : "";
}

/**
 * berth_terminal_dup_sentence:
 * @sentence: a sentence of ours, foreign words in it made safe for a window
 *
 * Windows isolate words that are written from right to left with invisible characters, which a
 * terminal shows as boxes or not at all. They go, as berth_text_dup_line() promises; everything
 * else that could steer a terminal is made visible, whoever let it in.
 *
 * Returns: (transfer full)
 */
char *
berth_terminal_dup_sentence (const char *sentence)
{
  return berth_text_dup_line (sentence, MAX_SENTENCE_LENGTH);
}

/**
 * berth_terminal_measure:
 * @text: valid UTF-8 without control characters
 *
 * Returns: how many columns @text takes: two for a wide character, none for a mark on another
 */
gsize
berth_terminal_measure (const char *text)
{
  gsize width = 0;

  for (const char *p = text; *p != '\0';)
    {
      gunichar c;

      /* Nearly every character of nearly every table. */
      if ((guchar) *p < 0x80)
        {
          width++;
          p++;
          continue;
        }

      c = g_utf8_get_char (p);
      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
      p = g_utf8_next_char (p);
    }
  return width;
}

/**
 * berth_terminal_write:
 *
 * Writes all of @text as it is, in one call where the other end takes it. A reader that has seen
 * enough and left (“| head”) is no error.
 *
 * Returns: %FALSE with %BERTH_ERROR_FAILED when it could not be written, as to a full disk
 */
gboolean
berth_terminal_write (int fd, const char *text, GError **error)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gssize written = write (fd, text, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0 && errno == EPIPE)
        return TRUE;
      if (written < 0)
        {
          g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                       _ ("The output could not be written: %s."), g_strerror (errno));
          return FALSE;
        }
      text += written;
      length -= (gsize) written;
    }
  return TRUE;
}

/**
 * berth_terminal_print:
 * @text: UTF-8
 *
 * Like berth_terminal_write(), in the character set of the locale. What that does not have becomes
 * the nearest thing it has.
 */
gboolean
berth_terminal_print (int fd, const char *text, GError **error)
{
  const char *charset;
  g_autofree char *converted = NULL;

  if (!g_get_charset (&charset))
    {
      g_autofree char *target = g_strconcat (charset, "//TRANSLIT", NULL);

      converted = g_convert_with_fallback (text, -1, target, "UTF-8", "?", NULL, NULL, NULL);
    }
  return berth_terminal_write (fd, converted != NULL ? converted : text, error);
}

/**
 * berth_terminal_can_ask:
 *
 * Returns: whether somebody is there who can read a question and answer it
 */
gboolean
berth_terminal_can_ask (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/**
 * berth_terminal_ask:
 * @question: a sentence; “[y/N]” is added
 *
 * Asks on the terminal and waits for the answer. Nothing else of the program may be under way.
 *
 * Returns: whether the answer was yes; anything unclear is a no
 */
gboolean
berth_terminal_ask (const char *question)
{
  char answer[16] = "";
  g_autofree char *prompt = g_strconcat (question, " [y/N] ", NULL);

  if (!berth_terminal_print (STDERR_FILENO, prompt, NULL)
      || fgets (answer, sizeof answer, stdin) == NULL)
    return FALSE;

  g_strstrip (answer);
  return g_ascii_strcasecmp (answer, "y") == 0 || g_ascii_strcasecmp (answer, "yes") == 0;
}
