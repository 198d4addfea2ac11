/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-computer-device.h"

G_BEGIN_DECLS

GStrv berth_computer_device_words_dup_users (BerthComputerDevice *device);
GStrv berth_computer_device_words_dup_uses (BerthComputerDevice *device);

GPtrArray *berth_computer_device_words_list_usb (BerthComputerDevice *device);
GPtrArray *berth_computer_device_words_list_others (BerthComputerDevice *device);

GStrv berth_computer_device_words_dup_bindings (BerthComputerDevice *device);

G_END_DECLS
