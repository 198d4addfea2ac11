/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-change.h"
#include "model/berth-inventory.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

typedef enum
{
  BERTH_STEP_ASSIGN,
  BERTH_STEP_COMPANION,
  BERTH_STEP_PIN, /* the device that is there is the one that is meant from now on */
  BERTH_STEP_OPTION,
  BERTH_STEP_TAKE_BACK,
  BERTH_STEP_RESTART, /* not done by Apply: what the user has to do for it to take effect */
} BerthStepKind;

/**
 * BerthStep:
 * @kind: what it does
 * @address: to which device; unset for %BERTH_STEP_RESTART
 * @words: that as a sentence; safe to show
 */
typedef struct
{
  BerthStepKind kind;
  BerthAddress address;
  char *words;
} BerthStep;

void berth_step_free (BerthStep *self);

GPtrArray *berth_plan_list_steps (BerthChange *change,
                                  const BerthVm *vm,
                                  BerthInventory *inventory);

G_END_DECLS
