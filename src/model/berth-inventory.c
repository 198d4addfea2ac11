/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-inventory.h"

#include "model/berth-assignment.h"

struct _BerthInventory
{
  BerthFacts *facts;
  GPtrArray *devices;
  GPtrArray *bundles;
  GHashTable *device_at; /* BerthAddress in the device → BerthDevice; borrowed */
  GHashTable *bundle_at; /* BerthAddress of any function → BerthBundle; borrowed */
  GHashTable *uses_of;   /* BerthAddress in the device → GPtrArray of BerthUse; borrowed */
  BerthNeighbours *neighbours;
};

static void
add_devices (BerthInventory *self)
{
  for (guint i = 0; i < self->facts->pci->len; i++)
    g_ptr_array_add (self->devices,
                     berth_device_new_pci (self->facts, g_ptr_array_index (self->facts->pci, i)));
  for (guint i = 0; i < self->facts->usb->len; i++)
    g_ptr_array_add (self->devices,
                     berth_device_new_usb (self->facts, g_ptr_array_index (self->facts->usb, i)));

  for (guint i = 0; i < self->devices->len; i++)
    {
      BerthDevice *device = g_ptr_array_index (self->devices, i);

      g_hash_table_insert (self->device_at, &device->address, device);
    }
}

static void
index_bundles (BerthInventory *self)
{
  for (guint i = 0; i < self->bundles->len; i++)
    {
      BerthBundle *bundle = g_ptr_array_index (self->bundles, i);

      for (guint j = 0; j < bundle->functions->len; j++)
        {
          BerthDevice *device = g_ptr_array_index (bundle->functions, j);

          g_hash_table_insert (self->bundle_at, &device->address, bundle);
        }
    }
}

static void
add_use_at (BerthInventory *self, const BerthAddress *address, BerthUse *use)
{
  BerthDevice *device = g_hash_table_lookup (self->device_at, address);
  GPtrArray *uses;

  if (device == NULL)
    return;

  uses = g_hash_table_lookup (self->uses_of, address);
  if (uses == NULL)
    {
      uses = g_ptr_array_new ();
      g_hash_table_insert (self->uses_of, &device->address, uses);
    }
  g_ptr_array_add (uses, use);
}

/* What uses a USB device uses its controller as well. */
static void
index_uses (BerthInventory *self)
{
  for (guint i = 0; i < self->facts->uses->len; i++)
    {
      BerthUse *use = g_ptr_array_index (self->facts->uses, i);
      const BerthDevice *device = g_hash_table_lookup (self->device_at, &use->address);

      add_use_at (self, &use->address, use);
      if (device != NULL && device->usb != NULL && device->usb->has_controller)
        add_use_at (self, &device->usb->controller, use);
    }
}

/**
 * berth_inventory_new:
 * @facts: sorted (berth_facts_sort()); kept alive by the inventory
 *
 * Returns: (transfer full)
 */
BerthInventory *
berth_inventory_new (BerthFacts *facts)
{
  BerthInventory *self = g_atomic_rc_box_new0 (BerthInventory);

  self->facts = berth_facts_ref (facts);
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_device_unref);
  self->device_at = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);
  self->bundle_at = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);
  self->uses_of = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, NULL,
                                         (GDestroyNotify) g_ptr_array_unref);
  add_devices (self);
  self->bundles = berth_bundle_list_for_devices (self->devices);
  index_bundles (self);
  index_uses (self);
  self->neighbours = berth_neighbours_new (self->devices);
  return self;
}

BerthInventory *
berth_inventory_ref (BerthInventory *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
inventory_clear (gpointer data)
{
  BerthInventory *self = data;

  berth_neighbours_free (self->neighbours);
  g_hash_table_unref (self->uses_of);
  g_hash_table_unref (self->bundle_at);
  g_hash_table_unref (self->device_at);
  g_ptr_array_unref (self->bundles);
  g_ptr_array_unref (self->devices);
  berth_facts_unref (self->facts);
}

void
berth_inventory_unref (BerthInventory *self)
{
  g_atomic_rc_box_release_full (self, inventory_clear);
}

/**
 * berth_inventory_get_facts:
 *
 * Returns: (transfer none)
 */
BerthFacts *
berth_inventory_get_facts (BerthInventory *self)
{
  return self->facts;
}

/**
 * berth_inventory_get_devices:
 *
 * Returns: (transfer none) (element-type BerthDevice): sorted by address
 */
GPtrArray *
berth_inventory_get_devices (BerthInventory *self)
{
  return self->devices;
}

/**
 * berth_inventory_get_bundles:
 *
 * Returns: (transfer none) (element-type BerthBundle): sorted by address
 */
GPtrArray *
berth_inventory_get_bundles (BerthInventory *self)
{
  return self->bundles;
}

/**
 * berth_inventory_get_neighbours:
 *
 * Returns: (transfer none): which of the devices share something
 */
const BerthNeighbours *
berth_inventory_get_neighbours (BerthInventory *self)
{
  return self->neighbours;
}

/**
 * berth_inventory_lookup:
 *
 * Returns: (nullable) (transfer none): the device at @address
 */
BerthDevice *
berth_inventory_lookup (BerthInventory *self, const BerthAddress *address)
{
  return g_hash_table_lookup (self->device_at, address);
}

/**
 * berth_inventory_lookup_bundle:
 *
 * Returns: (nullable) (transfer none): the bundle that the device at @address is a function of
 */
BerthBundle *
berth_inventory_lookup_bundle (BerthInventory *self, const BerthAddress *address)
{
  return g_hash_table_lookup (self->bundle_at, address);
}

/**
 * berth_inventory_lookup_uses:
 *
 * Returns: (nullable) (transfer none) (element-type BerthUse): what the computer was seen to do
 *   with the device at @address, or with a USB device behind it; %NULL: nothing
 */
GPtrArray *
berth_inventory_lookup_uses (BerthInventory *self, const BerthAddress *address)
{
  return g_hash_table_lookup (self->uses_of, address);
}

/**
 * berth_inventory_find_by_identity:
 * @bus_kind: a PCI identity says nothing of a USB device
 * @identity: that of an assignment
 *
 * Finds where the device that was meant may sit now. Two ports of one card, or two cards of one
 * model, have the same identity: who gets more than one must not guess.
 *
 * Returns: (transfer container) (element-type BerthDevice): every device that could be the one,
 *   sorted by address; none for an identity that does not know both vendor and device
 */
GPtrArray *
berth_inventory_find_by_identity (BerthInventory *self,
                                  BerthBus bus_kind,
                                  const BerthIdentity *identity)
{
  const guint needed = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE;
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; (identity->known & needed) == needed && i < self->devices->len; i++)
    {
      BerthDevice *device = g_ptr_array_index (self->devices, i);

      if (device->address.bus_kind == bus_kind
          && berth_identity_judge (identity, &device->identity) == BERTH_IDENTITY_SAME)
        g_ptr_array_add (found, device);
    }
  return found;
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  const BerthDevice *const *left = a;
  const BerthDevice *const *right = b;

  return berth_address_compare (&(*left)->address, &(*right)->address);
}

/* Each device that @assignments name and that is not there, once, sorted by address. */
static GPtrArray *
list_missing (BerthInventory *self, GPtrArray *assignments)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_device_unref);
  g_autoptr (GHashTable) seen
      = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);

  for (guint i = 0; i < assignments->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (assignments, i);

      if ((self != NULL && berth_inventory_lookup (self, &assignment->address) != NULL)
          || !g_hash_table_add (seen, (gpointer) &assignment->address))
        continue;
      g_ptr_array_add (missing,
                       berth_device_new_ghost (&assignment->address, &assignment->identity));
    }
  g_ptr_array_sort (missing, compare_devices);
  return missing;
}

/**
 * berth_inventory_list_ghosts:
 * @self: (nullable): %NULL: nothing is there
 * @assignments: (element-type BerthAssignment): where one address comes twice, the first one says
 *   which device was meant
 *
 * A card that was pulled took all its functions with it: what is assigned of one slot and is not
 * there is one bundle.
 *
 * Returns: (transfer full) (element-type BerthBundle): a ghost for each card or USB device that is
 *   assigned and not in this computer, sorted by address
 */
GPtrArray *
berth_inventory_list_ghosts (BerthInventory *self, GPtrArray *assignments)
{
  GPtrArray *ghosts = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_bundle_unref);
  g_autoptr (GPtrArray) missing = list_missing (self, assignments);
  g_autoptr (GPtrArray) slot = g_ptr_array_new ();

  for (guint i = 0; i < missing->len; i++)
    {
      BerthDevice *device = g_ptr_array_index (missing, i);
      const BerthDevice *next = i + 1 < missing->len ? missing->pdata[i + 1] : NULL;

      g_ptr_array_add (slot, device);
      if (next != NULL && berth_address_same_slot (&device->address, &next->address))
        continue;
      g_ptr_array_add (ghosts, berth_bundle_new_ghost_of (slot));
      g_ptr_array_set_size (slot, 0);
    }
  return ghosts;
}
