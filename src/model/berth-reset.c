/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-reset.h"

/* A virtual function goes and comes with the function that it was made of: it is no sibling of
 * that one. */
static gboolean
stays_behind (const BerthDevice *neighbour, gconstpointer user_data)
{
  const BerthBundle *bundle = user_data;

  if (neighbour->pci->is_virtual
      && berth_bundle_lookup_function (bundle, &neighbour->pci->physical_function) != NULL)
    return FALSE;
  return berth_bundle_lookup_function (bundle, &neighbour->address) == NULL
         && !g_ptr_array_find (bundle->companions, neighbour, NULL);
}

/* The kernel lists "bus" only for what is alone on its bus (pci_parent_bus_reset() in
 * drivers/pci/pci.c). The functions of one card have no such word, and yet they are reset by it
 * when all of them go together: VFIO (VFIO_DEVICE_PCI_HOT_RESET, linux/vfio.h) and libvirt under
 * Xen (virPCIDeviceTrySecondaryBusReset()) do that. */
static BerthReset
judge_function (BerthInventory *inventory,
                const BerthBundle *bundle,
                const BerthDevice *function)
{
  BerthReset reset = { BERTH_RESET_REACH_NONE, function, NULL };

  if ((function->pci->reset_methods & BERTH_RESET_UNKNOWN) != 0)
    reset.reach = BERTH_RESET_REACH_UNKNOWN;
  else if (berth_device_resets_alone (function))
    reset.reach = BERTH_RESET_REACH_ALONE;
  else if (!function->pci->is_virtual)
    {
      reset.sibling = berth_neighbours_find (berth_inventory_get_neighbours (inventory),
                                             BERTH_SHARED_BUS, function, stays_behind, bundle);
      if ((function->pci->reset_methods & BERTH_RESET_BUS) != 0
          || (function->pci->has_parent && reset.sibling == NULL && bundle->functions->len > 1))
        reset.reach = BERTH_RESET_REACH_BUS;
    }
  return reset;
}

/**
 * berth_reset_judge:
 * @bundle: of @inventory, or one that is not in this computer
 *
 * Returns: how it is reset between two VMs; of what cannot be given to a VM at all, nothing is said
 */
BerthReset
berth_reset_judge (BerthInventory *inventory, const BerthBundle *bundle)
{
  BerthReset worst = { BERTH_RESET_REACH_ALONE, NULL, NULL };

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      BerthReset reset;

      if (!berth_device_is_endpoint (function))
        continue;
      reset = judge_function (inventory, bundle, function);
      if (worst.function == NULL || reset.reach > worst.reach)
        worst = reset;
    }
  return worst;
}
