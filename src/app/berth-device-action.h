/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-host-action.h"
#include "model/berth-inventory.h"

G_BEGIN_DECLS

#define BERTH_N_HOST_ACTIONS (BERTH_HOST_ACTION_BOOT_CONFIRM + 1)

/**
 * BerthDeviceAction:
 * @kind: what can be asked for
 * @why_not: (nullable): a sentence that says why it cannot be done now; safe to show
 *
 * One entry of what a window offers to do to a device on the host's side.
 */
typedef struct
{
  BerthHostActionKind kind;
  char *why_not;
} BerthDeviceAction;

GPtrArray *
berth_device_action_list (const BerthDevice *device, const BerthFacts *facts, guint able);

const char *berth_device_action_get_label (BerthHostActionKind kind);
const char *berth_device_action_get_title (BerthHostActionKind kind);
const char *berth_device_action_get_button (BerthHostActionKind kind);
const char *berth_device_action_get_progress (BerthHostActionKind kind);
const char *berth_device_action_get_name (BerthHostActionKind kind);

const BerthBootBinding *berth_device_action_find_binding (const BerthFacts *facts,
                                                          const BerthAddress *address);
char *berth_device_action_dup_now (BerthHostActionKind kind,
                                   BerthInventory *inventory,
                                   const BerthAddress *address);

G_END_DECLS
