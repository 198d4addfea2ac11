/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-driver-state.h"
#include "helper/berth-kernel-write.h"

G_BEGIN_DECLS

/**
 * BerthDriverAim:
 * @state: the device
 * @name: its address, as it is written
 * @target: (nullable): the driver that shall have it; %NULL: one of the host's
 * @old_driver: (nullable): which had it at first
 * @old_override: (nullable): what stood in driver_override at first
 *
 * What is to become of one device, and what it was.
 */
typedef struct
{
  BerthDriverState state;
  char *name;
  const char *target;
  char *old_driver;
  char *old_override;
} BerthDriverAim;

/**
 * BerthDriverStep:
 * @is_needed: (nullable): asked right before; %NULL ends a list of steps
 * @get_text: what is written
 * @is_done: (nullable): asked right after; what sysfs says then counts, not what the write
 *   answered. %NULL: it cannot be seen
 * @must: when it is not done, all that was done before it is undone
 * @waits: nothing is written; it waits until it is needed no more, as long as patience lasts
 *
 * One write, if it is needed.
 */
typedef struct
{
  BerthKernelFile file;
  gboolean (*is_needed) (const BerthDriverAim *aim);
  const char *(*get_text) (const BerthDriverAim *aim);
  gboolean (*is_done) (const BerthDriverAim *aim);
  gboolean must;
  gboolean waits;
} BerthDriverStep;

extern const BerthDriverStep berth_driver_bind_steps[];
extern const BerthDriverStep berth_driver_return_steps[];
extern const BerthDriverStep berth_driver_undo_steps[];
extern const BerthDriverStep berth_driver_permissive_steps[];

G_END_DECLS
