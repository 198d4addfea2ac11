/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small computers for tests, told in the words of the domain. A function on bus 0 sits on the root
 * bus; any other sits behind a bridge. */
#pragma once

#include "model/berth-change.h"
#include "model/berth-situation.h"

BerthAddress scene_address (const char *text);

BerthPciFacts *
scene_add_pci (BerthFacts *facts, const char *address, guint32 class_code, int iommu_group);
BerthUsbFacts *scene_add_usb (BerthFacts *facts,
                              const char *address,
                              const char *controller,
                              const char *interface_classes);
void scene_add_use (BerthFacts *facts,
                    BerthUseKind kind,
                    const char *address,
                    const char *subject,
                    const char *purpose);
BerthInventory *scene_inventory (BerthFacts *facts);

BerthAssignment *scene_assign (GPtrArray *list, BerthInventory *inventory, const char *address);
BerthChange *scene_change_to_add (const BerthVm *vm, const char *address, guint options);
char *scene_addresses (GPtrArray *devices);
