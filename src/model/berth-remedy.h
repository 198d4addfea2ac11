/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-vm.h"

G_BEGIN_DECLS

/**
 * BerthRemedyKind:
 * @BERTH_REMEDY_TAKE_BACK: take back the bundle at `address`
 * @BERTH_REMEDY_PIN: the device that sits at `address` now is the one that is meant
 * @BERTH_REMEDY_MOVE: the device that was meant at `address` sits at `target` now: assign that one
 *   instead
 * @BERTH_REMEDY_COMPLETE: give all functions of the bundle at `address`
 * @BERTH_REMEDY_OPTION_ON: switch `option` on for the bundle at `address`
 * @BERTH_REMEDY_OPTION_OFF: switch `option` off for the bundle at `address`
 * @BERTH_REMEDY_OPEN_VM: look at the VM `vm_uuid` of `connection`, which has the device
 */
typedef enum
{
  BERTH_REMEDY_TAKE_BACK,
  BERTH_REMEDY_PIN,
  BERTH_REMEDY_MOVE,
  BERTH_REMEDY_COMPLETE,
  BERTH_REMEDY_OPTION_ON,
  BERTH_REMEDY_OPTION_OFF,
  BERTH_REMEDY_OPEN_VM,
} BerthRemedyKind;

/**
 * BerthRemedy:
 * @kind: what one click does
 * @address: of a bundle or one of its functions; of none for %BERTH_REMEDY_OPEN_VM
 * @target: where the device is now, for %BERTH_REMEDY_MOVE
 * @option: exactly one, for the two that switch one
 * @vm_uuid: (nullable): for %BERTH_REMEDY_OPEN_VM; foreign text
 * @vm_name: (nullable): its name; foreign text
 * @connection: (nullable): URI of the connection that has it; foreign text
 *
 * A way out of a finding that one click takes. All but the last change the wish for the VM that was
 * checked and nothing else: whether it is written is still the user's decision.
 */
typedef struct
{
  BerthRemedyKind kind;
  BerthAddress address;
  BerthAddress target;
  BerthOption option;
  char *vm_uuid;
  char *vm_name;
  char *connection;
} BerthRemedy;

BerthRemedy *berth_remedy_new (BerthRemedyKind kind, const BerthAddress *address);
BerthRemedy *berth_remedy_new_move (const BerthAddress *address, const BerthAddress *target);
BerthRemedy *
berth_remedy_new_option (const BerthAddress *address, BerthOption option, gboolean on);
BerthRemedy *berth_remedy_new_open_vm (const BerthVm *vm);
BerthRemedy *berth_remedy_copy (const BerthRemedy *self);
gboolean berth_remedy_equal (const BerthRemedy *a, const BerthRemedy *b);
void berth_remedy_free (BerthRemedy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthRemedy, berth_remedy_free)

const char *berth_remedy_kind_get_nick (BerthRemedyKind kind);
char *berth_remedy_dup_label (const BerthRemedy *self);

G_END_DECLS
