/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

GString *berth_pci_ids_cut (const char *path, const BerthFacts *facts);

G_END_DECLS
