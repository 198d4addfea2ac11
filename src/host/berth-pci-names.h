/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "host/berth-pci-ids.h"

G_BEGIN_DECLS

char *berth_pci_names_dup_database (void);
void berth_pci_names_fill (BerthFacts *facts, const BerthPciIds *ids);

G_END_DECLS
