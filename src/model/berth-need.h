/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-situation.h"

G_BEGIN_DECLS

/**
 * BerthNeedAnswer:
 * @BERTH_NEED_FREE: looked everywhere, nothing of the computer uses it
 * @BERTH_NEED_IN_USE: used now, but the computer goes on without it
 * @BERTH_NEED_NEEDED: the computer, or the person in front of it, cannot go on without it
 * @BERTH_NEED_CANNOT_TELL: something that would tell could not be read; never the same as free
 */
typedef enum
{
  BERTH_NEED_FREE,
  BERTH_NEED_IN_USE,
  BERTH_NEED_NEEDED,
  BERTH_NEED_CANNOT_TELL,
} BerthNeedAnswer;

/**
 * BerthNeed:
 * @answer: whether the computer needs the device
 * @use: (nullable) (transfer none): the use that decided it; belongs to the inventory's facts
 * @device_class: what the device is: where no use decided that it is needed, this did
 */
typedef struct
{
  BerthNeedAnswer answer;
  const BerthUse *use;
  BerthDeviceClass device_class;
} BerthNeed;

BerthNeed berth_need_judge (const BerthSituation *situation, const BerthDevice *device);
char *berth_need_dup_sentence (const BerthNeed *self);

G_END_DECLS
