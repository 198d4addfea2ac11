/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scene.h"

BerthAddress
scene_address (const char *text)
{
  BerthAddress address;
  g_autoptr (GError) error = NULL;

  berth_address_parse (text, &address, &error);
  g_assert_no_error (error);
  return address;
}

BerthPciFacts *
scene_add_pci (BerthFacts *facts, const char *address, guint32 class_code, int iommu_group)
{
  BerthAddress at = scene_address (address);
  BerthPciFacts *pci = berth_facts_add_pci (facts, &at);

  pci->class_code = class_code;
  pci->iommu_group = iommu_group;
  pci->vendor = 0x8086;
  pci->device = (guint16) (0x1000 + at.bus * 256 + at.slot * 8 + at.function);
  pci->reset_methods = 0;
  pci->has_parent = at.bus != 0;
  /* Each bus has a bridge of its own, somewhere on the root bus. */
  if (pci->has_parent)
    pci->parent = berth_address_pci (at.domain, 0, at.bus / 8u, at.bus % 8u);
  pci->vendor_name = g_strdup ("Intel Corporation");
  pci->product_name = g_strdup_printf ("Device %s", address);
  return pci;
}

BerthUsbFacts *
scene_add_usb (BerthFacts *facts,
               const char *address,
               const char *controller,
               const char *interface_classes)
{
  BerthAddress at = scene_address (address);
  BerthUsbFacts *usb = berth_facts_add_usb (facts, &at);

  usb->controller = scene_address (controller);
  usb->has_controller = TRUE;
  usb->vendor = 0x046d;
  usb->product = 0xc52b;
  usb->interface_classes = g_strdup (interface_classes);
  usb->product_name = g_strdup_printf ("Device %s", address);
  return usb;
}

void
scene_add_use (BerthFacts *facts,
               BerthUseKind kind,
               const char *address,
               const char *subject,
               const char *purpose)
{
  BerthAddress at = scene_address (address);

  berth_facts_add_use (facts, kind, &at, subject, purpose);
}

BerthInventory *
scene_inventory (BerthFacts *facts)
{
  berth_facts_sort (facts);
  return berth_inventory_new (facts);
}

/* Assigns the device at @address, pinned when @inventory has it; returns it for more. */
BerthAssignment *
scene_assign (GPtrArray *list, BerthInventory *inventory, const char *address)
{
  BerthAddress at = scene_address (address);
  BerthAssignment *assignment = berth_assignment_new (&at);
  const BerthDevice *device = berth_inventory_lookup (inventory, &at);

  if (device != NULL)
    assignment->identity = device->identity;
  g_ptr_array_add (list, assignment);
  return assignment;
}

/* What makes @vm have the device at @address too, not pinned, with @options. */
BerthChange *
scene_change_to_add (const BerthVm *vm, const char *address, guint options)
{
  g_autoptr (GPtrArray) wanted = berth_assignment_list_copy (vm->configured);
  BerthAddress at = scene_address (address);
  BerthAssignment *assignment = berth_assignment_new (&at);

  assignment->options = options;
  g_ptr_array_add (wanted, assignment);
  return berth_change_new (vm->uuid, vm->configured, wanted);
}

/* "01:00.0 01:00.1": what a test compares. */
char *
scene_addresses (GPtrArray *devices)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (devices, i);
      g_autofree char *address = berth_address_dup_short (&device->address);

      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, address);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
