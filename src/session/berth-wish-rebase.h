/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A wish meets what somebody else did meanwhile. */
#pragma once

#include "model/berth-assignment.h"
#include "model/berth-inventory.h"

G_BEGIN_DECLS

GPtrArray *berth_wish_rebase_chosen (BerthInventory *inventory,
                                     GPtrArray *base,
                                     GPtrArray *chosen,
                                     GPtrArray *theirs,
                                     GArray *lost);

G_END_DECLS
