/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-device-words.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

static void
add (GString *line, const char *words)
{
  if (words == NULL || *words == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, words);
}

/**
 * berth_device_words_dup_reset:
 * @device: a PCI function
 *
 * A function that resets by itself is clean for the next VM without touching its neighbours. How,
 * is in the kernel's order of preference (drivers/pci/pci.c, pci_reset_fn_methods).
 *
 * Returns: (transfer full): how it can be reset, in words
 */
char *
berth_device_words_dup_reset (const BerthDevice *device)
{
  guint methods = device->pci->reset_methods;

  if ((methods & BERTH_RESET_UNKNOWN) != 0)
    return g_strdup (_ ("reset not known"));
  if ((methods & BERTH_RESET_DEVICE_SPECIFIC) != 0)
    return g_strdup (_ ("resets by itself (own way)"));
  if ((methods & BERTH_RESET_ACPI) != 0)
    return g_strdup (_ ("resets by itself (firmware)"));
  if ((methods & (BERTH_RESET_FLR | BERTH_RESET_AF_FLR)) != 0)
    return g_strdup (_ ("resets by itself (FLR)"));
  if ((methods & BERTH_RESET_PM) != 0)
    return g_strdup (_ ("resets by itself (power)"));
  if ((methods & BERTH_RESET_BUS) != 0)
    return g_strdup (_ ("resets only with its whole bus"));
  /* All of a card at once may still be reset, which is not for its functions to say. */
  return g_strdup (_ ("no reset of its own"));
}

static void
add_driver (GString *line, const char *driver, gboolean is_kept)
{
  g_autofree char *name = berth_text_dup_name (driver);
  g_autofree char *words = NULL;

  if (driver == NULL)
    {
      add (line, _ ("no driver"));
      return;
    }
  /* Translators: %s is the name of the kernel driver that holds a device */
  words = g_strdup_printf (is_kept ? _ ("driver %s, kept for VMs") : _ ("driver %s"), name);
  add (line, words);
}

static void
add_pci_facts (GString *line, const BerthDevice *device)
{
  g_autofree char *reset = berth_device_words_dup_reset (device);

  add_driver (line, device->pci->driver, berth_device_is_put_aside (device));
  if (device->pci->iommu_group != BERTH_NO_GROUP)
    {
      g_autofree char *group
        = g_strdup_printf (_ ("IOMMU group %d"), device->pci->iommu_group);

      add (line, group);
    }
  add (line, reset);
}

static void
add_usb_facts (GString *line, const BerthDevice *device)
{
  add_driver (line, device->usb->driver, FALSE);
  if (device->usb->has_controller)
    {
      g_autofree char *address = berth_address_dup_string (&device->usb->controller);
      /* Translators: %s is the PCI address of a USB controller */
      g_autofree char *controller = g_strdup_printf (_ ("on controller %s"), address);

      add (line, controller);
    }
}

/**
 * berth_device_words_dup_facts:
 *
 * Returns: (transfer full): one line with all that identifies the function and says how it is held:
 *   "0000:03:00.0 · 10ec:8168 · driver r8169 · IOMMU group 14 · resets by itself (FLR)"; safe to
 *   show
 */
char *
berth_device_words_dup_facts (const BerthDevice *device)
{
  const guint ids = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE;
  g_autofree char *address = berth_address_dup_string (&device->address);
  g_autoptr (GString) line = g_string_new (address);

  if ((device->identity.known & ids) == ids)
    {
      g_autofree char *text
        = g_strdup_printf ("%04x:%04x", device->identity.vendor, device->identity.device);

      add (line, text);
    }
  if (device->pci != NULL)
    add_pci_facts (line, device);
  if (device->usb != NULL)
    add_usb_facts (line, device);
  return g_string_free (g_steal_pointer (&line), FALSE);
}
