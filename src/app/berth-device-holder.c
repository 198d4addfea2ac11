/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-device-holder.h"

#include "base/berth-text.h"

static void
clear_holder (gpointer data)
{
  BerthDeviceHolder *holder = data;

  berth_vm_unref (holder->vm);
}

static BerthDeviceHolder *
find_holder (GArray *holders, const BerthVm *vm)
{
  for (guint i = 0; i < holders->len; i++)
    {
      BerthDeviceHolder *holder = &g_array_index (holders, BerthDeviceHolder, i);

      if (holder->vm == vm)
        return holder;
    }
  return NULL;
}

/* Who has it now stands first; else by name. */
static int
compare_holders (gconstpointer a, gconstpointer b)
{
  const BerthDeviceHolder *holder_a = a;
  const BerthDeviceHolder *holder_b = b;

  if (holder_a->is_live != holder_b->is_live)
    return holder_a->is_live ? -1 : 1;
  return berth_text_compare (holder_a->vm->name, holder_b->vm->name);
}

/**
 * berth_device_holder_list:
 *
 * Returns: (transfer full) (element-type BerthDeviceHolder): every VM that has the device at
 *   @address, once, however often it claims it; those that have it now first, else by name
 */
GArray *
berth_device_holder_list (BerthRoster *roster, const BerthAddress *address)
{
  GArray *claims = berth_roster_lookup (roster, address);
  GArray *holders = g_array_new (FALSE, FALSE, sizeof (BerthDeviceHolder));

  g_array_set_clear_func (holders, clear_holder);
  for (guint i = 0; claims != NULL && i < claims->len; i++)
    {
      const BerthClaim *claim = &g_array_index (claims, BerthClaim, i);
      BerthDeviceHolder *known = find_holder (holders, claim->vm);
      BerthDeviceHolder holder = { .is_live = claim->is_live };

      if (known != NULL)
        {
          known->is_live = known->is_live || claim->is_live;
          continue;
        }
      holder.vm = berth_vm_ref ((BerthVm *) claim->vm);
      g_array_append_val (holders, holder);
    }
  g_array_sort (holders, compare_holders);
  return holders;
}
