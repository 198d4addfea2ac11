/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-text.h"
#include "hostile.h"

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
  { "c1\xc2\x85"
    "control",
    "c1\ufffdcontrol" },
  { "bad \xff\xfe utf-8", "bad \ufffd\ufffd utf-8" },
  { "<b>&amp;</b>", "<b>&amp;</b>" },
  { "%s%n", "%s%n" },
  { "שלום", "\u2068שלום\u2069" },
  { "\u2068שלום\u2069", "\u2068שלום\u2069" },
  { "ⴷ\u0840", "\u2068ⴷ\u0840\u2069" },
  { "“\u2068שלום\u2069” is off", "“\u2068שלום\u2069” is off" },
  { "\u2068work\u2069", "\ufffdwork\ufffd" },
  { "\u2068שלום", "\u2068\ufffdשלום\u2069" },
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

/* What is true of everything that was made safe; @isolated: also that nothing in it reorders what
 * stands beside it. */
static void
assert_safe (const char *safe, gsize max, gboolean isolated, const char *what)
{
  gsize n = 0;
  guint depth = 0;

  g_assert_true (g_utf8_validate (safe, -1, NULL));
  for (const char *p = safe; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeScript script = g_unichar_get_script (c);

      if (isolated && (c == 0x2068 || c == 0x2069))
        {
          g_assert_cmpuint (depth, ==, c == 0x2068 ? 0 : 1);
          depth = 1 - depth;
          continue;
        }
      if (!g_unichar_isprint (c))
        g_error ("U+%04X is left of “%s”", c, what);
      if (script == G_UNICODE_SCRIPT_HEBREW || script == G_UNICODE_SCRIPT_ARABIC)
        g_assert_cmpuint (depth, ==, isolated ? 1 : 0);
      n++;
    }
  g_assert_cmpuint (depth, ==, 0);
  g_assert_cmpuint (n, <=, max + 1);
}

static void
collect_cb (GMarkupParseContext *context,
            const char *text,
            gsize length,
            gpointer user_data,
            GError **error)
{
  g_string_append_len (user_data, text, (gssize) length);
}

static void
refuse_cb (GMarkupParseContext *context,
           const char *element,
           const char **names,
           const char **values,
           gpointer user_data,
           GError **error)
{
  g_assert_cmpstr (element, ==, "t");
}

static void
assert_reads_as (const char *markup, const char *text)
{
  const GMarkupParser parser = { .start_element = refuse_cb, .text = collect_cb };
  g_autoptr (GString) read = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, read, NULL);
  g_autofree char *whole = g_strconcat ("<t>", markup, "</t>", NULL);

  g_assert_true (g_markup_parse_context_parse (context, whole, -1, NULL));
  g_assert_true (g_markup_parse_context_end_parse (context, NULL));
  g_assert_cmpstr (read->str, ==, text);
}

static void
check_hostile (const HostileString *hostile, gsize max)
{
  g_autofree char *shown = berth_text_dup_shown (hostile->text, max);
  g_autofree char *again = berth_text_dup_shown (shown, max);
  g_autofree char *line = berth_text_dup_line (hostile->text, max);
  g_autofree char *line_of_shown = berth_text_dup_line (shown, max);
  g_autofree char *markup = berth_text_dup_markup (hostile->text, max);

  assert_safe (shown, max, TRUE, hostile->what);
  g_assert_cmpstr (again, ==, shown);
  assert_safe (line, max, FALSE, hostile->what);
  g_assert_cmpstr (line_of_shown, ==, line);
  assert_reads_as (markup, shown);
}

/* Errors travel through layers that each make sure: a name in a sentence stays as it was. */
static void
check_hostile_in_sentence (const HostileString *hostile)
{
  g_autofree char *name = berth_text_dup_name (hostile->text);
  g_autofree char *sentence = g_strdup_printf ("“%s” did not start.", name);
  g_autofree char *shown = berth_text_dup_shown (sentence, BERTH_TEXT_SENTENCE_LENGTH);

  g_assert_cmpstr (shown, ==, sentence);
}

/* Antisymmetric, and equal only to itself, however long it is. */
static void
test_compare (void)
{
  g_autoptr (GPtrArray) strings = hostile_strings_read ();
  g_autofree char *long_a = g_strnfill (1 << 20, 'x');
  g_autofree char *long_b = g_strconcat (long_a, "y", NULL);

  g_assert_cmpint (berth_text_compare ("a", "b"), <, 0);
  g_assert_cmpint (berth_text_compare (long_a, long_b), <, 0);
  for (guint i = 0; i < strings->len; i++)
    for (guint j = 0; j < strings->len; j++)
      {
        const HostileString *a = g_ptr_array_index (strings, i);
        const HostileString *b = g_ptr_array_index (strings, j);
        int order = berth_text_compare (a->text, b->text);
        int back = berth_text_compare (b->text, a->text);

        /* Only the sign is promised: the C library's figures differ from call to call. */
        g_assert_cmpint (order == 0, ==, i == j);
        g_assert_true ((order < 0) == (back > 0));
      }
}

static void
test_hostile (void)
{
  static const gsize lengths[] = { 0, 1, 2, 3, 5, 20, BERTH_TEXT_NAME_LENGTH,
                                   BERTH_TEXT_SENTENCE_LENGTH };
  g_autoptr (GPtrArray) strings = hostile_strings_read ();

  for (guint i = 0; i < strings->len; i++)
    {
      g_test_message ("%s", ((HostileString *) g_ptr_array_index (strings, i))->what);
      for (gsize j = 0; j < G_N_ELEMENTS (lengths); j++)
        check_hostile (g_ptr_array_index (strings, i), lengths[j]);
      check_hostile_in_sentence (g_ptr_array_index (strings, i));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/shown", test_shown);
  g_test_add_func ("/text/length", test_length);
  g_test_add_func ("/text/markup", test_markup);
  g_test_add_func ("/text/line", test_line);
  g_test_add_func ("/text/compare", test_compare);
  g_test_add_func ("/text/hostile", test_hostile);
  return g_test_run ();
}
