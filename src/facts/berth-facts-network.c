/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-network.h"

#include <errno.h>
#include <linux/route.h>
#include <stdio.h>
#include <string.h>

#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/net/"
#define LOWER "lower_"
/* A VLAN on a bridge on a bond on a NIC is four; loops cannot be, but a limit is cheap. */
#define MAX_DEPTH 8

#define PURPOSE "default route"

static gboolean
is_usable (guint flags)
{
  return (flags & RTF_UP) != 0 && (flags & RTF_REJECT) == 0;
}

/* "eth0  00000000  0102000A  0003  …  00000000": destination, gateway, flags, …, mask (proc(5)). A
 * default route has neither destination nor mask. */
static gboolean
parse_ipv4_route (const char *line, char *ret_interface)
{
  unsigned int destination;
  unsigned int flags;
  unsigned int mask;

  return sscanf (line, "%63s %8x %*8x %4x %*d %*d %*d %8x", ret_interface, &destination, &flags,
                 &mask)
             == 4
         && destination == 0 && mask == 0 && is_usable (flags);
}

/* Destination and its length, source and its length, next hop, metric, two counters, flags, name */
static gboolean
parse_ipv6_route (const char *line, char *ret_interface)
{
  char destination[33];
  unsigned int length;
  unsigned int flags;

  return sscanf (line, "%32s %2x %*32s %*2x %*32s %*8x %*8x %*8x %8x %63s", destination, &length,
                 &flags, ret_interface)
             == 4
         && length == 0 && strspn (destination, "0") == 32 && is_usable (flags);
}

/* Adds a use of whatever carries @interface; whether something was found. */
static gboolean
add_carriers (int root, const char *interface, guint depth, BerthFacts *facts)
{
  g_autofree char *path = g_strconcat (CLASS_FOLDER, interface, NULL);
  char target[BERTH_SYSFS_SIZE];
  g_autoptr (GArray) holders = NULL;
  g_autoptr (DIR) folder = NULL;
  gboolean found = FALSE;
  const char *name;

  if (depth == 0 || strchr (interface, '/') != NULL
      || berth_sysfs_read_link (root, path, target, sizeof target) <= 0)
    return FALSE;

  holders = berth_sysfs_list_holders (target);
  for (guint i = 0; i < holders->len; i++)
    berth_facts_add_use (facts, BERTH_USE_NETWORK, &g_array_index (holders, BerthAddress, i),
                         interface, PURPOSE);
  if (holders->len > 0)
    return TRUE;

  /* A bridge, bond or VLAN has a link to each interface below itself. */
  folder = berth_sysfs_list (root, path);
  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    {
      if (g_str_has_prefix (name, LOWER))
        found |= add_carriers (root, name + strlen (LOWER), depth - 1, facts);
    }
  return found;
}

/* Several routes may share an interface. */
static void
add_interface (int root, const char *interface, GHashTable *seen, BerthFacts *facts)
{
  if (!g_hash_table_add (seen, g_strdup (interface)))
    return;

  /* A tunnel: which card carries it is not known from here. */
  if (!add_carriers (root, interface, MAX_DEPTH, facts))
    facts->gaps |= BERTH_GAP_USES_NETWORK;
}

static void
read_routes (int root,
             const char *table,
             gboolean (*parse) (const char *line, char *ret_interface),
             GHashTable *seen,
             BerthFacts *facts)
{
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char interface[64];

      if (parse (lines[i], interface))
        add_interface (root, interface, seen, facts);
    }
}

/**
 * berth_facts_network_read:
 * @root: descriptor of the folder that holds sys/ and proc/
 * @facts: (inout): gets a use of each device that carries a default route
 *
 * Only the main routing tables are looked at.
 */
void
berth_facts_network_read (int root, BerthFacts *facts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *ipv4 = berth_sysfs_dup_file (root, "proc/net/route");
  g_autofree char *ipv6 = NULL;

  if (ipv4 != NULL)
    read_routes (root, ipv4, parse_ipv4_route, seen, facts);
  else
    facts->gaps |= BERTH_GAP_USES_NETWORK;

  /* Not there: IPv6 is switched off. */
  ipv6 = berth_sysfs_dup_file (root, "proc/net/ipv6_route");
  if (ipv6 != NULL)
    read_routes (root, ipv6, parse_ipv6_route, seen, facts);
  else if (errno != ENOENT)
    facts->gaps |= BERTH_GAP_USES_NETWORK;
}
