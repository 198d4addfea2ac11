/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-device.h"

G_BEGIN_DECLS

/**
 * BerthBundleReason:
 * @BERTH_BUNDLE_CARD: a card behind a port: all functions of its slot go together
 * @BERTH_BUNDLE_ALONE: a chipset function that can be reset by itself
 * @BERTH_BUNDLE_CHIPSET_SLOT: chipset functions without a reset of their own go with their slot
 * @BERTH_BUNDLE_VIRTUAL_FUNCTION: an SR-IOV virtual function is made to go alone
 * @BERTH_BUNDLE_BRIDGE: a bridge has others behind it and is never given away
 * @BERTH_BUNDLE_USB_DEVICE: a USB device
 * @BERTH_BUNDLE_GHOST: assigned, but not in this computer
 */
typedef enum
{
  BERTH_BUNDLE_CARD,
  BERTH_BUNDLE_ALONE,
  BERTH_BUNDLE_CHIPSET_SLOT,
  BERTH_BUNDLE_VIRTUAL_FUNCTION,
  BERTH_BUNDLE_BRIDGE,
  BERTH_BUNDLE_USB_DEVICE,
  BERTH_BUNDLE_GHOST,
} BerthBundleReason;

/**
 * BerthBundle:
 * @address: of its first function; also the name of the bundle
 * @functions: (element-type BerthDevice): what one click gives, sorted by address, never empty
 * @companions: (element-type BerthDevice): what must leave the host with it without being given:
 *   the other endpoints of its IOMMU groups; empty where the platform has no groups
 * @reason: why these functions and no others
 *
 * What one click takes. Immutable, reference counted, safe to pass between threads.
 */
typedef struct
{
  BerthAddress address;
  GPtrArray *functions;
  GPtrArray *companions;
  BerthBundleReason reason;
} BerthBundle;

GPtrArray *berth_bundle_list_for_devices (GPtrArray *devices);

BerthBundle *berth_bundle_new_ghost (const BerthAddress *address, const BerthIdentity *identity);
BerthBundle *berth_bundle_new_ghost_of (GPtrArray *ghosts);
BerthBundle *berth_bundle_ref (BerthBundle *self);
void berth_bundle_unref (BerthBundle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthBundle, berth_bundle_unref)

BerthDevice *berth_bundle_get_first (const BerthBundle *self);
BerthDevice *berth_bundle_lookup_function (const BerthBundle *self, const BerthAddress *address);
char *berth_bundle_dup_reason (const BerthBundle *self);
char *berth_bundle_dup_companion_reason (const BerthBundle *self);

G_END_DECLS
