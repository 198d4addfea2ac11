/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-computer-device.h"

G_BEGIN_DECLS

/**
 * BerthDeviceColumn:
 *
 * What the devices of a computer can be put in order by.
 */
typedef enum
{
  BERTH_DEVICE_COLUMN_NAME,
  BERTH_DEVICE_COLUMN_ADDRESS,
  BERTH_DEVICE_COLUMN_USED_BY,
  BERTH_DEVICE_COLUMN_DRIVER,
  BERTH_DEVICE_COLUMN_STATE,
} BerthDeviceColumn;

#define BERTH_N_DEVICE_COLUMNS (BERTH_DEVICE_COLUMN_STATE + 1)

int berth_computer_device_compare (BerthComputerDevice *a,
                                   BerthComputerDevice *b,
                                   BerthDeviceColumn column);

G_END_DECLS
