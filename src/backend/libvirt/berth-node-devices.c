/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-node-devices.h"

#include <string.h>

#include "backend/libvirt/berth-xml.h"

#define MAX_ID 0xffff

/* From the root hub over five hubs to a device, its interface, and a controller above: longer
 * chains are a circle. */
#define MAX_PARENTS 16

/* One `<device>`, and the names by which others call it. */
typedef struct
{
  xmlDoc *doc;
  char *name;
  char *parent;
  BerthAddress address;
  gboolean has_address;
} NodeDevice;

static void
node_device_free (gpointer data)
{
  NodeDevice *self = data;

  g_clear_pointer (&self->doc, xmlFreeDoc);
  g_free (self->name);
  g_free (self->parent);
  g_free (self);
}

static char *
dup_child_text (const xmlNode *parent, const char *name)
{
  return berth_xml_dup_content (berth_xml_lookup_child (parent, name));
}

/* Numbers of node devices are decimal where those of domains are hexadecimal; classes have "0x". */
static guint
read_child_number (const xmlNode *parent, const char *name, guint max)
{
  g_autofree char *text = dup_child_text (parent, name);
  guint64 number = text != NULL ? g_ascii_strtoull (text, NULL, 0) : 0;

  return number <= max ? (guint) number : 0;
}

/* The `<capability>` of @type below @parent. */
static const xmlNode *
lookup_capability (const xmlNode *parent, const char *type)
{
  const xmlNode *node = berth_xml_lookup_child (parent, "capability");

  while (node != NULL && !berth_xml_attribute_is (node, "type", type))
    node = berth_xml_lookup_next (node, "capability");
  return node;
}

static const xmlNode *
get_capability (const NodeDevice *device, const char *type)
{
  return lookup_capability (xmlDocGetRootElement (device->doc), type);
}

static NodeDevice *
node_device_new (const char *text)
{
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "device", NULL);
  NodeDevice *self;

  if (doc == NULL)
    return NULL;

  self = g_new0 (NodeDevice, 1);
  self->name = dup_child_text (xmlDocGetRootElement (doc), "name");
  self->parent = dup_child_text (xmlDocGetRootElement (doc), "parent");
  self->doc = g_steal_pointer (&doc);
  if (self->name == NULL)
    {
      node_device_free (self);
      return NULL;
    }
  /* "pci_0000_03_00_0"; "usb_1_2" is port 2 of bus 1, "usb_usb1" a root hub. */
  if (!g_str_has_prefix (self->name, "usb_usb"))
    self->has_address = berth_address_parse (self->name, &self->address, NULL);
  return self;
}

static void
read_ids (const xmlNode *capability,
          const char *child,
          guint16 *ret_id,
          char **ret_name)
{
  const xmlNode *node = berth_xml_lookup_child (capability, child);
  g_autofree char *name = berth_xml_dup_content (node);
  guint id = 0;

  berth_xml_read_number (node, "id", MAX_ID, &id);
  *ret_id = (guint16) id;
  if (name != NULL && *name != '\0')
    *ret_name = g_steal_pointer (&name);
}

static void
read_link (const xmlNode *capability, BerthPciFacts *pci)
{
  const xmlNode *express = berth_xml_lookup_child (capability, "pci-express");
  g_autofree char *speed = NULL;

  for (const xmlNode *node = berth_xml_lookup_child (express, "link"); node != NULL;
       node = berth_xml_lookup_next (node, "link"))
    {
      guint width = 0;

      /* An element without a link is a device that is built into the chipset. */
      pci->is_express = TRUE;
      berth_xml_read_number (node, "width", MAX_ID, &width);
      if (berth_xml_attribute_is (node, "validity", "sta"))
        {
          speed = berth_xml_dup_attribute (node, "speed");
          pci->link_width = width;
        }
    }
  if (speed != NULL)
    pci->link_speed = g_strdup_printf ("%s GT/s PCIe", speed);
}

static void
read_virtual (const xmlNode *capability, BerthPciFacts *pci)
{
  const xmlNode *physical = lookup_capability (capability, "phys_function");
  const xmlNode *virtuals = lookup_capability (capability, "virt_functions");

  pci->is_virtual = berth_xml_read_pci_address (berth_xml_lookup_child (physical, "address"),
                                                &pci->physical_function);
  pci->is_express |= pci->is_virtual;
  berth_xml_read_number (virtuals, "maxCount", MAX_ID, &pci->sriov_total);
  for (const xmlNode *node = berth_xml_lookup_child (virtuals, "address"); node != NULL;
       node = berth_xml_lookup_next (node, "address"))
    pci->sriov_count++;
}

static void
add_pci (BerthFacts *facts, const NodeDevice *device, const xmlNode *capability)
{
  BerthPciFacts *pci = berth_facts_add_pci (facts, &device->address);
  const xmlNode *driver
    = berth_xml_lookup_child (xmlDocGetRootElement (device->doc), "driver");
  const xmlNode *group = berth_xml_lookup_child (capability, "iommuGroup");
  guint number;

  pci->class_code = read_child_number (capability, "class", 0xffffff);
  read_ids (capability, "vendor", &pci->vendor, &pci->vendor_name);
  read_ids (capability, "product", &pci->device, &pci->product_name);
  pci->driver = dup_child_text (driver, "name");
  pci->has_parent = device->parent != NULL && g_str_has_prefix (device->parent, "pci_")
                    && berth_address_parse (device->parent, &pci->parent, NULL)
                    && pci->parent.bus_kind == BERTH_BUS_PCI;
  pci->iommu_group = BERTH_NO_GROUP;
  if (berth_xml_read_number (group, "number", G_MAXINT, &number))
    pci->iommu_group = (int) number;
  pci->numa_node = -1;
  if (berth_xml_read_number (berth_xml_lookup_child (capability, "numa"), "node", G_MAXINT,
                             &number))
    pci->numa_node = (int) number;
  pci->reset_methods = BERTH_RESET_UNKNOWN;
  read_link (capability, pci);
  read_virtual (capability, pci);
  if (pci->iommu_group != BERTH_NO_GROUP)
    facts->iommu = TRUE;
}

/* Up the parents to the PCI function that a USB device hangs on. */
static gboolean
find_controller (GHashTable *by_name, const NodeDevice *device, BerthAddress *ret_address)
{
  for (guint i = 0; i < MAX_PARENTS && device != NULL && device->parent != NULL; i++)
    {
      device = g_hash_table_lookup (by_name, device->parent);
      if (device != NULL && device->has_address && device->address.bus_kind == BERTH_BUS_PCI)
        {
          *ret_address = device->address;
          return TRUE;
        }
    }
  return FALSE;
}

static void
add_usb (BerthFacts *facts,
         GHashTable *by_name,
         const NodeDevice *device,
         const xmlNode *capability)
{
  BerthUsbFacts *usb = berth_facts_add_usb (facts, &device->address);

  read_ids (capability, "vendor", &usb->vendor, &usb->manufacturer);
  read_ids (capability, "product", &usb->product, &usb->product_name);
  usb->device_number = read_child_number (capability, "device", MAX_ID);
  usb->has_controller = find_controller (by_name, device, &usb->controller);
}

/* One interface of a USB device: what the device is for, since its own class is not told. */
static void
add_usb_interface (BerthFacts *facts,
                   GHashTable *by_name,
                   const NodeDevice *device,
                   const xmlNode *capability)
{
  const NodeDevice *owner
    = device->parent != NULL ? g_hash_table_lookup (by_name, device->parent) : NULL;
  g_autofree char *triple
    = g_strdup_printf ("%02x%02x%02x", read_child_number (capability, "class", 0xff),
                       read_child_number (capability, "subclass", 0xff),
                       read_child_number (capability, "protocol", 0xff));

  for (guint i = 0; owner != NULL && owner->has_address && i < facts->usb->len; i++)
    {
      BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);
      g_autofree char *before = NULL;

      if (!berth_address_equal (&usb->address, &owner->address))
        continue;
      before = g_steal_pointer (&usb->interface_classes);
      usb->interface_classes
        = before != NULL ? g_strconcat (before, " ", triple, NULL) : g_strdup (triple);
    }
}

static GPtrArray *
parse_all (GPtrArray *texts, GHashTable *by_name)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (node_device_free);

  for (guint i = 0; i < texts->len; i++)
    {
      NodeDevice *device = node_device_new (g_ptr_array_index (texts, i));

      if (device == NULL || g_hash_table_contains (by_name, device->name))
        {
          g_clear_pointer (&device, node_device_free);
          continue;
        }
      g_hash_table_insert (by_name, device->name, device);
      g_ptr_array_add (devices, device);
    }
  return g_steal_pointer (&devices);
}

/**
 * berth_node_devices_new_facts:
 * @texts: (element-type utf8): a `<device>` each: PCI, USB devices and USB interfaces
 *
 * What libvirt tells of a computer's devices. It tells nothing of what the computer itself does
 * with them, of reset methods and of subsystem ids, and no USB devices where udev does not run.
 * Only a computer that cannot be looked at from here is read this way, so it counts as remote.
 *
 * Returns: (transfer full): the facts with their gaps; the platform is left unknown
 */
BerthFacts *
berth_node_devices_new_facts (GPtrArray *texts)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) devices = parse_all (texts, by_name);
  BerthFacts *facts = berth_facts_new ();
  gboolean has_usb = FALSE;

  for (guint i = 0; i < devices->len; i++)
    {
      const NodeDevice *device = g_ptr_array_index (devices, i);
      const xmlNode *pci = get_capability (device, "pci");
      const xmlNode *usb = get_capability (device, "usb_device");

      has_usb = has_usb || usb != NULL;
      if (pci != NULL && device->has_address && device->address.bus_kind == BERTH_BUS_PCI)
        add_pci (facts, device, pci);
      else if (usb != NULL && device->has_address && device->address.bus_kind == BERTH_BUS_USB)
        add_usb (facts, by_name, device, usb);
    }

  for (guint i = 0; i < devices->len; i++)
    {
      const NodeDevice *device = g_ptr_array_index (devices, i);
      const xmlNode *interface = get_capability (device, "usb");

      if (interface != NULL)
        add_usb_interface (facts, by_name, device, interface);
    }

  facts->is_remote = TRUE;
  facts->gaps = BERTH_GAP_USES | (has_usb ? 0 : BERTH_GAP_USB);
  berth_facts_sort (facts);
  return facts;
}
