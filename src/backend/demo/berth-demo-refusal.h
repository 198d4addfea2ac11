/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"
#include "model/berth-host-action.h"

G_BEGIN_DECLS

gboolean berth_demo_refusal_check (const BerthHostAction *action,
                                   BerthFacts *now,
                                   GPtrArray *vms,
                                   GError **error);

G_END_DECLS
