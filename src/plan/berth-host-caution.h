/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-finding.h"
#include "model/berth-host-action.h"
#include "model/berth-inventory.h"
#include "model/berth-roster.h"

G_BEGIN_DECLS

void berth_host_caution_check (const BerthHostAction *action,
                               BerthInventory *inventory,
                               BerthRoster *roster,
                               GPtrArray *findings);

G_END_DECLS
