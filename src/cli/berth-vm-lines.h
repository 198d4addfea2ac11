/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-terminal.h"
#include "model/berth-inventory.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

void berth_vm_lines_append (GString *output,
                            const BerthTerminal *terminal,
                            BerthInventory *inventory,
                            const BerthVm *vm);
void berth_vm_lines_append_remarks (GString *output, BerthInventory *inventory, const BerthVm *vm);

G_END_DECLS
