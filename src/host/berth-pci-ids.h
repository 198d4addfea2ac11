/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

/**
 * BerthPciIds:
 *
 * An ids database (pci.ids) of which only the place of each vendor is known yet.
 */
typedef struct _BerthPciIds BerthPciIds;

BerthPciIds *berth_pci_ids_open (const char *path);
void berth_pci_ids_free (BerthPciIds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthPciIds, berth_pci_ids_free)

GString *berth_pci_ids_cut (const BerthPciIds *self, const BerthFacts *facts);

G_END_DECLS
