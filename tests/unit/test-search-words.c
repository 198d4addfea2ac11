/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>

#include "app/berth-search-words.h"

typedef struct
{
  const char *typed;
  const char *text;
  gboolean matches;
} Case;

static const Case cases[] = {
  { "", "anything", TRUE },
  { NULL, "anything", TRUE },
  { "  \t ", "anything", TRUE },
  { "net", "sys-net", TRUE },
  { "NET Running", "sys-net · Running", TRUE },
  { "running net", "sys-net · Running", TRUE },
  { "net halted", "sys-net · Running", FALSE },
  { "straße", "STRASSE", TRUE },
  { "ÅNGSTRÖM", "a\u030angstro\u0308m", TRUE },
  { "ﬁle", "FILE", TRUE },
  { "a\u00a0b", "b c a", TRUE },
  { "a\u2003b", "b c a", TRUE },
  { "\xff", "a\xff", TRUE },
};

static void
test_match (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) words = berth_search_words_split (cases[i].typed);
      g_autofree char *folded = berth_search_words_dup_folded (cases[i].text);

      g_test_message ("case %zu", i);
      g_assert_cmpint (berth_search_words_match ((const char *const *) words, folded), ==,
                       cases[i].matches);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-words/match", test_match);
  return g_test_run ();
}
