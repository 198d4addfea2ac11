/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-text.h"

typedef struct
{
  const char *foreign;
  const char *shown;
} TextCase;

static const TextCase cases[] = {
  { NULL, "" },
  { "", "" },
  { "work", "work" },
  { "Größe 日本 🚢", "Größe 日本 🚢" },
  { "a\nb\tc\rd", "a␊b␉c␍d" },
  { "\033[31mred\033[0m", "␛[31mred␛[0m" },
  { "\x7f", "␡" },
  { "a\u202eb", "a\ufffdb" },
  { "a\u2066b\u2069", "a\ufffdb\ufffd" },
  { "zero\u200bwidth", "zero\ufffdwidth" },
  { "line\u2028separator", "line\ufffdseparator" },
  { "c1\xc2\x85" "control", "c1\ufffdcontrol" },
  { "bad \xff\xfe utf-8", "bad \ufffd\ufffd utf-8" },
  { "<b>&amp;</b>", "<b>&amp;</b>" },
  { "%s%n", "%s%n" },
  { "שלום", "\u2068שלום\u2069" },
  { "e\u0301", "e\u0301" },
};

static void
test_shown (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = berth_text_dup_name (cases[i].foreign);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_length (void)
{
  g_autofree char *megabyte = g_strnfill (1 << 20, 'x');
  g_autofree char *cut = berth_text_dup_shown (megabyte, 10);
  g_autofree char *exact = berth_text_dup_shown ("0123456789", 10);
  g_autoptr (GString) tower = g_string_new ("e");
  g_autofree char *low = NULL;

  g_assert_cmpstr (cut, ==, "xxxxxxxxxx…");
  g_assert_cmpstr (exact, ==, "0123456789");

  for (guint i = 0; i < 500; i++)
    g_string_append (tower, "\u0301");
  low = berth_text_dup_name (tower->str);
  g_assert_cmpint (g_utf8_strlen (low, -1), ==, 5);
}

static void
test_markup (void)
{
  g_autofree char *markup = berth_text_dup_markup ("<b>\n&", 10);

  g_assert_cmpstr (markup, ==, "&lt;b&gt;␊&amp;");
}

static void
test_line (void)
{
  g_autofree char *line = berth_text_dup_line ("שלום\n\033[0m", 20);

  g_assert_cmpstr (line, ==, "שלום␊␛[0m");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/shown", test_shown);
  g_test_add_func ("/text/length", test_length);
  g_test_add_func ("/text/markup", test_markup);
  g_test_add_func ("/text/line", test_line);
  return g_test_run ();
}
