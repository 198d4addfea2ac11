/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-boot-binding.h"

G_BEGIN_DECLS

GPtrArray *berth_facts_boot_list (int root);
gboolean berth_facts_boot_is_switched_off (int root);

void berth_facts_boot_read (int root, BerthFacts *facts);

G_END_DECLS
