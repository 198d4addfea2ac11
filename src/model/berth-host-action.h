/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-boot-binding.h"

G_BEGIN_DECLS

/**
 * BerthHostActionKind:
 * @BERTH_HOST_ACTION_BIND: take it from its driver and give it to `target`, until the next boot
 * @BERTH_HOST_ACTION_RETURN: give it back to a driver of the host's
 * @BERTH_HOST_ACTION_PERMISSIVE: let whoever gets it from pciback write all of its configuration
 *   space, until it leaves pciback
 * @BERTH_HOST_ACTION_BOOT_ADD: bind it to `target` at every boot, on trial at first
 * @BERTH_HOST_ACTION_BOOT_REMOVE: do that no more; what is bound now stays bound
 * @BERTH_HOST_ACTION_BOOT_CONFIRM: the trial is over, it was good
 */
typedef enum
{
  BERTH_HOST_ACTION_BIND,
  BERTH_HOST_ACTION_RETURN,
  BERTH_HOST_ACTION_PERMISSIVE,
  BERTH_HOST_ACTION_BOOT_ADD,
  BERTH_HOST_ACTION_BOOT_REMOVE,
  BERTH_HOST_ACTION_BOOT_CONFIRM,
} BerthHostActionKind;

/**
 * BerthHostAction:
 * @kind: what to do
 * @address: to which PCI function
 * @identity: which device that was when the user looked; for %BERTH_HOST_ACTION_BOOT_REMOVE and
 *   %BERTH_HOST_ACTION_BOOT_CONFIRM it does not count
 * @target: to which driver; counts for %BERTH_HOST_ACTION_BIND and %BERTH_HOST_ACTION_BOOT_ADD
 *
 * One thing that one click does to one function on the host's side, no VM involved. A plain value.
 */
typedef struct
{
  BerthHostActionKind kind;
  BerthAddress address;
  BerthPciIdentity identity;
  BerthBindTarget target;
} BerthHostAction;

BerthHostAction berth_host_action_of (BerthHostActionKind kind,
                                      const BerthFacts *facts,
                                      const BerthPciFacts *pci);

const char *berth_host_action_kind_get_nick (BerthHostActionKind kind);

G_END_DECLS
