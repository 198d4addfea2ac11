/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-vm-summary.h"

G_BEGIN_DECLS

char *berth_vm_words_dup_line (const BerthVm *vm, const BerthVmSummary *summary);
char *berth_vm_words_dup_problem (const BerthVmSummary *summary);

G_END_DECLS
