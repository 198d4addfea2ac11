/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-invocation.h"
#include "session/berth-draft.h"

G_BEGIN_DECLS

void
berth_edit_plan_answer (BerthInvocation *invocation, BerthDraft *draft, GPtrArray *findings);
void berth_edit_plan_append_commands (GString *output, const char *const *commands);

G_END_DECLS
