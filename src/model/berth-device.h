/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"
#include "model/berth-device-class.h"
#include "model/berth-identity.h"

G_BEGIN_DECLS

/**
 * BerthDevice:
 * @address: where it sits
 * @identity: which device it is
 * @device_class: what it is for a person
 * @class_words: that in more precise words, translated: "disk (NVMe)"
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
gboolean berth_device_is_endpoint (const BerthDevice *self);
gboolean berth_device_resets_alone (const BerthDevice *self);
gboolean berth_device_is_put_aside (const BerthDevice *self);
char *berth_device_dup_title (const BerthDevice *self);

G_END_DECLS
