/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-reset.h"

static gboolean
is_anything (const BerthDevice *neighbour, gconstpointer user_data)
{
  return TRUE;
}

/* Alone on its bus it would have the word for it. */
static gboolean
has_company (const BerthSituation *situation, const BerthDevice *function)
{
  return berth_neighbours_find (berth_inventory_get_neighbours (situation->inventory),
                                BERTH_SHARED_BUS, function, is_anything, NULL)
         != NULL;
}

/* The kernel lists "bus" only for what is alone on its bus (pci_parent_bus_reset() in
 * drivers/pci/pci.c). The functions of one card have no such word, and yet they are reset by it
 * when all of them go together: VFIO (VFIO_DEVICE_PCI_HOT_RESET, linux/vfio.h) and libvirt under
 * Xen (virPCIDeviceTrySecondaryBusReset()) do that. */
static BerthReset
judge_function (const BerthSituation *situation,
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
      reset.sibling
          = berth_situation_find_sharer (situation, bundle, function, BERTH_SHARED_BUS);
      if ((function->pci->reset_methods & BERTH_RESET_BUS) != 0
          || (reset.sibling == NULL && has_company (situation, function)))
        reset.reach = BERTH_RESET_REACH_BUS;
    }
  return reset;
}

/**
 * berth_reset_judge:
 * @bundle: of the situation's inventory, or one that is not in this computer
 *
 * Returns: how that is reset between two VMs which the VM shall have of @bundle, or all of it as
 *   long as it shall have nothing; of what cannot be given to a VM at all, nothing is said
 */
BerthReset
berth_reset_judge (const BerthSituation *situation, const BerthBundle *bundle)
{
  BerthReset worst = { BERTH_RESET_REACH_ALONE, NULL, NULL };

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      BerthReset reset;

      if (!berth_device_is_endpoint (function)
          || !berth_situation_takes (situation, bundle, function))
        continue;
      reset = judge_function (situation, bundle, function);
      if (worst.function == NULL || reset.reach > worst.reach)
        worst = reset;
    }
  return worst;
}
