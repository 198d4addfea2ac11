/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-json.h"

/**
 * berth_json_add_text:
 * @member: (nullable): %NULL: an element of the open array
 * @foreign: (nullable): any bytes; %NULL becomes null
 *
 * JSON is for programs: a name stays what it is, so that it can be looked up again elsewhere. Only
 * what is not UTF-8 is replaced; control characters are escaped when it is written.
 */
void
berth_json_add_text (JsonBuilder *builder, const char *member, const char *foreign)
{
  g_autofree char *valid = NULL;

  if (member != NULL)
    json_builder_set_member_name (builder, member);

  if (foreign == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  valid = g_utf8_make_valid (foreign, -1);
  json_builder_add_string_value (builder, valid);
}

/**
 * berth_json_add_address:
 * @address: (nullable): %NULL becomes null
 */
void
berth_json_add_address (JsonBuilder *builder, const char *member, const BerthAddress *address)
{
  g_autofree char *text = address != NULL ? berth_address_dup_string (address) : NULL;

  berth_json_add_text (builder, member, text);
}

/**
 * berth_json_add_hex:
 * @width: how many digits
 *
 * A number that people know in hexadecimal, as a string.
 */
void
berth_json_add_hex (JsonBuilder *builder, const char *member, guint width, guint32 number)
{
  g_autofree char *text = g_strdup_printf ("%0*x", (int) width, number);

  berth_json_add_text (builder, member, text);
}

/**
 * berth_json_add_boolean:
 */
void
berth_json_add_boolean (JsonBuilder *builder, const char *member, gboolean value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

/**
 * berth_json_add_number:
 */
void
berth_json_add_number (JsonBuilder *builder, const char *member, gint64 number)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, number);
}

/* Whether a terminal could take @c for more than a letter: C1 controls are escape sequences to
 * some, format characters turn the text around them. */
static gboolean
steers_terminal (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
append_escaped (GString *output, gunichar c)
{
  if (c < 0x10000)
    {
      g_string_append_printf (output, "\\u%04x", c);
      return;
    }

  /* Beyond 16 bits JSON has surrogate pairs only (RFC 8259, 7). */
  c -= 0x10000;
  g_string_append_printf (output, "\\u%04x\\u%04x", 0xd800 + (c >> 10), 0xdc00 + (c & 0x3ff));
}

/**
 * berth_json_append:
 * @builder: with one whole value
 * @pretty: over several lines, for people; otherwise on one
 *
 * Appends the value and a line end to @output, with everything escaped that is not plain text: JSON
 * is looked at in terminals too. Outside strings JSON has ASCII only, so that an escape never lands
 * where it has no meaning.
 */
void
berth_json_append (GString *output, JsonBuilder *builder, gboolean pretty)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *json = NULL;
  const char *plain;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, pretty);
  json = json_generator_to_data (generator, NULL);

  plain = json;
  for (const char *p = json; *p != '\0';)
    {
      const char *next;

      /* Nearly all of it, and more than a megabyte on a server. */
      if ((guchar) *p < 0x7f)
        {
          p++;
          continue;
        }

      next = g_utf8_next_char (p);
      if (steers_terminal (g_utf8_get_char (p)))
        {
          g_string_append_len (output, plain, p - plain);
          append_escaped (output, g_utf8_get_char (p));
          plain = next;
        }
      p = next;
    }
  g_string_append (output, plain);
  g_string_append_c (output, '\n');
}
