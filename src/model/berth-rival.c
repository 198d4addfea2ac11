/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-rival.h"

static BerthRivalry
judge (const BerthClaim *claim)
{
  if (claim->is_live)
    return BERTH_RIVALRY_RUNS;
  return claim->vm->autostart ? BERTH_RIVALRY_AUTOSTARTS : BERTH_RIVALRY_CONFIGURED;
}

static void
add (GArray *rivals, const BerthClaim *claim, const BerthDevice *device)
{
  BerthRival rival = { .vm = claim->vm, .device = device, .rivalry = judge (claim) };

  for (guint i = 0; i < rivals->len; i++)
    {
      BerthRival *known = &g_array_index (rivals, BerthRival, i);

      if (!berth_vm_is_same (known->vm, claim->vm))
        continue;
      if (rival.rivalry > known->rivalry)
        *known = rival;
      return;
    }
  g_array_append_val (rivals, rival);
}

static int
compare_rivals (gconstpointer a, gconstpointer b)
{
  const BerthRival *left = a;
  const BerthRival *right = b;

  return (int) right->rivalry - (int) left->rivalry;
}

/**
 * berth_rival_list:
 * @devices: (element-type BerthDevice)
 * @vm: (nullable): who shall have them; its own claims do not count, those of a VM of another
 *   connection do
 *
 * Returns: (transfer full) (element-type BerthRival): every other VM that claims one of @devices,
 *   each once, who stands most in the way first
 */
GArray *
berth_rival_list (BerthRoster *roster, GPtrArray *devices, const BerthVm *vm)
{
  GArray *rivals = g_array_new (FALSE, FALSE, sizeof (BerthRival));

  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (devices, i);
      GArray *claims = berth_roster_lookup (roster, &device->address);

      for (guint j = 0; claims != NULL && j < claims->len; j++)
        {
          const BerthClaim *claim = &g_array_index (claims, BerthClaim, j);

          if (vm == NULL || !berth_vm_is_same (claim->vm, vm))
            add (rivals, claim, device);
        }
    }

  g_array_sort (rivals, compare_rivals);
  return rivals;
}

/**
 * berth_rival_list_lookup:
 * @rivals: (element-type BerthRival)
 *
 * Returns: (nullable) (transfer none): what @vm is among them
 */
const BerthRival *
berth_rival_list_lookup (GArray *rivals, const BerthVm *vm)
{
  for (guint i = 0; i < rivals->len; i++)
    {
      const BerthRival *rival = &g_array_index (rivals, BerthRival, i);

      if (berth_vm_is_same (rival->vm, vm))
        return rival;
    }
  return NULL;
}
