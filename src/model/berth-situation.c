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
