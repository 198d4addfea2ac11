/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-text.h"

/* Linux numbers PCI domains as 32-bit integers and prints at least four digits; Intel VMD starts
 * at 0x10000 (drivers/pci/controller/vmd.c). Six digits are more than any machine has and keep a
 * typing error from becoming an address. */
#define MAX_DOMAIN_DIGITS 6
#define MAX_SLOT 31
#define MAX_FUNCTION 7
#define MAX_USB_PORT 255

/**
 * berth_address_pci:
 *
 * Returns: the address of a PCI function; numbers beyond their range are the caller's mistake
 */
BerthAddress
berth_address_pci (guint32 domain, guint bus, guint slot, guint function)
{
  BerthAddress address = { .bus_kind = BERTH_BUS_PCI, .domain = domain };

  g_assert (bus <= G_MAXUINT8 && slot <= MAX_SLOT && function <= MAX_FUNCTION);

  address.bus = (guint8) bus;
  address.slot = (guint8) slot;
  address.function = (guint8) function;
  return address;
}

/* Reads between @min and @max digits of @base at *@text and moves *@text behind them. */
static gboolean
take_number (const char **text, guint base, guint min, guint max, guint32 *ret_number)
{
  guint32 number = 0;
  guint n = 0;

  while (n < max && (base == 16 ? g_ascii_isxdigit (**text) : g_ascii_isdigit (**text)))
    {
      number = number * base + (guint32) g_ascii_xdigit_value (**text);
      (*text)++;
      n++;
    }

  *ret_number = number;
  return n >= min;
}

/* One separator of the dialects: the kernel's ":" or the "_" of Qubes and of libvirt's names. */
static gboolean
take_separator (const char **text, const char *accepted)
{
  if (**text == '\0' || strchr (accepted, **text) == NULL)
    return FALSE;

  (*text)++;
  return TRUE;
}

/* "[domain:]bus:slot.function" with the separators of any dialect. */
static gboolean
parse_pci (const char *text, BerthAddress *ret_address)
{
  guint32 numbers[4] = { 0 };
  guint n_colons = 0;
  const char *end = text;

  for (const char *p = text; *p != '\0'; p++)
    n_colons += *p == ':' || *p == '_';

  /* In libvirt's names the function too stands behind a "_". */
  if (strchr (text, '.') == NULL)
    n_colons--;

  if (n_colons == 2)
    {
      if (!take_number (&end, 16, 4, MAX_DOMAIN_DIGITS, &numbers[0])
          || !take_separator (&end, ":_"))
        return FALSE;
    }
  else if (n_colons != 1)
    {
      return FALSE;
    }

  if (!take_number (&end, 16, 2, 2, &numbers[1]) || !take_separator (&end, ":_")
      || !take_number (&end, 16, 2, 2, &numbers[2]) || !take_separator (&end, "._")
      || !take_number (&end, 16, 1, 1, &numbers[3]) || *end != '\0')
    return FALSE;

  if (numbers[2] > MAX_SLOT || numbers[3] > MAX_FUNCTION)
    return FALSE;

  *ret_address = berth_address_pci (numbers[0], numbers[1], numbers[2], numbers[3]);
  return TRUE;
}

/* "BUS-PORT[.PORT…]" as in the kernel's names of USB devices, "usbBUS" for a root hub. */
static gboolean
parse_usb (const char *text, BerthAddress *ret_address)
{
  BerthAddress address = { .bus_kind = BERTH_BUS_USB };
  const char *end = text;
  guint32 number;
  gboolean is_root_hub = g_str_has_prefix (text, "usb");

  if (is_root_hub)
    end += strlen ("usb");

  if (!take_number (&end, 10, 1, 3, &number) || number == 0 || number > G_MAXUINT8)
    return FALSE;
  address.usb_bus = (guint8) number;

  while (!is_root_hub && address.n_ports < BERTH_USB_MAX_PORTS
         && take_separator (&end, address.n_ports == 0 ? "-" : "."))
    {
      if (!take_number (&end, 10, 1, 3, &number) || number == 0 || number > MAX_USB_PORT)
        return FALSE;
      address.ports[address.n_ports++] = (guint8) number;
    }

  if (*end != '\0' || is_root_hub != (address.n_ports == 0))
    return FALSE;

  *ret_address = address;
  return TRUE;
}

/* What stands behind "usb_" in libvirt's node device names: "1_2_3" for the kernel's "1-2.3", and
 * "usb1" for a root hub. */
static gboolean
parse_nodedev_usb (const char *text, BerthAddress *ret_address)
{
  g_autofree char *kernel_name = g_strdup (text);
  char *separator = strchr (kernel_name, '_');

  if (separator != NULL)
    {
      *separator = '-';
      g_strdelimit (separator, "_", '.');
    }
  return parse_usb (kernel_name, ret_address);
}

/**
 * berth_address_parse:
 * @text: foreign text
 * @ret_address: (out): untouched on failure
 *
 * Reads an address in any dialect that people paste: the kernel's `0000:03:00.0` and `03:00.0`,
 * Qubes' `00_1a.0` and `dom0:00_1a.0`, libvirt's `pci_0000_03_00_0` and `usb_1_2`, the kernel's
 * USB names `1-2.3` and `usb1`. An address without domain is in domain 0.
 *
 * Returns: %FALSE with %BERTH_ERROR_INVALID and a sentence that names @text
 */
gboolean
berth_address_parse (const char *text, BerthAddress *ret_address, GError **error)
{
  const char *rest = text;
  gboolean parsed;

  if (g_str_has_prefix (rest, "dom0:"))
    rest += strlen ("dom0:");

  if (g_str_has_prefix (rest, "pci_"))
    parsed = parse_pci (rest + strlen ("pci_"), ret_address);
  else if (g_str_has_prefix (rest, "usb_"))
    parsed = parse_nodedev_usb (rest + strlen ("usb_"), ret_address);
  else
    parsed = parse_pci (rest, ret_address) || parse_usb (rest, ret_address);

  if (!parsed)
    {
      g_autofree char *shown = berth_text_dup_name (text);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("“%s” is not a device address. Write a PCI address like 0000:03:00.0 or "
                      "03:00.0, or a USB port path like 1-2."),
                   shown);
    }
  return parsed;
}

/**
 * berth_address_dup_string:
 *
 * Returns: (transfer full): the one form in which Berth writes addresses: `0000:03:00.0`, `1-2.3`,
 *   `usb1`
 */
char *
berth_address_dup_string (const BerthAddress *self)
{
  g_autoptr (GString) text = NULL;

  if (self->bus_kind == BERTH_BUS_PCI)
    return g_strdup_printf ("%04x:%02x:%02x.%x", self->domain, self->bus, self->slot,
                            self->function);
  if (self->n_ports == 0)
    return g_strdup_printf ("usb%u", self->usb_bus);

  text = g_string_new (NULL);
  g_string_append_printf (text, "%u", self->usb_bus);
  for (guint i = 0; i < self->n_ports; i++)
    g_string_append_printf (text, "%c%u", i == 0 ? '-' : '.', self->ports[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * berth_address_dup_short:
 *
 * Returns: (transfer full): like berth_address_dup_string(), without the domain where it is 0, for
 *   places that are narrow
 */
char *
berth_address_dup_short (const BerthAddress *self)
{
  if (self->bus_kind == BERTH_BUS_PCI && self->domain == 0)
    return g_strdup_printf ("%02x:%02x.%x", self->bus, self->slot, self->function);
  return berth_address_dup_string (self);
}

/**
 * berth_address_compare:
 *
 * Returns: below, at or above 0; PCI stands before USB, each in the order of the machine
 */
int
berth_address_compare (const BerthAddress *a, const BerthAddress *b)
{
  const guint left[] = { a->bus_kind, a->domain, a->bus, a->slot, a->function, a->usb_bus };
  const guint right[] = { b->bus_kind, b->domain, b->bus, b->slot, b->function, b->usb_bus };

  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    {
      if (left[i] != right[i])
        return left[i] < right[i] ? -1 : 1;
    }

  /* Ports beyond n_ports are 0, so that a hub stands before what hangs on it. */
  return memcmp (a->ports, b->ports, sizeof a->ports);
}

/**
 * berth_address_equal:
 *
 * Returns: whether both name the same place; two unset addresses are equal
 */
gboolean
berth_address_equal (const BerthAddress *a, const BerthAddress *b)
{
  return berth_address_compare (a, b) == 0;
}

/**
 * berth_address_hash:
 * @address: (type BerthAddress)
 *
 * Returns: for #GHashTable, together with berth_address_equal_pointers()
 */
guint
berth_address_hash (gconstpointer address)
{
  const BerthAddress *self = address;
  guint hash = self->domain * 31 + self->bus_kind;

  hash = hash * 257 + self->bus;
  hash = hash * 257 + (guint) (self->slot << 3 | self->function);
  hash = hash * 257 + self->usb_bus;
  for (guint i = 0; i < self->n_ports; i++)
    hash = hash * 257 + self->ports[i];
  return hash;
}

/**
 * berth_address_equal_pointers:
 *
 * Returns: berth_address_equal(), in the form that #GHashTable wants
 */
gboolean
berth_address_equal_pointers (gconstpointer a, gconstpointer b)
{
  return berth_address_equal (a, b);
}

/**
 * berth_address_same_slot:
 *
 * Returns: whether both are PCI functions of one slot, the same function included
 */
gboolean
berth_address_same_slot (const BerthAddress *a, const BerthAddress *b)
{
  return a->bus_kind == BERTH_BUS_PCI && b->bus_kind == BERTH_BUS_PCI && a->domain == b->domain
         && a->bus == b->bus && a->slot == b->slot;
}

/**
 * berth_address_copy:
 *
 * Returns: (transfer full): free with g_free()
 */
BerthAddress *
berth_address_copy (const BerthAddress *self)
{
  return g_memdup2 (self, sizeof *self);
}
