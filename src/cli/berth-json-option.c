/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-json-option.h"

static const struct
{
  BerthOption option;
  const char *nick;
} nicks[] = {
  { BERTH_OPTION_PERMISSIVE, "permissive" },
  { BERTH_OPTION_NO_STRICT_RESET, "no-strict-reset" },
  { BERTH_OPTION_MANAGED, "managed" },
  { BERTH_OPTION_HIDE_ROM, "hide-rom" },
  { BERTH_OPTION_OPTIONAL, "optional" },
};

/**
 * berth_json_add_option:
 * @option: exactly one; 0 becomes null
 */
void
berth_json_add_option (JsonBuilder *builder, const char *member, BerthOption option)
{
  const char *nick = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      if (nicks[i].option == option)
        nick = nicks[i].nick;
    }
  berth_json_add_text (builder, member, nick);
}

/**
 * berth_json_add_options:
 * @options: #BerthOption
 *
 * Adds the words of those that are on as an array.
 */
void
berth_json_add_options (JsonBuilder *builder, const char *member, guint options)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      if (options & nicks[i].option)
        json_builder_add_string_value (builder, nicks[i].nick);
    }
  json_builder_end_array (builder);
}
