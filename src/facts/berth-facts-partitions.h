/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-disk-uses.h"

G_BEGIN_DECLS

void berth_facts_partitions_read (int root, const GPtrArray *blocks, BerthDiskUses *uses);

G_END_DECLS
