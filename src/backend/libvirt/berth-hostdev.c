/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-hostdev.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libvirt/berth-hostdev-alias.h"
#include "backend/libvirt/berth-hostdev-options.h"
#include "backend/libvirt/berth-hostdev-others.h"
#include "backend/libvirt/berth-xml.h"
#include "base/berth-error.h"

#define MAX_USB_NUMBER 0xffff

/* What a USB hostdev says about the device it means; 0: does not say it. */
typedef struct
{
  guint vendor;
  guint product;
  guint bus;
  guint device;
} UsbSource;

static UsbSource
read_usb_source (const xmlNode *hostdev)
{
  const xmlNode *source = berth_xml_lookup_child (hostdev, "source");
  const xmlNode *address = berth_xml_lookup_child (source, "address");
  UsbSource wanted = { 0 };

  berth_xml_read_number (berth_xml_lookup_child (source, "vendor"), "id", MAX_USB_NUMBER,
                         &wanted.vendor);
  berth_xml_read_number (berth_xml_lookup_child (source, "product"), "id", MAX_USB_NUMBER,
                         &wanted.product);
  berth_xml_read_number (address, "bus", MAX_USB_NUMBER, &wanted.bus);
  berth_xml_read_number (address, "device", MAX_USB_NUMBER, &wanted.device);
  return wanted;
}

static gboolean
usb_source_means (const UsbSource *wanted, const BerthUsbFacts *usb)
{
  if (wanted->vendor == 0 && wanted->bus == 0)
    return FALSE;
  if (wanted->vendor != 0 && (wanted->vendor != usb->vendor || wanted->product != usb->product))
    return FALSE;
  return wanted->bus == 0
         || (wanted->bus == usb->address.usb_bus && wanted->device == usb->device_number);
}

/* libvirt names a USB device by its ids or by a number that each plugging changes, Berth by its
 * port. Of several that fit, the one that was there when it was assigned is meant. */
static gboolean
find_usb_port (const UsbSource *wanted,
               const BerthAddress *pinned,
               const BerthFacts *facts,
               BerthAddress *ret_address)
{
  guint n_found = 0;
  BerthAddress found = { 0 };

  for (guint i = 0; facts != NULL && i < facts->usb->len; i++)
    {
      const BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);

      if (!usb_source_means (wanted, usb))
        continue;
      if (n_found == 0 || (pinned != NULL && berth_address_equal (pinned, &usb->address)))
        found = usb->address;
      n_found++;
    }

  if (n_found == 0 && pinned == NULL)
    return FALSE;
  if (n_found > 1 && (pinned == NULL || !berth_address_equal (pinned, &found)))
    return FALSE;

  *ret_address = n_found > 0 ? found : *pinned;
  return TRUE;
}

/* The address on the host and, where ours, the identity. */
static gboolean
read_device (const xmlNode *hostdev,
             const BerthFacts *facts,
             BerthAddress *ret_address,
             BerthIdentity *ret_identity)
{
  g_autofree char *alias
    = berth_xml_dup_attribute (berth_xml_lookup_child (hostdev, "alias"), "name");
  BerthAddress pinned;
  BerthIdentity identity = { 0 };
  gboolean is_pinned = berth_hostdev_alias_parse (alias, &pinned, &identity);

  if (berth_xml_attribute_is (hostdev, "type", "pci"))
    {
      const xmlNode *source = berth_xml_lookup_child (hostdev, "source");

      if (!berth_xml_read_pci_address (berth_xml_lookup_child (source, "address"), ret_address))
        return FALSE;
      /* Somebody gave the element another device and left our alias on it. */
      is_pinned = is_pinned && berth_address_equal (&pinned, ret_address);
    }
  else if (berth_xml_attribute_is (hostdev, "type", "usb"))
    {
      UsbSource wanted = read_usb_source (hostdev);

      is_pinned = is_pinned && pinned.bus_kind == BERTH_BUS_USB
                  && (wanted.vendor == 0
                      || (wanted.vendor == identity.vendor && wanted.product == identity.device));
      if (!find_usb_port (&wanted, is_pinned ? &pinned : NULL, facts, ret_address))
        return FALSE;
    }
  else
    {
      return FALSE;
    }

  if (is_pinned)
    *ret_identity = identity;
  return TRUE;
}

/**
 * berth_hostdev_read:
 * @hostdev: a `<hostdev>` of a domain
 * @facts: (nullable): the computer's USB devices, by which a USB hostdev is found
 *
 * Returns: (transfer full) (nullable): %NULL when it names a host device in a way that Berth does
 *   not know: a mediated device, SCSI, a container's capability, a PCI device without an address,
 *   a USB device that is not plugged in and was not assigned by Berth
 */
BerthAssignment *
berth_hostdev_read (const xmlNode *hostdev, const BerthFacts *facts)
{
  BerthAddress address;
  BerthIdentity identity = { 0 };
  BerthAssignment *assignment;

  /* libvirt takes a hostdev without a mode as one of the subsystem kind. */
  if (xmlHasProp (hostdev, BAD_CAST "mode") != NULL
      && !berth_xml_attribute_is (hostdev, "mode", "subsystem"))
    return NULL;
  if (!read_device (hostdev, facts, &address, &identity))
    return NULL;

  assignment = berth_assignment_new (&address);
  assignment->identity = identity;
  assignment->options = berth_hostdev_options_read (hostdev);
  assignment->others = berth_hostdev_others_dup (hostdev);
  if (berth_xml_attribute_is (berth_xml_lookup_child (hostdev, "address"), "type", "unassigned"))
    assignment->role = BERTH_ROLE_COMPANION;
  return assignment;
}

/* Whether an element of @devices other than @except has @alias: libvirt refuses a second one. */
static gboolean
is_alias_taken (const xmlNode *devices, const xmlNode *except, const char *alias)
{
  for (const xmlNode *device = devices->children; device != NULL; device = device->next)
    {
      if (device != except
          && berth_xml_attribute_is (berth_xml_lookup_child (device, "alias"), "name", alias))
        return TRUE;
    }
  return FALSE;
}

/* Pins the identity, unless somebody else has given the element a name of his own. */
static void
set_alias (xmlNode *hostdev, const BerthAssignment *assignment)
{
  xmlNode *node = berth_xml_lookup_child (hostdev, "alias");
  g_autofree char *present = berth_xml_dup_attribute (node, "name");
  g_autofree char *wanted
    = berth_hostdev_alias_dup (&assignment->address, &assignment->identity);

  if (present != NULL && !berth_hostdev_alias_is_ours (present))
    return;
  if (wanted != NULL && is_alias_taken (hostdev->parent, hostdev, wanted))
    g_clear_pointer (&wanted, g_free);

  if (wanted == NULL)
    {
      if (node != NULL)
        berth_xml_remove (node);
      return;
    }
  if (node == NULL)
    node = berth_xml_add_child (hostdev, "alias");
  berth_xml_set_attribute (node, "name", wanted);
}

static void
set_role (xmlNode *hostdev, BerthAssignmentRole role)
{
  xmlNode *address = berth_xml_lookup_child (hostdev, "address");
  gboolean is_companion = berth_xml_attribute_is (address, "type", "unassigned");

  if (is_companion == (role == BERTH_ROLE_COMPANION))
    return;

  /* Where the guest had seen it says nothing any more; libvirt finds a new place if need be. */
  if (address != NULL)
    berth_xml_remove (address);
  if (role == BERTH_ROLE_COMPANION)
    berth_xml_set_attribute (berth_xml_add_child (hostdev, "address"), "type", "unassigned");
}

/**
 * berth_hostdev_update:
 * @hostdev: stands in its domain
 * @assignment: what it shall say; of the same device
 *
 * Changes the parts that Berth knows and leaves every other child and attribute where it is.
 */
void
berth_hostdev_update (xmlNode *hostdev, const BerthAssignment *assignment)
{
  berth_hostdev_options_write (hostdev, assignment->options);
  set_alias (hostdev, assignment);
  set_role (hostdev, assignment->role);
}

static void
add_id (xmlNode *source, const char *child, guint id)
{
  g_autofree char *text = g_strdup_printf ("0x%04x", id);

  berth_xml_set_attribute (berth_xml_add_child (source, child), "id", text);
}

/* The numbers that a USB device has now, until it is unplugged. */
static void
add_usb_numbers (xmlNode *source, const BerthUsbFacts *usb)
{
  xmlNode *address = berth_xml_add_child (source, "address");
  g_autofree char *bus = g_strdup_printf ("%u", usb->address.usb_bus);
  g_autofree char *device = g_strdup_printf ("%u", usb->device_number);

  berth_xml_set_attribute (address, "bus", bus);
  berth_xml_set_attribute (address, "device", device);
}

static const BerthUsbFacts *
find_usb (const BerthFacts *facts, const BerthAddress *port)
{
  for (guint i = 0; facts != NULL && i < facts->usb->len; i++)
    {
      const BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);

      if (berth_address_equal (&usb->address, port))
        return usb;
    }
  return NULL;
}

static guint
count_usb (const BerthFacts *facts, const BerthIdentity *identity)
{
  guint n = 0;

  for (guint i = 0; facts != NULL && i < facts->usb->len; i++)
    {
      const BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);

      n += usb->vendor == identity->vendor && usb->product == identity->device;
    }
  return n;
}

/* By the ids, which outlast unplugging; only where two are alike also by the number it has now,
 * because libvirt refuses to guess between them. */
static gboolean
write_usb_source (xmlNode *source,
                  const BerthAssignment *assignment,
                  const BerthFacts *facts,
                  GError **error)
{
  const BerthIdentity *identity = &assignment->identity;
  const guint ids = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE;
  const BerthUsbFacts *usb = find_usb (facts, &assignment->address);

  if ((identity->known & ids) != ids || identity->vendor == 0)
    {
      g_autofree char *port = berth_address_dup_string (&assignment->address);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                   _ ("There is no USB device at port %s. Plug it in and try again."), port);
      return FALSE;
    }

  add_id (source, "vendor", identity->vendor);
  add_id (source, "product", identity->device);
  if (usb != NULL && count_usb (facts, identity) > 1)
    add_usb_numbers (source, usb);
  return TRUE;
}

/* Behind the last hostdev, or else behind the last device: never behind a blank, so that taking it
 * out again leaves the blanks as they were. */
static void
insert (xmlNode *devices, xmlNode *hostdev)
{
  xmlNode *last = xmlLastElementChild (devices);

  for (xmlNode *node = berth_xml_lookup_child (devices, "hostdev"); node != NULL;
       node = berth_xml_lookup_next (node, "hostdev"))
    last = node;

  if (last != NULL)
    xmlAddNextSibling (last, hostdev);
  else if (devices->children != NULL)
    xmlAddPrevSibling (devices->children, hostdev);
  else
    xmlAddChild (devices, hostdev);
}

/**
 * berth_hostdev_add:
 * @devices: the `<devices>` of a domain
 * @assignment: of a device that no element of it names yet
 * @facts: (nullable): the computer's USB devices, to tell two alike apart
 *
 * Writes a new `<hostdev>` behind the others. Where the guest sees it is left open, unless it is a
 * companion.
 *
 * Returns: (transfer none): the new element; %NULL with %BERTH_ERROR_NOT_FOUND for a USB device
 *   of which nobody knows the ids
 */
xmlNode *
berth_hostdev_add (xmlNode *devices,
                   const BerthAssignment *assignment,
                   const BerthFacts *facts,
                   GError **error)
{
  gboolean is_pci = assignment->address.bus_kind == BERTH_BUS_PCI;
  xmlNode *hostdev = xmlNewDocNode (devices->doc, NULL, BAD_CAST "hostdev", NULL);
  xmlNode *source;

  berth_xml_set_attribute (hostdev, "mode", "subsystem");
  berth_xml_set_attribute (hostdev, "type", is_pci ? "pci" : "usb");
  if (is_pci)
    berth_xml_set_attribute (hostdev, "managed", "no");
  source = berth_xml_add_child (hostdev, "source");
  if (is_pci)
    {
      berth_xml_write_pci_address (berth_xml_add_child (source, "address"), &assignment->address);
    }
  else if (!write_usb_source (source, assignment, facts, error))
    {
      xmlFreeNode (hostdev);
      return NULL;
    }

  insert (devices, hostdev);
  berth_hostdev_update (hostdev, assignment);
  return hostdev;
}

/**
 * berth_hostdev_set_device:
 * @assignment: of another device on the same kind of bus: one that is at the same USB port now, or
 *   the one that was meant and sits at another place now
 * @facts: (nullable): the computer's USB devices, to tell two alike apart
 *
 * Makes @hostdev mean that one: libvirt names a PCI device by where it is, a USB device by what it
 * is. What else is said of it stays.
 *
 * Returns: %FALSE with %BERTH_ERROR_NOT_FOUND when it is a USB device of which nobody knows the ids
 */
gboolean
berth_hostdev_set_device (xmlNode *hostdev,
                          const BerthAssignment *assignment,
                          const BerthFacts *facts,
                          GError **error)
{
  static const char *const names[] = { "vendor", "product", "address" };
  xmlNode *source = berth_xml_lookup_child (hostdev, "source");

  if (assignment->address.bus_kind == BERTH_BUS_PCI)
    {
      berth_xml_write_pci_address (berth_xml_lookup_child (source, "address"),
                                   &assignment->address);
      return TRUE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      xmlNode *child = berth_xml_lookup_child (source, names[i]);

      if (child != NULL)
        berth_xml_remove (child);
    }
  return write_usb_source (source, assignment, facts, error);
}

/**
 * berth_hostdev_read_guest_address:
 * @hostdev: any element of `<devices>`
 * @ret_address: (out): where the guest sees it; a PCI address of the guest
 *
 * Returns: %FALSE when it has no place on the guest's PCI buses, or none yet
 */
gboolean
berth_hostdev_read_guest_address (const xmlNode *hostdev, BerthAddress *ret_address)
{
  const xmlNode *address = berth_xml_lookup_child (hostdev, "address");

  return berth_xml_attribute_is (address, "type", "pci")
         && berth_xml_read_pci_address (address, ret_address);
}

/**
 * berth_hostdev_set_guest_address:
 *
 * Says where the guest sees it.
 */
void
berth_hostdev_set_guest_address (xmlNode *hostdev, const BerthAddress *address)
{
  xmlNode *node = berth_xml_lookup_child (hostdev, "address");

  if (node == NULL)
    node = berth_xml_add_child (hostdev, "address");
  berth_xml_set_attribute (node, "type", "pci");
  berth_xml_write_pci_address (node, address);
}
