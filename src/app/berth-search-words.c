/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-search-words.h"

#include <string.h>

/**
 * berth_search_words_dup_folded:
 * @text: any text
 *
 * Returns: (transfer full): @text in the form in which words are compared: without upper and lower
 *   case, and with one spelling for each letter however it was put together
 */
char *
berth_search_words_dup_folded (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

/**
 * berth_search_words_split:
 * @typed: (nullable): what stands in a search entry
 *
 * Returns: (transfer full): its words, folded; none if there is nothing but white space
 */
GStrv
berth_search_words_split (const char *typed)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *folded = berth_search_words_dup_folded (typed != NULL ? typed : "");
  g_auto (GStrv) words = NULL;

  for (char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (*p == '\t' || *p == '\n' || *p == '\r')
      *p = ' ';

  /* Folding turned every other kind of space into this one (compatibility decomposition). */
  words = g_strsplit (folded, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);
  return g_strv_builder_end (builder);
}

/**
 * berth_search_words_match:
 * @words: from berth_search_words_split()
 * @folded: from berth_search_words_dup_folded()
 *
 * Returns: whether every word is somewhere in @folded
 */
gboolean
berth_search_words_match (const char *const *words, const char *folded)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
