/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

/**
 * BerthPciIdentity:
 * @class_code: 24 bits as in sysfs
 *
 * Which PCI function it is, wherever it sits: all that the kernel lets everybody read and that no
 * driver changes. A plain value. The root helper compares it before it touches anything, so that an
 * address which means another device by now hurts nobody.
 */
typedef struct
{
  guint16 vendor;
  guint16 device;
  guint16 subsystem_vendor;
  guint16 subsystem_device;
  guint32 class_code;
  guint8 revision;
} BerthPciIdentity;

BerthPciIdentity berth_pci_identity_of (const BerthPciFacts *pci);
gboolean berth_pci_identity_equal (const BerthPciIdentity *a, const BerthPciIdentity *b);

G_END_DECLS
