/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-recorded.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
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

static void
append_use (GKeyFile *file, const BerthUse *use)
{
  const char *key = berth_facts_words_find_word (berth_facts_use_words, use->kind);
  g_autofree char *group = berth_address_dup_string (&use->address);
  g_autofree char *subject = g_utf8_make_valid (use->subject, -1);
  g_auto (GStrv) before = g_key_file_get_string_list (file, group, key, NULL, NULL);
  g_autoptr (GStrvBuilder) entries = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (before != NULL)
    g_strv_builder_addv (entries, (const char **) before);

  /* The first blank of an entry ends the subject. */
  g_strdelimit (subject, " ", '_');
  if (use->purpose != NULL)
    {
      g_autofree char *purpose = g_utf8_make_valid (use->purpose, -1);
      g_autofree char *entry = g_strconcat (subject, " ", purpose, NULL);

      g_strv_builder_add (entries, entry);
    }
  else
    {
      g_strv_builder_add (entries, subject);
    }

  list = g_strv_builder_end (entries);
  g_key_file_set_string_list (file, group, key, (const char *const *) list, g_strv_length (list));
}

static GKeyFile *
compose_uses (const BerthFacts *facts)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < facts->uses->len; i++)
    append_use (file, g_ptr_array_index (facts->uses, i));
  return g_steal_pointer (&file);
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

  return save_file (folder, BERTH_RECORDED_COMPUTER, computer, error)
         && save_file (folder, BERTH_RECORDED_PCI, pci, error)
         && save_file (folder, BERTH_RECORDED_USB, usb, error)
         && save_file (folder, BERTH_RECORDED_USES, uses, error);
}
