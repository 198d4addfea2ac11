/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

BerthFacts *berth_node_devices_new_facts (GPtrArray *texts);

G_END_DECLS
