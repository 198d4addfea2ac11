/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-inventory.h"
#include "model/berth-roster.h"

G_BEGIN_DECLS

/**
 * BerthVmSummary:
 * @n_devices: bundles that it is given, configured or live; companions do not count
 * @n_missing: of these, how many the computer does not have
 * @n_changed: of these, at how many another device sits than was meant
 * @n_held: of these, how many another running VM has now, so that this one cannot start with them
 * @holder: (nullable): one of those VMs; borrowed from the roster
 *
 * What one row of the VM list says about a VM's devices. Each bundle counts once, for the worst
 * that is so: missing, then changed, then held.
 */
typedef struct
{
  guint n_devices;
  guint n_missing;
  guint n_changed;
  guint n_held;
  const BerthVm *holder;
} BerthVmSummary;

BerthVmSummary berth_vm_summary_of (const BerthVm *vm,
                                    BerthInventory *inventory,
                                    BerthRoster *roster);
gboolean berth_vm_summary_is_fine (const BerthVmSummary *self);

G_END_DECLS
