/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-vm.h"

G_BEGIN_DECLS

GPtrArray *berth_demo_vms_parse (GKeyFile *recorded,
                                 GKeyFile *changed,
                                 const char *connection,
                                 GError **error);
void berth_demo_vms_write (const BerthVm *vm, GKeyFile *changed);

BerthVm *berth_demo_vms_find (GPtrArray *vms, const char *uuid, GError **error);
BerthVm *berth_demo_vms_copy (const BerthVm *vm);

G_END_DECLS
