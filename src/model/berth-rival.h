/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-device.h"
#include "model/berth-roster.h"

G_BEGIN_DECLS

/* So many VMs are named where there are more: a sentence is no list. */
#define BERTH_RIVALS_NAMED 3

/**
 * BerthRivalry:
 * @BERTH_RIVALRY_CONFIGURED: wants it at its next start, whenever that is
 * @BERTH_RIVALRY_AUTOSTARTS: wants it as soon as this computer starts
 * @BERTH_RIVALRY_RUNS: has it now
 *
 * How much another VM stands in the way, the least first.
 */
typedef enum
{
  BERTH_RIVALRY_CONFIGURED,
  BERTH_RIVALRY_AUTOSTARTS,
  BERTH_RIVALRY_RUNS,
} BerthRivalry;

/**
 * BerthRival:
 * @vm: another VM; borrowed from the roster
 * @device: what it claims, the first of those it claims most; borrowed from the caller
 * @rivalry: how much it stands in the way
 */
typedef struct
{
  const BerthVm *vm;
  const BerthDevice *device;
  BerthRivalry rivalry;
} BerthRival;

GArray *berth_rival_list (BerthRoster *roster, GPtrArray *devices, const BerthVm *vm);
const BerthRival *berth_rival_list_lookup (GArray *rivals, const BerthVm *vm);
char *berth_rival_list_dup_names (GArray *rivals, guint first);

G_END_DECLS
