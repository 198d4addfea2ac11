/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-inventory.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

/**
 * BerthVmDevice:
 * @assignment: as configured, or as live where it is not configured (any more); borrowed
 * @bundle: address of the bundle of which it is a function; its own where nobody knows
 * @device: (nullable): what sits at its address; borrowed
 * @has_verdict: the computer's devices are known; otherwise nobody can tell what sits there
 * @verdict: whether that is the device that was meant; counts only if @has_verdict
 * @is_configured: the VM gets it at its next start
 * @is_live: the VM has it now
 *
 * One device that a VM has in one way or another.
 */
typedef struct
{
  const BerthAssignment *assignment;
  BerthAddress bundle;
  const BerthDevice *device;
  gboolean has_verdict;
  BerthIdentityVerdict verdict;
  gboolean is_configured;
  gboolean is_live;
} BerthVmDevice;

GArray *berth_vm_device_list (const BerthVm *vm, BerthInventory *inventory);
char *berth_vm_device_dup_words (const BerthVmDevice *self, const BerthVm *vm);

G_END_DECLS
