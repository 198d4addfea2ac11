/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-situation.h"

/**
 * berth_situation_get_wanted:
 *
 * Returns: (transfer none) (nullable) (element-type BerthAssignment): what the VM shall have: the
 *   wish, or what is configured where there is no wish; %NULL without a VM
 */
GPtrArray *
berth_situation_get_wanted (const BerthSituation *self)
{
  if (self->wanted != NULL)
    return self->wanted;
  return self->vm != NULL ? self->vm->configured : NULL;
}

/**
 * berth_situation_lookup_wanted:
 *
 * Returns: (transfer none) (nullable): how the VM shall have the device at @address
 */
const BerthAssignment *
berth_situation_lookup_wanted (const BerthSituation *self, const BerthAddress *address)
{
  GPtrArray *wanted = berth_situation_get_wanted (self);

  if (self->wanted_at != NULL)
    return g_hash_table_lookup (self->wanted_at, address);
  return wanted != NULL ? berth_assignment_list_lookup (wanted, address) : NULL;
}

static gboolean
same_group (const BerthDevice *a, const BerthDevice *b)
{
  return a->pci != NULL && b->pci != NULL && a->pci->iommu_group != BERTH_NO_GROUP
         && a->pci->iommu_group == b->pci->iommu_group;
}

/**
 * berth_situation_takes:
 * @bundle: of the situation's inventory
 * @device: one of its functions, or one of its companions
 *
 * Whether @device leaves the computer with what the VM shall have of @bundle: with the whole bundle
 * as long as it shall have nothing of it, otherwise with the functions that are wished for. Of
 * these the kernel takes all of an IOMMU group away from the computer, wished for or not.
 */
gboolean
berth_situation_takes (const BerthSituation *self,
                       const BerthBundle *bundle,
                       const BerthDevice *device)
{
  GPtrArray *wanted = berth_situation_get_wanted (self);
  gboolean any = FALSE;

  for (guint i = 0; wanted != NULL && wanted->len > 0 && i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (berth_situation_lookup_wanted (self, &function->address) == NULL)
        continue;
      if (function == device || same_group (function, device))
        return TRUE;
      any = TRUE;
    }
  return !any;
}

/**
 * berth_situation_wants_pci:
 *
 * Returns: whether the VM shall have at least one PCI device, in whatever form. Only then does it
 *   matter to the VM how the computer keeps its devices apart: a USB device goes through the
 *   hypervisor
 */
gboolean
berth_situation_wants_pci (const BerthSituation *self)
{
  GPtrArray *wanted = berth_situation_get_wanted (self);

  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (wanted, i);

      if (assignment->address.bus_kind == BERTH_BUS_PCI)
        return TRUE;
    }
  return FALSE;
}

/* What decides whether a neighbour goes the same way. */
typedef struct
{
  const BerthSituation *situation;
  const BerthBundle *bundle;
} Going;

/* A virtual function goes and comes with the function that it was made of. */
static gboolean
goes_elsewhere (const BerthDevice *neighbour, gconstpointer user_data)
{
  const Going *going = user_data;
  if (berth_situation_lookup_wanted (going->situation, &neighbour->address) != NULL)
    return FALSE;
  if (neighbour->pci->is_virtual
      && berth_bundle_lookup_function (going->bundle, &neighbour->pci->physical_function) != NULL)
    return FALSE;
  if (berth_bundle_lookup_function (going->bundle, &neighbour->address) != NULL
      || g_ptr_array_find (going->bundle->companions, neighbour, NULL))
    return !berth_situation_takes (going->situation, going->bundle, neighbour);
  return TRUE;
}

/**
 * berth_situation_find_sharer:
 * @bundle: of the situation's inventory
 * @function: one of its functions, which the VM is to get
 *
 * Returns: (nullable) (transfer none): a function that shares this with @function and neither would
 *   be the same VM's nor leave the computer with it
 */
const BerthDevice *
berth_situation_find_sharer (const BerthSituation *self,
                             const BerthBundle *bundle,
                             const BerthDevice *function,
                             BerthShared shared)
{
  Going going = { self, bundle };

  return berth_neighbours_find (berth_inventory_get_neighbours (self->inventory), shared, function,
                                goes_elsewhere, &going);
}

/**
 * berth_situation_find_shared:
 * @bundle: of the situation's inventory
 * @ret_sharer: (out) (optional) (transfer none): what it shares this with
 *
 * Returns: (nullable) (transfer none): the first function that the VM shall have of @bundle and
 *   that shares this with something that goes elsewhere
 */
const BerthDevice *
berth_situation_find_shared (const BerthSituation *self,
                             const BerthBundle *bundle,
                             BerthShared shared,
                             const BerthDevice **ret_sharer)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      const BerthDevice *sharer = NULL;

      if (berth_device_is_endpoint (function) && berth_situation_takes (self, bundle, function))
        sharer = berth_situation_find_sharer (self, bundle, function, shared);
      if (sharer == NULL)
        continue;
      if (ret_sharer != NULL)
        *ret_sharer = sharer;
      return function;
    }
  return NULL;
}

/**
 * berth_situation_list_taken:
 * @bundle: of the situation's inventory
 * @devices: (element-type BerthDevice): its functions, or its companions
 *
 * Returns: (transfer container) (element-type BerthDevice): those of @devices that leave the
 *   computer with what the VM shall have of @bundle; see berth_situation_takes()
 */
GPtrArray *
berth_situation_list_taken (const BerthSituation *self,
                            const BerthBundle *bundle,
                            GPtrArray *devices)
{
  GPtrArray *taken = g_ptr_array_sized_new (devices->len);

  for (guint i = 0; i < devices->len; i++)
    {
      BerthDevice *device = g_ptr_array_index (devices, i);

      if (berth_situation_takes (self, bundle, device))
        g_ptr_array_add (taken, device);
    }
  return taken;
}

/**
 * berth_situation_find_moved:
 * @address: where a device was meant
 * @identity: which one
 *
 * Returns: (nullable) (transfer none): the device that was meant, where it sits now; %NULL when it
 *   is not in the computer, when the VM has it already, or when several could be the one: nobody
 *   must guess
 */
const BerthDevice *
berth_situation_find_moved (const BerthSituation *self,
                            const BerthAddress *address,
                            const BerthIdentity *identity)
{
  g_autoptr (GPtrArray) found
      = berth_inventory_find_by_identity (self->inventory, address->bus_kind, identity);
  const BerthDevice *moved = NULL;

  for (guint i = 0; i < found->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (found, i);

      if (berth_address_equal (&device->address, address)
          || berth_situation_lookup_wanted (self, &device->address) != NULL)
        continue;
      if (moved != NULL)
        return NULL;
      moved = device;
    }
  return moved;
}

/**
 * berth_situation_find_option:
 * @option: exactly one option
 *
 * Returns: (nullable) (transfer none): the first assignment that the VM shall have of @bundle with
 *   @option on
 */
const BerthAssignment *
berth_situation_find_option (const BerthSituation *self,
                             const BerthBundle *bundle,
                             BerthOption option)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *assignment
          = berth_situation_lookup_wanted (self, &function->address);

      if (assignment != NULL && (assignment->options & (guint) option) != 0)
        return assignment;
    }
  return NULL;
}
