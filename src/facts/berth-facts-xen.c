/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-xen.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/berth-number.h"
#include "facts/berth-pciback.h"
#include "facts/berth-sysfs.h"
#include "facts/berth-xenstore.h"

/* A link for each set of devices that a domain has: "pci-3-0". */
#define BACKENDS_FOLDER "sys/bus/xen-backend/devices"
#define ALL_PERMISSIVE "sys/module/xen_pciback/parameters/permissive"

/* All of the store's answers together, in microseconds: it needs some hundred for each. */
#define STORE_PATIENCE (G_USEC_PER_SEC / 2)
/* 32 slots of 8 functions: xen-pciback shows a domain one bus (drivers/xen/xen-pciback/vpci.c). */
#define MAX_FUNCTIONS 256
/* Domain ids are 15 bits wide, the highest ones are Xen's own (xen/include/public/xen.h). */
#define MAX_DOMAIN 0x7fef

/* Returns: (transfer full) (nullable): what the store knows the backend "pci-3-0" by:
 * "backend/pci/3/0"; NULL: @name is no such backend */
static char *
dup_node (const char *name, guint *ret_domain)
{
  g_auto (GStrv) parts = g_strsplit (name, "-", -1);
  gint64 domain;
  gint64 number;

  if (g_strv_length (parts) != 3 || !g_str_equal (parts[0], "pci")
      || !berth_number_parse (parts[1], 10, 1, MAX_DOMAIN, &domain)
      || !berth_number_parse (parts[2], 10, 0, G_MAXINT32, &number))
    return NULL;
  *ret_domain = (guint) domain;
  return g_strdup_printf ("backend/pci/%d/%d", (int) domain, (int) number);
}

static void
give (BerthFacts *facts, const char *text, guint domain)
{
  BerthAddress address;
  BerthPciFacts *pci = NULL;

  if (berth_address_parse (text, &address, NULL))
    pci = (BerthPciFacts *) berth_facts_lookup_pci (facts, &address);
  if (pci != NULL)
    pci->xen_domain = domain;
}

/* The list has a gap where a function was unplugged. FALSE: it could not be read. */
static gboolean
read_backend (BerthXenstore *store, const char *node, guint domain, BerthFacts *facts)
{
  g_autofree char *count_path = g_strdup_printf ("%s/num_devs", node);
  g_autofree char *count = berth_xenstore_dup_value (store, count_path);
  gint64 n_functions;

  /* A domain that is just starting or leaving has none. */
  if (count == NULL)
    return errno == ENOENT;
  if (!berth_number_parse (count, 10, 0, MAX_FUNCTIONS, &n_functions))
    return FALSE;

  for (gint64 i = 0; i < n_functions; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/dev-%d", node, (int) i);
      g_autofree char *address = berth_xenstore_dup_value (store, path);

      if (address != NULL)
        give (facts, address, domain);
      else if (errno != ENOENT)
        return FALSE;
    }
  return TRUE;
}

/* FALSE: which functions the domains have could not be read. */
static gboolean
read_holders (int root, BerthFacts *facts)
{
  g_autoptr (DIR) backends = berth_sysfs_list (root, BACKENDS_FOLDER);
  g_auto (BerthFd) fd = -1;
  BerthXenstore store = { .fd = -1 };
  const char *name;

  if (backends == NULL)
    return errno == ENOENT;

  while ((name = berth_sysfs_next (backends)) != NULL)
    {
      guint domain;
      g_autofree char *node = dup_node (name, &domain);

      if (node == NULL)
        continue;
      if (fd < 0)
        {
          fd = store.fd = berth_xenstore_open (root);
          store.deadline = g_get_monotonic_time () + STORE_PATIENCE;
        }
      if (!read_backend (&store, node, domain, facts))
        return FALSE;
    }
  return TRUE;
}

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
  if (!read_holders (root, facts))
    facts->gaps |= BERTH_GAP_HOLDERS;
}
