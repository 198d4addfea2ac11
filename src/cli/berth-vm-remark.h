/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-assignment.h"
#include "model/berth-device.h"

G_BEGIN_DECLS

char *berth_vm_remark_dup_identity (const BerthAssignment *assignment, const BerthDevice *present);
char *berth_vm_remark_dup_others (const BerthAssignment *assignment);

G_END_DECLS
