/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-computer-device.h"

G_BEGIN_DECLS

#define BERTH_DEVICE_ACTION_COPY_ADDRESS "device.copy-address"
/* With the text. */
#define BERTH_DEVICE_ACTION_COPY_TEXT "device.copy-text"
/* Its target is the address of the device to show. */
#define BERTH_DEVICE_ACTION_SHOW "device.show"

GMenuModel *berth_computer_menu_new (BerthComputerDevice *device);

G_END_DECLS
