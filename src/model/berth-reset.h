/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-situation.h"

G_BEGIN_DECLS

/**
 * BerthResetReach:
 * @BERTH_RESET_REACH_ALONE: each function is reset by itself
 * @BERTH_RESET_REACH_UNKNOWN: nobody could look; never the same as none
 * @BERTH_RESET_REACH_BUS: only all that is on its bus at once
 * @BERTH_RESET_REACH_NONE: nothing resets it but the restart of the computer
 *
 * How far the reset of a bundle reaches, the worst one last.
 */
typedef enum
{
  BERTH_RESET_REACH_ALONE,
  BERTH_RESET_REACH_UNKNOWN,
  BERTH_RESET_REACH_BUS,
  BERTH_RESET_REACH_NONE,
} BerthResetReach;

/**
 * BerthReset:
 * @reach: that of the function that is worst off
 * @function: (nullable) (transfer none): which one that is
 * @sibling: (nullable) (transfer none): what is on its bus and does not go with the bundle
 */
typedef struct
{
  BerthResetReach reach;
  const BerthDevice *function;
  const BerthDevice *sibling;
} BerthReset;

BerthReset berth_reset_judge (const BerthSituation *situation, const BerthBundle *bundle);

G_END_DECLS
