/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-interface.h"

#include <fcntl.h>
#include <net/if_arp.h>
#include <string.h>
#include <unistd.h>

#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/net/"
#define VIRTUAL_FOLDER "/devices/virtual/"
#define LOWER "lower_"
/* Open vSwitch has all cards that any of its bridges reaches below this interface, and no link from
 * the bridge to them (net/openvswitch/vport-netdev.c; its internal ports have none). */
#define OPEN_VSWITCH "ovs-system"
/* A VLAN on a bridge on a bond on a NIC is four; loops cannot be, but a limit is cheap. */
#define MAX_DEPTH 8

static void
carrier_free (gpointer data)
{
  BerthInterfaceCarrier *self = data;

  g_free (self->name);
  g_free (self);
}

/* The path of a file of an interface; NULL for what is no name of one. */
static char *
dup_path (const char *name, const char *file)
{
  if (*name == '\0' || *name == '.' || strchr (name, '/') != NULL)
    return NULL;
  return g_strconcat (CLASS_FOLDER, name, file, NULL);
}

static gboolean
has_file (int root, const char *name, const char *file)
{
  g_autofree char *path = dup_path (name, file);

  return path != NULL && faccessat (root, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Whether @name may be a bridge of Open vSwitch: it speaks Ethernet and is no program's. */
static gboolean
is_switch_port (int root, const char *name)
{
  g_autofree char *path = dup_path (name, "/type");
  guint32 type;

  return !g_str_equal (name, OPEN_VSWITCH) && berth_sysfs_read_number (root, path, 10, &type)
         && type == ARPHRD_ETHER && !has_file (root, name, "/tun_flags")
         && !has_file (root, name, "/bridge");
}

static gboolean
add_carriers (int root, const char *name, guint depth, GPtrArray *carriers)
{
  g_autofree char *path = dup_path (name, "");
  char target[BERTH_SYSFS_SIZE];
  g_autoptr (GArray) holders = NULL;
  g_autoptr (DIR) folder = NULL;
  gboolean found = FALSE;
  const char *entry;

  if (depth == 0 || path == NULL
      || berth_sysfs_read_link (root, path, target, sizeof target) <= 0)
    return FALSE;

  holders = berth_sysfs_list_holders (target);
  for (guint i = 0; i < holders->len; i++)
    {
      BerthInterfaceCarrier *carrier = g_new0 (BerthInterfaceCarrier, 1);

      carrier->name = g_strdup (name);
      carrier->address = g_array_index (holders, BerthAddress, i);
      g_ptr_array_add (carriers, carrier);
    }
  /* What is built into the board is hardware too, only no device that could be given away. */
  if (holders->len > 0 || strstr (target, VIRTUAL_FOLDER) == NULL)
    return TRUE;

  /* A bridge, bond, team, VLAN or macvlan has a link to each interface below itself. */
  folder = berth_sysfs_list (root, path);
  while (folder != NULL && (entry = berth_sysfs_next (folder)) != NULL)
    {
      if (g_str_has_prefix (entry, LOWER))
        found |= add_carriers (root, entry + strlen (LOWER), depth - 1, carriers);
    }
  if (!found && is_switch_port (root, name))
    found = add_carriers (root, OPEN_VSWITCH, depth - 1, carriers);
  return found;
}

/**
 * berth_interface_find_carriers:
 * @root: descriptor of the folder that holds sys/
 * @name: of a network interface; foreign
 * @ret_carriers: (out) (element-type BerthInterfaceCarrier): what it is on, itself if it is
 *   hardware
 *
 * Returns: whether there is hardware below it; a tunnel has none, nor has a bridge between VMs
 */
gboolean
berth_interface_find_carriers (int root, const char *name, GPtrArray **ret_carriers)
{
  *ret_carriers = g_ptr_array_new_with_free_func (carrier_free);
  return add_carriers (root, name, MAX_DEPTH, *ret_carriers);
}

/**
 * berth_interface_exists:
 *
 * Returns: whether there is a network interface called @name
 */
gboolean
berth_interface_exists (int root, const char *name)
{
  return has_file (root, name, "");
}

/**
 * berth_interface_is_bridge:
 *
 * Returns: whether @name joins others
 */
gboolean
berth_interface_is_bridge (int root, const char *name)
{
  return has_file (root, name, "/bridge");
}

/**
 * berth_interface_is_ppp:
 *
 * Returns: whether @name speaks PPP: over a modem or a DSL line, of which nothing is told, or as
 *   some VPNs do
 */
gboolean
berth_interface_is_ppp (int root, const char *name)
{
  g_autofree char *path = dup_path (name, "/type");
  guint32 type;

  return path != NULL && berth_sysfs_read_number (root, path, 10, &type) && type == ARPHRD_PPP;
}
