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
