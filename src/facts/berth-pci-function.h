/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

/**
 * BerthPciScope:
 * @has_groups: the kernel has IOMMU groups
 * @has_nodes: the computer has more than one NUMA node
 * @is_xen: interrupt lines and pages of memory matter: Xen does not keep apart those who share one
 * @asked_groups: (element-type int): IOMMU groups whose reserved memory one function has asked for
 * @lock: of @asked_groups
 *
 * What need not be asked of each function, because it is known of all, or another one asks.
 */
typedef struct
{
  gboolean has_groups;
  gboolean has_nodes;
  gboolean is_xen;
  GHashTable *asked_groups;
  GMutex lock;
} BerthPciScope;

gboolean berth_pci_function_read (int devices,
                                  const char *name,
                                  BerthPciScope *scope,
                                  BerthPciFacts *pci);
gboolean berth_pci_driver_puts_aside (const char *driver);
gboolean berth_pci_function_is_put_aside (const BerthPciFacts *pci);

G_END_DECLS
