/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-computer-device.h"
#include "session/berth-computer.h"

G_BEGIN_DECLS

#define BERTH_TYPE_COMPUTER_DEVICE_LIST (berth_computer_device_list_get_type ())
G_DECLARE_FINAL_TYPE (
    BerthComputerDeviceList, berth_computer_device_list, BERTH, COMPUTER_DEVICE_LIST, GObject)

BerthComputerDeviceList *berth_computer_device_list_new (BerthComputer *computer);

BerthComputerDevice *berth_computer_device_list_lookup (BerthComputerDeviceList *self,
                                                        const BerthAddress *address);
guint berth_computer_device_list_get_classes (BerthComputerDeviceList *self);
gboolean berth_computer_device_list_is_checked (BerthComputerDeviceList *self);

G_END_DECLS
