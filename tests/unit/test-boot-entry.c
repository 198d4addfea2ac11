/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-boot-entry.h"

#include <string.h>

#include "cli/berth-json-boot.h"
#include "scene.h"

#define NIC "0000:05:00.0"
#define GONE "0000:77:00.0"

static void
add_own (BerthFacts *facts, const char *address, BerthBootTrial trial, BerthBootOutcome outcome)
{
  BerthBootBinding *binding = g_new0 (BerthBootBinding, 1);

  binding->address = scene_address (address);
  binding->identity.vendor = 0x8086;
  binding->identity.device = 0x1521;
  binding->target = BERTH_BIND_TARGET_PCIBACK;
  binding->trial = trial;
  binding->outcome = outcome;
  g_ptr_array_add (facts->boot_bindings, binding);
}

static BerthForeignBinding *
add_foreign (BerthFacts *facts, guint kind, const char *address)
{
  BerthForeignBinding *binding = g_new0 (BerthForeignBinding, 1);

  binding->kind = kind;
  binding->has_address = address != NULL;
  if (address != NULL)
    binding->address = scene_address (address);
  binding->driver = g_strdup ("vfio-pci");
  g_ptr_array_add (facts->foreign_bindings, binding);
  return binding;
}

/* A network card and its twin, and nothing that binds them yet. */
static BerthFacts *
make_facts (void)
{
  BerthFacts *facts = berth_facts_new ();

  for (guint i = 0; i < 2; i++)
    {
      BerthPciFacts *pci = scene_add_pci (facts, i == 0 ? NIC : "0000:06:00.0", 0x020000, 1);

      pci->vendor = 0x8086;
      pci->device = 0x1521;
    }
  return facts;
}

static const BerthBootEntry *
get (GArray *entries, guint index)
{
  g_assert_cmpuint (index, <, entries->len);
  return &g_array_index (entries, BerthBootEntry, index);
}

/* Each trial and each outcome has a word of its own, and words of its own. */
static void
test_words (void)
{
  static const char *const trials[] = { "new", "tried", "confirmed" };
  static const char *const outcomes[] = { "none",    "bound",   "not-confirmed", "held-by-host",
                                          "changed", "missing", "failed" };
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (GArray) entries = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    add_own (facts, NIC, BERTH_BOOT_TRIAL_NEW + i % 3, (BerthBootOutcome) i);
  inventory = scene_inventory (facts);
  entries = berth_boot_entry_list (inventory, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      const BerthBootEntry *entry = get (entries, i);
      const char *words = berth_boot_entry_get_outcome_words (entry, facts);

      g_assert_cmpstr (berth_boot_entry_get_by (entry), ==, "berth");
      g_assert_cmpstr (berth_boot_entry_get_driver (entry), ==, "pciback");
      g_assert_cmpstr (berth_boot_entry_get_trial (entry), ==, trials[i % 3]);
      g_assert_cmpstr (berth_boot_entry_get_outcome (entry), ==, outcomes[i]);
      g_assert_true ((words == NULL) == (i == 0));
      g_assert_true (words == NULL || g_hash_table_add (seen, (gpointer) words));
      g_hash_table_add (seen, (gpointer) berth_boot_entry_get_trial_words (entry));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 6 + 3);
}

/* Nothing was bound, whatever stands in the files. */
static void
test_switched_off (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (GArray) entries = NULL;
  const char *words;

  add_own (facts, NIC, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_NONE);
  facts->boot_switched_off = TRUE;
  inventory = scene_inventory (facts);
  entries = berth_boot_entry_list (inventory, NULL);
  words = berth_boot_entry_get_outcome_words (get (entries, 0), facts);
  g_assert_cmpstr (words, ==, "switched off");
}

/* Of one device there is what binds its address and what binds its kind; of another program nobody
 * knows how far it is trusted. */
static void
test_of_device (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) of_nic = NULL;
  g_autoptr (GArray) of_gone = NULL;
  BerthForeignBinding *kind;
  BerthAddress nic = scene_address (NIC);
  BerthAddress gone = scene_address (GONE);

  add_own (facts, NIC, BERTH_BOOT_TRIAL_NEW, BERTH_BOOT_OUTCOME_NONE);
  add_own (facts, GONE, BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_MISSING);
  add_foreign (facts, BERTH_FOREIGN_BINDING_DRIVERCTL, "0000:06:00.0");
  add_foreign (facts, BERTH_FOREIGN_BINDING_PCIBACK_HIDE, NIC);
  kind = add_foreign (facts, BERTH_FOREIGN_BINDING_VFIO_IDS, NULL);
  kind->vendor = 0x8086;
  kind->device = 0x1521;
  kind = add_foreign (facts, BERTH_FOREIGN_BINDING_MODPROBE_IDS, NULL);
  kind->vendor = 0x8086;
  kind->device = 0x1522;
  inventory = scene_inventory (facts);

  all = berth_boot_entry_list (inventory, NULL);
  g_assert_cmpuint (all->len, ==, 6);
  g_assert_cmpstr (berth_boot_entry_get_by (get (all, 2)), ==, "driverctl");
  g_assert_cmpstr (berth_boot_entry_get_by (get (all, 5)), ==, "modprobe-ids");
  g_assert_null (berth_boot_entry_get_address (get (all, 5)));
  g_assert_null (berth_boot_entry_lookup_device (get (all, 1), inventory));

  of_nic = berth_boot_entry_list (inventory, &nic);
  g_assert_cmpuint (of_nic->len, ==, 3);
  g_assert_cmpstr (berth_boot_entry_get_by (get (of_nic, 1)), ==, "pciback-hide");
  g_assert_cmpstr (berth_boot_entry_get_by (get (of_nic, 2)), ==, "vfio-ids");
  g_assert_null (berth_boot_entry_get_trial (get (of_nic, 1)));
  g_assert_null (berth_boot_entry_get_outcome (get (of_nic, 1)));

  of_gone = berth_boot_entry_list (inventory, &gone);
  g_assert_cmpuint (of_gone->len, ==, 1);
  g_assert_true (berth_address_equal (berth_boot_entry_get_address (get (of_gone, 0)), &gone));
}

/* Whoever binds what, its sentence names the driver, which is foreign text. */
static void
test_foreign_lines (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (GArray) entries = NULL;

  for (guint kind = 0; kind <= BERTH_FOREIGN_BINDING_PCIBACK_HIDE; kind++)
    {
      BerthForeignBinding *binding = add_foreign (facts, kind, NIC);

      g_free (binding->driver);
      binding->driver = g_strdup ("one\n\033[31mtwo");
    }
  g_free (add_foreign (facts, BERTH_FOREIGN_BINDING_DRIVERCTL, NIC)->driver);
  ((BerthForeignBinding *) g_ptr_array_index (facts->foreign_bindings, 4))->driver = NULL;
  inventory = scene_inventory (facts);
  entries = berth_boot_entry_list (inventory, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *line = berth_boot_entry_dup_line (get (entries, i), facts);

      g_assert_true (g_str_has_suffix (line, "."));
      g_assert_null (strpbrk (line, "\n\033"));
      g_assert_true (i == 4 || strstr (line, "two") != NULL);
      g_assert_null (berth_boot_entry_dup_kernel_text (get (entries, i)));
    }
}

static JsonObject *
parse (const char *json, JsonParser *parser)
{
  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  return json_array_get_object_element (json_node_get_array (json_parser_get_root (parser)), 0);
}

static void
test_json (void)
{
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (GArray) entries = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) output = g_string_new (NULL);
  JsonObject *object;

  add_own (facts, GONE, BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_MISSING);
  facts->boot_switched_off = TRUE;
  inventory = scene_inventory (facts);
  entries = berth_boot_entry_list (inventory, NULL);
  json_builder_begin_array (builder);
  berth_json_add_boot_entry (builder, "localhost", inventory, get (entries, 0));
  json_builder_end_array (builder);
  berth_json_append (output, builder, FALSE);

  object = parse (output->str, parser);
  g_assert_cmpstr (json_object_get_string_member (object, "address"), ==, GONE);
  g_assert_cmpstr (json_object_get_string_member (object, "vendor_id"), ==, "8086");
  g_assert_true (json_object_get_null_member (object, "name"));
  g_assert_cmpstr (json_object_get_string_member (object, "outcome"), ==, "missing");
  g_assert_true (json_object_get_boolean_member (object, "switched_off"));
  g_assert_true (json_object_get_null_member (object, "kernel_text"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/boot-entry/words", test_words);
  g_test_add_func ("/boot-entry/switched-off", test_switched_off);
  g_test_add_func ("/boot-entry/of-device", test_of_device);
  g_test_add_func ("/boot-entry/foreign-lines", test_foreign_lines);
  g_test_add_func ("/boot-entry/json", test_json);
  return g_test_run ();
}
