/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

void berth_facts_remote_disks_list (int root,
                                    const GPtrArray *mounts,
                                    GPtrArray *peers,
                                    BerthFacts *facts);

G_END_DECLS
