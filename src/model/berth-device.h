/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"
#include "model/berth-identity.h"

G_BEGIN_DECLS

/**
 * BerthDeviceClass:
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
  BERTH_DEVICE_HOST_FUNCTION, /* part of the computer: LPC, SMBus, memory controller, IOMMU */
  BERTH_DEVICE_BRIDGE,        /* host bridge, PCI bridge, USB hub: has others behind it */
} BerthDeviceClass;

#define BERTH_N_DEVICE_CLASSES (BERTH_DEVICE_BRIDGE + 1)

/**
 * BerthDevice:
 * @address: where it sits
 * @identity: which device it is
 * @device_class: what it is for a person
 * @class_words: that in words, "network card"; ours, untranslated source is in the catalogue
 * @name: what it is called: marketing name out of the brackets where there is one; foreign text
 * @vendor_name: short form, "Intel"; foreign text, empty when nobody knows
 * @pci: (nullable): the facts of a PCI function
 * @usb: (nullable): the facts of a USB device
 *
 * One function or USB device of a computer at one moment: immutable, reference counted, safe to
 * pass between threads. Exactly one of @pci and @usb is set, except for a ghost (a device that an
 * assignment names and this computer does not have), where both are %NULL. Read the fields; only
 * the functions below make one.
 */
typedef struct
{
  BerthAddress address;
  BerthIdentity identity;
  BerthDeviceClass device_class;
  const char *class_words;
  char *name;
  char *vendor_name;
  const BerthPciFacts *pci;
  const BerthUsbFacts *usb;
  BerthFacts *facts;
} BerthDevice;

BerthDevice *berth_device_new_pci (BerthFacts *facts, const BerthPciFacts *pci);
BerthDevice *berth_device_new_usb (BerthFacts *facts, const BerthUsbFacts *usb);
BerthDevice *berth_device_new_ghost (const BerthAddress *address, const BerthIdentity *identity);
BerthDevice *berth_device_ref (BerthDevice *self);
void berth_device_unref (BerthDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthDevice, berth_device_unref)

gboolean berth_device_is_ghost (const BerthDevice *self);
gboolean berth_device_is_bridge (const BerthDevice *self);
gboolean berth_device_resets_alone (const BerthDevice *self);

const char *berth_device_class_get_nick (BerthDeviceClass device_class);
const char *berth_device_class_get_words (BerthDeviceClass device_class);

G_END_DECLS
