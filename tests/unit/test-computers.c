/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The recorded computers in tests/computers/: what Berth says of each device of each of them is
 * written down beside them, in verdicts.ini:
 *
 *   [0000:01:00.0]             every device but bridges has a group
 *   need=needed                free, in-use, needed or cannot-tell
 *   findings=host-need refused what the rules say about giving its bundle to a VM that has nothing,
 *                              each with its severity; without the key: nothing
 *   [computer]
 *   findings=                  what they say about the computer
 *   wants=0000:01:00.0         and about a VM
 *   vm-findings=               of 8 GiB that wants this one device
 *
 * With BERTH_WRITE_VERDICTS set, the files are written instead: to be read, line by line, before
 * they are believed. */

#include "facts/berth-facts-recorded.h"
#include "model/berth-need.h"
#include "rules/berth-ruleset.h"

#define VERDICTS "verdicts.ini"
#define VM_MEMORY (8 * 1024 * 1024)

static const char *const need_words[] = {
  [BERTH_NEED_FREE] = "free",
  [BERTH_NEED_IN_USE] = "in-use",
  [BERTH_NEED_NEEDED] = "needed",
  [BERTH_NEED_CANNOT_TELL] = "cannot-tell",
};

typedef struct
{
  BerthInventory *inventory;
  BerthRoster *roster;
  BerthVm *vm;
  GKeyFile *expected;
  GKeyFile *found;
} Computer;

static void
set_findings (GKeyFile *found, const char *group, const char *key, GPtrArray *findings)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      g_ptr_array_add (words, g_strdup_printf ("%s %s", finding->id,
                                               berth_severity_get_nick (finding->severity)));
    }
  if (words->len > 0)
    g_key_file_set_string_list (found, group, key, (const char *const *) words->pdata, words->len);
}

static void
check_device (Computer *self, const BerthDevice *device)
{
  BerthSituation situation
      = { .inventory = self->inventory, .roster = self->roster, .vm = self->vm };
  BerthBundle *bundle = berth_inventory_lookup_bundle (self->inventory, &device->address);
  BerthNeed need = berth_need_judge (&situation, device);
  g_autoptr (GPtrArray) findings = berth_ruleset_check (&situation, bundle);
  g_autofree char *group = berth_address_dup_string (&device->address);

  /* What the computer was seen to use is never free, whatever else is expected. */
  if (berth_inventory_lookup_uses (self->inventory, &device->address) != NULL)
    g_assert_cmpint (need.answer, !=, BERTH_NEED_FREE);

  g_key_file_set_string (self->found, group, "need", need_words[need.answer]);
  set_findings (self->found, group, "findings", findings);
}

/* What the rules say about the computer, and about a VM that wants the device that is named. */
static void
check_whole (Computer *self)
{
  g_autofree char *wants = g_key_file_get_string (self->expected, "computer", "wants", NULL);
  g_autoptr (GPtrArray) wanted = berth_assignment_list_new ();
  BerthSituation situation = { .inventory = self->inventory, .roster = self->roster };
  g_autoptr (GPtrArray) findings = berth_ruleset_check_computer (&situation);
  g_autoptr (GPtrArray) vm_findings = NULL;
  BerthAddress address;

  set_findings (self->found, "computer", "findings", findings);
  g_assert_nonnull (wants);
  g_assert_true (berth_address_parse (wants, &address, NULL));
  g_assert_nonnull (berth_inventory_lookup (self->inventory, &address));
  g_key_file_set_string (self->found, "computer", "wants", wants);
  g_ptr_array_add (wanted, berth_assignment_new (&address));
  situation.vm = self->vm;
  situation.wanted = wanted;
  vm_findings = berth_ruleset_check_vm (&situation);
  set_findings (self->found, "computer", "vm-findings", vm_findings);
}

static void
write_verdicts (Computer *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_key_file_save_to_file (self->found, path, &error);
  g_assert_no_error (error);
}

/* Group by group, so that a difference names its device. */
static void
compare_group (Computer *self, const char *name, const char *group)
{
  static const char *const keys[] = { "need", "findings", "wants", "vm-findings" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *expected = g_key_file_get_string (self->expected, group, keys[i], NULL);
      g_autofree char *found = g_key_file_get_string (self->found, group, keys[i], NULL);

      if (g_strcmp0 (expected, found) != 0)
        {
          g_test_message ("%s: [%s] %s is “%s”, expected is “%s”", name, group, keys[i], found,
                          expected);
          g_test_fail ();
        }
    }
}

static void
compare_verdicts (Computer *self, const char *name)
{
  g_auto (GStrv) expected = g_key_file_get_groups (self->expected, NULL);
  g_auto (GStrv) found = g_key_file_get_groups (self->found, NULL);

  for (gsize i = 0; found[i] != NULL; i++)
    compare_group (self, name, found[i]);
  for (gsize i = 0; expected[i] != NULL; i++)
    if (!g_key_file_has_group (self->found, expected[i]))
      {
        g_test_message ("%s: there is no device %s", name, expected[i]);
        g_test_fail ();
      }
}

static void
test_computer (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "computers", name, NULL);
  g_autofree char *verdicts = g_build_filename (path, VERDICTS, NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = berth_facts_read_recorded (folder, &error);
  g_autoptr (GPtrArray) vms = g_ptr_array_new ();
  g_autoptr (GKeyFile) expected = g_key_file_new ();
  g_autoptr (GKeyFile) found = g_key_file_new ();
  Computer self = { .expected = expected, .found = found };
  GPtrArray *devices;

  g_assert_no_error (error);
  self.inventory = berth_inventory_new (facts);
  self.vm = berth_vm_new ("test:", "uuid-work", "work");
  self.vm->memory = VM_MEMORY;
  g_ptr_array_add (vms, self.vm);
  self.roster = berth_roster_new (vms);
  g_key_file_load_from_file (expected, verdicts, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);

  check_whole (&self);
  devices = berth_inventory_get_devices (self.inventory);
  for (guint i = 0; i < devices->len; i++)
    if (!berth_device_is_bridge (g_ptr_array_index (devices, i)))
      check_device (&self, g_ptr_array_index (devices, i));

  if (g_getenv ("BERTH_WRITE_VERDICTS") != NULL)
    write_verdicts (&self, verdicts);
  else
    compare_verdicts (&self, name);

  berth_roster_unref (self.roster);
  berth_vm_unref (self.vm);
  berth_inventory_unref (self.inventory);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) entries = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "computers", NULL);
  entries = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (entries)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  /* A folder that is empty by mistake would pass. */
  g_assert_cmpuint (names->len, >=, 16);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("/computers/", g_ptr_array_index (names, i), NULL);

      g_test_add_data_func (path, g_ptr_array_index (names, i), test_computer);
    }
  return g_test_run ();
}
