/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hostile.h"

#include <json-glib/json-glib.h>

static void
free_string (gpointer data)
{
  HostileString *string = data;

  g_free (string->what);
  g_free (string->text);
  g_free (string);
}

static void
append_bytes (GString *text, const char *digits)
{
  for (const char *p = digits; *p != '\0'; p++)
    if (*p != ' ')
      {
        g_string_append_c (text, (char) (g_ascii_xdigit_value (p[0]) << 4
                                         | g_ascii_xdigit_value (p[1])));
        p++;
      }
}

static HostileString *
read_string (JsonObject *object)
{
  HostileString *string = g_new0 (HostileString, 1);
  g_autoptr (GString) text
      = g_string_new (json_object_get_string_member_with_default (object, "start", ""));
  const char *repeated = json_object_get_string_member_with_default (object, "text", "");
  gint64 times = json_object_get_int_member_with_default (object, "times", 1);

  for (gint64 i = 0; i < times; i++)
    g_string_append (text, repeated);
  append_bytes (text, json_object_get_string_member_with_default (object, "hex", ""));

  string->what = g_strdup (json_object_get_string_member (object, "what"));
  string->text = g_strdup (text->str);
  return string;
}

/**
 * hostile_strings_read:
 *
 * Returns: (transfer full) (element-type HostileString): those of tests/hostile/strings.json, which
 *   the tests of the windows and of the command line read too
 */
GPtrArray *
hostile_strings_read (void)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (free_string);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "hostile", "strings.json", NULL);
  g_autoptr (GError) error = NULL;
  JsonArray *rows;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  rows = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    g_ptr_array_add (strings, read_string (json_array_get_object_element (rows, i)));
  g_assert_cmpuint (strings->len, ==, 40);
  return g_steal_pointer (&strings);
}
