/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-keys.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-number.h"
#include "base/berth-text.h"
#include "facts/berth-boot-binding.h"
#include "facts/berth-reset-methods.h"

#define COMPUTER(field) G_STRUCT_OFFSET (BerthFacts, field)
#define PCI(field) G_STRUCT_OFFSET (BerthPciFacts, field)
#define USB(field) G_STRUCT_OFFSET (BerthUsbFacts, field)
#define BOOT(field) G_STRUCT_OFFSET (BerthBootBinding, field)
#define FOREIGN(field) G_STRUCT_OFFSET (BerthForeignBinding, field)
#define FIELD(type, facts, key) ((type *) G_STRUCT_MEMBER_P (facts, (key)->offset))
#define FLAG(facts, key) ((gboolean *) G_STRUCT_MEMBER_P (facts, (key)->flag_offset))

G_STATIC_ASSERT (PCI (subsystem_device) == PCI (subsystem_vendor) + sizeof (guint16));
G_STATIC_ASSERT (BOOT (identity.subsystem_device)
                 == BOOT (identity.subsystem_vendor) + sizeof (guint16));

const BerthFactsKey berth_facts_computer_keys[] = {
  { "platform", BERTH_FACTS_KEY_WORD, COMPUTER (platform), .words = berth_facts_platform_words },
  { "iommu", BERTH_FACTS_KEY_BOOLEAN, COMPUTER (iommu) },
  { "remote", BERTH_FACTS_KEY_BOOLEAN, COMPUTER (is_remote) },
  { "interrupt-remapping", BERTH_FACTS_KEY_WORD, COMPUTER (interrupt_remapping),
    .words = berth_facts_truth_words },
  { "unsafe-interrupts", BERTH_FACTS_KEY_WORD, COMPUTER (unsafe_interrupts),
    .words = berth_facts_truth_words },
  { "acs-override", BERTH_FACTS_KEY_WORD, COMPUTER (acs_override),
    .words = berth_facts_truth_words },
  { "pciback", BERTH_FACTS_KEY_WORD, COMPUTER (pciback), .words = berth_facts_truth_words },
  { "boot-switched-off", BERTH_FACTS_KEY_BOOLEAN, COMPUTER (boot_switched_off) },
  { "chassis", BERTH_FACTS_KEY_WORD, COMPUTER (chassis), .words = berth_facts_chassis_words },
  { "memory-total", BERTH_FACTS_KEY_SIZE, COMPUTER (memory_total) },
  { "memory-available", BERTH_FACTS_KEY_SIZE, COMPUTER (memory_available) },
  { "gaps", BERTH_FACTS_KEY_FLAGS, COMPUTER (gaps), .words = berth_facts_gap_words },
};
const gsize berth_facts_n_computer_keys = G_N_ELEMENTS (berth_facts_computer_keys);

const BerthFactsKey berth_facts_pci_keys[] = {
  { "vendor", BERTH_FACTS_KEY_HEX, PCI (vendor), .width = 4, .required = TRUE },
  { "device", BERTH_FACTS_KEY_HEX, PCI (device), .width = 4, .required = TRUE },
  { "subsystem", BERTH_FACTS_KEY_ID_PAIR, PCI (subsystem_vendor) },
  { "class", BERTH_FACTS_KEY_HEX, PCI (class_code), .width = 6, .required = TRUE },
  { "revision", BERTH_FACTS_KEY_HEX, PCI (revision), .width = 2 },
  { "vendor-name", BERTH_FACTS_KEY_TEXT, PCI (vendor_name) },
  { "product-name", BERTH_FACTS_KEY_TEXT, PCI (product_name) },
  { "parent", BERTH_FACTS_KEY_ADDRESS, PCI (parent), .flag_offset = PCI (has_parent) },
  { "physical-function", BERTH_FACTS_KEY_ADDRESS, PCI (physical_function),
    .flag_offset = PCI (is_virtual) },
  { "iommu-group", BERTH_FACTS_KEY_NUMBER, PCI (iommu_group), .absent = BERTH_NO_GROUP },
  { "driver", BERTH_FACTS_KEY_TEXT, PCI (driver) },
  { "driver-override", BERTH_FACTS_KEY_TEXT, PCI (driver_override) },
  { "enable-count", BERTH_FACTS_KEY_NUMBER, PCI (enable_count) },
  { "reset", BERTH_FACTS_KEY_RESETS, PCI (reset_methods) },
  { "boot-vga", BERTH_FACTS_KEY_BOOLEAN, PCI (boot_vga) },
  { "removable", BERTH_FACTS_KEY_BOOLEAN, PCI (removable) },
  { "numa-node", BERTH_FACTS_KEY_NUMBER, PCI (numa_node), .absent = -1 },
  { "reserved-memory", BERTH_FACTS_KEY_BOOLEAN, PCI (reserved_memory) },
  { "irq", BERTH_FACTS_KEY_NUMBER, PCI (irq) },
  { "msi", BERTH_FACTS_KEY_BOOLEAN, PCI (has_msi) },
  { "partial-pages", BERTH_FACTS_KEY_TEXT, PCI (partial_pages) },
  { "express", BERTH_FACTS_KEY_BOOLEAN, PCI (is_express) },
  { "link-speed", BERTH_FACTS_KEY_TEXT, PCI (link_speed) },
  { "link-width", BERTH_FACTS_KEY_NUMBER, PCI (link_width) },
  { "sriov-total", BERTH_FACTS_KEY_NUMBER, PCI (sriov_total) },
  { "sriov-count", BERTH_FACTS_KEY_NUMBER, PCI (sriov_count) },
  { "permissive", BERTH_FACTS_KEY_WORD, PCI (permissive), .words = berth_facts_truth_words },
  { "xen-domain", BERTH_FACTS_KEY_NUMBER, PCI (xen_domain) },
};
const gsize berth_facts_n_pci_keys = G_N_ELEMENTS (berth_facts_pci_keys);

const BerthFactsKey berth_facts_usb_keys[] = {
  { "vendor", BERTH_FACTS_KEY_HEX, USB (vendor), .width = 4, .required = TRUE },
  { "product", BERTH_FACTS_KEY_HEX, USB (product), .width = 4, .required = TRUE },
  { "class", BERTH_FACTS_KEY_HEX, USB (device_class), .width = 2, .required = TRUE },
  { "interfaces", BERTH_FACTS_KEY_TRIPLES, USB (interface_classes) },
  { "manufacturer", BERTH_FACTS_KEY_TEXT, USB (manufacturer) },
  { "product-name", BERTH_FACTS_KEY_TEXT, USB (product_name) },
  { "serial", BERTH_FACTS_KEY_TEXT, USB (serial) },
  { "fixed", BERTH_FACTS_KEY_BOOLEAN, USB (is_fixed) },
  { "controller", BERTH_FACTS_KEY_ADDRESS, USB (controller), .flag_offset = USB (has_controller) },
  { "driver", BERTH_FACTS_KEY_TEXT, USB (driver) },
  { "number", BERTH_FACTS_KEY_NUMBER, USB (device_number) },
};
const gsize berth_facts_n_usb_keys = G_N_ELEMENTS (berth_facts_usb_keys);

const BerthFactsKey berth_facts_boot_keys[] = {
  { "vendor", BERTH_FACTS_KEY_HEX, BOOT (identity.vendor), .width = 4, .required = TRUE },
  { "device", BERTH_FACTS_KEY_HEX, BOOT (identity.device), .width = 4, .required = TRUE },
  { "subsystem", BERTH_FACTS_KEY_ID_PAIR, BOOT (identity.subsystem_vendor) },
  { "class", BERTH_FACTS_KEY_HEX, BOOT (identity.class_code), .width = 6, .required = TRUE },
  { "revision", BERTH_FACTS_KEY_HEX, BOOT (identity.revision), .width = 2 },
  { "target", BERTH_FACTS_KEY_WORD, BOOT (target), .required = TRUE,
    .words = berth_bind_target_words },
  { "trial", BERTH_FACTS_KEY_WORD, BOOT (trial), .required = TRUE,
    .words = berth_boot_trial_words },
  { "outcome", BERTH_FACTS_KEY_WORD, BOOT (outcome), .words = berth_boot_outcome_words },
};
const gsize berth_facts_n_boot_keys = G_N_ELEMENTS (berth_facts_boot_keys);

const BerthFactsKey berth_facts_foreign_keys[] = {
  { "driver", BERTH_FACTS_KEY_TEXT, FOREIGN (driver) },
};
const gsize berth_facts_n_foreign_keys = G_N_ELEMENTS (berth_facts_foreign_keys);

/* Exactly @width hexadecimal digits and then @end; sscanf would take signs, blanks and "0x". */
static gboolean
parse_hex (const char *text, guint width, char end, guint32 *ret_number)
{
  guint32 number = 0;

  for (guint i = 0; i < width; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return FALSE;
      number = number << 4 | (guint32) g_ascii_xdigit_value (text[i]);
    }
  *ret_number = number;
  return text[width] == end;
}

static gboolean
take_hex (const BerthFactsKey *key, const char *text, gpointer facts)
{
  guint32 number;

  if (!parse_hex (text, key->width, '\0', &number))
    return FALSE;

  if (key->width == 2)
    *FIELD (guint8, facts, key) = (guint8) number;
  else if (key->width == 4)
    *FIELD (guint16, facts, key) = (guint16) number;
  else
    *FIELD (guint32, facts, key) = number;
  return TRUE;
}

static gboolean
take_id_pair (const BerthFactsKey *key, const char *text, gpointer facts)
{
  guint32 left;
  guint32 right;

  if (!parse_hex (text, 4, ':', &left) || !parse_hex (text + 5, 4, '\0', &right))
    return FALSE;

  FIELD (guint16, facts, key)[0] = (guint16) left;
  FIELD (guint16, facts, key)[1] = (guint16) right;
  return TRUE;
}

static gboolean
take_number (const BerthFactsKey *key, const char *text, gpointer facts)
{
  gint64 number;

  if (!berth_number_parse (text, 10, key->absent, G_MAXINT32, &number))
    return FALSE;

  *FIELD (int, facts, key) = (int) number;
  return TRUE;
}

static gboolean
take_boolean (const BerthFactsKey *key, const char *text, gpointer facts)
{
  *FIELD (gboolean, facts, key) = g_str_equal (text, "true");
  return g_str_equal (text, "true") || g_str_equal (text, "false");
}

static gboolean
take_text (const BerthFactsKey *key, const char *text, gpointer facts)
{
  g_free (*FIELD (char *, facts, key));
  *FIELD (char *, facts, key) = *text != '\0' ? g_strdup (text) : NULL;
  return TRUE;
}

static gboolean
take_address (const BerthFactsKey *key, const char *text, gpointer facts)
{
  BerthAddress address;

  if (!berth_address_parse (text, &address, NULL) || address.bus_kind != BERTH_BUS_PCI)
    return FALSE;

  *FIELD (BerthAddress, facts, key) = address;
  *FLAG (facts, key) = TRUE;
  return TRUE;
}

static gboolean
take_resets (const BerthFactsKey *key, char **words, gpointer facts)
{
  guint methods = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    methods |= berth_reset_methods_parse (words[i], strlen (words[i]));

  *FIELD (guint, facts, key) = methods;
  return (methods & BERTH_RESET_UNKNOWN) == 0;
}

static gboolean
take_triples (const BerthFactsKey *key, char **triples, gpointer facts)
{
  guint32 number;

  for (gsize i = 0; triples[i] != NULL; i++)
    {
      if (!parse_hex (triples[i], 6, '\0', &number))
        return FALSE;
    }

  g_free (*FIELD (char *, facts, key));
  *FIELD (char *, facts, key) = triples[0] != NULL ? g_strjoinv (" ", triples) : NULL;
  return TRUE;
}

static gboolean
take_word (const BerthFactsKey *key, const char *text, gpointer facts)
{
  return berth_facts_words_find_value (key->words, text, FIELD (guint, facts, key));
}

static gboolean
take_flags (const BerthFactsKey *key, char **words, gpointer facts)
{
  guint flags = 0;
  guint flag;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (!berth_facts_words_find_value (key->words, words[i], &flag))
        return FALSE;
      flags |= flag;
    }
  *FIELD (guint, facts, key) = flags;
  return TRUE;
}

static gboolean
take_size (const BerthFactsKey *key, const char *text, gpointer facts)
{
  gint64 size;

  if (!berth_number_parse (text, 10, 1, G_MAXINT64 - 1, &size))
    return FALSE;

  *FIELD (guint64, facts, key) = (guint64) size;
  return TRUE;
}

static gboolean
take_value (const BerthFactsKey *key, const char *text, char **list, gpointer facts)
{
  switch (key->kind)
    {
    case BERTH_FACTS_KEY_HEX:
      return take_hex (key, text, facts);
    case BERTH_FACTS_KEY_ID_PAIR:
      return take_id_pair (key, text, facts);
    case BERTH_FACTS_KEY_NUMBER:
      return take_number (key, text, facts);
    case BERTH_FACTS_KEY_BOOLEAN:
      return take_boolean (key, text, facts);
    case BERTH_FACTS_KEY_TEXT:
      return take_text (key, text, facts);
    case BERTH_FACTS_KEY_ADDRESS:
      return take_address (key, text, facts);
    case BERTH_FACTS_KEY_RESETS:
      return take_resets (key, list, facts);
    case BERTH_FACTS_KEY_TRIPLES:
      return take_triples (key, list, facts);
    case BERTH_FACTS_KEY_WORD:
      return take_word (key, text, facts);
    case BERTH_FACTS_KEY_FLAGS:
      return take_flags (key, list, facts);
    case BERTH_FACTS_KEY_SIZE:
      return take_size (key, text, facts);
    default:
      g_assert_not_reached ();
    }
}

static char *
dup_words (const BerthFactsWord *words)
{
  g_autoptr (GString) list = g_string_new (words->word);

  while ((++words)->word != NULL)
    g_string_append_printf (list, ", %s", words->word);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* What a person should have written instead. */
static char *
dup_expectation (const BerthFactsKey *key)
{
  g_autofree char *words = key->words != NULL ? dup_words (key->words) : NULL;

  switch (key->kind)
    {
    case BERTH_FACTS_KEY_HEX:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u hexadecimal digit",
                                           "%u hexadecimal digits", key->width),
                              key->width);
    case BERTH_FACTS_KEY_ID_PAIR:
      return g_strdup (_ ("two ids like 10de:146b"));
    case BERTH_FACTS_KEY_NUMBER:
      return g_strdup_printf (_ ("a whole number from %d"), key->absent);
    case BERTH_FACTS_KEY_BOOLEAN:
      return g_strdup (_ ("“true” or “false”"));
    case BERTH_FACTS_KEY_ADDRESS:
      return g_strdup (_ ("a PCI address like 0000:03:00.0"));
    case BERTH_FACTS_KEY_RESETS:
      return g_strdup (_ ("words of the kernel's “reset_method” like flr;bus"));
    case BERTH_FACTS_KEY_TRIPLES:
      return g_strdup (_ ("six hexadecimal digits for each interface like 030101;030102"));
    case BERTH_FACTS_KEY_WORD:
      /* Translators: the words of a file that may stand there, separated by commas. */
      return g_strdup_printf (_ ("one of: %s"), words);
    case BERTH_FACTS_KEY_FLAGS:
      /* Translators: the words of a file that may stand there, separated by commas. */
      return g_strdup_printf (_ ("some of these, separated by semicolons: %s"), words);
    case BERTH_FACTS_KEY_SIZE:
      return g_strdup (_ ("a whole number of KiB from 1"));
    case BERTH_FACTS_KEY_TEXT:
    default:
      return g_strdup (_ ("text in UTF-8"));
    }
}

static gboolean
read_key (const BerthFactsKey *key,
          GKeyFile *file,
          const char *group,
          gpointer facts,
          GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, group, key->name, NULL);
  g_auto (GStrv) list = g_key_file_get_string_list (file, group, key->name, NULL, NULL);
  g_autofree char *expectation = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *shown_group = NULL;

  if (text != NULL && list != NULL && take_value (key, text, list, facts))
    return TRUE;

  expectation = dup_expectation (key);
  shown = berth_text_dup_line (text, BERTH_TEXT_NAME_LENGTH);
  shown_group = berth_text_dup_line (group, BERTH_TEXT_NAME_LENGTH);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               /* Translators: a group and a key in a file, what stands there, what should. */
               _ ("In group “%s” the key “%s” is “%s”. Write %s."), shown_group, key->name, shown,
               expectation);
  return FALSE;
}

static const BerthFactsKey *
find_key (const BerthFactsKey *keys, gsize n_keys, const char *name)
{
  for (gsize i = 0; i < n_keys; i++)
    {
      if (g_str_equal (keys[i].name, name))
        return &keys[i];
    }
  return NULL;
}

static gboolean
check_required (const BerthFactsKey *keys,
                gsize n_keys,
                GKeyFile *file,
                const char *group,
                GError **error)
{
  for (gsize i = 0; i < n_keys; i++)
    {
      if (keys[i].required && !g_key_file_has_key (file, group, keys[i].name, NULL))
        {
          g_autofree char *shown = berth_text_dup_line (group, BERTH_TEXT_NAME_LENGTH);

          g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                       _ ("In group “%s” the key “%s” is missing. Add it."), shown, keys[i].name);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * berth_facts_keys_read:
 * @keys: (array length=n_keys): all keys that may stand in @group
 * @file: a loaded file
 * @group: a group that @file has
 * @facts: the struct that @keys describe; missing keys leave their fields as they are
 *
 * Returns: %FALSE with %BERTH_ERROR_INVALID and a sentence that names group and key
 */
gboolean
berth_facts_keys_read (const BerthFactsKey *keys,
                       gsize n_keys,
                       GKeyFile *file,
                       const char *group,
                       gpointer facts,
                       GError **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      const BerthFactsKey *key = find_key (keys, n_keys, names[i]);

      if (key == NULL)
        {
          g_autofree char *shown = berth_text_dup_line (names[i], BERTH_TEXT_NAME_LENGTH);
          g_autofree char *shown_group = berth_text_dup_line (group, BERTH_TEXT_NAME_LENGTH);

          g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                       _ ("In group “%s” Berth does not know the key “%s”. Check its spelling."),
                       shown_group, shown);
          return FALSE;
        }
      if (!read_key (key, file, group, facts, error))
        return FALSE;
    }
  return check_required (keys, n_keys, file, group, error);
}

static void
write_hex (const BerthFactsKey *key, gconstpointer facts, GKeyFile *file, const char *group)
{
  guint32 number;
  g_autofree char *text = NULL;

  if (key->width == 2)
    number = *FIELD (const guint8, facts, key);
  else if (key->width == 4)
    number = *FIELD (const guint16, facts, key);
  else
    number = *FIELD (const guint32, facts, key);

  if (number == 0 && !key->required)
    return;
  text = g_strdup_printf ("%0*x", (int) key->width, number);
  g_key_file_set_value (file, group, key->name, text);
}

static void
write_id_pair (const BerthFactsKey *key, gconstpointer facts, GKeyFile *file, const char *group)
{
  const guint16 *ids = FIELD (const guint16, facts, key);
  g_autofree char *text = g_strdup_printf ("%04x:%04x", ids[0], ids[1]);

  if (ids[0] != 0 || ids[1] != 0)
    g_key_file_set_value (file, group, key->name, text);
}

static void
write_text (const BerthFactsKey *key, gconstpointer facts, GKeyFile *file, const char *group)
{
  const char *text = *FIELD (char *const, facts, key);

  /* A device's own word may be any bytes; a key file is UTF-8. */
  if (text != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      g_key_file_set_string (file, group, key->name, valid);
    }
}

static void
write_list (const char *name, char **words, GKeyFile *file, const char *group)
{
  g_key_file_set_string_list (file, group, name, (const char *const *) words,
                              g_strv_length (words));
}

static void
write_word (const BerthFactsKey *key, gconstpointer facts, GKeyFile *file, const char *group)
{
  const char *word = berth_facts_words_find_word (key->words, *FIELD (const guint, facts, key));

  if (word != NULL)
    g_key_file_set_value (file, group, key->name, word);
}

static void
write_flags (const BerthFactsKey *key, gconstpointer facts, GKeyFile *file, const char *group)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (const BerthFactsWord *word = key->words; word->word != NULL; word++)
    {
      if ((*FIELD (const guint, facts, key) & word->value) != 0)
        g_ptr_array_add (words, (gpointer) word->word);
    }
  if (words->len > 0)
    g_key_file_set_string_list (file, group, key->name, (const char *const *) words->pdata,
                                words->len);
}

static void
write_key (const BerthFactsKey *key, gconstpointer facts, GKeyFile *file, const char *group)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *address = NULL;

  switch (key->kind)
    {
    case BERTH_FACTS_KEY_HEX:
      write_hex (key, facts, file, group);
      break;
    case BERTH_FACTS_KEY_ID_PAIR:
      write_id_pair (key, facts, file, group);
      break;
    case BERTH_FACTS_KEY_NUMBER:
      if (*FIELD (const int, facts, key) != key->absent)
        g_key_file_set_integer (file, group, key->name, *FIELD (const int, facts, key));
      break;
    case BERTH_FACTS_KEY_BOOLEAN:
      if (*FIELD (const gboolean, facts, key))
        g_key_file_set_boolean (file, group, key->name, TRUE);
      break;
    case BERTH_FACTS_KEY_TEXT:
      write_text (key, facts, file, group);
      break;
    case BERTH_FACTS_KEY_ADDRESS:
      address = berth_address_dup_string (FIELD (const BerthAddress, facts, key));
      if (*FLAG (facts, key))
        g_key_file_set_value (file, group, key->name, address);
      break;
    case BERTH_FACTS_KEY_RESETS:
      words = berth_reset_methods_dup_words (*FIELD (const guint, facts, key));
      if ((*FIELD (const guint, facts, key) & BERTH_RESET_UNKNOWN) == 0)
        write_list (key->name, words, file, group);
      break;
    case BERTH_FACTS_KEY_WORD:
      write_word (key, facts, file, group);
      break;
    case BERTH_FACTS_KEY_FLAGS:
      write_flags (key, facts, file, group);
      break;
    case BERTH_FACTS_KEY_SIZE:
      if (*FIELD (const guint64, facts, key) != 0)
        g_key_file_set_uint64 (file, group, key->name, *FIELD (const guint64, facts, key));
      break;
    case BERTH_FACTS_KEY_TRIPLES:
    default:
      if (*FIELD (char *const, facts, key) != NULL)
        {
          words = g_strsplit (*FIELD (char *const, facts, key), " ", -1);
          write_list (key->name, words, file, group);
        }
      break;
    }
}

/**
 * berth_facts_keys_write:
 *
 * The other direction of berth_facts_keys_read(): writes the fields of @facts that are known as
 * keys of @group.
 */
void
berth_facts_keys_write (const BerthFactsKey *keys,
                        gsize n_keys,
                        gconstpointer facts,
                        GKeyFile *file,
                        const char *group)
{
  for (gsize i = 0; i < n_keys; i++)
    write_key (&keys[i], facts, file, group);
}
