/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

void berth_facts_network_read (int root, const GPtrArray *mounts, BerthFacts *facts);

G_END_DECLS
