/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-device-lines.h"
#include "cli/berth-finding-lines.h"
#include "cli/berth-json-device.h"
#include "cli/berth-table.h"
#include "rules/berth-ruleset.h"

/**
 * Listing:
 * @wanted: (element-type BerthAddress): the devices to list; empty: all
 * @found: (element-type BerthAddress): those of @wanted that some computer has
 * @several: there is more than one computer
 * @names_computer: each row must say which computer it means
 * @builder: (nullable): where the objects go
 * @table: (nullable): where the rows go
 */
typedef struct
{
  BerthInvocation *invocation;
  GHashTable *wanted;
  GHashTable *found;
  gboolean several;
  gboolean names_computer;
  JsonBuilder *builder;
  BerthTable *table;
} Listing;

/* The worst that is to be said about this function; what is said about another function of the
 * bundle stands in the row of that one. */
static const BerthFinding *
find_worst (GPtrArray *findings, const BerthDevice *device, gboolean is_first)
{
  const BerthFinding *worst = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);
      /* What is refused of one function is refused of all that go with it. */
      gboolean is_about = is_first || !finding->has_address
                          || finding->severity == BERTH_SEVERITY_REFUSED
                          || berth_address_equal (&finding->address, &device->address);

      if (is_about && (worst == NULL || finding->severity > worst->severity))
        worst = finding;
    }
  return worst;
}

/* What cannot be given away at all is of less interest, like in the window. */
static BerthStyle
get_row_style (const BerthDevice *device, GPtrArray *findings)
{
  const BerthFinding *worst = berth_finding_list_get_worst (findings);

  if (device->device_class >= BERTH_DEVICE_HOST_FUNCTION
      || (worst != NULL && worst->severity == BERTH_SEVERITY_REFUSED))
    return BERTH_STYLE_DIM;
  return BERTH_STYLE_PLAIN;
}

static void
add_note_cell (BerthTable *table, const BerthFinding *worst)
{
  g_autofree char *words = NULL;
  BerthStyle style = BERTH_STYLE_PLAIN;

  if (worst != NULL)
    {
      words = berth_terminal_dup_sentence (worst->words);
      /* A refusal is no alarm here: nobody asked for anything. Its whole row is dim. */
      if (worst->severity < BERTH_SEVERITY_REFUSED)
        style = berth_finding_lines_get_style (worst->severity);
    }
  berth_table_add_cell (table, words, style);
}

static void
add_row (Listing *listing,
         BerthComputer *computer,
         const BerthSituation *situation,
         const BerthBundle *bundle,
         const BerthDevice *device,
         GPtrArray *findings)
{
  BerthTable *table = listing->table;
  const char *driver = device->pci != NULL ? device->pci->driver : device->usb->driver;
  g_autofree char *address = berth_address_dup_short (&device->address);
  g_autofree char *name = berth_device_lines_dup_name (device);
  g_autofree char *safe_driver = berth_text_dup_line (driver, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *group = berth_device_lines_dup_group (device);
  g_autofree char *users = berth_device_lines_dup_users (situation->roster, &device->address);
  gboolean is_first = berth_address_equal (&device->address, &bundle->address);

  berth_table_begin_row (table, get_row_style (device, findings));
  if (listing->names_computer)
    {
      g_autofree char *id
          = berth_text_dup_line (berth_computer_get_id (computer), BERTH_TEXT_NAME_LENGTH);

      berth_table_add_cell (table, id, BERTH_STYLE_DIM);
    }
  berth_table_add_cell (table, address, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, name, BERTH_STYLE_PLAIN);
  if (!is_first)
    berth_table_indent_cell (table);
  berth_table_add_cell (table, device->class_words, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, safe_driver, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, group, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, users, BERTH_STYLE_PLAIN);
  add_note_cell (table, find_worst (findings, device, is_first));
}

static void
list_device (Listing *listing,
             BerthComputer *computer,
             const BerthSituation *situation,
             const BerthBundle *bundle,
             const BerthDevice *device,
             GPtrArray *findings)
{
  BerthRemedyTerms terms = berth_invocation_get_terms (listing->invocation);
  BerthFindingForm form = { .terminal = &listing->invocation->terminal, .terms = &terms };

  if (listing->builder != NULL)
    berth_json_add_device (listing->builder, berth_computer_get_id (computer), situation, device,
                           findings, &terms);
  else if (listing->table != NULL)
    add_row (listing, computer, situation, bundle, device, findings);
  else
    berth_device_lines_append (listing->invocation->output, &form,
                               listing->several ? berth_computer_get_id (computer) : NULL,
                               situation, bundle, device, findings);
}

static void
list_bundle (Listing *listing,
             BerthComputer *computer,
             const BerthSituation *situation,
             BerthBundle *bundle)
{
  g_autoptr (GPtrArray) findings = NULL;

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);

      if (g_hash_table_size (listing->wanted) > 0)
        {
          if (!g_hash_table_contains (listing->wanted, &device->address))
            continue;
          g_hash_table_add (listing->found, berth_address_copy (&device->address));
        }

      if (findings == NULL)
        findings = berth_ruleset_check (situation, bundle);
      list_device (listing, computer, situation, bundle, device, findings);
    }
}

static void
list_computer (Listing *listing, BerthComputer *computer)
{
  BerthSituation situation = {
    .inventory = berth_computer_get_inventory (computer),
    .roster = berth_computer_get_roster (computer),
  };
  GPtrArray *bundles;

  if (situation.inventory == NULL)
    return;

  bundles = berth_inventory_get_bundles (situation.inventory);
  for (guint i = 0; i < bundles->len; i++)
    list_bundle (listing, computer, &situation, g_ptr_array_index (bundles, i));
}

static void
for_each_computer (Listing *listing, void (*list) (Listing *listing, BerthComputer *computer))
{
  GListModel *computers = berth_session_get_computers (listing->invocation->session);

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);

      list (listing, computer);
    }
}

/* Reads what was typed. Fails as a whole on the first word that is not an address. */
static gboolean
parse_wanted (Listing *listing, GError **error)
{
  for (char **word = listing->invocation->arguments; *word != NULL; word++)
    {
      BerthAddress address;

      if (!berth_address_parse (*word, &address, error))
        return FALSE;
      g_hash_table_add (listing->wanted, berth_address_copy (&address));
    }
  return TRUE;
}

/* Says of each device that was asked for and is nowhere that it is not there. @gaps stays the
 * exit code if there are any: it may be where nobody could look. */
static BerthExit
warn_about_missing (Listing *listing, BerthExit gaps)
{
  BerthExit exit = gaps;

  for (char **word = listing->invocation->arguments; *word != NULL; word++)
    {
      BerthAddress address;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      if (!berth_address_parse (*word, &address, NULL)
          || g_hash_table_contains (listing->found, &address))
        continue;

      text = berth_address_dup_string (&address);
      error = g_error_new (BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                           _ ("There is no device at %s. “berthctl devices” lists all."), text);
      berth_invocation_warn (listing->invocation, error);
      if (exit == BERTH_EXIT_DONE)
        exit = BERTH_EXIT_NOT_FOUND;
    }
  return exit;
}

static BerthTable *
new_table (Listing *listing)
{
  const char *const headings[] = { _ ("COMPUTER"), _ ("ADDRESS"), _ ("NAME"),
                                   _ ("CLASS"),    _ ("DRIVER"),  _ ("GROUP"),
                                   _ ("USED BY"),  _ ("NOTE"),    NULL };
  guint first = listing->names_computer ? 0 : 1;
  BerthTable *table = berth_table_new (headings + first, 2 - first);

  berth_table_add_optional_column (table, 4 - first);
  berth_table_add_optional_column (table, 5 - first);
  berth_table_add_optional_column (table, 3 - first);
  return table;
}

/* For people: each computer below its own heading. */
static void
print_computer (Listing *listing, BerthComputer *computer)
{
  BerthInvocation *invocation = listing->invocation;
  g_autoptr (BerthTable) table = new_table (listing);

  if (listing->several)
    {
      g_autofree char *id
          = berth_text_dup_line (berth_computer_get_id (computer), BERTH_TEXT_NAME_LENGTH);

      g_string_append_printf (invocation->output, "%s%s\n", invocation->output->len > 0 ? "\n" : "",
                              id);
    }
  listing->table = table;
  list_computer (listing, computer);
  berth_table_print (table, &invocation->terminal, invocation->output);
}

/* For programs: each row says everything. */
static void
print_rows (Listing *listing)
{
  g_autoptr (BerthTable) table = NULL;

  listing->names_computer = listing->several;
  table = new_table (listing);
  listing->table = table;
  for_each_computer (listing, list_computer);
  berth_table_print (table, &listing->invocation->terminal, listing->invocation->output);
}

static void
print_json (Listing *listing)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  listing->builder = builder;
  json_builder_begin_array (builder);
  for_each_computer (listing, list_computer);
  json_builder_end_array (builder);
  berth_json_append (listing->invocation->output, builder, TRUE);
}

void
berth_verb_devices (BerthInvocation *invocation)
{
  g_autoptr (GHashTable) wanted
      = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);
  g_autoptr (GHashTable) found
      = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);
  g_autoptr (GError) error = NULL;
  GListModel *computers = berth_session_get_computers (invocation->session);
  BerthExit exit;
  Listing listing = {
    .invocation = invocation,
    .wanted = wanted,
    .found = found,
    .several = g_list_model_get_n_items (computers) > 1,
  };

  if (!parse_wanted (&listing, &error))
    {
      berth_invocation_fail (invocation, error);
      return;
    }

  if (invocation->json)
    print_json (&listing);
  else if (g_hash_table_size (wanted) > 0)
    for_each_computer (&listing, list_computer);
  else if (invocation->terminal.is_terminal)
    for_each_computer (&listing, print_computer);
  else
    print_rows (&listing);

  if (invocation->output->len == 0 && invocation->terminal.is_terminal
      && g_hash_table_size (wanted) == 0)
    g_string_append_printf (invocation->output, "%s\n", _ ("There are no devices here."));
  exit = berth_invocation_warn_about_gaps (invocation);
  berth_invocation_end (invocation, warn_about_missing (&listing, exit));
}
