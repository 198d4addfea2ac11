/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

void berth_facts_xen_read (int root, BerthFacts *facts);

G_END_DECLS
