/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-xen.h"

#include <fcntl.h>
#include <unistd.h>

#include "facts/berth-pciback.h"
#include "facts/berth-sysfs.h"
#include "facts/berth-xen-holders.h"

#define ALL_PERMISSIVE "sys/module/xen_pciback/parameters/permissive"

/* The module's parameter counts for every function that it has. */
static gboolean
is_all_permissive (int root)
{
  char text[16];

  return berth_sysfs_read (root, ALL_PERMISSIVE, text, sizeof text) > 0 && text[0] == 'Y';
}

static void
read_permissive (int root, BerthFacts *facts)
{
  gboolean all = is_all_permissive (root);
  g_autoptr (GArray) functions = berth_pciback_read (root);

  for (guint i = 0; i < facts->pci->len; i++)
    {
      BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);
      guint flags = functions != NULL ? berth_pciback_get_flags (functions, &pci->address) : 0;

      if (g_strcmp0 (pci->driver, "pciback") != 0)
        continue;
      if (all || (flags & BERTH_PCIBACK_PERMISSIVE) != 0)
        pci->permissive = BERTH_TRUTH_YES;
      else if (functions != NULL)
        pci->permissive = BERTH_TRUTH_NO;
    }
}

static void
read_holders (int root, BerthFacts *facts)
{
  g_autoptr (GArray) holders = berth_xen_holders_read (root);

  if (holders == NULL)
    facts->gaps |= BERTH_GAP_HOLDERS;
  for (guint i = 0; holders != NULL && i < holders->len; i++)
    {
      const BerthXenHolder *holder = &g_array_index (holders, BerthXenHolder, i);
      BerthPciFacts *pci = (BerthPciFacts *) berth_facts_lookup_pci (facts, &holder->address);

      if (pci != NULL)
        pci->xen_domain = holder->domain;
    }
}

/**
 * berth_facts_xen_read:
 * @root: descriptor of the folder that holds sys/, dev/ and proc/
 * @facts: (inout): `platform` and the PCI functions have to be known, sorted
 *
 * What is so only on Xen: whether pciback is there, which functions it lets be written without
 * limits, and which domain has which of them. Most of it only root may read, and the rest is left
 * unknown for others.
 */
void
berth_facts_xen_read (int root, BerthFacts *facts)
{
  if (facts->platform != BERTH_PLATFORM_XEN && facts->platform != BERTH_PLATFORM_QUBES)
    return;

  facts->pciback = faccessat (root, BERTH_PCIBACK_FOLDER, F_OK, 0) == 0 ? BERTH_TRUTH_YES
                                                                        : BERTH_TRUTH_NO;
  if (facts->pciback == BERTH_TRUTH_YES)
    read_permissive (root, facts);
  read_holders (root, facts);
}
