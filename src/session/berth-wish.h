/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-assignment.h"
#include "model/berth-inventory.h"

G_BEGIN_DECLS

/**
 * BerthWish:
 *
 * What one VM has configured and what it shall have instead. Pure: it knows no VM, no connection
 * and no rule, and refuses nothing.
 *
 * What a person chose and what follows from it are kept apart: companions are worked out anew after
 * each change, so that nothing is left over from a wish that was given up.
 */
typedef struct _BerthWish BerthWish;

BerthWish *berth_wish_new (GPtrArray *configured);
BerthWish *berth_wish_copy (BerthWish *self);
void berth_wish_free (BerthWish *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthWish, berth_wish_free)

void berth_wish_set_computer (BerthWish *self,
                              BerthInventory *inventory,
                              gboolean has_companions,
                              guint default_options);

GPtrArray *berth_wish_get_configured (BerthWish *self);
GPtrArray *berth_wish_get_wanted (BerthWish *self);

void berth_wish_assign (BerthWish *self, const BerthBundle *bundle);
void berth_wish_take_back (BerthWish *self, const BerthBundle *bundle);
void berth_wish_take_back_all (BerthWish *self);
void berth_wish_set_option (BerthWish *self,
                            const BerthBundle *bundle,
                            BerthOption option,
                            gboolean on);
void berth_wish_set_functions (BerthWish *self,
                               const BerthBundle *bundle,
                               const GArray *functions);
void berth_wish_pin (BerthWish *self, const BerthBundle *bundle);
void berth_wish_move (BerthWish *self,
                      const BerthBundle *from,
                      const BerthAddress *from_address,
                      const BerthBundle *to,
                      const BerthAddress *to_address);
void berth_wish_discard (BerthWish *self);

BerthBundle *berth_wish_find_owner (BerthWish *self, const BerthBundle *companion);
GArray *berth_wish_rebase (BerthWish *self, GPtrArray *configured);

G_END_DECLS
