/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"
#include "model/berth-change.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

GStrv berth_demo_commands_dup (gboolean is_qubes,
                               const BerthFacts *facts,
                               const BerthVm *vm,
                               BerthChange *change);

G_END_DECLS
