/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-peer.h"

G_BEGIN_DECLS

/**
 * BerthRoute:
 * @family: AF_INET or AF_INET6
 * @length: of the prefix, in bits; 0 is a default route
 * @prefix: in the order of the network
 * @table: number of the routing table
 * @is_local: its addresses are this computer's own
 * @has_gateway: another computer passes on what is sent there
 * @interface: number of the network interface that it goes over, 0 when that is not known
 *
 * One way of one route.
 */
typedef struct
{
  guint8 family;
  guint8 length;
  guint8 prefix[BERTH_PEER_BYTES];
  guint32 table;
  gboolean is_local;
  gboolean has_gateway;
  guint interface;
} BerthRoute;

/**
 * BerthRouteRoles:
 * @BERTH_ROUTE_DEFAULT: a default route, or half of one
 * @BERTH_ROUTE_GATEWAY: a route by way of another computer
 * @BERTH_ROUTE_HOST_GATEWAY: such a route to one single address, as VPNs make to their server
 * @BERTH_ROUTE_LINK: a route to what is on the wire itself
 *
 * What goes over a network interface.
 */
typedef enum
{
  BERTH_ROUTE_DEFAULT = 1 << 0,
  BERTH_ROUTE_GATEWAY = 1 << 1,
  BERTH_ROUTE_HOST_GATEWAY = 1 << 2,
  BERTH_ROUTE_LINK = 1 << 3,
} BerthRouteRoles;

/**
 * BerthRouteInterface:
 * @number: as in #BerthRoute
 * @roles: #BerthRouteRoles
 * @name: (nullable): its name; %NULL when it has none that could be found
 */
typedef struct
{
  guint number;
  guint roles;
  char *name;
} BerthRouteInterface;

/**
 * BerthRoutes:
 *
 * What the routes of a computer say, without the routes themselves: a million of them, as a router
 * of the internet has, take no more memory than ten.
 */
typedef struct _BerthRoutes BerthRoutes;

BerthRoutes *berth_routes_new (const GPtrArray *peers);
void berth_routes_free (BerthRoutes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthRoutes, berth_routes_free)

void berth_routes_add (BerthRoutes *self, const BerthRoute *route);

gboolean berth_routes_is_whole (const BerthRoutes *self);
GPtrArray *berth_routes_get_interfaces (BerthRoutes *self);
gboolean berth_routes_is_own_address (const BerthRoutes *self, const BerthPeer *peer);
GPtrArray *berth_routes_list_ways (const BerthRoutes *self, const BerthPeer *peer);

G_END_DECLS
