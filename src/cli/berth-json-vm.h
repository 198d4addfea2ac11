/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-json.h"
#include "model/berth-inventory.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

void berth_json_add_vm (JsonBuilder *builder,
                        const char *computer,
                        BerthInventory *inventory,
                        const BerthVm *vm);

G_END_DECLS
