/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-words.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

typedef struct
{
  const char *icon_name;
  const char *function; /* what stands behind ".1" in the line of functions */
} ClassWords;

static const ClassWords class_words[BERTH_N_DEVICE_CLASSES] = {
  [BERTH_DEVICE_GRAPHICS] = { "berth-graphics-symbolic", N_ ("graphics") },
  [BERTH_DEVICE_NETWORK] = { "network-wired-symbolic", N_ ("network") },
  [BERTH_DEVICE_USB_CONTROLLER] = { "berth-usb-symbolic", N_ ("USB") },
  [BERTH_DEVICE_STORAGE] = { "drive-harddisk-symbolic", N_ ("storage") },
  [BERTH_DEVICE_SOUND] = { "audio-speakers-symbolic", N_ ("sound") },
  [BERTH_DEVICE_INPUT] = { "input-keyboard-symbolic", N_ ("input") },
  [BERTH_DEVICE_BLUETOOTH] = { "bluetooth-symbolic", N_ ("Bluetooth") },
  [BERTH_DEVICE_CAMERA] = { "camera-web-symbolic", N_ ("camera") },
  [BERTH_DEVICE_PRINTER] = { "printer-symbolic", N_ ("printer") },
  [BERTH_DEVICE_OTHER] = { "berth-chip-symbolic", N_ ("other") },
  [BERTH_DEVICE_HOST_FUNCTION] = { "berth-chip-symbolic", N_ ("part of the computer") },
  [BERTH_DEVICE_BRIDGE] = { "berth-bridge-symbolic", N_ ("bridge") },
};

/**
 * berth_bundle_words_get_main:
 *
 * A graphics card with sound and USB is a graphics card: the classes stand in the order of what
 * people buy a card for.
 *
 * Returns: (transfer none): the function that the bundle is named after
 */
const BerthDevice *
berth_bundle_words_get_main (const BerthBundle *bundle)
{
  const BerthDevice *main_function = g_ptr_array_index (bundle->functions, 0);

  for (guint i = 1; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (function->device_class < main_function->device_class)
        main_function = function;
    }
  return main_function;
}

/**
 * berth_bundle_words_dup_title:
 *
 * Returns: (transfer full): what it is called; safe to show
 */
char *
berth_bundle_words_dup_title (const BerthBundle *bundle)
{
  return berth_text_dup_name (berth_bundle_words_get_main (bundle)->name);
}

static gboolean
is_whole_slot (const BerthBundle *bundle)
{
  if (bundle->functions->len < 2)
    return FALSE;

  for (guint i = 1; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (!berth_address_same_slot (&bundle->address, &function->address))
        return FALSE;
    }
  return TRUE;
}

/**
 * berth_bundle_words_dup_place:
 *
 * Returns: (transfer full): where it sits, short: "01:00" for several functions of one slot, else
 *   the address of its first function
 */
char *
berth_bundle_words_dup_place (const BerthBundle *bundle)
{
  char *place = berth_address_dup_short (&bundle->address);

  if (bundle->address.bus_kind == BERTH_BUS_PCI && is_whole_slot (bundle))
    *g_strrstr (place, ".") = '\0';
  return place;
}

static gboolean
is_one_class (const BerthBundle *bundle)
{
  const BerthDevice *first = g_ptr_array_index (bundle->functions, 0);

  for (guint i = 1; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (function->device_class != first->device_class)
        return FALSE;
    }
  return TRUE;
}

static gboolean
contains (const char *text, const char *word)
{
  g_autofree char *folded_text = g_utf8_casefold (text, -1);
  g_autofree char *folded_word = g_utf8_casefold (word, -1);

  return g_strrstr (folded_text, folded_word) != NULL;
}

/**
 * berth_bundle_words_dup_kind:
 * @title: what stands beside it
 *
 * Returns: (transfer full): what it is and who made it, "graphics card, NVIDIA", without what
 *   @title says already; safe to show, may be empty
 */
char *
berth_bundle_words_dup_kind (const BerthDevice *device, const char *title)
{
  g_autofree char *vendor = berth_text_dup_name (device->vendor_name);
  gboolean has_vendor = *vendor != '\0' && !contains (title, vendor);

  if (contains (title, device->class_words))
    return has_vendor ? g_steal_pointer (&vendor) : g_strdup ("");
  if (!has_vendor)
    return g_strdup (device->class_words);

  /* Translators: what a device is and who made it, "graphics card, NVIDIA" */
  return g_strdup_printf (_ ("%s, %s"), device->class_words, vendor);
}

/**
 * berth_bundle_words_dup_details:
 *
 * Returns: (transfer full): the second line of a row: "graphics card, NVIDIA · 01:00"; safe to show
 */
char *
berth_bundle_words_dup_details (const BerthBundle *bundle)
{
  const BerthDevice *device = berth_bundle_words_get_main (bundle);
  g_autofree char *title = berth_bundle_words_dup_title (bundle);
  g_autofree char *kind = berth_bundle_words_dup_kind (device, title);
  g_autofree char *place = berth_bundle_words_dup_place (bundle);
  g_autoptr (GString) details = g_string_new (kind);
  guint n = bundle->functions->len;

  if (details->len > 0)
    g_string_append (details, " · ");
  g_string_append (details, place);

  if (n > 1 && is_one_class (bundle))
    {
      g_string_append (details, " · ");
      g_string_append_printf (details, ngettext ("%u function", "%u functions", n), n);
    }
  return g_string_free (g_steal_pointer (&details), FALSE);
}

static guint
count_given (const BerthBundle *bundle, guint given)
{
  guint n = 0;

  for (guint i = 0; i < bundle->functions->len; i++)
    n += (given & 1u << i) != 0;
  return n;
}

/**
 * berth_bundle_words_is_partial:
 * @given: bits of its functions
 *
 * Returns: whether some of its functions are not among @given
 */
gboolean
berth_bundle_words_is_partial (const BerthBundle *bundle, guint given)
{
  return count_given (bundle, given) < bundle->functions->len;
}

/* Two spaces and a no-break space, so that a number stays with its word for the eye too. */
static void
append_function (GString *line, const BerthDevice *function, gboolean with_class)
{
  if (line->len > 0)
    g_string_append (line, "  ");
  g_string_append_printf (line, ".%x", function->address.function);
  if (with_class)
    g_string_append_printf (line, "\u00a0%s",
                            _ (class_words[function->device_class].function));
}

/**
 * berth_bundle_words_dup_functions:
 * @given: bits of the functions that are given, usually %BERTH_ALL_FUNCTIONS
 *
 * Returns: (transfer full) (nullable): the third line of a row, ".0 graphics .1 sound .2 USB", or
 *   "1 of 3 functions: .0 graphics"; %NULL where it would tell nothing: one function, or all of one
 *   class
 */
char *
berth_bundle_words_dup_functions (const BerthBundle *bundle, guint given)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean is_partial = berth_bundle_words_is_partial (bundle, given);
  gboolean one_class = is_one_class (bundle);
  guint n = bundle->functions->len;

  if ((one_class && !is_partial) || bundle->address.bus_kind != BERTH_BUS_PCI)
    return NULL;

  for (guint i = 0; i < n; i++)
    {
      if ((given & 1u << i) != 0)
        append_function (line, g_ptr_array_index (bundle->functions, i), !one_class);
    }

  if (!is_partial)
    return g_string_free (g_steal_pointer (&line), FALSE);
  /* Translators: how many of the functions of a device are assigned, then which: ".0 graphics" */
  return g_strdup_printf (ngettext ("%u of %u function: %s", "%u of %u functions: %s", n),
                          count_given (bundle, given), n, line->str);
}

/**
 * berth_bundle_words_get_device_icon_name:
 *
 * Returns: (transfer none): of a symbolic icon for what one function is
 */
const char *
berth_bundle_words_get_device_icon_name (const BerthDevice *device)
{
  /* PCI Code and ID Assignment Specification: network controller, other: what Wi-Fi cards say. */
  if (device->pci != NULL && device->pci->class_code >> 8 == 0x0280)
    return "network-wireless-symbolic";
  return class_words[device->device_class].icon_name;
}

/**
 * berth_bundle_words_get_icon_name:
 *
 * Returns: (transfer none): of a symbolic icon for what it is
 */
const char *
berth_bundle_words_get_icon_name (const BerthBundle *bundle)
{
  return berth_bundle_words_get_device_icon_name (berth_bundle_words_get_main (bundle));
}
