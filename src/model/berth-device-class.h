/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthDeviceClass:
 * @BERTH_DEVICE_HOST_FUNCTION: part of the computer itself: LPC, SMBus, IOMMU, management engine
 * @BERTH_DEVICE_BRIDGE: host bridge, PCI bridge, USB hub: has others behind it
 *
 * What a device is for a person. The order is that of the class filter.
 */
typedef enum
{
  BERTH_DEVICE_GRAPHICS,
  BERTH_DEVICE_NETWORK,
  BERTH_DEVICE_USB_CONTROLLER,
  BERTH_DEVICE_STORAGE,
  BERTH_DEVICE_SOUND,
  BERTH_DEVICE_INPUT,
  BERTH_DEVICE_BLUETOOTH,
  BERTH_DEVICE_CAMERA,
  BERTH_DEVICE_PRINTER,
  BERTH_DEVICE_OTHER,
  BERTH_DEVICE_HOST_FUNCTION,
  BERTH_DEVICE_BRIDGE,
} BerthDeviceClass;

#define BERTH_N_DEVICE_CLASSES (BERTH_DEVICE_BRIDGE + 1)

const char *berth_device_class_get_nick (BerthDeviceClass device_class);
const char *berth_device_class_get_words (BerthDeviceClass device_class);

BerthDeviceClass berth_device_class_of_pci (guint32 class_code, const char **ret_words);
BerthDeviceClass berth_device_class_of_usb (guint8 device_class,
                                            const char *interface_classes,
                                            const char **ret_words);

G_END_DECLS
