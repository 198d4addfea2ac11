/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

BerthFacts *berth_facts_read_live (const char *root, GError **error);

G_END_DECLS
