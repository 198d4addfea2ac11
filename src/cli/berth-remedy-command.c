/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-remedy-command.h"

#include <string.h>

/* What is typed behind "assign" to switch an option on or off. */
static const struct
{
  BerthOption option;
  const char *on;
  const char *off;
} switches[] = {
  { BERTH_OPTION_PERMISSIVE, "--permissive", "--permissive=no" },
  { BERTH_OPTION_NO_STRICT_RESET, "--no-strict-reset", "--no-strict-reset=no" },
  { BERTH_OPTION_MANAGED, "--unmanaged=no", "--unmanaged" },
  { BERTH_OPTION_HIDE_ROM, "--rom-bar=off", "--rom-bar=on" },
  { BERTH_OPTION_OPTIONAL, "--optional", "--optional=no" },
};

static const char *
get_switch (const BerthRemedy *remedy)
{
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      if (switches[i].option == remedy->option)
        return remedy->kind == BERTH_REMEDY_OPTION_ON ? switches[i].on : switches[i].off;
    }
  return "";
}

/* Whether a person can copy @name out of a terminal and types the same again: nothing in it was
 * made visible, cut, or could be taken for an option. */
static gboolean
can_be_typed (const char *name)
{
  if (*name == '\0' || *name == '-' || strlen (name) > 60 || !g_utf8_validate (name, -1, NULL))
    return FALSE;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isgraph (g_utf8_get_char (p)) && *p != ' ')
        return FALSE;
    }
  return strstr (name, "  ") == NULL;
}

/* As one word of a shell. */
static void
append_word (GString *command, const char *word)
{
  gboolean is_plain = *word != '\0';
  g_autofree char *quoted = g_shell_quote (word);

  for (const char *p = word; *p != '\0' && is_plain; p++)
    is_plain = g_ascii_isalnum (*p) || strchr ("-_.:/=+@,", *p) != NULL;
  g_string_append_printf (command, " %s", is_plain ? word : quoted);
}

static void
append_vm (GString *command, const char *name, const char *uuid)
{
  append_word (command, can_be_typed (name) ? name : uuid);
}

static void
append_address (GString *command, const BerthAddress *address)
{
  g_autofree char *text = berth_address_dup_short (address);

  append_word (command, text);
}

/* Of a split card the rest would be given too, for the sake of an option. */
static gboolean
is_of_one_function (const BerthRemedy *remedy, const BerthRemedyTerms *terms)
{
  return remedy->address.bus_kind == BERTH_BUS_PCI
         && (terms->only_functions
             || berth_assignment_list_lookup (terms->vm->configured, &remedy->address) != NULL);
}

static void
append_verb (GString *command, const BerthRemedy *remedy, const BerthRemedyTerms *terms)
{
  switch (remedy->kind)
    {
    case BERTH_REMEDY_TAKE_BACK:
      g_string_append (command, " take-back");
      break;
    case BERTH_REMEDY_PIN:
      g_string_append (command, " pin");
      break;
    case BERTH_REMEDY_MOVE:
      g_string_append (command, " move");
      break;
    case BERTH_REMEDY_COMPLETE:
      g_string_append (command, " assign");
      break;
    case BERTH_REMEDY_OPTION_ON:
    case BERTH_REMEDY_OPTION_OFF:
      g_string_append (command, " assign");
      if (is_of_one_function (remedy, terms))
        g_string_append (command, " --function");
      g_string_append_printf (command, " %s", get_switch (remedy));
      break;
    case BERTH_REMEDY_OPEN_VM:
    default:
      g_string_append (command, " show");
      break;
    }
}

/**
 * berth_remedy_command_dup:
 *
 * What a person types to take the way out that @remedy is. A name that cannot be copied out of a
 * terminal gives way to the UUID.
 *
 * Returns: (transfer full) (nullable): a line for a shell; it may hold foreign text. %NULL when it
 *   is about the VM that was checked, and none was
 */
char *
berth_remedy_command_dup (const BerthRemedy *remedy, const BerthRemedyTerms *terms)
{
  gboolean opens = remedy->kind == BERTH_REMEDY_OPEN_VM;
  const char *connection = opens ? remedy->connection : NULL;
  g_autoptr (GString) command = g_string_new ("berthctl");

  if (!opens && terms->vm == NULL)
    return NULL;

  if (!opens)
    connection = terms->vm->connection;
  if (terms->names_connection && connection != NULL)
    {
      g_string_append (command, " --connect");
      append_word (command, connection);
    }

  append_verb (command, remedy, terms);
  if (opens)
    {
      append_vm (command, remedy->vm_name, remedy->vm_uuid);
    }
  else
    {
      append_vm (command, terms->vm->name, terms->vm->uuid);
      append_address (command, &remedy->address);
    }
  return g_string_free (g_steal_pointer (&command), FALSE);
}
