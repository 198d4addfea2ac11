/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-change.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

GStrv berth_domain_commands_dup (const char *uri, const BerthVm *vm, BerthChange *change);

G_END_DECLS
