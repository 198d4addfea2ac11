/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-pci-identity.h"

/**
 * berth_pci_identity_of:
 *
 * Returns: which device @pci is
 */
BerthPciIdentity
berth_pci_identity_of (const BerthPciFacts *pci)
{
  return (BerthPciIdentity){
    .vendor = pci->vendor,
    .device = pci->device,
    .subsystem_vendor = pci->subsystem_vendor,
    .subsystem_device = pci->subsystem_device,
    .class_code = pci->class_code,
    .revision = pci->revision,
  };
}

/**
 * berth_pci_identity_equal:
 *
 * Returns: whether every field agrees
 */
gboolean
berth_pci_identity_equal (const BerthPciIdentity *a, const BerthPciIdentity *b)
{
  return a->vendor == b->vendor && a->device == b->device
         && a->subsystem_vendor == b->subsystem_vendor && a->subsystem_device == b->subsystem_device
         && a->class_code == b->class_code && a->revision == b->revision;
}
