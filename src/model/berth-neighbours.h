/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-device.h"

G_BEGIN_DECLS

/**
 * BerthShared:
 * @BERTH_SHARED_BUS: the bus behind one bridge; the root bus is no such bus: nothing resets it
 * @BERTH_SHARED_LINE: an interrupt line that neither of the two leaves idle
 * @BERTH_SHARED_PAGE: a 4 KiB page of memory, in which parts of both lie
 */
typedef enum
{
  BERTH_SHARED_BUS,
  BERTH_SHARED_LINE,
  BERTH_SHARED_PAGE,
} BerthShared;

#define BERTH_N_SHARED (BERTH_SHARED_PAGE + 1)

/**
 * BerthNeighbours:
 *
 * Which PCI functions of a computer share something. Made once with the inventory, so that a
 * thousand devices can be asked about without comparing each with each.
 */
typedef struct _BerthNeighbours BerthNeighbours;

/* Whether a PCI function is one that is looked for. */
typedef gboolean (*BerthNeighbourFits) (const BerthDevice *neighbour, gconstpointer user_data);

BerthNeighbours *berth_neighbours_new (GPtrArray *devices);
void berth_neighbours_free (BerthNeighbours *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthNeighbours, berth_neighbours_free)

const BerthDevice *berth_neighbours_find (const BerthNeighbours *self,
                                          BerthShared shared,
                                          const BerthDevice *device,
                                          BerthNeighbourFits fits,
                                          gconstpointer user_data);

G_END_DECLS
