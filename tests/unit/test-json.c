/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-json.h"

#include <string.h>

/* Foreign text, and what stands in the output for it. */
static const struct
{
  const char *from;
  const char *to;
} texts[] = {
  { "plain", "\"plain\"" },
  { NULL, "null" },
  { "", "\"\"" },
  { "say \"so\"\\", "\"say \\\"so\\\"\\\\\"" },
  { "wörk 日本", "\"wörk 日本\"" },
  { "a\nb\033[31m", "\"a\\nb\\u001b[31m\"" },
  { "\x7f", "\"\\u007f\"" },
  { "\xc2\x9b" "31m", "\"\\u009b31m\"" },
  { "\u202eevil\u2069", "\"\\u202eevil\\u2069\"" },
  { "\u2028", "\"\\u2028\"" },
  { "\U000e0041tag", "\"\\udb40\\udc41tag\"" },
  { "\xff\xfe", "\"\ufffd\ufffd\"" },
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autoptr (GString) output = g_string_new (NULL);
      g_autofree char *expected = g_strdup_printf ("[%s]\n", texts[i].to);

      json_builder_begin_array (builder);
      berth_json_add_text (builder, NULL, texts[i].from);
      json_builder_end_array (builder);
      berth_json_append (output, builder, FALSE);
      g_assert_cmpstr (output->str, ==, expected);
      g_assert_true (g_utf8_validate (output->str, -1, NULL));
    }
}

/* What a program reads back is what the name was. */
static void
test_round_trip (void)
{
  const char *name = "a\u202e\033\"\\\U000e0041日";
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  berth_json_add_text (builder, "name", name);
  json_builder_end_object (builder);
  berth_json_append (output, builder, TRUE);

  node = json_from_string (output->str, NULL);
  g_assert_nonnull (node);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "name"), ==, name);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/texts", test_texts);
  g_test_add_func ("/json/round-trip", test_round_trip);
  return g_test_run ();
}
