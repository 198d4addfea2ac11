/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-recorded.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-number.h"
#include "base/berth-text.h"
#include "facts/berth-boot-binding.h"
#include "facts/berth-facts-foreign.h"
#include "facts/berth-facts-keys.h"
#include "facts/berth-facts-words.h"

G_GNUC_PRINTF (2, 3)
static void
set_mistake (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL && *error == NULL)
    *error = g_error_new_valist (BERTH_ERROR, BERTH_ERROR_INVALID, format, arguments);
  va_end (arguments);
}

/* Loads one file of @folder. Returns NULL with @error set, or with @error unset when the file is
 * not there. */
static GKeyFile *
load_file (GFile *folder, const char *name, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_load_contents (file, NULL, &data, &length, NULL, &local_error))
    {
      g_autofree char *reason = NULL;

      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return NULL;
      reason = berth_text_dup_line (local_error->message, BERTH_TEXT_SENTENCE_LENGTH);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED, _ ("It cannot be read: %s"), reason);
      return NULL;
    }

  if (!g_key_file_load_from_data (key_file, data, length, G_KEY_FILE_NONE, &local_error))
    {
      g_autofree char *reason
          = berth_text_dup_line (local_error->message, BERTH_TEXT_SENTENCE_LENGTH);

      set_mistake (error, _ ("It is not a key file: %s"), reason);
      return NULL;
    }
  return g_steal_pointer (&key_file);
}

static gboolean
read_computer (GKeyFile *file, BerthFacts *facts, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      if (!g_str_equal (groups[i], BERTH_RECORDED_COMPUTER_GROUP))
        {
          g_autofree char *shown = berth_text_dup_name (groups[i]);

          set_mistake (error, _ ("Berth does not know the group “%s”; the only one is “%s”."),
                       shown, BERTH_RECORDED_COMPUTER_GROUP);
          return FALSE;
        }
    }

  return berth_facts_keys_read (berth_facts_computer_keys, berth_facts_n_computer_keys, file,
                                BERTH_RECORDED_COMPUTER_GROUP, facts, error);
}

/* One group stands for one device: its name is an address on @bus. */
static gboolean
parse_group (const char *group, BerthBus bus, BerthAddress *ret_address, GError **error)
{
  g_autofree char *shown = NULL;

  if (berth_address_parse (group, ret_address, NULL) && ret_address->bus_kind == bus)
    return TRUE;

  shown = berth_text_dup_name (group);
  set_mistake (error,
               bus == BERTH_BUS_PCI
                   ? _ ("The group “%s” is not named by a PCI address like 0000:03:00.0.")
                   : _ ("The group “%s” is not named by a USB port path like 1-2."),
               shown);
  return FALSE;
}

/* After sorting, two groups of one address in two dialects stand side by side. */
static gboolean
check_unique (const GPtrArray *sorted, GError **error)
{
  for (guint i = 1; i < sorted->len; i++)
    {
      const BerthAddress *address = g_ptr_array_index (sorted, i);

      if (berth_address_equal (g_ptr_array_index (sorted, i - 1), address))
        {
          g_autofree char *text = berth_address_dup_string (address);

          set_mistake (error, _ ("The device %s is described twice. Keep one of the two."), text);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_pci (GKeyFile *file, BerthFacts *facts, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      BerthAddress address;
      BerthPciFacts *pci;

      if (!parse_group (groups[i], BERTH_BUS_PCI, &address, error))
        return FALSE;

      pci = berth_facts_add_pci (facts, &address);
      if (!berth_facts_keys_read (berth_facts_pci_keys, berth_facts_n_pci_keys, file, groups[i],
                                  pci, error))
        return FALSE;

      /* Only PCI Express has links of lanes. */
      pci->is_express |= pci->link_width > 0;
    }

  berth_facts_sort (facts);
  return check_unique (facts->pci, error);
}

static gboolean
read_usb (GKeyFile *file, BerthFacts *facts, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      BerthAddress address;

      if (!parse_group (groups[i], BERTH_BUS_USB, &address, error)
          || !berth_facts_keys_read (berth_facts_usb_keys, berth_facts_n_usb_keys, file, groups[i],
                                     berth_facts_add_usb (facts, &address), error))
        return FALSE;
    }

  berth_facts_sort (facts);
  return check_unique (facts->usb, error);
}

/* Each entry is "SUBJECT" or "SUBJECT PURPOSE": the kernel's names have no blanks. */
static gboolean
read_uses_of (GKeyFile *file,
              const char *group,
              const char *key,
              const BerthAddress *address,
              BerthFacts *facts,
              GError **error)
{
  g_auto (GStrv) entries = g_key_file_get_string_list (file, group, key, NULL, NULL);
  guint kind;

  if (entries == NULL || !berth_facts_words_find_value (berth_facts_use_words, key, &kind))
    {
      g_autofree char *shown = berth_text_dup_name (key);
      g_autofree char *shown_group = berth_text_dup_name (group);

      set_mistake (error,
                   _ ("In group “%s” Berth does not know the key “%s”. Known are disk, swap, "
                      "remote-disk, network, login, display, input and tpm."),
                   shown_group, shown);
      return FALSE;
    }

  for (gsize i = 0; entries[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (entries[i], " ", 2);

      if (words[0] == NULL || *words[0] == '\0')
        {
          g_autofree char *shown = berth_text_dup_name (key);
          g_autofree char *shown_group = berth_text_dup_name (group);

          set_mistake (error,
                       _ ("In group “%s” the key “%s” has an entry without a name. Write the "
                          "kernel's name first, like “nvme0n1p2 /home”."),
                       shown_group, shown);
          return FALSE;
        }
      berth_facts_add_use (facts, (BerthUseKind) kind, address, words[0], words[1]);
    }
  return TRUE;
}

static gboolean
read_uses (GKeyFile *file, BerthFacts *facts, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (file, groups[i], NULL, NULL);
      BerthAddress address;

      if (!berth_address_parse (groups[i], &address, NULL))
        {
          g_autofree char *shown = berth_text_dup_name (groups[i]);

          set_mistake (error,
                       _ ("The group “%s” is not named by a device address like 0000:03:00.0 or "
                          "1-2."),
                       shown);
          return FALSE;
        }
      for (gsize k = 0; keys != NULL && keys[k] != NULL; k++)
        {
          if (!read_uses_of (file, groups[i], keys[k], &address, facts, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_boot (GKeyFile *file, BerthFacts *facts, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      BerthBootBinding *binding = g_new0 (BerthBootBinding, 1);

      g_ptr_array_add (facts->boot_bindings, binding);
      if (!parse_group (groups[i], BERTH_BUS_PCI, &binding->address, error)
          || !berth_facts_keys_read (berth_facts_boot_keys, berth_facts_n_boot_keys, file,
                                     groups[i], binding, error))
        return FALSE;
    }

  berth_facts_sort (facts);
  return check_unique (facts->boot_bindings, error);
}

/* "KIND ADDRESS" or "KIND VENDOR:DEVICE", as its kind has it. */
static gboolean
parse_foreign_group (const char *group, BerthForeignBinding *binding)
{
  g_auto (GStrv) words = g_strsplit (group, " ", 2);
  g_auto (GStrv) ids = NULL;
  gint64 vendor;
  gint64 device;
  guint kind;

  if (g_strv_length (words) != 2
      || !berth_facts_words_find_value (berth_facts_foreign_words, words[0], &kind))
    return FALSE;

  binding->kind = kind;
  binding->has_address = berth_foreign_binding_has_address (kind);
  if (binding->has_address)
    return berth_address_parse (words[1], &binding->address, NULL)
           && binding->address.bus_kind == BERTH_BUS_PCI;

  ids = g_strsplit (words[1], ":", 2);
  if (g_strv_length (ids) != 2 || strlen (ids[0]) != 4 || strlen (ids[1]) != 4
      || !berth_number_parse (ids[0], 16, 0, 0xffff, &vendor)
      || !berth_number_parse (ids[1], 16, 0, 0xffff, &device))
    return FALSE;
  binding->vendor = (guint16) vendor;
  binding->device = (guint16) device;
  return TRUE;
}

static gboolean
read_foreign (GKeyFile *file, BerthFacts *facts, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      BerthForeignBinding *binding = berth_facts_add_foreign_binding (facts, NULL);

      if (!parse_foreign_group (groups[i], binding))
        {
          g_autofree char *shown = berth_text_dup_name (groups[i]);

          set_mistake (error,
                       _ ("The group “%s” is not one like “driverctl 0000:03:00.0”, “pciback-hide "
                          "0000:03:00.0”, “vfio-ids 10de:2484” or “modprobe-ids 10de:2484”."),
                       shown);
          return FALSE;
        }
      if (!berth_facts_keys_read (berth_facts_foreign_keys, berth_facts_n_foreign_keys, file,
                                  groups[i], binding, error))
        return FALSE;
    }
  return TRUE;
}

/* What every computer has, or what being absent means. */
typedef struct
{
  const char *name;
  gboolean (*read) (GKeyFile *file, BerthFacts *facts, GError **error);
  gboolean required;
  guint gap_when_absent;
} RecordedFile;

static const RecordedFile files[] = {
  { BERTH_RECORDED_COMPUTER, read_computer, TRUE, 0 },
  { BERTH_RECORDED_PCI, read_pci, TRUE, 0 },
  { BERTH_RECORDED_USB, read_usb, FALSE, BERTH_GAP_USB },
  { BERTH_RECORDED_USES, read_uses, FALSE, BERTH_GAP_USES },
  { BERTH_RECORDED_BOOT, read_boot, FALSE, 0 },
  { BERTH_RECORDED_FOREIGN, read_foreign, FALSE, 0 },
};

static gboolean
read_file (GFile *folder, const RecordedFile *recorded, BerthFacts *facts, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GKeyFile) file = load_file (folder, recorded->name, &local_error);
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;

  if (file != NULL && recorded->read (file, facts, &local_error))
    return TRUE;

  if (file == NULL && local_error == NULL && !recorded->required)
    {
      facts->gaps |= recorded->gap_when_absent;
      return TRUE;
    }

  path = g_file_get_parse_name (folder);
  shown = berth_text_dup_line (path, BERTH_TEXT_SENTENCE_LENGTH);
  if (local_error == NULL)
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                 _ ("“%s” is not a recorded computer: it has no file “%s”."), shown,
                 recorded->name);
  else
    {
      g_autofree char *mistake = berth_text_dup_error (local_error);

      g_set_error (error, BERTH_ERROR, local_error->code,
                   /* Translators: a folder, a file in it, and a sentence about that file. */
                   _ ("The recorded computer “%s” has a mistake in its file “%s”. %s"), shown,
                   recorded->name, mistake);
    }
  return FALSE;
}

/**
 * berth_facts_read_recorded:
 * @folder: a recorded computer, as described in docs/recorded-computers.md; any #GFile that can be
 *   read, an embedded resource too
 *
 * Reads the facts of a computer that was written down: for the demo, for tests, for a computer
 * that somebody else has. Only the files that are described are looked at; what else lies in
 * @folder is another reader's. Blocks: call it in a thread.
 *
 * Returns: (transfer full): or %NULL with %BERTH_ERROR_NOT_FOUND when @folder holds no recorded
 *   computer, %BERTH_ERROR_INVALID with a sentence that names file, group and key, or
 *   %BERTH_ERROR_FAILED when it cannot be read
 */
BerthFacts *
berth_facts_read_recorded (GFile *folder, GError **error)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      if (!read_file (folder, &files[i], facts, error))
        return NULL;
    }
  return g_steal_pointer (&facts);
}
