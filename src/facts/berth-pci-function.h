/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

/**
 * BerthPciScope:
 * @has_groups: the kernel has IOMMU groups
 * @has_nodes: the computer has more than one NUMA node
 *
 * What need not be asked of each function, because it is known of all.
 */
typedef struct
{
  gboolean has_groups;
  gboolean has_nodes;
} BerthPciScope;

gboolean berth_pci_function_read (int devices,
                                  const char *name,
                                  const BerthPciScope *scope,
                                  BerthPciFacts *pci);
gboolean berth_pci_function_is_put_aside (const BerthPciFacts *pci);

G_END_DECLS
