/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-vm.h"

G_BEGIN_DECLS

/**
 * BerthClaim:
 * @vm: who claims it; borrowed from the roster
 * @assignment: how; borrowed from @vm
 * @is_live: the VM has it now; otherwise it is configured to get it at its next start
 */
typedef struct
{
  const BerthVm *vm;
  const BerthAssignment *assignment;
  gboolean is_live;
} BerthClaim;

/**
 * BerthRoster:
 *
 * Who has what on one computer: every claim of every VM of every connection to it, configured and
 * live apart. Immutable, reference counted, safe to pass between threads.
 */
typedef struct _BerthRoster BerthRoster;

BerthRoster *berth_roster_new (GPtrArray *vms);
BerthRoster *berth_roster_ref (BerthRoster *self);
void berth_roster_unref (BerthRoster *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthRoster, berth_roster_unref)

GPtrArray *berth_roster_get_vms (BerthRoster *self);

GArray *berth_roster_lookup (BerthRoster *self, const BerthAddress *address);
const BerthVm *berth_roster_find_holder (BerthRoster *self,
                                         const BerthAddress *address,
                                         const char *except_uuid);

G_END_DECLS
