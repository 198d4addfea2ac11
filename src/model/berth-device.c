/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-device.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-text.h"
#include "facts/berth-pci-function.h"
#include "model/berth-device-name.h"

static BerthDevice *
device_new (const BerthAddress *address, BerthFacts *facts)
{
  BerthDevice *self = g_atomic_rc_box_new0 (BerthDevice);

  self->address = *address;
  self->facts = facts != NULL ? berth_facts_ref (facts) : NULL;
  return self;
}

/* Only blanks would be a row that says nothing. */
static gboolean
is_empty (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

/* What a device is called that no database knows: the class and the ids, which can be looked up. */
static char *
dup_unknown_name (const char *class_words, guint vendor, guint device)
{
  /* Translators: an unknown device: what it is and its ids, "network card 8086:1533" */
  return g_strdup_printf (_ ("%s %04x:%04x"), class_words, vendor, device);
}

/**
 * berth_device_new_pci:
 * @facts: the facts that @pci belongs to; the device keeps them alive
 *
 * Returns: (transfer full)
 */
BerthDevice *
berth_device_new_pci (BerthFacts *facts, const BerthPciFacts *pci)
{
  BerthDevice *self = device_new (&pci->address, facts);

  self->pci = pci;
  self->identity = berth_identity_of_pci (pci);
  self->device_class = berth_device_class_of_pci (pci->class_code, &self->class_words);
  self->name = is_empty (pci->product_name)
                 ? dup_unknown_name (self->class_words, pci->vendor, pci->device)
                 : berth_device_name_dup_marketing (pci->product_name);
  self->vendor_name
    = berth_device_name_dup_vendor (pci->vendor_name != NULL ? pci->vendor_name : "");
  return self;
}

/**
 * berth_device_new_usb:
 * @facts: the facts that @usb belongs to; the device keeps them alive
 *
 * Returns: (transfer full)
 */
BerthDevice *
berth_device_new_usb (BerthFacts *facts, const BerthUsbFacts *usb)
{
  BerthDevice *self = device_new (&usb->address, facts);

  self->usb = usb;
  self->identity = berth_identity_of_usb (usb);
  self->device_class
    = berth_device_class_of_usb (usb->device_class, usb->interface_classes, &self->class_words);
  self->name = is_empty (usb->product_name)
                 ? dup_unknown_name (self->class_words, usb->vendor, usb->product)
                 : g_strdup (usb->product_name);
  self->vendor_name
    = berth_device_name_dup_vendor (usb->manufacturer != NULL ? usb->manufacturer : "");
  return self;
}

/**
 * berth_device_new_ghost:
 * @identity: what is known of it from the assignment; may know nothing
 *
 * Returns: (transfer full): a device that is assigned but not in this computer
 */
BerthDevice *
berth_device_new_ghost (const BerthAddress *address, const BerthIdentity *identity)
{
  BerthDevice *self = device_new (address, NULL);
  gboolean has_ids = (identity->known & BERTH_IDENTITY_VENDOR) != 0
                     && (identity->known & BERTH_IDENTITY_DEVICE) != 0;

  self->identity = *identity;
  self->device_class = BERTH_DEVICE_OTHER;
  self->class_words = _ ("device");
  if ((identity->known & BERTH_IDENTITY_CLASS) != 0 && address->bus_kind == BERTH_BUS_PCI)
    self->device_class = berth_device_class_of_pci (identity->class_code, &self->class_words);

  self->name = has_ids ? dup_unknown_name (self->class_words, identity->vendor, identity->device)
                       : g_strdup (_ ("Unknown device"));
  self->vendor_name = g_strdup ("");
  return self;
}

BerthDevice *
berth_device_ref (BerthDevice *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
device_clear (gpointer data)
{
  BerthDevice *self = data;

  g_free (self->name);
  g_free (self->vendor_name);
  g_clear_pointer (&self->facts, berth_facts_unref);
}

void
berth_device_unref (BerthDevice *self)
{
  g_atomic_rc_box_release_full (self, device_clear);
}

/**
 * berth_device_is_ghost:
 *
 * Returns: whether this computer does not have it: a configuration names it, and nothing is there
 */
gboolean
berth_device_is_ghost (const BerthDevice *self)
{
  return self->pci == NULL && self->usb == NULL;
}

/**
 * berth_device_is_bridge:
 *
 * Returns: whether other devices sit behind it; such a one is never given away, and it does not
 *   count as a member of its IOMMU group (the kernel lets bridges keep their driver)
 */
gboolean
berth_device_is_bridge (const BerthDevice *self)
{
  return self->device_class == BERTH_DEVICE_BRIDGE;
}

/**
 * berth_device_is_endpoint:
 *
 * Returns: whether it is a PCI function that a VM could be given: it is here, leads to nothing else
 *   and is no part of the computer itself
 */
gboolean
berth_device_is_endpoint (const BerthDevice *self)
{
  return self->pci != NULL && !berth_device_is_bridge (self)
         && self->device_class != BERTH_DEVICE_HOST_FUNCTION;
}

/**
 * berth_device_resets_alone:
 *
 * Returns: whether it is known that the kernel can reset this function without touching another.
 *   Unknown is not enough.
 */
gboolean
berth_device_resets_alone (const BerthDevice *self)
{
  return self->pci != NULL && (self->pci->reset_methods & BERTH_RESET_ALONE) != 0;
}

/**
 * berth_device_is_put_aside:
 *
 * Returns: whether its driver only keeps it for VMs, so that the computer itself does not use it
 */
gboolean
berth_device_is_put_aside (const BerthDevice *self)
{
  return self->pci != NULL && berth_pci_function_is_put_aside (self->pci);
}

/**
 * berth_device_dup_title:
 *
 * Returns: (transfer full): how a sentence names it, safe to show: "GeForce RTX 3070 (01:00.0)"
 */
char *
berth_device_dup_title (const BerthDevice *self)
{
  g_autofree char *name = berth_text_dup_name (self->name);
  g_autofree char *address = berth_address_dup_short (&self->address);

  /* Translators: a device in a sentence: its name and its address */
  return g_strdup_printf (_ ("%s (%s)"), name, address);
}
