/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-route-reader.h"

/* Before those of linux/, which then leave out what it has. */
#include <net/if.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ipv6_route.h>
#include <linux/netlink.h>
#include <linux/route.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "facts/berth-route-messages.h"
#include "facts/berth-sysfs.h"

#define OWN_NAMESPACE "proc/self/ns/net"

/* A list that changed while it was told is asked for again, but not for ever. */
#define MAX_ATTEMPTS 3
#define SILENCE_SECONDS 1
#define WHOLE_LIST_SECONDS 5
/* The kernel fills at most 32 KiB for those who have room (netlink_dump() in
 * net/netlink/af_netlink.c). */
#define PIECE_SIZE 65536

#define INTERFACE_SIZE 64

/* Whether @root shows the network that this process itself is in; netlink tells of no other. */
static gboolean
is_own_network (int root)
{
  struct stat shown;
  struct stat own;

  return fstatat (root, OWN_NAMESPACE, &shown, 0) == 0
         && fstatat (AT_FDCWD, "/" OWN_NAMESPACE, &own, 0) == 0 && shown.st_dev == own.st_dev
         && shown.st_ino == own.st_ino;
}

static gboolean
ask (int socket_fd, guint8 family, guint32 sequence)
{
  struct
  {
    struct nlmsghdr header;
    struct rtmsg body;
  } request = { .body = { .rtm_family = family } };

  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_GETROUTE;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.header.nlmsg_seq = sequence;
  return send (socket_fd, &request, sizeof request, 0) == (gssize) sizeof request;
}

/* Another process may send to this socket too; only the kernel has the number 0. */
static BerthRouteMessagesEnd
receive (int socket_fd, guint32 sequence, guint8 *buffer, BerthRoutes *routes)
{
  gint64 last_moment = g_get_monotonic_time () + WHOLE_LIST_SECONDS * G_TIME_SPAN_SECOND;
  BerthRouteMessagesEnd end = BERTH_ROUTE_MESSAGES_MORE;

  while (end == BERTH_ROUTE_MESSAGES_MORE)
    {
      struct sockaddr_nl sender = { 0 };
      socklen_t sender_length = sizeof sender;
      gssize length = recvfrom (socket_fd, buffer, PIECE_SIZE, MSG_TRUNC,
                                (struct sockaddr *) &sender, &sender_length);

      if (g_get_monotonic_time () > last_moment || length > PIECE_SIZE
          || (length < 0 && errno != EINTR))
        return BERTH_ROUTE_MESSAGES_GARBLED;
      if (length > 0 && sender.nl_pid == 0)
        end = berth_route_messages_read (buffer, (gsize) length, sequence, routes);
    }
  return end;
}

static BerthRouteMessagesEnd
ask_kernel (BerthRoutes *routes)
{
  static const guint8 families[] = { AF_INET, AF_INET6 };
  const struct timeval silence = { .tv_sec = SILENCE_SECONDS };
  g_auto (BerthFd) socket_fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  g_autofree guint8 *buffer = g_malloc (PIECE_SIZE);
  BerthRouteMessagesEnd end = BERTH_ROUTE_MESSAGES_DONE;

  if (socket_fd < 0
      || setsockopt (socket_fd, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence) != 0)
    return BERTH_ROUTE_MESSAGES_REFUSED;

  for (guint i = 0; i < G_N_ELEMENTS (families) && end == BERTH_ROUTE_MESSAGES_DONE; i++)
    {
      end = ask (socket_fd, families[i], i + 1) ? receive (socket_fd, i + 1, buffer, routes)
                                                : BERTH_ROUTE_MESSAGES_REFUSED;
    }
  return end;
}

/* What went away in between needs no name, and has no routes any more. */
static void
find_names (BerthRoutes *routes)
{
  GPtrArray *interfaces = berth_routes_get_interfaces (routes);

  for (guint i = 0; i < interfaces->len; i++)
    {
      BerthRouteInterface *interface = g_ptr_array_index (interfaces, i);
      char name[IF_NAMESIZE];

      if (interface->number != 0 && if_indextoname (interface->number, name) != NULL)
        interface->name = g_strdup (name);
      else if (interface->number != 0 && errno == ENXIO)
        interface->roles = 0;
    }
}

/* "eth0  00000000  0102000A  0003  …  00000000": destination, gateway, flags, …, mask (proc(5));
 * the addresses are numbers of the machine whose bytes are in the order of the network. */
static gboolean
parse_ipv4_route (const char *line, BerthRoute *route, char *ret_interface)
{
  guint32 prefix;
  guint flags;
  guint32 mask;

  if (sscanf (line, "%63s %8x %*8x %4x %*d %*d %*d %8x", ret_interface, &prefix, &flags, &mask) != 4
      || (flags & RTF_UP) == 0 || (flags & RTF_REJECT) != 0)
    return FALSE;

  route->family = AF_INET;
  memcpy (route->prefix, &prefix, sizeof prefix);
  mask = ntohl (mask);
  while ((mask & (1u << 31)) != 0)
    {
      route->length++;
      mask <<= 1;
    }
  route->has_gateway = (flags & RTF_GATEWAY) != 0;
  return TRUE;
}

/* Destination and its length, source and its length, next hop, metric, two counters, flags, name */
static gboolean
parse_ipv6_route (const char *line, BerthRoute *route, char *ret_interface)
{
  char prefix[2 * BERTH_PEER_BYTES + 1];
  guint length;
  guint flags;

  if (sscanf (line, "%32s %2x %*32s %*2x %*32s %*8x %*8x %*8x %8x %63s", prefix, &length, &flags,
              ret_interface)
          != 4
      || strspn (prefix, "0123456789abcdef") != 2 * BERTH_PEER_BYTES
      || length > 8 * BERTH_PEER_BYTES
      || (flags & RTF_UP) == 0 || (flags & (RTF_REJECT | RTF_ANYCAST)) != 0)
    return FALSE;

  route->family = AF_INET6;
  route->length = (guint8) length;
  for (guint i = 0; i < BERTH_PEER_BYTES; i++)
    route->prefix[i] = (guint8) (g_ascii_xdigit_value (prefix[2 * i]) << 4
                                 | g_ascii_xdigit_value (prefix[2 * i + 1]));
  route->is_local = (flags & RTF_LOCAL) != 0;
  route->has_gateway = (flags & RTF_GATEWAY) != 0;
  /* Multicast, which every interface has */
  return route->prefix[0] != 0xff;
}

typedef gboolean (*ParseRoute) (const char *line, BerthRoute *route, char *ret_interface);

/* The numbers of the interfaces are not told; each gets the one after those in @numbers. */
static guint
number_of (GHashTable *numbers, const char *interface)
{
  gpointer number = g_hash_table_lookup (numbers, interface);

  if (number == NULL)
    {
      number = GUINT_TO_POINTER (g_hash_table_size (numbers) + 1);
      g_hash_table_insert (numbers, g_strdup (interface), number);
    }
  return GPOINTER_TO_UINT (number);
}

/* FALSE with errno when the file could not be read. */
static gboolean
read_table (int root, const char *path, ParseRoute parse, GHashTable *numbers, BerthRoutes *routes)
{
  int fd = openat (root, path, O_RDONLY | O_CLOEXEC);
  FILE *file = fd >= 0 ? fdopen (fd, "r") : NULL;
  char line[256];
  gboolean is_read;

  if (file == NULL)
    {
      if (fd >= 0)
        close (fd);
      return FALSE;
    }

  while (fgets (line, sizeof line, file) != NULL)
    {
      BerthRoute route = { 0 };
      char interface[INTERFACE_SIZE];

      if (!parse (line, &route, interface))
        continue;
      route.interface = number_of (numbers, interface);
      berth_routes_add (routes, &route);
    }
  is_read = !ferror (file);
  fclose (file);
  return is_read;
}

static void
set_names (GHashTable *numbers, BerthRoutes *routes)
{
  GPtrArray *interfaces = berth_routes_get_interfaces (routes);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer number;

  g_ptr_array_set_size (names, (int) g_hash_table_size (numbers) + 1);
  g_hash_table_iter_init (&iter, numbers);
  while (g_hash_table_iter_next (&iter, &name, &number))
    g_ptr_array_index (names, GPOINTER_TO_UINT (number)) = name;

  for (guint i = 0; i < interfaces->len; i++)
    {
      BerthRouteInterface *interface = g_ptr_array_index (interfaces, i);

      interface->name = g_strdup (g_ptr_array_index (names, interface->number));
    }
}

static gboolean
read_files (int root, BerthRoutes *routes)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean is_whole = read_table (root, "proc/net/route", parse_ipv4_route, numbers, routes);

  /* Not there: IPv6 is switched off. */
  if (!read_table (root, "proc/net/ipv6_route", parse_ipv6_route, numbers, routes)
      && errno != ENOENT)
    is_whole = FALSE;
  set_names (numbers, routes);
  return is_whole;
}

/**
 * berth_route_reader_read:
 * @root: descriptor of the folder that holds proc/
 * @peers: (element-type BerthPeer): see berth_routes_new()
 * @ret_is_whole: (out): whether all was read that can be
 *
 * Reads the routes of all tables from the kernel, as any user may; when @root is not of the network
 * that this process is in, or the kernel does not answer such questions (a sandbox), those of the
 * main tables from files, which leaves out what VPNs put into others. Waits a second at most for
 * each piece of an answer, and five for one that does not end.
 *
 * Returns: (transfer full): what they say
 */
BerthRoutes *
berth_route_reader_read (int root, const GPtrArray *peers, gboolean *ret_is_whole)
{
  BerthRouteMessagesEnd end = BERTH_ROUTE_MESSAGES_REFUSED;
  gboolean is_own = is_own_network (root);
  g_autoptr (BerthRoutes) routes = NULL;

  for (guint i = 0; is_own && i < MAX_ATTEMPTS; i++)
    {
      g_clear_pointer (&routes, berth_routes_free);
      routes = berth_routes_new (peers);
      end = ask_kernel (routes);
      if (end != BERTH_ROUTE_MESSAGES_CHANGED)
        break;
    }
  if (end == BERTH_ROUTE_MESSAGES_DONE)
    {
      find_names (routes);
      *ret_is_whole = berth_routes_is_whole (routes);
      return g_steal_pointer (&routes);
    }

  g_clear_pointer (&routes, berth_routes_free);
  routes = berth_routes_new (peers);
  *ret_is_whole = read_files (root, routes) && end == BERTH_ROUTE_MESSAGES_REFUSED
                  && berth_routes_is_whole (routes);
  return g_steal_pointer (&routes);
}
