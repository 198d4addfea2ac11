/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-bundle.h"
#include "model/berth-neighbours.h"

G_BEGIN_DECLS

/**
 * BerthInventory:
 *
 * All devices of one computer at one moment, and the bundles they form. Immutable, reference
 * counted, safe to pass between threads.
 */
typedef struct _BerthInventory BerthInventory;

BerthInventory *berth_inventory_new (BerthFacts *facts);
BerthInventory *berth_inventory_ref (BerthInventory *self);
void berth_inventory_unref (BerthInventory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthInventory, berth_inventory_unref)

BerthFacts *berth_inventory_get_facts (BerthInventory *self);
GPtrArray *berth_inventory_get_devices (BerthInventory *self);
GPtrArray *berth_inventory_get_bundles (BerthInventory *self);
const BerthNeighbours *berth_inventory_get_neighbours (BerthInventory *self);

BerthDevice *berth_inventory_lookup (BerthInventory *self, const BerthAddress *address);
BerthBundle *berth_inventory_lookup_bundle (BerthInventory *self, const BerthAddress *address);
GPtrArray *berth_inventory_lookup_uses (BerthInventory *self, const BerthAddress *address);
GPtrArray *berth_inventory_find_by_identity (BerthInventory *self,
                                             BerthBus bus_kind,
                                             const BerthIdentity *identity);
GPtrArray *berth_inventory_list_ghosts (BerthInventory *self, GPtrArray *assignments);

G_END_DECLS
