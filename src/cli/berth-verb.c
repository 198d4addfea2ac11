/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <string.h>

/* Longer words than any verb are not worth comparing. */
#define MAX_WORD_LENGTH 24

/**
 * berth_verb_find:
 * @table: (array): ends with a row without name
 *
 * Returns: (nullable): the row of @word
 */
const BerthVerb *
berth_verb_find (const BerthVerb *table, const char *word)
{
  for (const BerthVerb *verb = table; verb->name != NULL; verb++)
    {
      if (g_str_equal (verb->name, word) || g_strcmp0 (verb->alias, word) == 0)
        return verb;
    }
  return NULL;
}

/* How many letters must be typed otherwise, left out, put in or swapped with the next one to turn
 * one word into the other (optimal string alignment distance). */
static guint
measure_distance (const char *a, const char *b)
{
  guint rows[MAX_WORD_LENGTH + 1][MAX_WORD_LENGTH + 1];
  guint n_a = (guint) strlen (a);
  guint n_b = (guint) strlen (b);

  for (guint i = 0; i <= n_a; i++)
    rows[i][0] = i;
  for (guint j = 0; j <= n_b; j++)
    rows[0][j] = j;

  for (guint i = 1; i <= n_a; i++)
    {
      for (guint j = 1; j <= n_b; j++)
        {
          guint best = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

          best = MIN (best, rows[i - 1][j] + 1);
          best = MIN (best, rows[i][j - 1] + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = MIN (best, rows[i - 2][j - 2] + 1);
          rows[i][j] = best;
        }
    }
  return rows[n_a][n_b];
}

/* Below this many mistakes a word still looks like what was meant. */
static gboolean
is_near (const char *typed, const char *meant, guint *best)
{
  guint distance;

  if (strlen (meant) > MAX_WORD_LENGTH)
    return FALSE;

  distance = g_str_has_prefix (meant, typed) ? 1 : measure_distance (typed, meant);
  if (distance >= *best || distance > MAX (1, strlen (meant) / 3))
    return FALSE;

  *best = distance;
  return TRUE;
}

/**
 * berth_verb_find_nearest:
 * @word: not in @table
 *
 * Returns: (nullable): the verb or alias that was probably meant
 */
const char *
berth_verb_find_nearest (const BerthVerb *table, const char *word)
{
  const char *nearest = NULL;
  guint best = G_MAXUINT;

  if (*word == '\0' || strlen (word) > MAX_WORD_LENGTH)
    return NULL;

  for (const BerthVerb *verb = table; verb->name != NULL; verb++)
    {
      if (is_near (word, verb->name, &best))
        nearest = verb->name;
      if (verb->alias != NULL && is_near (word, verb->alias, &best))
        nearest = verb->alias;
    }
  return nearest;
}
