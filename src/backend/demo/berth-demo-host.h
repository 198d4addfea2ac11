/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"
#include "model/berth-host-action.h"

G_BEGIN_DECLS

gboolean berth_demo_host_check (GKeyFile *changed, GError **error);
void berth_demo_host_put (GKeyFile *changed, BerthFacts *facts);
gboolean berth_demo_host_write (const BerthHostAction *action,
                                const BerthFacts *recorded,
                                const BerthFacts *now,
                                GKeyFile *changed,
                                GError **error);

G_END_DECLS
