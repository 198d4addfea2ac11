/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-change.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

gboolean
berth_demo_apply_change (BerthVm *vm, BerthChange *change, guint options, GError **error);

G_END_DECLS
