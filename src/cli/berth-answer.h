/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-invocation.h"

G_BEGIN_DECLS

void
berth_answer_vm (BerthInvocation *invocation, BerthComputer *computer, const BerthVm *vm);

G_END_DECLS
