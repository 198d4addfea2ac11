/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

void berth_pci_names_fill (BerthFacts *facts, const char *database);

G_END_DECLS
