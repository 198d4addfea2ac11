/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows from what a person chose: the devices that have to go along. */
#pragma once

#include "model/berth-assignment.h"
#include "model/berth-inventory.h"

G_BEGIN_DECLS

/**
 * BerthWishTerms:
 * @inventory: (nullable): the devices there are
 * @has_companions: the backend can take devices along unseen by the guest; never without @inventory
 * @default_options: #BerthOption of a new assignment
 *
 * On which terms a wish is. Borrowed by these functions.
 */
typedef struct
{
  BerthInventory *inventory;
  gboolean has_companions;
  guint default_options;
} BerthWishTerms;

BerthBundle *berth_wish_terms_lookup_bundle (const BerthWishTerms *self,
                                             const BerthAddress *address);
BerthAssignment *berth_wish_terms_new_assignment (const BerthWishTerms *self,
                                                  const BerthDevice *device,
                                                  BerthAssignmentRole role);

GPtrArray *berth_wish_companions_settle (const BerthWishTerms *terms,
                                         GPtrArray *configured,
                                         GPtrArray *chosen);
BerthBundle *berth_wish_companions_find_owner (const BerthWishTerms *terms,
                                               GPtrArray *chosen,
                                               const BerthBundle *companion);

G_END_DECLS
