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

      if (berth_assignment_list_lookup (wanted, &function->address) == NULL)
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
  const BerthBundle *bundle;
  GPtrArray *wanted;
} Going;

static gboolean
goes_elsewhere (const BerthDevice *neighbour, gconstpointer user_data)
{
  const Going *going = user_data;

  return berth_bundle_lookup_function (going->bundle, &neighbour->address) == NULL
         && (going->wanted == NULL
             || berth_assignment_list_lookup (going->wanted, &neighbour->address) == NULL);
}

/**
 * berth_situation_find_sharer:
 * @bundle: what the VM is given
 * @ret_function: (out) (transfer none): which of its functions shares something
 *
 * Returns: (nullable) (transfer none): a function that shares this with @bundle and would not be
 *   the same VM's
 */
const BerthDevice *
berth_situation_find_sharer (const BerthSituation *self,
                             const BerthBundle *bundle,
                             BerthShared shared,
                             const BerthDevice **ret_function)
{
  const BerthNeighbours *neighbours = berth_inventory_get_neighbours (self->inventory);
  Going going = { bundle, berth_situation_get_wanted (self) };

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      const BerthDevice *sharer = NULL;

      if (berth_device_is_endpoint (function))
        sharer = berth_neighbours_find (neighbours, shared, function, goes_elsewhere, &going);
      if (sharer != NULL)
        {
          *ret_function = function;
          return sharer;
        }
    }
  return NULL;
}
