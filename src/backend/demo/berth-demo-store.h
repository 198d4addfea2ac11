/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/demo/berth-demo-place.h"
#include "facts/berth-facts.h"
#include "model/berth-host-action.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

/**
 * BerthDemoEdit:
 * @vm: (inout): a copy of the VM as it is now; changed in place
 * @vms: (element-type BerthVm): all VMs as they are now
 * @place: for what else lies in the recorded computer
 *
 * Makes one change. Called in a worker thread while no other program can change the same computer.
 *
 * Returns: %FALSE with @error set: nothing is written
 */
typedef gboolean (*BerthDemoEdit) (BerthVm *vm,
                                   GPtrArray *vms,
                                   const BerthDemoPlace *place,
                                   gpointer data,
                                   GError **error);

GPtrArray *berth_demo_store_read (const BerthDemoPlace *place, GError **error);
BerthVm *berth_demo_store_change (const BerthDemoPlace *place,
                                  const char *uuid,
                                  BerthDemoEdit edit,
                                  gpointer data,
                                  GError **error);
gboolean
berth_demo_store_fill_facts (const BerthDemoPlace *place, BerthFacts *facts, GError **error);
gboolean berth_demo_store_change_host (const BerthDemoPlace *place,
                                       const BerthHostAction *action,
                                       GError **error);
gboolean berth_demo_store_reset (const BerthDemoPlace *place, GError **error);

G_END_DECLS
