/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-invocation.h"
#include "session/berth-draft.h"

G_BEGIN_DECLS

gboolean berth_consent_get (BerthInvocation *invocation,
                            BerthDraft *draft,
                            GPtrArray *findings,
                            gboolean yes);
gboolean
berth_consent_get_for_host (BerthInvocation *invocation, GPtrArray *findings, gboolean yes);

G_END_DECLS
