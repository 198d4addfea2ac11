/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts.h"

#define CLASS_ISA_BRIDGE 0x0601

static void
pci_facts_free (gpointer data)
{
  BerthPciFacts *pci = data;

  g_free (pci->driver);
  g_free (pci->driver_override);
  g_free (pci->partial_pages);
  g_free (pci->link_speed);
  g_free (pci->vendor_name);
  g_free (pci->product_name);
  g_free (pci);
}

static void
usb_facts_free (gpointer data)
{
  BerthUsbFacts *usb = data;

  g_free (usb->interface_classes);
  g_free (usb->driver);
  g_free (usb->manufacturer);
  g_free (usb->product_name);
  g_free (usb->serial);
  g_free (usb);
}

static void
use_free (gpointer data)
{
  BerthUse *use = data;

  g_free (use->subject);
  g_free (use->purpose);
  g_free (use);
}

static void
foreign_binding_free (gpointer data)
{
  BerthForeignBinding *binding = data;

  g_free (binding->driver);
  g_free (binding);
}

static void
facts_clear (gpointer data)
{
  BerthFacts *self = data;

  g_ptr_array_unref (self->boot_bindings);
  g_ptr_array_unref (self->foreign_bindings);
  g_ptr_array_unref (self->pci);
  g_ptr_array_unref (self->usb);
  g_ptr_array_unref (self->uses);
}

/**
 * berth_facts_new:
 *
 * Returns: (transfer full): the facts of a computer of which nothing is known yet
 */
BerthFacts *
berth_facts_new (void)
{
  BerthFacts *self = g_atomic_rc_box_new0 (BerthFacts);

  self->boot_bindings = g_ptr_array_new_with_free_func (g_free);
  self->foreign_bindings = g_ptr_array_new_with_free_func (foreign_binding_free);
  self->pci = g_ptr_array_new_with_free_func (pci_facts_free);
  self->usb = g_ptr_array_new_with_free_func (usb_facts_free);
  self->uses = g_ptr_array_new_with_free_func (use_free);
  return self;
}

BerthFacts *
berth_facts_ref (BerthFacts *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
berth_facts_unref (BerthFacts *self)
{
  g_atomic_rc_box_release_full (self, facts_clear);
}

/**
 * berth_facts_add_pci:
 *
 * Returns: (transfer none): a new function at @address for the reader to fill: no group, no NUMA
 *   node, resets unknown
 */
BerthPciFacts *
berth_facts_add_pci (BerthFacts *self, const BerthAddress *address)
{
  BerthPciFacts *pci = g_new0 (BerthPciFacts, 1);

  pci->address = *address;
  pci->iommu_group = BERTH_NO_GROUP;
  pci->reset_methods = BERTH_RESET_UNKNOWN;
  pci->numa_node = -1;
  g_ptr_array_add (self->pci, pci);
  return pci;
}

/**
 * berth_facts_add_usb:
 *
 * Returns: (transfer none): a new USB device at @address for the reader to fill
 */
BerthUsbFacts *
berth_facts_add_usb (BerthFacts *self, const BerthAddress *address)
{
  BerthUsbFacts *usb = g_new0 (BerthUsbFacts, 1);

  usb->address = *address;
  g_ptr_array_add (self->usb, usb);
  return usb;
}

/**
 * berth_facts_add_use:
 *
 * Returns: (transfer none): a new observed use
 */
BerthUse *
berth_facts_add_use (BerthFacts *self,
                     BerthUseKind kind,
                     const BerthAddress *address,
                     const char *subject,
                     const char *purpose)
{
  BerthUse *use = g_new0 (BerthUse, 1);

  use->kind = kind;
  use->address = *address;
  use->subject = g_strdup (subject);
  use->purpose = g_strdup (purpose);
  g_ptr_array_add (self->uses, use);
  return use;
}

/**
 * berth_facts_add_foreign_binding:
 * @driver: (nullable): foreign text
 *
 * Returns: (transfer none): a new one for the reader to fill
 */
BerthForeignBinding *
berth_facts_add_foreign_binding (BerthFacts *self, const char *driver)
{
  BerthForeignBinding *binding = g_new0 (BerthForeignBinding, 1);

  binding->driver = g_strdup (driver);
  g_ptr_array_add (self->foreign_bindings, binding);
  return binding;
}

/* Facts structs begin with their address. */
static int
compare_by_address (gconstpointer a, gconstpointer b)
{
  const BerthAddress *const *left = a;
  const BerthAddress *const *right = b;

  return berth_address_compare (*left, *right);
}

G_STATIC_ASSERT (G_STRUCT_OFFSET (BerthPciFacts, address) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (BerthUsbFacts, address) == 0);

/**
 * berth_facts_sort:
 *
 * The reader's last act: brings the devices and boot bindings into the order of their addresses.
 */
void
berth_facts_sort (BerthFacts *self)
{
  g_ptr_array_sort (self->pci, compare_by_address);
  g_ptr_array_sort (self->usb, compare_by_address);
  g_ptr_array_sort (self->boot_bindings, compare_by_address);
}

/**
 * berth_facts_lookup_pci:
 *
 * Returns: (nullable) (transfer none): the function at @address; only after berth_facts_sort()
 */
const BerthPciFacts *
berth_facts_lookup_pci (const BerthFacts *self, const BerthAddress *address)
{
  guint low = 0;
  guint high = self->pci->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const BerthPciFacts *pci = g_ptr_array_index (self->pci, middle);
      int order = berth_address_compare (address, &pci->address);

      if (order == 0)
        return pci;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

/**
 * berth_facts_find_isa_bridge:
 *
 * What has no path of its own in sysfs and only the firmware tells of (a PS/2 port, a TPM on the
 * LPC bus) sits behind the ISA bridge.
 *
 * Returns: (nullable) (transfer none): of several, which big computers have, the first: it is the
 *   one with the firmware behind it; only after berth_facts_sort()
 */
const BerthPciFacts *
berth_facts_find_isa_bridge (const BerthFacts *self)
{
  for (guint i = 0; i < self->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (self->pci, i);

      if (pci->class_code >> 8 == CLASS_ISA_BRIDGE)
        return pci;
    }
  return NULL;
}
