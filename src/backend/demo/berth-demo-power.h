/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

gboolean
berth_demo_power_start (BerthVm *vm, GPtrArray *vms, const BerthFacts *facts, GError **error);
gboolean berth_demo_power_shut_down (BerthVm *vm, GError **error);

void berth_demo_power_take_from_host (BerthFacts *facts, GPtrArray *vms);

G_END_DECLS
