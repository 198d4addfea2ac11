/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-inventory.h"
#include "model/berth-roster.h"

G_BEGIN_DECLS

/**
 * BerthSituation:
 * @inventory: the computer
 * @roster: who has what on it
 * @vm: (nullable): the VM that is being changed; %NULL: the computer is looked at as such
 * @wanted: (nullable) (element-type BerthAssignment): what @vm shall have; %NULL:
 *   what it has configured
 * @wanted_at: (nullable): the same by address, from berth_assignment_list_index(); who checks many
 *   bundles makes it once, because every rule looks there for every function
 *
 * All that rules look at. Borrowed pointers: the caller keeps them alive during the check.
 */
typedef struct
{
  BerthInventory *inventory;
  BerthRoster *roster;
  const BerthVm *vm;
  GPtrArray *wanted;
  GHashTable *wanted_at;
} BerthSituation;

GPtrArray *berth_situation_get_wanted (const BerthSituation *self);
const BerthAssignment *
berth_situation_lookup_wanted (const BerthSituation *self, const BerthAddress *address);
gboolean berth_situation_takes (const BerthSituation *self,
                                const BerthBundle *bundle,
                                const BerthDevice *device);
gboolean berth_situation_wants_pci (const BerthSituation *self);
const BerthDevice *berth_situation_find_sharer (const BerthSituation *self,
                                                const BerthBundle *bundle,
                                                const BerthDevice *function,
                                                BerthShared shared);
const BerthDevice *berth_situation_find_shared (const BerthSituation *self,
                                                const BerthBundle *bundle,
                                                BerthShared shared,
                                                const BerthDevice **ret_sharer);
GPtrArray *berth_situation_list_taken (const BerthSituation *self,
                                       const BerthBundle *bundle,
                                       GPtrArray *devices);
const BerthDevice *berth_situation_find_moved (const BerthSituation *self,
                                               const BerthAddress *address,
                                               const BerthIdentity *identity);
const BerthAssignment *berth_situation_find_option (const BerthSituation *self,
                                                    const BerthBundle *bundle,
                                                    BerthOption option);

G_END_DECLS
