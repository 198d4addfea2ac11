/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-host-target.h"
#include "cli/berth-invocation.h"

G_BEGIN_DECLS

void berth_host_answer_plan (BerthInvocation *invocation, GPtrArray *targets);
void berth_host_answer_results (BerthInvocation *invocation, GPtrArray *targets);

G_END_DECLS
