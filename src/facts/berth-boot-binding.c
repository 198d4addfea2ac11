/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-boot-binding.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-text.h"

/* Another version means another program: what it wants is not guessed. */
#define VERSION "1"
/* Longer than every value that there is. */
#define MAX_VALUE 32

const BerthFactsWord berth_bind_target_words[] = {
  { "vfio-pci", BERTH_BIND_TARGET_VFIO_PCI },
  { "pciback", BERTH_BIND_TARGET_PCIBACK },
  { NULL, 0 },
};

const BerthFactsWord berth_boot_trial_words[] = {
  { "new", BERTH_BOOT_TRIAL_NEW },
  { "tried", BERTH_BOOT_TRIAL_TRIED },
  { "confirmed", BERTH_BOOT_TRIAL_CONFIRMED },
  { NULL, 0 },
};

const BerthFactsWord berth_boot_outcome_words[] = {
  { "none", BERTH_BOOT_OUTCOME_NONE },
  { "bound", BERTH_BOOT_OUTCOME_BOUND },
  { "not-confirmed", BERTH_BOOT_OUTCOME_NOT_CONFIRMED },
  { "held-by-host", BERTH_BOOT_OUTCOME_HELD_BY_HOST },
  { "changed", BERTH_BOOT_OUTCOME_CHANGED },
  { "missing", BERTH_BOOT_OUTCOME_MISSING },
  { "failed", BERTH_BOOT_OUTCOME_FAILED },
  { NULL, 0 },
};

/* As of all facts structs. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (BerthBootBinding, address) == 0);

/* What is not yet read of a file. */
typedef struct
{
  const char *text;
  gsize length;
  guint line;
} Rest;

/**
 * berth_bind_target_get_driver:
 *
 * Returns: the kernel's name of the driver, as in the `driver` link of a device
 */
const char *
berth_bind_target_get_driver (BerthBindTarget target)
{
  return target == BERTH_BIND_TARGET_PCIBACK ? "pciback" : "vfio-pci";
}

/**
 * berth_boot_binding_is_same:
 *
 * Returns: whether both want the same device bound to the same driver, however far they have come
 */
gboolean
berth_boot_binding_is_same (const BerthBootBinding *a, const BerthBootBinding *b)
{
  return berth_address_equal (&a->address, &b->address)
         && berth_pci_identity_equal (&a->identity, &b->identity) && a->target == b->target;
}

/**
 * berth_boot_binding_equal:
 *
 * Returns: whether every field agrees
 */
gboolean
berth_boot_binding_equal (const BerthBootBinding *a, const BerthBootBinding *b)
{
  return berth_boot_binding_is_same (a, b) && a->trial == b->trial && a->outcome == b->outcome;
}

/**
 * berth_boot_binding_is_spent:
 *
 * Returns: whether it had its trial at an earlier boot and nobody confirmed it: it is left alone
 *   until it is confirmed or added again. One that is on trial at this boot is not
 */
gboolean
berth_boot_binding_is_spent (const BerthBootBinding *self)
{
  return self->trial == BERTH_BOOT_TRIAL_TRIED && self->outcome != BERTH_BOOT_OUTCOME_BOUND;
}

/**
 * berth_boot_binding_find:
 * @bindings: (element-type BerthBootBinding)
 *
 * Returns: (nullable) (transfer none): the one of that address; there is one at the most
 */
const BerthBootBinding *
berth_boot_binding_find (GPtrArray *bindings, const BerthAddress *address)
{
  for (guint i = 0; i < bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (bindings, i);

      if (berth_address_equal (&binding->address, address))
        return binding;
    }
  return NULL;
}

/**
 * berth_boot_binding_dup_name:
 *
 * Returns: (transfer full): the name of the file of a boot binding: `0000-04-00.0`. Nobody has to
 *   escape it anywhere
 */
char *
berth_boot_binding_dup_name (const BerthAddress *address)
{
  return g_strdelimit (berth_address_dup_string (address), ":", '-');
}

/**
 * berth_boot_binding_parse_name:
 * @name: of a file; foreign text
 * @ret_address: (out): untouched on failure
 *
 * Returns: whether @name is one that berth_boot_binding_dup_name() gives, to the letter
 */
gboolean
berth_boot_binding_parse_name (const char *name, BerthAddress *ret_address)
{
  g_autofree char *text = g_strdelimit (g_strdup (name), "-", ':');
  g_autofree char *canonical = NULL;
  BerthAddress address;

  if (!berth_address_parse (text, &address, NULL) || address.bus_kind != BERTH_BUS_PCI)
    return FALSE;

  canonical = berth_boot_binding_dup_name (&address);
  if (!g_str_equal (name, canonical))
    return FALSE;
  *ret_address = address;
  return TRUE;
}

static char *
print (const BerthBootBinding *self, const char *last_key, const char *last_word)
{
  const BerthPciIdentity *identity = &self->identity;
  g_autofree char *address = berth_address_dup_string (&self->address);
  const char *target = berth_facts_words_find_word (berth_bind_target_words, self->target);

  g_return_val_if_fail (target != NULL && last_word != NULL, NULL);

  return g_strdup_printf ("version=" VERSION "\n"
                          "address=%s\n"
                          "vendor=%04x\n"
                          "device=%04x\n"
                          "subsystem-vendor=%04x\n"
                          "subsystem-device=%04x\n"
                          "class=%06x\n"
                          "revision=%02x\n"
                          "target=%s\n"
                          "%s=%s\n",
                          address, identity->vendor, identity->device, identity->subsystem_vendor,
                          identity->subsystem_device, identity->class_code & 0xffffff,
                          identity->revision, target, last_key, last_word);
}

/**
 * berth_boot_binding_print:
 *
 * Returns: (transfer full): what stands in the file of a boot binding; what became of it at this
 *   start does not
 */
char *
berth_boot_binding_print (const BerthBootBinding *self)
{
  return print (self, "trial",
                berth_facts_words_find_word (berth_boot_trial_words, self->trial));
}

/**
 * berth_boot_binding_print_outcome:
 *
 * Returns: (transfer full): what stands in the other file, which says what became of a boot binding
 *   at this boot
 */
char *
berth_boot_binding_print_outcome (const BerthBootBinding *self)
{
  return print (self, "outcome",
                berth_facts_words_find_word (berth_boot_outcome_words, self->outcome));
}

/* The next line has to be @key, "=" and a value. */
static gboolean
take_value (Rest *rest, const char *key, char value[MAX_VALUE])
{
  const char *end = memchr (rest->text, '\n', rest->length);
  gsize key_length = strlen (key);
  gsize line_length;
  gsize value_length;

  rest->line++;
  if (end == NULL)
    return FALSE;

  line_length = (gsize) (end - rest->text);
  if (line_length <= key_length + 1 || strncmp (rest->text, key, key_length) != 0
      || rest->text[key_length] != '=')
    return FALSE;

  value_length = line_length - key_length - 1;
  if (value_length >= MAX_VALUE)
    return FALSE;
  memcpy (value, rest->text + key_length + 1, value_length);
  value[value_length] = '\0';
  rest->text += line_length + 1;
  rest->length -= line_length + 1;
  /* Nothing hides behind a NUL. */
  return strlen (value) == value_length;
}

static gboolean
take_text (Rest *rest, const char *key, const char *expected)
{
  char value[MAX_VALUE];

  return take_value (rest, key, value) && g_str_equal (value, expected);
}

/* Exactly @width digits, as they are printed. */
static gboolean
take_hex (Rest *rest, const char *key, gsize width, guint32 *ret_number)
{
  char value[MAX_VALUE];

  if (!take_value (rest, key, value) || strlen (value) != width
      || strspn (value, "0123456789abcdef") != width)
    return FALSE;
  *ret_number = (guint32) g_ascii_strtoull (value, NULL, 16);
  return TRUE;
}

static gboolean
take_word (Rest *rest, const char *key, const BerthFactsWord *words, guint *ret_value)
{
  char value[MAX_VALUE];

  return take_value (rest, key, value) && berth_facts_words_find_value (words, value, ret_value);
}

static gboolean
take_identity (Rest *rest, BerthPciIdentity *ret_identity)
{
  guint32 numbers[6];

  if (!take_hex (rest, "vendor", 4, &numbers[0]) || !take_hex (rest, "device", 4, &numbers[1])
      || !take_hex (rest, "subsystem-vendor", 4, &numbers[2])
      || !take_hex (rest, "subsystem-device", 4, &numbers[3])
      || !take_hex (rest, "class", 6, &numbers[4]) || !take_hex (rest, "revision", 2, &numbers[5]))
    return FALSE;

  *ret_identity = (BerthPciIdentity){
    .vendor = (guint16) numbers[0],
    .device = (guint16) numbers[1],
    .subsystem_vendor = (guint16) numbers[2],
    .subsystem_device = (guint16) numbers[3],
    .class_code = numbers[4],
    .revision = (guint8) numbers[5],
  };
  return TRUE;
}

static gboolean
take_binding (Rest *rest,
              const char *last_key,
              const BerthFactsWord *last_words,
              BerthBootBinding *binding,
              guint *ret_last)
{
  g_autofree char *address = berth_address_dup_string (&binding->address);
  guint target;

  if (!take_text (rest, "version", VERSION) || !take_text (rest, "address", address)
      || !take_identity (rest, &binding->identity)
      || !take_word (rest, "target", berth_bind_target_words, &target)
      || !take_word (rest, last_key, last_words, ret_last))
    return FALSE;

  binding->target = (BerthBindTarget) target;
  rest->line++;
  return rest->length == 0;
}

static gboolean
parse (const char *name,
       const char *text,
       gssize length,
       const char *last_key,
       const BerthFactsWord *last_words,
       BerthBootBinding *binding,
       guint *ret_last,
       GError **error)
{
  Rest rest = { text, length < 0 ? strlen (text) : (gsize) length, 0 };
  g_autofree char *shown = berth_text_dup_name (name);

  if (!berth_boot_binding_parse_name (name, &binding->address))
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("“%s” is not the name of a boot binding, which is like 0000-04-00.0. "
                      "Nothing is done with it; remove the file."),
                   shown);
      return FALSE;
    }
  if (rest.length <= BERTH_BOOT_BINDING_MAX_SIZE
      && take_binding (&rest, last_key, last_words, binding, ret_last))
    return TRUE;

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               /* Translators: the name of a file, and the number of a line in it. */
               _ ("The boot binding “%s” is not as Berth writes it: see line %u. Nothing is done "
                  "with it; remove it and add the device again."),
               shown, rest.line);
  return FALSE;
}

/**
 * berth_boot_binding_parse:
 * @name: of the file; foreign text
 * @text: what stands in it; foreign text
 * @length: of @text, or -1 where it is terminated
 * @ret_binding: (out): untouched on failure
 *
 * Reads what berth_boot_binding_print() prints, and nothing else: a file that is torn, was written
 * for another address or by another version is refused whole.
 *
 * Returns: %FALSE with %BERTH_ERROR_INVALID and a sentence that names the file and the line
 */
gboolean
berth_boot_binding_parse (const char *name,
                          const char *text,
                          gssize length,
                          BerthBootBinding *ret_binding,
                          GError **error)
{
  BerthBootBinding binding = { .outcome = BERTH_BOOT_OUTCOME_NONE };
  guint trial;

  if (!parse (name, text, length, "trial", berth_boot_trial_words, &binding, &trial, error))
    return FALSE;

  binding.trial = (BerthBootTrial) trial;
  *ret_binding = binding;
  return TRUE;
}

/**
 * berth_boot_binding_parse_outcome:
 * @name: of the file; foreign text
 * @text: what stands in it; foreign text
 * @length: of @text, or -1 where it is terminated
 * @ret_binding: (out): gets no trial; untouched on failure
 *
 * As berth_boot_binding_parse(), of what berth_boot_binding_print_outcome() prints.
 *
 * Returns: %FALSE with %BERTH_ERROR_INVALID and a sentence that names the file and the line
 */
gboolean
berth_boot_binding_parse_outcome (const char *name,
                                  const char *text,
                                  gssize length,
                                  BerthBootBinding *ret_binding,
                                  GError **error)
{
  BerthBootBinding binding = { .trial = BERTH_BOOT_TRIAL_NEW };
  guint outcome;

  if (!parse (name, text, length, "outcome", berth_boot_outcome_words, &binding, &outcome, error))
    return FALSE;

  binding.outcome = (BerthBootOutcome) outcome;
  *ret_binding = binding;
  return TRUE;
}
