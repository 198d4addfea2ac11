/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-route-messages.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

/* Some bytes that were not looked at yet. */
typedef struct
{
  const guint8 *bytes;
  gsize length;
} Rest;

/* Copies @size bytes out, as nothing says that they are aligned; FALSE when there are fewer. */
static gboolean
peek (const Rest *rest, gpointer ret_value, gsize size)
{
  if (rest->length < size)
    return FALSE;
  memcpy (ret_value, rest->bytes, size);
  return TRUE;
}

/* Takes a thing of @length bytes off, @header of them to be skipped, and the padding behind it. All
 * of netlink is padded to four bytes (netlink(7)), perhaps not behind the last thing. */
static gboolean
take (Rest *rest, gsize length, gsize header, Rest *ret_body)
{
  gsize padded = (length + 3) & ~(gsize) 3;

  if (length < header || length > rest->length)
    return FALSE;
  *ret_body = (Rest){ rest->bytes + header, length - header };
  padded = MIN (padded, rest->length);
  rest->bytes += padded;
  rest->length -= padded;
  return TRUE;
}

static gboolean
take_attribute (Rest *rest, guint *ret_type, Rest *ret_body)
{
  struct rtattr attribute;

  if (!peek (rest, &attribute, sizeof attribute)
      || !take (rest, attribute.rta_len, sizeof attribute, ret_body))
    return FALSE;
  *ret_type = attribute.rta_type & NLA_TYPE_MASK;
  return TRUE;
}

/* Whether @attributes name another computer that passes on. */
static gboolean
read_gateway (Rest attributes, gboolean *ret_has_gateway)
{
  while (attributes.length > 0)
    {
      guint type;
      Rest body;

      if (!take_attribute (&attributes, &type, &body))
        return FALSE;
      if (type == RTA_GATEWAY || type == RTA_VIA)
        *ret_has_gateway = TRUE;
    }
  return TRUE;
}

/* Several ways of one route, each with attributes of its own. */
static gboolean
add_ways (Rest ways, BerthRoute *route, BerthRoutes *routes)
{
  while (ways.length > 0)
    {
      struct rtnexthop way;
      Rest attributes;

      route->has_gateway = FALSE;
      if (!peek (&ways, &way, sizeof way)
          || !take (&ways, way.rtnh_len, sizeof way, &attributes)
          || !read_gateway (attributes, &route->has_gateway))
        return FALSE;

      route->interface = (guint) way.rtnh_ifindex;
      if ((way.rtnh_flags & RTNH_F_DEAD) == 0)
        berth_routes_add (routes, route);
    }
  return TRUE;
}

/* What an attribute says of the route; FALSE when it is too short for that. */
static gboolean
read_attribute (guint type, Rest body, BerthRoute *route, Rest *ret_ways)
{
  guint32 number;

  switch (type)
    {
    case RTA_DST:
      return body.length == (route->family == AF_INET ? 4u : 16u)
             && peek (&body, route->prefix, body.length);
    case RTA_TABLE:
      return peek (&body, &route->table, sizeof route->table);
    case RTA_OIF:
      if (!peek (&body, &number, sizeof number))
        return FALSE;
      route->interface = number;
      return TRUE;
    case RTA_GATEWAY:
    case RTA_VIA:
      route->has_gateway = TRUE;
      return TRUE;
    case RTA_MULTIPATH:
      *ret_ways = body;
      return TRUE;
    default:
      return TRUE;
    }
}

/* Routes that send nothing anywhere, and copies that the kernel keeps, are left out. */
static gboolean
is_of_use (const struct rtmsg *message, const BerthRoute *route)
{
  if ((message->rtm_flags & (RTM_F_CLONED | RTNH_F_DEAD)) != 0)
    return FALSE;
  /* In other tables a local route is a trick to catch foreign packets, and says nothing of whose
   * addresses these are. */
  return message->rtm_type == RTN_UNICAST || (route->is_local && route->table == RT_TABLE_LOCAL);
}

/* See rtnetlink(7). A nexthop object is told as if it stood in the route, unless
 * net.ipv4.nexthop_compat_mode is off; then the interface stays unknown. */
static gboolean
add_route (Rest body, BerthRoutes *routes)
{
  BerthRoute route = { 0 };
  Rest ways = { NULL, 0 };
  struct rtmsg message;

  if (!peek (&body, &message, sizeof message))
    return FALSE;
  if (message.rtm_family != AF_INET && message.rtm_family != AF_INET6)
    return TRUE;
  if (message.rtm_dst_len > (message.rtm_family == AF_INET ? 32 : 128))
    return FALSE;

  body.bytes += sizeof message;
  body.length -= sizeof message;
  route.family = message.rtm_family;
  route.length = message.rtm_dst_len;
  route.table = message.rtm_table;
  route.is_local = message.rtm_type == RTN_LOCAL;
  while (body.length > 0)
    {
      guint type;
      Rest attribute;

      if (!take_attribute (&body, &type, &attribute)
          || !read_attribute (type, attribute, &route, &ways))
        return FALSE;
    }

  if (!is_of_use (&message, &route))
    return TRUE;
  if (ways.bytes != NULL)
    return add_ways (ways, &route, routes);
  berth_routes_add (routes, &route);
  return TRUE;
}

/* The last message tells in its first number how the whole went: 0, or an error below it. */
static BerthRouteMessagesEnd
read_end (const Rest *body, gboolean was_changed)
{
  gint32 error = 0;

  if (peek (body, &error, sizeof error) && error < 0)
    return BERTH_ROUTE_MESSAGES_REFUSED;
  return was_changed ? BERTH_ROUTE_MESSAGES_CHANGED : BERTH_ROUTE_MESSAGES_DONE;
}

/**
 * berth_route_messages_read:
 * @bytes: what came in one piece from a netlink socket that asked for RTM_GETROUTE
 * @sequence: of the request; answers to others are passed over
 * @routes: (inout): gets the routes
 *
 * Trusts nothing in @bytes. What came before something garbled has been added.
 */
BerthRouteMessagesEnd
berth_route_messages_read (const guint8 *bytes,
                           gsize length,
                           guint32 sequence,
                           BerthRoutes *routes)
{
  Rest rest = { bytes, length };
  gboolean was_changed = FALSE;

  while (rest.length > 0)
    {
      struct nlmsghdr header;
      Rest body;

      if (!peek (&rest, &header, sizeof header)
          || !take (&rest, header.nlmsg_len, sizeof header, &body))
        return BERTH_ROUTE_MESSAGES_GARBLED;
      if (header.nlmsg_seq != sequence)
        continue;

      was_changed |= (header.nlmsg_flags & NLM_F_DUMP_INTR) != 0;
      if (header.nlmsg_type == NLMSG_DONE)
        return read_end (&body, was_changed);
      if (header.nlmsg_type == NLMSG_ERROR)
        return BERTH_ROUTE_MESSAGES_REFUSED;
      if (header.nlmsg_type == NLMSG_OVERRUN
          || (header.nlmsg_type == RTM_NEWROUTE && !add_route (body, routes)))
        return BERTH_ROUTE_MESSAGES_GARBLED;
    }
  return was_changed ? BERTH_ROUTE_MESSAGES_CHANGED : BERTH_ROUTE_MESSAGES_MORE;
}
