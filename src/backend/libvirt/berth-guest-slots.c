/* SPDX-License-Identifier: GPL-3.0-or-later */

/* libvirt puts each function on a guest slot of its own. A driver that expects the sound function
 * of its graphics card beside it, or a card whose functions share one reset, then misses its other
 * half (virt-manager issue 303). Where Berth knows the guest's buses it says where the functions
 * go; where it does not, libvirt decides. */

#include "backend/libvirt/berth-guest-slots.h"

#include <string.h>

#include "backend/libvirt/berth-hostdev.h"
#include "backend/libvirt/berth-xml.h"

#define N_FUNCTIONS 8
#define N_SLOTS 32
#define N_BUSES 256

/* Slots 0 to 2 of an i440FX machine are its host bridge, its chipset and its first screen. */
#define FIRST_FREE_I440FX_SLOT 3

typedef enum
{
  TOPOLOGY_UNKNOWN,
  TOPOLOGY_PCIE,
  TOPOLOGY_I440FX,
} Topology;

static gboolean
is_controller (const xmlNode *node, const char *model)
{
  return berth_xml_is (node, "controller") && berth_xml_attribute_is (node, "type", "pci")
         && berth_xml_attribute_is (node, "model", model);
}

static gboolean
has_root (const xmlNode *devices, const char *model)
{
  for (const xmlNode *node = devices->children; node != NULL; node = node->next)
    {
      if (is_controller (node, model) && berth_xml_attribute_is (node, "index", "0"))
        return TRUE;
    }
  return FALSE;
}

/* Drivers other than QEMU's list no PCI controllers, so they end up unknown, as do machines of
 * other architectures whose "pci-root" follows rules of its own (pSeries). */
static Topology
get_topology (const xmlNode *devices)
{
  const xmlNode *os = berth_xml_lookup_child (devices->parent, "os");
  g_autofree char *machine
    = berth_xml_dup_attribute (berth_xml_lookup_child (os, "type"), "machine");

  if (has_root (devices, "pcie-root"))
    return TOPOLOGY_PCIE;
  if (machine != NULL && (strcmp (machine, "pc") == 0 || g_str_has_prefix (machine, "pc-i440fx"))
      && has_root (devices, "pci-root"))
    return TOPOLOGY_I440FX;
  return TOPOLOGY_UNKNOWN;
}

/* Which functions of the guest's slot @slot are taken, as bits. */
static guint
get_taken_functions (const xmlNode *devices, const BerthAddress *slot)
{
  guint taken = 0;

  for (const xmlNode *node = devices->children; node != NULL; node = node->next)
    {
      BerthAddress address;

      if (berth_hostdev_read_guest_address (node, &address)
          && berth_address_same_slot (&address, slot))
        taken |= 1U << address.function;
    }
  return taken;
}

/* Whether a port of the guest fits: of conventional devices libvirt knows better (it puts them
 * behind a bridge), and so it does of what is built into the chipset. libvirt takes a device that
 * is not in the computer for PCI Express. */
static gboolean
is_express (const BerthFacts *facts, const BerthAddress *address)
{
  const BerthPciFacts *pci = facts != NULL ? berth_facts_lookup_pci (facts, address) : NULL;

  return pci != NULL ? pci->is_express : address->bus != 0;
}

/* The bus below the port @node; 0 when @node is no port for a device. */
static guint
get_port_bus (const xmlNode *node)
{
  guint index;

  if (is_controller (node, "pcie-root-port")
      && berth_xml_read_number (node, "index", N_BUSES - 1, &index))
    return index;
  return 0;
}

static gboolean
is_port_bus (const xmlNode *devices, guint bus)
{
  for (const xmlNode *node = devices->children; bus != 0 && node != NULL; node = node->next)
    {
      if (get_port_bus (node) == bus)
        return TRUE;
    }
  return FALSE;
}

/* An empty port that is there already; the last empty one is left to libvirt, which keeps one for
 * plugging into the running VM. 0: none. Ports that a card has left are used again this way, so
 * giving and taking back never piles them up. */
static guint
find_spare_port (const xmlNode *devices)
{
  guint first = 0;
  guint n_empty = 0;

  for (const xmlNode *node = devices->children; node != NULL; node = node->next)
    {
      guint bus = get_port_bus (node);
      BerthAddress slot = berth_address_pci (0, bus, 0, 0);

      if (bus == 0 || get_taken_functions (devices, &slot) != 0)
        continue;
      if (n_empty == 0)
        first = bus;
      n_empty++;
    }
  return n_empty > 1 ? first : 0;
}

/* A new port behind the last PCI controller. Its bus has the index of the controller: a bus that
 * no controller provides would make libvirt fill up all numbers below it. 0: none is left. */
static guint
add_port (xmlNode *devices)
{
  guint next = 1;
  xmlNode *last = NULL;
  xmlNode *port;
  g_autofree char *text = NULL;

  for (xmlNode *node = devices->children; node != NULL; node = node->next)
    {
      guint index;

      if (!berth_xml_is (node, "controller") || !berth_xml_attribute_is (node, "type", "pci")
          || !berth_xml_read_number (node, "index", N_BUSES - 1, &index))
        continue;
      last = node;
      next = MAX (next, index + 1);
    }
  if (last == NULL || next >= N_BUSES)
    return 0;

  text = g_strdup_printf ("%u", next);
  port = xmlNewDocNode (devices->doc, NULL, BAD_CAST "controller", NULL);
  berth_xml_set_attribute (port, "type", "pci");
  berth_xml_set_attribute (port, "index", text);
  berth_xml_set_attribute (port, "model", "pcie-root-port");
  xmlAddNextSibling (last, port);
  return next;
}

static gboolean
find_free_slot (xmlNode *devices, Topology topology, BerthAddress *ret_slot)
{
  if (topology == TOPOLOGY_PCIE)
    {
      guint bus = find_spare_port (devices);

      if (bus == 0)
        bus = add_port (devices);
      *ret_slot = berth_address_pci (0, bus, 0, 0);
      return bus != 0;
    }

  for (guint slot = FIRST_FREE_I440FX_SLOT; slot < N_SLOTS; slot++)
    {
      *ret_slot = berth_address_pci (0, 0, slot, 0);
      if (get_taken_functions (devices, ret_slot) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The functions of one bundle onto one slot of which @taken are in use. They keep their numbers
 * where they can. A guest looks at function 0 first and at no other if there is none, so where the
 * card's own is not among them they move up. */
static void
place_on_slot (GPtrArray *group, const BerthAddress *slot, guint taken)
{
  gboolean has_first = (taken & 1U) != 0;

  for (guint i = 0; i < group->len; i++)
    {
      const BerthGuestFunction *function = g_ptr_array_index (group, i);

      has_first = has_first || function->address.function == 0;
    }

  for (guint i = 0; i < group->len; i++)
    {
      const BerthGuestFunction *function = g_ptr_array_index (group, i);
      guint number = has_first ? function->address.function : 0;
      BerthAddress place = *slot;

      while (number < N_FUNCTIONS && (taken & 1U << number) != 0)
        number++;
      if (number == N_FUNCTIONS)
        continue; /* libvirt finds another slot */
      taken |= 1U << number;
      place.function = (guint8) number;
      berth_hostdev_set_guest_address (function->hostdev, &place);
    }
}

/* Where the guest sees the device at @host already as function 0 of a slot that takes more. */
static gboolean
find_slot_of (const xmlNode *devices,
              Topology topology,
              const BerthAddress *host,
              BerthAddress *ret_slot)
{
  for (const xmlNode *node = berth_xml_lookup_child (devices, "hostdev"); node != NULL;
       node = berth_xml_lookup_next (node, "hostdev"))
    {
      g_autoptr (BerthAssignment) there = berth_hostdev_read (node, NULL);

      if (there == NULL || !berth_address_equal (&there->address, host)
          || !berth_hostdev_read_guest_address (node, ret_slot))
        continue;
      return ret_slot->function == 0
             && (topology == TOPOLOGY_I440FX ? ret_slot->bus == 0
                                             : is_port_bus (devices, ret_slot->bus));
    }
  return FALSE;
}

static void
place_group (xmlNode *devices, Topology topology, GPtrArray *group, const BerthFacts *facts)
{
  const BerthGuestFunction *first = g_ptr_array_index (group, 0);
  BerthAddress slot;

  if (!berth_address_equal (&first->address, &first->bundle)
      && find_slot_of (devices, topology, &first->bundle, &slot))
    {
      place_on_slot (group, &slot, get_taken_functions (devices, &slot));
      return;
    }

  if (group->len < 2)
    return;
  for (guint i = 0; topology == TOPOLOGY_PCIE && i < group->len; i++)
    {
      const BerthGuestFunction *function = g_ptr_array_index (group, i);

      if (!is_express (facts, &function->address))
        return;
    }
  if (find_free_slot (devices, topology, &slot))
    place_on_slot (group, &slot, 0);
}

/**
 * berth_guest_slots_place:
 * @devices: the `<devices>` of a domain as libvirt sent it, with the addresses it gave
 * @functions: (element-type BerthGuestFunction): what was just written and has no place yet,
 *   sorted by address
 * @facts: (nullable): the computer's PCI functions: which of them are PCI Express
 *
 * Puts the functions of one bundle on one slot of the guest: on a port of their own where there is
 * PCI Express (q35, virt), on a free slot of the only bus on i440FX, beside the functions that the
 * VM has of the same card already. Anything else gets no address and libvirt finds one. libvirt
 * writes `multifunction` itself.
 */
void
berth_guest_slots_place (xmlNode *devices, GArray *functions, const BerthFacts *facts)
{
  Topology topology = get_topology (devices);
  g_autoptr (GHashTable) done = g_hash_table_new (g_direct_hash, g_direct_equal);

  if (topology == TOPOLOGY_UNKNOWN)
    return;

  for (guint i = 0; i < functions->len; i++)
    {
      BerthGuestFunction *first = &g_array_index (functions, BerthGuestFunction, i);
      g_autoptr (GPtrArray) group = g_ptr_array_new ();

      for (guint j = i; j < functions->len; j++)
        {
          BerthGuestFunction *other = &g_array_index (functions, BerthGuestFunction, j);

          if (berth_address_equal (&first->bundle, &other->bundle)
              && g_hash_table_add (done, other->hostdev))
            g_ptr_array_add (group, other);
        }
      if (group->len > 0)
        place_group (devices, topology, group, facts);
    }
}

/**
 * berth_guest_slots_close_gap:
 * @gone: where the guest saw a function that was just taken out
 *
 * A guest that finds no function 0 in a slot does not look for the others. If it was function 0
 * that went, the lowest of those that stayed takes its place, as long as all of them are host
 * devices.
 */
void
berth_guest_slots_close_gap (xmlNode *devices, const BerthAddress *gone)
{
  xmlNode *lowest = NULL;
  BerthAddress place = *gone;

  if (gone->function != 0)
    return;

  for (xmlNode *node = devices->children; node != NULL; node = node->next)
    {
      BerthAddress address;

      if (!berth_hostdev_read_guest_address (node, &address)
          || !berth_address_same_slot (&address, gone))
        continue;
      if (address.function == 0 || !berth_xml_is (node, "hostdev"))
        return;
      if (lowest == NULL || address.function < place.function)
        {
          lowest = node;
          place = address;
        }
    }

  if (lowest != NULL)
    {
      place.function = 0;
      berth_hostdev_set_guest_address (lowest, &place);
    }
}

/**
 * berth_guest_slots_is_usual:
 * @place: where the guest sees a host device
 *
 * Returns: whether libvirt or Berth could have put it there by itself: neither puts anything onto
 *   the root bus of PCI Express. TRUE where the guest's buses are not known
 */
gboolean
berth_guest_slots_is_usual (const xmlNode *devices, const BerthAddress *place)
{
  return get_topology (devices) != TOPOLOGY_PCIE || place->bus != 0;
}

/* The bus below the port @node if something can be plugged in there while the VM runs; 0 if not. */
static guint
get_plug_bus (const xmlNode *node)
{
  guint index;

  if (berth_xml_attribute_is (berth_xml_lookup_child (node, "target"), "hotplug", "off"))
    return 0;
  if (is_controller (node, "pcie-switch-downstream-port")
      && berth_xml_read_number (node, "index", N_BUSES - 1, &index))
    return index;
  return get_port_bus (node);
}

/**
 * berth_guest_slots_count_free_ports:
 * @devices: of a running VM
 *
 * Ports are made at the start of a VM and each takes one device:
 * https://libvirt.org/pci-hotplug.html
 *
 * Returns: how many are empty; -1 where devices are not plugged into ports (i440FX), or the guest's
 *   buses are not known
 */
int
berth_guest_slots_count_free_ports (const xmlNode *devices)
{
  int n_free = 0;

  if (get_topology (devices) != TOPOLOGY_PCIE)
    return -1;

  for (const xmlNode *node = devices->children; node != NULL; node = node->next)
    {
      guint bus = get_plug_bus (node);
      BerthAddress slot = berth_address_pci (0, bus, 0, 0);

      if (bus != 0 && get_taken_functions (devices, &slot) == 0)
        n_free++;
    }
  return n_free;
}
