/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-xen-holders.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/berth-number.h"
#include "facts/berth-sysfs.h"
#include "facts/berth-xenstore.h"

/* A link for each set of devices that a domain has: "pci-3-0". */
#define BACKENDS_FOLDER "sys/bus/xen-backend/devices"
/* All of the store's answers together, in microseconds. It needs some hundred for each, and a third
 * of a second for four on a computer that is emulated and busy. */
#define STORE_PATIENCE (3 * G_USEC_PER_SEC)
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

static gboolean
add_holder (GArray *holders, const char *text, guint domain)
{
  BerthXenHolder holder = { .domain = domain };

  if (!berth_address_parse (text, &holder.address, NULL)
      || holder.address.bus_kind != BERTH_BUS_PCI)
    return FALSE;
  g_array_append_val (holders, holder);
  return TRUE;
}

/* The list has a gap where a function was unplugged. FALSE: it could not be read, or not be
 * understood, or is not there. */
static gboolean
read_backend (BerthXenstore *store, const char *node, guint domain, GArray *holders)
{
  g_autofree char *count_path = g_strdup_printf ("%s/num_devs", node);
  g_autofree char *count = berth_xenstore_dup_value (store, count_path);
  gint64 n_functions;

  if (count == NULL || !berth_number_parse (count, 10, 0, MAX_FUNCTIONS, &n_functions))
    return FALSE;

  for (gint64 i = 0; i < n_functions; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/dev-%d", node, (int) i);
      g_autofree char *address = berth_xenstore_dup_value (store, path);

      if (address != NULL ? !add_holder (holders, address, domain) : errno != ENOENT)
        return FALSE;
    }
  return TRUE;
}

/**
 * berth_xen_holders_read:
 * @root: descriptor of the folder that holds sys/, dev/ and proc/
 *
 * Reads which function each Xen domain has. Where no domain has any, everybody may know that; which
 * they are Xen's store tells root only. Blocks, but not for long.
 *
 * Returns: (transfer full) (nullable) (element-type BerthXenHolder): in no order; %NULL: domains
 *   have some, and nobody can tell which
 */
GArray *
berth_xen_holders_read (int root)
{
  g_autoptr (GArray) holders = g_array_new (FALSE, FALSE, sizeof (BerthXenHolder));
  g_autoptr (DIR) backends = berth_sysfs_list (root, BACKENDS_FOLDER);
  g_auto (BerthFd) fd = -1;
  BerthXenstore store = { .fd = -1 };
  const char *name;

  if (backends == NULL)
    return errno == ENOENT ? g_steal_pointer (&holders) : NULL;

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
      /* While a domain leaves, the store forgets its devices before the kernel takes them back. */
      if (!read_backend (&store, node, domain, holders)
          && faccessat (dirfd (backends), name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return NULL;
    }
  return g_steal_pointer (&holders);
}
