/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/berth-vm.h"

G_BEGIN_DECLS

/* What can be done with one VM. The target of each is (connection URI, VM UUID), so that a menu
 * that is open means the same VM whatever becomes of the row below it. */
#define BERTH_VM_TARGET_TYPE "(ss)"
#define BERTH_VM_ACTION_OPEN "app.open-vm"
#define BERTH_VM_ACTION_ADD_LAUNCHER "vm.add-launcher"
#define BERTH_VM_ACTION_REMOVE_LAUNCHER "vm.remove-launcher"
#define BERTH_VM_ACTION_START "vm.start"
#define BERTH_VM_ACTION_SHUT_DOWN "vm.shut-down"

GMenuModel *berth_vm_menu_new (const BerthVm *vm, guint features, gboolean has_launcher);

G_END_DECLS
