/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-boot-entry.h"
#include "cli/berth-device-lines.h"
#include "cli/berth-host-edit.h"
#include "cli/berth-json-boot.h"
#include "cli/berth-table.h"

static gboolean dry_run;
static gboolean yes;
static char *driver;

const GOptionEntry berth_verb_boot_options[] = {
  { "driver", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &driver,
    N_ ("Which driver keeps it for VMs; the one that fits the computer if left out"),
    N_ ("vfio-pci|pciback") },
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { "yes", 'y', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &yes,
    N_ ("Do what is dangerous without asking; what is refused stays refused"), NULL },
  { NULL },
};

/* What stands behind "boot", and what it does with the devices that follow. */
static const struct
{
  const char *word;
  BerthHostActionKind kind;
} actions[] = {
  { "add", BERTH_HOST_ACTION_BOOT_ADD },
  { "remove", BERTH_HOST_ACTION_BOOT_REMOVE },
  { "confirm", BERTH_HOST_ACTION_BOOT_CONFIRM },
};

/* Which device, as far as anybody says: what sits there, or all of a kind. */
static char *
dup_name (const BerthBootEntry *entry, BerthInventory *inventory)
{
  const BerthDevice *device = berth_boot_entry_lookup_device (entry, inventory);

  if (device != NULL)
    return berth_device_lines_dup_name (device);
  if (entry->foreign != NULL && !entry->foreign->has_address)
    /* Translators: vendor and device id of all devices of one kind. */
    return g_strdup_printf (_ ("every %04x:%04x"), entry->foreign->vendor, entry->foreign->device);
  return g_strdup (_ ("not in this computer"));
}

static void
add_row (BerthTable *table,
         const char *computer,
         BerthInventory *inventory,
         const BerthBootEntry *entry)
{
  const BerthAddress *address = berth_boot_entry_get_address (entry);
  BerthFacts *facts = berth_inventory_get_facts (inventory);
  g_autofree char *id = berth_text_dup_line (computer, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *place = address != NULL ? berth_address_dup_short (address) : NULL;
  g_autofree char *name = dup_name (entry, inventory);
  g_autofree char *safe_driver
      = berth_text_dup_line (berth_boot_entry_get_driver (entry), BERTH_TEXT_NAME_LENGTH);

  berth_table_begin_row (table, BERTH_STYLE_PLAIN);
  if (computer != NULL)
    berth_table_add_cell (table, id, BERTH_STYLE_DIM);
  berth_table_add_cell (table, place, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, name, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, safe_driver, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, berth_boot_entry_get_by_words (entry), BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, berth_boot_entry_get_trial_words (entry), BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, berth_boot_entry_get_outcome_words (entry, facts),
                        BERTH_STYLE_PLAIN);
}

/* @names_computer: each row says which computer it means. */
static void
add_rows (BerthTable *table, BerthComputer *computer, gboolean names_computer)
{
  BerthInventory *inventory = berth_computer_get_inventory (computer);
  g_autoptr (GArray) entries = NULL;

  if (inventory == NULL)
    return;
  entries = berth_boot_entry_list (inventory, NULL);
  for (guint i = 0; i < entries->len; i++)
    add_row (table, names_computer ? berth_computer_get_id (computer) : NULL, inventory,
             &g_array_index (entries, BerthBootEntry, i));
}

static BerthTable *
new_table (gboolean names_computer)
{
  const char *const headings[] = { _ ("COMPUTER"), _ ("ADDRESS"), _ ("DEVICE"),     _ ("DRIVER"),
                                   _ ("BY"),       _ ("TRIAL"),   _ ("THIS BOOT"), NULL };
  guint first = names_computer ? 0 : 1;

  return berth_table_new (headings + first, 2 - first);
}

/* What a table has no place for: how each of Berth's stands, in a sentence. */
static void
append_lines (GString *output, BerthInventory *inventory)
{
  BerthFacts *facts = berth_inventory_get_facts (inventory);
  g_autoptr (GArray) entries = berth_boot_entry_list (inventory, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const BerthBootEntry *entry = &g_array_index (entries, BerthBootEntry, i);
      g_autofree char *line = NULL;
      g_autofree char *shown = NULL;
      g_autofree char *address = NULL;

      if (entry->own == NULL)
        continue;
      address = berth_address_dup_short (&entry->own->address);
      line = berth_boot_entry_dup_line (entry, facts);
      shown = berth_terminal_dup_sentence (line);
      g_string_append_printf (output, "%s: %s\n", address, shown);
    }
  if (facts->boot_switched_off)
    g_string_append_printf (output, "%s\n",
                            _ ("This computer was started with berth.disable=1: nothing was bound "
                               "at this boot."));
}

/* For people: each computer below its own heading. */
static void
print_computer (BerthInvocation *invocation, BerthComputer *computer, gboolean is_alone)
{
  BerthInventory *inventory = berth_computer_get_inventory (computer);
  g_autofree char *id
      = berth_text_dup_line (berth_computer_get_id (computer), BERTH_TEXT_NAME_LENGTH);
  g_autoptr (BerthTable) table = new_table (FALSE);
  gsize before;

  if (inventory == NULL)
    return;
  if (!is_alone)
    g_string_append_printf (invocation->output, "%s%s\n", invocation->output->len > 0 ? "\n" : "",
                            id);
  before = invocation->output->len;
  add_rows (table, computer, FALSE);
  berth_table_print (table, &invocation->terminal, invocation->output);
  if (invocation->output->len == before)
    g_string_append_printf (invocation->output, "%s\n", _ ("Nothing is bound at boot."));
  append_lines (invocation->output, inventory);
}

static void
append_words (BerthInvocation *invocation, GListModel *computers)
{
  guint n = g_list_model_get_n_items (computers);
  g_autoptr (BerthTable) table = new_table (n > 1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);

      if (invocation->terminal.is_terminal)
        print_computer (invocation, computer, n == 1);
      else
        add_rows (table, computer, n > 1);
    }
  berth_table_print (table, &invocation->terminal, invocation->output);
}

static void
append_json (BerthInvocation *invocation, GListModel *computers)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      BerthInventory *inventory = berth_computer_get_inventory (computer);
      g_autoptr (GArray) entries
          = inventory != NULL ? berth_boot_entry_list (inventory, NULL) : NULL;

      for (guint j = 0; entries != NULL && j < entries->len; j++)
        berth_json_add_boot_entry (builder, berth_computer_get_id (computer), inventory,
                                   &g_array_index (entries, BerthBootEntry, j));
    }
  json_builder_end_array (builder);
  berth_json_append (invocation->output, builder, TRUE);
}

static void
list (BerthInvocation *invocation)
{
  GListModel *computers = berth_session_get_computers (invocation->session);

  if (invocation->json)
    append_json (invocation, computers);
  else
    append_words (invocation, computers);
  berth_invocation_end (invocation, berth_invocation_warn_about_gaps (invocation));
}

/* @word: one of the actions, and nothing behind it */
static void
fail_missing (BerthInvocation *invocation, const char *word)
{
  g_autoptr (GError) error
      = g_error_new (BERTH_ERROR, BERTH_ERROR_INVALID,
                     _ ("Something is missing. Write “berthctl boot %s DEVICE…”."), word);

  berth_invocation_fail (invocation, error);
}

static void
fail_usage (BerthInvocation *invocation, const char *word)
{
  g_autofree char *shown = berth_text_dup_name (word);
  g_autoptr (GError) error
      = g_error_new (BERTH_ERROR, BERTH_ERROR_INVALID,
                     _ ("“%s” makes no sense there. Write “berthctl boot list”, or “berthctl boot "
                        "add DEVICE…”, “remove DEVICE…” or “confirm DEVICE…”."),
                     shown);

  berth_invocation_fail (invocation, error);
}

void
berth_verb_boot (BerthInvocation *invocation)
{
  const char *const *words = (const char *const *) invocation->arguments;
  BerthHostEditTerms terms = { .driver = driver, .dry_run = dry_run, .yes = yes };

  if (words[0] == NULL || g_str_equal (words[0], "list"))
    {
      if (words[0] != NULL && words[1] != NULL)
        fail_usage (invocation, words[1]);
      else
        list (invocation);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (!g_str_equal (words[0], actions[i].word))
        continue;
      terms.kind = actions[i].kind;
      terms.devices = words + 1;
      if (words[1] == NULL)
        fail_missing (invocation, actions[i].word);
      else if (driver != NULL && terms.kind != BERTH_HOST_ACTION_BOOT_ADD)
        fail_usage (invocation, "--driver");
      else
        berth_host_edit_run (invocation, &terms);
      return;
    }
  fail_usage (invocation, words[0]);
}
