/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-vm-summary.h"

/* From good to bad: a bundle counts for the worst of its functions. */
typedef enum
{
  DEVICE_FINE,
  DEVICE_HELD,
  DEVICE_CHANGED,
  DEVICE_MISSING,
} DeviceVerdict;

/* What @assignment's bundle is called: the computer knows best, and the configuration of somebody
 * else's making names each function as a bundle of its own. */
static BerthAddress
name_bundle (const BerthAssignment *assignment, BerthInventory *inventory)
{
  BerthBundle *bundle = NULL;

  if (inventory != NULL)
    bundle = berth_inventory_lookup_bundle (inventory, &assignment->address);
  return bundle != NULL ? bundle->address : assignment->bundle;
}

/* Where nobody could look, nothing is said to be missing. */
static gboolean
can_be_looked_up (const BerthAssignment *assignment, BerthInventory *inventory)
{
  if (inventory == NULL)
    return FALSE;
  return assignment->address.bus_kind == BERTH_BUS_PCI
         || (berth_inventory_get_facts (inventory)->gaps & BERTH_GAP_USB) == 0;
}

static DeviceVerdict
judge (const BerthVm *vm,
       const BerthAssignment *assignment,
       BerthInventory *inventory,
       BerthRoster *roster,
       const BerthVm **ret_holder)
{
  if (can_be_looked_up (assignment, inventory))
    {
      BerthDevice *device = berth_inventory_lookup (inventory, &assignment->address);

      switch (berth_identity_judge (&assignment->identity,
                                    device != NULL ? &device->identity : NULL))
        {
        case BERTH_IDENTITY_MISSING:
          return DEVICE_MISSING;
        case BERTH_IDENTITY_CHANGED:
          return DEVICE_CHANGED;
        case BERTH_IDENTITY_SAME:
        case BERTH_IDENTITY_NOT_PINNED:
          break;
        }
    }

  /* A running VM has its devices already; what others hold stops it at its next start only. */
  if (roster != NULL && !berth_vm_is_active (vm))
    *ret_holder = berth_roster_find_holder (roster, &assignment->address, vm->uuid);
  return *ret_holder != NULL ? DEVICE_HELD : DEVICE_FINE;
}

static void
add_bundles (GHashTable *verdicts,
             BerthVmSummary *summary,
             const BerthVm *vm,
             GPtrArray *assignments,
             BerthInventory *inventory,
             BerthRoster *roster)
{
  for (guint i = 0; i < assignments->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (assignments, i);
      const BerthVm *holder = NULL;
      BerthAddress name;
      DeviceVerdict verdict, before;

      if (assignment->role != BERTH_ROLE_GIVEN)
        continue;

      name = name_bundle (assignment, inventory);
      verdict = judge (vm, assignment, inventory, roster, &holder);
      before = GPOINTER_TO_UINT (g_hash_table_lookup (verdicts, &name));
      g_hash_table_insert (verdicts, berth_address_copy (&name),
                           GUINT_TO_POINTER (MAX (before, verdict)));
      if (summary->holder == NULL)
        summary->holder = holder;
    }
}

/**
 * berth_vm_summary_of:
 * @inventory: (nullable): %NULL while unknown; then nothing is missing or changed
 * @roster: (nullable): %NULL while unknown; then nothing is held
 *
 * Counts a VM's devices and what is wrong with them. Cheap: a few look-ups for each assignment.
 */
BerthVmSummary
berth_vm_summary_of (const BerthVm *vm, BerthInventory *inventory, BerthRoster *roster)
{
  g_autoptr (GHashTable) verdicts
      = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);
  BerthVmSummary summary = { 0 };
  GHashTableIter iter;
  gpointer verdict;

  add_bundles (verdicts, &summary, vm, vm->configured, inventory, roster);
  add_bundles (verdicts, &summary, vm, vm->live, inventory, roster);

  summary.n_devices = g_hash_table_size (verdicts);
  g_hash_table_iter_init (&iter, verdicts);
  while (g_hash_table_iter_next (&iter, NULL, &verdict))
    {
      summary.n_missing += GPOINTER_TO_UINT (verdict) == DEVICE_MISSING;
      summary.n_changed += GPOINTER_TO_UINT (verdict) == DEVICE_CHANGED;
      summary.n_held += GPOINTER_TO_UINT (verdict) == DEVICE_HELD;
    }
  return summary;
}

/**
 * berth_vm_summary_is_fine:
 *
 * Returns: whether nothing is wrong with the VM's devices
 */
gboolean
berth_vm_summary_is_fine (const BerthVmSummary *self)
{
  return self->n_missing == 0 && self->n_changed == 0 && self->n_held == 0;
}
