/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-roster.h"

G_BEGIN_DECLS

/**
 * BerthDeviceHolder:
 * @vm: who
 * @is_live: it has the device now; else it is configured to get it at its next start
 */
typedef struct
{
  BerthVm *vm;
  gboolean is_live;
} BerthDeviceHolder;

GArray *berth_device_holder_list (BerthRoster *roster, const BerthAddress *address);

G_END_DECLS
