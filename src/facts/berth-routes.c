/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-routes.h"

#include <string.h>
#include <sys/socket.h>

/* More than any computer has; beyond them the answer is not whole, instead of slow. */
#define MAX_INTERFACES 8192
#define MAX_PEERS 256
#define MAX_WAYS 1024

/* VPNs leave the default route alone and lay shorter ones over it: two halves of the world in IPv4,
 * the parts of 2000::/3 in IPv6 (--redirect-gateway of openvpn(8)). */
#define DEFAULT_LENGTH_IPV4 1
#define DEFAULT_LENGTH_IPV6 4

typedef struct
{
  guint32 table;
  guint8 length;
  guint interface;
} Way;

/* A peer's address, and the best ways to it that were seen. */
typedef struct
{
  guint8 family;
  guint8 bytes[BERTH_PEER_BYTES];
  gboolean is_own;
  GArray *ways;
} Target;

struct _BerthRoutes
{
  GPtrArray *interfaces;
  GHashTable *by_number;
  GPtrArray *targets;
  gboolean is_whole;
};

static void
interface_free (gpointer data)
{
  BerthRouteInterface *self = data;

  g_free (self->name);
  g_free (self);
}

static void
target_free (gpointer data)
{
  Target *self = data;

  g_array_unref (self->ways);
  g_free (self);
}

static Target *
find_target (const BerthRoutes *self, const BerthPeer *peer)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      Target *target = g_ptr_array_index (self->targets, i);

      if (target->family == peer->family
          && memcmp (target->bytes, peer->bytes, sizeof target->bytes) == 0)
        return target;
    }
  return NULL;
}

static void
add_target (BerthRoutes *self, const BerthPeer *peer)
{
  Target *target;

  if (peer->family == AF_UNSPEC || find_target (self, peer) != NULL)
    return;
  if (self->targets->len == MAX_PEERS)
    {
      self->is_whole = FALSE;
      return;
    }

  target = g_new0 (Target, 1);
  target->family = peer->family;
  memcpy (target->bytes, peer->bytes, sizeof target->bytes);
  target->ways = g_array_new (FALSE, FALSE, sizeof (Way));
  g_ptr_array_add (self->targets, target);
}

/**
 * berth_routes_new:
 * @peers: (element-type BerthPeer): whom the ways are looked for to; only read now
 *
 * Returns: (transfer full): what no routes at all say
 */
BerthRoutes *
berth_routes_new (const GPtrArray *peers)
{
  BerthRoutes *self = g_new0 (BerthRoutes, 1);

  self->interfaces = g_ptr_array_new_with_free_func (interface_free);
  self->by_number = g_hash_table_new (NULL, NULL);
  self->targets = g_ptr_array_new_with_free_func (target_free);
  self->is_whole = TRUE;
  for (guint i = 0; i < peers->len; i++)
    add_target (self, g_ptr_array_index (peers, i));
  return self;
}

void
berth_routes_free (BerthRoutes *self)
{
  g_ptr_array_unref (self->interfaces);
  g_hash_table_unref (self->by_number);
  g_ptr_array_unref (self->targets);
  g_free (self);
}

static gboolean
has_prefix (const guint8 *bytes, const guint8 *prefix, guint length)
{
  guint whole = length / 8;
  guint rest = length % 8;
  guint8 mask = (guint8) (0xff << (8 - rest));

  return memcmp (bytes, prefix, whole) == 0
         && (rest == 0 || ((bytes[whole] ^ prefix[whole]) & mask) == 0);
}

/* Keeps the longest prefix of each table, and all ways that have it: which table is asked, and
 * which of several ways is taken, depends on rules and metrics that change. */
static void
add_way (BerthRoutes *self, Target *target, const BerthRoute *route)
{
  const Way way = { route->table, route->length, route->interface };

  for (guint i = target->ways->len; i > 0; i--)
    {
      const Way *other = &g_array_index (target->ways, Way, i - 1);

      if (other->table != way.table)
        continue;
      if (other->length > way.length
          || (other->length == way.length && other->interface == way.interface))
        return;
      if (other->length < way.length)
        g_array_remove_index_fast (target->ways, i - 1);
    }

  if (target->ways->len == MAX_WAYS)
    self->is_whole = FALSE;
  else
    g_array_append_val (target->ways, way);
}

static guint
roles_of (const BerthRoute *route)
{
  gboolean is_ipv4 = route->family == AF_INET;
  guint roles = 0;

  if (route->length <= (is_ipv4 ? DEFAULT_LENGTH_IPV4 : DEFAULT_LENGTH_IPV6))
    roles |= BERTH_ROUTE_DEFAULT;
  if (route->has_gateway)
    roles |= BERTH_ROUTE_GATEWAY;
  if (route->has_gateway && route->length == (is_ipv4 ? 32 : 128))
    roles |= BERTH_ROUTE_HOST_GATEWAY;
  /* Each interface that is up has one for fe80::/10 (RFC 4291, 2.5.6); it says nothing. */
  if (!route->has_gateway
      && (is_ipv4 || route->prefix[0] != 0xfe || (route->prefix[1] & 0xc0) != 0x80))
    roles |= BERTH_ROUTE_LINK;
  return roles;
}

static void
add_roles (BerthRoutes *self, guint number, guint roles)
{
  BerthRouteInterface *interface
      = g_hash_table_lookup (self->by_number, GUINT_TO_POINTER (number));

  if (interface == NULL)
    {
      if (self->interfaces->len == MAX_INTERFACES)
        {
          self->is_whole = FALSE;
          return;
        }
      interface = g_new0 (BerthRouteInterface, 1);
      interface->number = number;
      g_ptr_array_add (self->interfaces, interface);
      g_hash_table_insert (self->by_number, GUINT_TO_POINTER (number), interface);
    }
  interface->roles |= roles;
}

/**
 * berth_routes_add:
 * @route: is looked at and forgotten
 *
 * The length of its prefix must be one of its family.
 */
void
berth_routes_add (BerthRoutes *self, const BerthRoute *route)
{
  if (!route->is_local)
    add_roles (self, route->interface, roles_of (route));

  for (guint i = 0; i < self->targets->len; i++)
    {
      Target *target = g_ptr_array_index (self->targets, i);

      if (target->family != route->family
          || !has_prefix (target->bytes, route->prefix, route->length))
        continue;
      if (route->is_local)
        target->is_own = TRUE;
      else
        add_way (self, target, route);
    }
}

/**
 * berth_routes_is_whole:
 *
 * Returns: whether there was room for all that was added
 */
gboolean
berth_routes_is_whole (const BerthRoutes *self)
{
  return self->is_whole;
}

/**
 * berth_routes_get_interfaces:
 *
 * Returns: (transfer none) (element-type BerthRouteInterface): all that any route goes over. Their
 *   names are for the one who read the routes to set
 */
GPtrArray *
berth_routes_get_interfaces (BerthRoutes *self)
{
  return self->interfaces;
}

/**
 * berth_routes_is_own_address:
 * @peer: one that was given to berth_routes_new()
 *
 * Returns: whether its address is one of this computer's own
 */
gboolean
berth_routes_is_own_address (const BerthRoutes *self, const BerthPeer *peer)
{
  const Target *target = find_target (self, peer);

  return target != NULL && target->is_own;
}

/**
 * berth_routes_list_ways:
 * @peer: one that was given to berth_routes_new()
 *
 * Returns: (transfer container) (element-type BerthRouteInterface): the interfaces that packets to
 *   @peer may take, by the longest prefix in each table; empty when there is no way
 */
GPtrArray *
berth_routes_list_ways (const BerthRoutes *self, const BerthPeer *peer)
{
  const Target *target = find_target (self, peer);
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; target != NULL && i < target->ways->len; i++)
    {
      const Way *way = &g_array_index (target->ways, Way, i);
      BerthRouteInterface *interface
          = g_hash_table_lookup (self->by_number, GUINT_TO_POINTER (way->interface));

      if (interface != NULL && !g_ptr_array_find (list, interface, NULL))
        g_ptr_array_add (list, interface);
    }
  return list;
}
