/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-table.h"

static const BerthTerminal pipe_end = { 0 };
static const BerthTerminal terminal = { .is_terminal = TRUE };
static const BerthTerminal narrow = { .is_terminal = TRUE, .columns = 30 };
static const BerthTerminal coloured = { .is_terminal = TRUE, .has_colours = TRUE };

static const char *const headings[] = { "ADDRESS", "NAME", "NOTE", NULL };

static void
add_row (BerthTable *table, const char *address, const char *name, const char *note)
{
  berth_table_begin_row (table, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, address, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, name, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, note, BERTH_STYLE_PLAIN);
}

static void
assert_prints (BerthTable *table, const BerthTerminal *where, const char *expected)
{
  g_autoptr (GString) output = g_string_new (NULL);

  berth_table_print (table, where, output);
  g_assert_cmpstr (output->str, ==, expected);
}

static void
test_pipe (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  add_row (table, "01:00.0", "A card", "used by work");
  add_row (table, "1-2", NULL, "");
  assert_prints (table, &pipe_end,
                 "01:00.0  A card  used by work\n"
                 "1-2      -       -\n");
}

/* No cell may look like two: programs split where two spaces are. */
static void
test_blanks (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  add_row (table, "a", "  two   words ", " ");
  assert_prints (table, &pipe_end, "a  two words  -\n");
}

static void
test_terminal (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  add_row (table, "01:00.0", "Card", "x");
  add_row (table, "01:00.1", "Sound", "y");
  assert_prints (table, &terminal,
                 "ADDRESS  NAME   NOTE\n"
                 "01:00.0  Card   x\n"
                 "01:00.1  Sound  y\n");
}

/* An indented cell is as much wider as it stands further in; in a pipe it is like any other. */
static void
test_indent (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  berth_table_begin_row (table, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, "a", BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, "Sound", BERTH_STYLE_PLAIN);
  berth_table_indent_cell (table);
  berth_table_add_cell (table, "z", BERTH_STYLE_PLAIN);
  assert_prints (table, &terminal,
                 "ADDRESS  NAME     NOTE\n"
                 "a          Sound  z\n");
  assert_prints (table, &pipe_end, "a  Sound  z\n");
}

static void
test_wide (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  add_row (table, "a", "日本語", "wide");
  add_row (table, "b", "e\u0301e\u0301", "marks");
  add_row (table, "c", "plain", "ascii");
  assert_prints (table, &pipe_end,
                 "a  日本語  wide\n"
                 "b  e\u0301e\u0301      marks\n"
                 "c  plain   ascii\n");
}

static void
test_narrow (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  add_row (table, "01:00.0", "A card with a long name", "note");
  add_row (table, "01:00.1", "日本語日本語日本語", "note");
  assert_prints (table, &narrow,
                 "ADDRESS  NAME             NOTE\n"
                 "01:00.0  A card with a …  note\n"
                 "01:00.1  日本語日本語日…  note\n");
  /* In a pipe nobody knows the width, and nothing may be lost. */
  assert_prints (table, &pipe_end,
                 "01:00.0  A card with a long name  note\n"
                 "01:00.1  日本語日本語日本語       note\n");
}

/* What matters less goes before the name is cut beyond recognition; never in a pipe. */
static void
test_optional (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  berth_table_add_optional_column (table, 2);
  add_row (table, "01:00.0", "A card with a name of 28 ch.", "note");
  assert_prints (table, &(BerthTerminal){ .is_terminal = TRUE, .columns = 40 },
                 "ADDRESS  NAME\n"
                 "01:00.0  A card with a name of 28 ch.\n");
  assert_prints (table, &(BerthTerminal){ .is_terminal = TRUE, .columns = 43 },
                 "ADDRESS  NAME                          NOTE\n"
                 "01:00.0  A card with a name of 28 ch.  note\n");
  assert_prints (table, &pipe_end,
                 "01:00.0  A card with a name of 28 ch.  note\n");
}

static void
test_colours (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  berth_table_begin_row (table, BERTH_STYLE_DIM);
  berth_table_add_cell (table, "a", BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, "b", BERTH_STYLE_DANGER);
  berth_table_add_cell (table, "c", BERTH_STYLE_PLAIN);
  assert_prints (table, &coloured,
                 "\033[1mADDRESS\033[0m  \033[1mNAME\033[0m  \033[1mNOTE\033[0m\n"
                 "\033[2ma\033[0m        \033[31mb\033[0m     \033[2mc\033[0m\n");
  assert_prints (table, &pipe_end, "a  b  c\n");
}

static void
test_empty (void)
{
  g_autoptr (BerthTable) table = berth_table_new (headings, 1);

  assert_prints (table, &terminal, "");
}

/* Windows isolate right-to-left words; to a terminal the isolates are rubbish, and nothing that
 * could steer it passes. */
static void
test_sentence (void)
{
  static const struct
  {
    const char *from;
    const char *to;
  } cases[] = {
    { "used by “\u2068\u05d0\u05d1\u2069”", "used by “\u05d0\u05d1”" },
    { "plain", "plain" },
    { "a\033[31mb", "a\u241b[31mb" },
    { "a\nb", "a\u240ab" },
    { "\u202eevil", "\ufffdevil" },
    { "\xff", "\ufffd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = berth_terminal_dup_sentence (cases[i].from);

      g_assert_cmpstr (sentence, ==, cases[i].to);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/pipe", test_pipe);
  g_test_add_func ("/table/blanks", test_blanks);
  g_test_add_func ("/table/terminal", test_terminal);
  g_test_add_func ("/table/indent", test_indent);
  g_test_add_func ("/table/wide", test_wide);
  g_test_add_func ("/table/narrow", test_narrow);
  g_test_add_func ("/table/optional", test_optional);
  g_test_add_func ("/table/colours", test_colours);
  g_test_add_func ("/table/empty", test_empty);
  g_test_add_func ("/table/sentence", test_sentence);
  return g_test_run ();
}
