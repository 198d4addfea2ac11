/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-host-action.h"
#include "model/berth-inventory.h"

G_BEGIN_DECLS

char *berth_host_plan_dup_question (const BerthHostAction *action, const BerthDevice *device);
GStrv berth_host_plan_dup_steps (const BerthHostAction *action, const BerthDevice *device);
char *berth_host_plan_dup_done (const BerthHostAction *action, const BerthDevice *device);
char *berth_host_plan_dup_boot_line (const BerthBootBinding *binding, const BerthFacts *facts);
char *berth_host_plan_dup_foreign_line (const BerthForeignBinding *foreign);

G_END_DECLS
