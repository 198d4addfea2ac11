/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-vm-summary.h"
#include "session/berth-connection.h"

G_BEGIN_DECLS

/**
 * BerthVmItemPlace:
 * @BERTH_VM_ITEM_FIRST: the first of its connection: its row begins the card
 * @BERTH_VM_ITEM_LAST: the last of its connection: its row ends the card
 * @BERTH_VM_ITEM_HEADED: the connection's title stands above it
 *
 * Where an item stands among those of its connection.
 */
typedef enum
{
  BERTH_VM_ITEM_FIRST = 1 << 0,
  BERTH_VM_ITEM_LAST = 1 << 1,
  BERTH_VM_ITEM_HEADED = 1 << 2,
} BerthVmItemPlace;

#define BERTH_TYPE_VM_ITEM (berth_vm_item_get_type ())
G_DECLARE_FINAL_TYPE (BerthVmItem, berth_vm_item, BERTH, VM_ITEM, GObject)

BerthVmItem *berth_vm_item_new (BerthConnection *connection);

BerthConnection *berth_vm_item_get_connection (BerthVmItem *self);
const BerthVm *berth_vm_item_get_vm (BerthVmItem *self);
guint berth_vm_item_get_place (BerthVmItem *self);
const char *berth_vm_item_get_line (BerthVmItem *self);
const char *berth_vm_item_get_problem (BerthVmItem *self);
gboolean berth_vm_item_matches (BerthVmItem *self, const char *const *words);

void berth_vm_item_set_vm (BerthVmItem *self, BerthVm *vm, const BerthVmSummary *summary);
void berth_vm_item_set_note (BerthVmItem *self);
void berth_vm_item_set_place (BerthVmItem *self, guint place);

G_END_DECLS
