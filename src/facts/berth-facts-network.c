/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-network.h"

#include <sys/socket.h>

#include "facts/berth-facts-logins.h"
#include "facts/berth-facts-remote-disks.h"
#include "facts/berth-interface.h"
#include "facts/berth-peer.h"
#include "facts/berth-route-reader.h"

/* What is used, and where it is written down. */
typedef struct
{
  int root;
  BerthRoutes *routes;
  BerthFacts *facts;
} Reading;

static gboolean
has_use (const BerthFacts *facts,
         BerthUseKind kind,
         const BerthInterfaceCarrier *carrier,
         const char *purpose)
{
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);

      if (use->kind == kind && berth_address_equal (&use->address, &carrier->address)
          && g_str_equal (use->subject, carrier->name) && g_strcmp0 (use->purpose, purpose) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Adds a use of the hardware below @interface; FALSE when there is none. */
static gboolean
add_uses (const Reading *reading, const char *interface, BerthUseKind kind, const char *purpose)
{
  g_autoptr (GPtrArray) carriers = NULL;
  gboolean found = berth_interface_find_carriers (reading->root, interface, &carriers);

  for (guint i = 0; i < carriers->len; i++)
    {
      const BerthInterfaceCarrier *carrier = g_ptr_array_index (carriers, i);

      if (!has_use (reading->facts, kind, carrier, purpose))
        berth_facts_add_use (reading->facts, kind, &carrier->address, carrier->name, purpose);
    }
  return found;
}

/* Adds a use of the hardware below all interfaces that have one of @roles; gives the roles of those
 * that have hardware. */
static guint
add_uses_by_roles (const Reading *reading, guint roles, BerthUseKind kind, const char *purpose)
{
  GPtrArray *interfaces = berth_routes_get_interfaces (reading->routes);
  guint found = 0;

  for (guint i = 0; i < interfaces->len; i++)
    {
      const BerthRouteInterface *interface = g_ptr_array_index (interfaces, i);

      if ((interface->roles & roles) != 0 && interface->name != NULL
          && add_uses (reading, interface->name, kind, purpose))
        found |= interface->roles;
    }
  return found;
}

/* Which hardware carries a tunnel, nobody tells. Its packets leave by way of some other computer,
 * so all hardware that has such a way counts. PPP may just as well be spoken over a modem or a DSL
 * line, which need no route; unless a route to one single computer says that it is a VPN. */
static void
add_tunnel (const Reading *reading, const char *tunnel, BerthUseKind kind, const char *purpose)
{
  guint found
      = add_uses_by_roles (reading, BERTH_ROUTE_DEFAULT | BERTH_ROUTE_GATEWAY, kind, purpose);

  if (found == 0
      || ((found & BERTH_ROUTE_HOST_GATEWAY) == 0
          && berth_interface_is_ppp (reading->root, tunnel)))
    reading->facts->gaps |= BERTH_GAP_USES_NETWORK;
}

/* What carries a default route itself comes first: it is the shorter reason. */
static void
add_default_routes (const Reading *reading)
{
  GPtrArray *interfaces = berth_routes_get_interfaces (reading->routes);
  g_autoptr (GPtrArray) tunnels = g_ptr_array_new ();

  for (guint i = 0; i < interfaces->len; i++)
    {
      const BerthRouteInterface *interface = g_ptr_array_index (interfaces, i);

      if ((interface->roles & BERTH_ROUTE_DEFAULT) == 0)
        continue;
      if (interface->name == NULL)
        reading->facts->gaps |= BERTH_GAP_USES_NETWORK;
      else if (!add_uses (reading, interface->name, BERTH_USE_NETWORK, BERTH_PURPOSE_ROUTE))
        g_ptr_array_add (tunnels, interface->name);
    }
  for (guint i = 0; i < tunnels->len; i++)
    add_tunnel (reading, g_ptr_array_index (tunnels, i), BERTH_USE_NETWORK, BERTH_PURPOSE_TUNNEL);
}

static void
add_way (const Reading *reading, const BerthRouteInterface *interface, const BerthPeer *peer)
{
  if (interface->name == NULL)
    {
      reading->facts->gaps |= BERTH_GAP_USES_NETWORK;
      return;
    }
  if (add_uses (reading, interface->name, peer->kind, peer->purpose))
    return;

  /* Between VMs or containers of this computer: nobody comes from far away over it. */
  if ((interface->roles & BERTH_ROUTE_DEFAULT) == 0
      && berth_interface_is_bridge (reading->root, interface->name))
    return;
  add_tunnel (reading, interface->name, peer->kind, peer->purpose);
}

static void
add_peer (const Reading *reading, const BerthPeer *peer)
{
  g_autoptr (GPtrArray) ways = NULL;

  if (peer->family == AF_UNSPEC)
    {
      guint roles = BERTH_ROUTE_DEFAULT | BERTH_ROUTE_GATEWAY | BERTH_ROUTE_LINK;

      if (add_uses_by_roles (reading, roles, peer->kind, peer->purpose) == 0)
        reading->facts->gaps |= BERTH_GAP_USES_NETWORK;
      return;
    }
  if (berth_peer_is_here (peer) || berth_routes_is_own_address (reading->routes, peer))
    return;

  if (peer->scope != NULL && berth_interface_exists (reading->root, peer->scope))
    {
      const BerthRouteInterface interface = { .name = peer->scope };

      add_way (reading, &interface, peer);
      return;
    }

  ways = berth_routes_list_ways (reading->routes, peer);
  if (ways->len == 0)
    reading->facts->gaps |= BERTH_GAP_USES_NETWORK;
  for (guint i = 0; i < ways->len; i++)
    add_way (reading, g_ptr_array_index (ways, i), peer);
}

static void
peer_free (gpointer data)
{
  berth_peer_free (data);
}

/**
 * berth_facts_network_read:
 * @root: descriptor of the folder that holds sys/, proc/ and run/
 * @mounts: (nullable) (element-type BerthMount): berth_mounts_read()
 * @facts: (inout): gets a use of each device that carries a default route, somebody's login, or a
 *   disk of another computer
 *
 * Other network namespaces stay unseen.
 */
void
berth_facts_network_read (int root, const GPtrArray *mounts, BerthFacts *facts)
{
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func (peer_free);
  g_autoptr (BerthRoutes) routes = NULL;
  Reading reading = { .root = root, .facts = facts };
  gboolean is_whole;

  berth_facts_logins_list (root, peers, facts);
  berth_facts_remote_disks_list (root, mounts, peers, facts);
  routes = berth_route_reader_read (root, peers, &is_whole);
  if (!is_whole)
    facts->gaps |= BERTH_GAP_USES_NETWORK;

  reading.routes = routes;
  add_default_routes (&reading);
  for (guint i = 0; i < peers->len; i++)
    add_peer (&reading, g_ptr_array_index (peers, i));
}
