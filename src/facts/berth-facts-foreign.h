/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

gboolean berth_foreign_binding_has_address (guint kind);
gboolean berth_foreign_binding_equal (const BerthForeignBinding *a, const BerthForeignBinding *b);

void berth_facts_foreign_read (int root, BerthFacts *facts);

G_END_DECLS
