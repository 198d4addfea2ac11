/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/berth-device-holder.h"
#include "model/berth-finding.h"
#include "model/berth-inventory.h"
#include "model/berth-need.h"

G_BEGIN_DECLS

/**
 * BerthDeviceUsers:
 * @BERTH_USED_BY_NOBODY: looked everywhere, and nobody has or uses it
 * @BERTH_USED_BY_VM: at least one VM has it, configured or running
 * @BERTH_USED_BY_COMPUTER: this computer uses it, or it is a part of the computer
 * @BERTH_USED_BY_UNKNOWN: no VM has it, and whether this computer uses it cannot be told
 *
 * Who has a device, coarsely: for the filter and the order.
 */
typedef enum
{
  BERTH_USED_BY_NOBODY = 1 << 0,
  BERTH_USED_BY_VM = 1 << 1,
  BERTH_USED_BY_COMPUTER = 1 << 2,
  BERTH_USED_BY_UNKNOWN = 1 << 3,
} BerthDeviceUsers;

#define BERTH_USED_BY_ANYBODY (~0u)

#define BERTH_TYPE_COMPUTER_DEVICE (berth_computer_device_get_type ())
G_DECLARE_FINAL_TYPE (
    BerthComputerDevice, berth_computer_device, BERTH, COMPUTER_DEVICE, GObject)

BerthComputerDevice *berth_computer_device_new (BerthDevice *device,
                                                BerthInventory *inventory,
                                                BerthRoster *roster);
void berth_computer_device_update (BerthComputerDevice *self,
                                   BerthDevice *device,
                                   BerthInventory *inventory,
                                   BerthRoster *roster);
void berth_computer_device_set_findings (BerthComputerDevice *self, GPtrArray *findings);

const BerthAddress *berth_computer_device_get_address (BerthComputerDevice *self);
BerthDevice *berth_computer_device_get_device (BerthComputerDevice *self);
BerthBundle *berth_computer_device_get_bundle (BerthComputerDevice *self);
BerthInventory *berth_computer_device_get_inventory (BerthComputerDevice *self);
BerthNeed berth_computer_device_get_need (BerthComputerDevice *self);
GArray *berth_computer_device_get_holders (BerthComputerDevice *self);
GPtrArray *berth_computer_device_get_findings (BerthComputerDevice *self);
gboolean berth_computer_device_is_about (BerthComputerDevice *self, const BerthFinding *finding);
guint berth_computer_device_get_users (BerthComputerDevice *self);
guint berth_computer_device_get_classes (BerthComputerDevice *self);
BerthSeverity berth_computer_device_get_severity (BerthComputerDevice *self);

const char *berth_computer_device_get_title (BerthComputerDevice *self);
const char *berth_computer_device_get_kind (BerthComputerDevice *self);
const char *berth_computer_device_get_place (BerthComputerDevice *self);
const char *berth_computer_device_get_used_by (BerthComputerDevice *self);
const char *berth_computer_device_get_driver (BerthComputerDevice *self);
const char *berth_computer_device_get_words (BerthComputerDevice *self);
const char *berth_computer_device_get_icon_name (BerthComputerDevice *self);
const char *berth_computer_device_get_label (BerthComputerDevice *self);
const char *berth_computer_device_get_folded (BerthComputerDevice *self);

G_END_DECLS
