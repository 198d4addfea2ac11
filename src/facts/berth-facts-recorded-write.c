/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-recorded.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-boot-binding.h"
#include "facts/berth-facts-keys.h"
#include "facts/berth-facts-words.h"

static gboolean
save_file (GFile *folder, const char *name, GKeyFile *key_file, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *reason = NULL;
  gsize length;
  g_autofree char *data = g_key_file_to_data (key_file, &length, NULL);

  if (g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                               &local_error))
    return TRUE;

  reason = berth_text_dup_line (local_error->message, BERTH_TEXT_SENTENCE_LENGTH);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
               _ ("The file “%s” of the recorded computer cannot be written: %s"), name, reason);
  return FALSE;
}

static GKeyFile *
compose_computer (const BerthFacts *facts)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  berth_facts_keys_write (berth_facts_computer_keys, berth_facts_n_computer_keys, facts, file,
                          BERTH_RECORDED_COMPUTER_GROUP);
  return g_steal_pointer (&file);
}

/* @devices are facts structs, which begin with their address. */
static GKeyFile *
compose_devices (const GPtrArray *devices, const BerthFactsKey *keys, gsize n_keys)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < devices->len; i++)
    {
      gconstpointer device = g_ptr_array_index (devices, i);
      g_autofree char *group = berth_address_dup_string (device);

      berth_facts_keys_write (keys, n_keys, device, file, group);
    }
  return g_steal_pointer (&file);
}

/* All entries of one key of one device. */
typedef struct
{
  char *group;
  const char *key;
  GPtrArray *entries;
} UseList;

static void
use_list_free (gpointer data)
{
  UseList *self = data;

  g_free (self->group);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static char *
dup_entry (const BerthUse *use)
{
  g_autofree char *subject = g_utf8_make_valid (use->subject, -1);
  g_autofree char *purpose = NULL;

  /* The first blank of an entry ends the subject. */
  g_strdelimit (subject, " ", '_');
  if (use->purpose == NULL)
    return g_steal_pointer (&subject);

  purpose = g_utf8_make_valid (use->purpose, -1);
  return g_strconcat (subject, " ", purpose, NULL);
}

/* The list that @use belongs to; a new one goes to the end of @lists. */
static UseList *
take_list (GHashTable *list_of, GPtrArray *lists, const BerthUse *use)
{
  const char *key = berth_facts_words_find_word (berth_facts_use_words, use->kind);
  g_autofree char *group = berth_address_dup_string (&use->address);
  g_autofree char *name = g_strjoin (" ", group, key, NULL);
  UseList *list = g_hash_table_lookup (list_of, name);

  if (list == NULL)
    {
      list = g_new0 (UseList, 1);
      list->group = g_steal_pointer (&group);
      list->key = key;
      list->entries = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (lists, list);
      g_hash_table_insert (list_of, g_steal_pointer (&name), list);
    }
  return list;
}

/* Each list is set once: a host of containers has thousands of mounts on one disk. */
static GKeyFile *
compose_uses (const BerthFacts *facts)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (use_list_free);
  g_autoptr (GHashTable) list_of = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);

      g_ptr_array_add (take_list (list_of, lists, use)->entries, dup_entry (use));
    }
  for (guint i = 0; i < lists->len; i++)
    {
      const UseList *list = g_ptr_array_index (lists, i);

      g_key_file_set_string_list (file, list->group, list->key,
                                  (const char *const *) list->entries->pdata, list->entries->len);
    }
  return g_steal_pointer (&file);
}

static char *
dup_foreign_group (const BerthForeignBinding *binding)
{
  const char *kind = berth_facts_words_find_word (berth_facts_foreign_words, binding->kind);
  g_autofree char *address = berth_address_dup_string (&binding->address);

  if (binding->has_address)
    return g_strjoin (" ", kind, address, NULL);
  return g_strdup_printf ("%s %04x:%04x", kind, binding->vendor, binding->device);
}

static GKeyFile *
compose_foreign (const BerthFacts *facts)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      const BerthForeignBinding *binding = g_ptr_array_index (facts->foreign_bindings, i);
      g_autofree char *group = dup_foreign_group (binding);

      /* A group without a key is not written. */
      g_key_file_set_value (file, group, "driver", "");
      berth_facts_keys_write (berth_facts_foreign_keys, berth_facts_n_foreign_keys, binding, file,
                              group);
    }
  return g_steal_pointer (&file);
}

/* Most computers have none: then there is no such file, nor one of an earlier recording. */
static gboolean
save_unless_empty (GFile *folder, const char *name, GKeyFile *key_file, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autofree char *start = g_key_file_get_start_group (key_file);

  if (start != NULL)
    return save_file (folder, name, key_file, error);
  /* Where it cannot be removed the other files cannot be written either. */
  g_file_delete (file, NULL, NULL);
  return TRUE;
}

/**
 * berth_facts_write_recorded:
 * @folder: an existing folder; files of an earlier recording are replaced
 *
 * Writes @facts down so that berth_facts_read_recorded() gives them back. Text that is not UTF-8
 * is made so. Blocks: call it in a thread.
 *
 * Returns: %FALSE with %BERTH_ERROR_FAILED when a file cannot be written
 */
gboolean
berth_facts_write_recorded (const BerthFacts *facts, GFile *folder, GError **error)
{
  g_autoptr (GKeyFile) computer = compose_computer (facts);
  g_autoptr (GKeyFile) pci
      = compose_devices (facts->pci, berth_facts_pci_keys, berth_facts_n_pci_keys);
  g_autoptr (GKeyFile) usb
      = compose_devices (facts->usb, berth_facts_usb_keys, berth_facts_n_usb_keys);
  g_autoptr (GKeyFile) uses = compose_uses (facts);
  g_autoptr (GKeyFile) boot
      = compose_devices (facts->boot_bindings, berth_facts_boot_keys, berth_facts_n_boot_keys);
  g_autoptr (GKeyFile) foreign = compose_foreign (facts);

  return save_file (folder, BERTH_RECORDED_COMPUTER, computer, error)
         && save_file (folder, BERTH_RECORDED_PCI, pci, error)
         && save_file (folder, BERTH_RECORDED_USB, usb, error)
         && save_file (folder, BERTH_RECORDED_USES, uses, error)
         && save_unless_empty (folder, BERTH_RECORDED_BOOT, boot, error)
         && save_unless_empty (folder, BERTH_RECORDED_FOREIGN, foreign, error);
}
