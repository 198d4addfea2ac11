/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-number.h"

/**
 * berth_number_parse:
 * @base: 10 or 16
 * @min: the least that counts, above G_MININT64
 * @max: the most that counts, below G_MAXINT64
 * @ret_number: (out): untouched when @text is no such number
 *
 * Reads a number that is all of @text, without blanks, a “+” or a “0x”. Not
 * g_ascii_string_to_signed(): it takes any errno for a refusal, and two threads that are the first
 * to read a number, both at once, leave one behind (EAGAIN, from waiting for each other).
 *
 * Returns: whether @text is a number from @min to @max
 */
gboolean
berth_number_parse (const char *text, guint base, gint64 min, gint64 max, gint64 *ret_number)
{
  const char *digits = *text == '-' ? text + 1 : text;
  char *end = NULL;
  gint64 number;

  if (!g_ascii_isxdigit (*digits) || g_ascii_tolower (digits[1]) == 'x')
    return FALSE;

  /* What is too long comes as the largest or the smallest there is. */
  number = g_ascii_strtoll (text, &end, base);
  if (*end != '\0' || number < min || number > max)
    return FALSE;
  *ret_number = number;
  return TRUE;
}
