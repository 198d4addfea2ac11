/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for unshare() */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "facts/berth-route-messages.h"
#include "facts/berth-route-reader.h"
#include "facts/berth-sysfs.h"

#define SEQUENCE 7

/* As the kernel (6.18) told them, after their headers, of a computer with eth0 (2), eth1 (3) and
 * the WireGuard tunnel wg0 (4). */
#define HEADER_OF(length) length "0000001800020007000000a5620000"
#define TUNNEL_DEFAULT /* default dev wg0 table 51820, as wg-quick(8) makes it */                  \
  HEADER_OF ("2c") "02000000fc03fd010000000008000f006cca00000800040004000000"
#define MAIN_DEFAULT /* default via 192.0.2.1 dev eth0 */                                          \
  HEADER_OF ("34")                                                                                 \
  "02000000fe0300010000000008000f00fe00000008000500c00002010800040002000000"
#define BLACKHOLE /* blackhole 10.0.0.0/8 */                                                       \
  HEADER_OF ("2c") "02080000fe0300060000000008000f00fe000000080001000a000000"
#define LINK /* 192.0.2.0/24 dev eth0 */                                                           \
  HEADER_OF ("3c")                                                                                 \
  "02180000fe02fd010000000008000f00fe00000008000100c000020008000700c00002020800040002000000"
#define NEXTHOP /* 100.64.0.0/10 nhid 5 via 198.51.100.9 dev eth1 */                               \
  HEADER_OF ("44")                                                                                 \
  "020a0000fe0300010000000008000f00fe0000000800010064400000"                                       \
  "08001e000500000008000500c63364090800040003000000"
#define BARE_NEXTHOP /* the same with net.ipv4.nexthop_compat_mode off */                          \
  HEADER_OF ("34") "020a0000fe0300010000000008000f00fe000000080001006440000008001e0005000000"
#define MULTIPATH /* 203.0.113.0/24 via 192.0.2.1 dev eth0 and via 198.51.100.1 dev eth1 */        \
  HEADER_OF ("50")                                                                                 \
  "02180000fe0300010000000008000f00fe00000008000100cb007100240009001000000002000000"              \
  "08000500c0000201100000000300000008000500c6336401"
#define OWN /* local 192.0.2.2 dev eth0 table local */                                             \
  HEADER_OF ("3c")                                                                                 \
  "02200000ff02fe020000000008000f00ff00000008000100c000020208000700c00002020800040002000000"
#define CAUGHT /* local default dev lo table 100, as transparent proxies make it */                \
  HEADER_OF ("2c") "02000000640300020000000008000f00640000000800040001000000"
#define INFO6                                                                                      \
  "24000c0000000000000000000000000000000000000000000000000000000000000000000500140000000000"
#define DEFAULT6 /* default via 2001:db8::1 dev eth0 */                                            \
  HEADER_OF ("74")                                                                                 \
  "0a000000fe0300010000000008000f00fe0000000800060000040000"                                       \
  "1400050020010db80000000000000000000000010800040002000000" INFO6
#define OWN6 /* local 2001:db8::2 dev eth0 table local */                                          \
  HEADER_OF ("74")                                                                                 \
  "0a800000ff0200020000000008000f00ff0000001400010020010db8000000000000000000000002"              \
  "08000600000000000800040002000000" INFO6
#define UNREACHABLE6 /* unreachable default dev lo */                                              \
  HEADER_OF ("60")                                                                                 \
  "0a000000fe0300070000000008000f00fe00000008000600ffffffff0800040001000000" INFO6
#define WIRE6(interface) /* fe80::/64 */                                                           \
  HEADER_OF ("74")                                                                                 \
  "0a400000fe0200010000000008000f00fe00000014000100fe800000000000000000000000000000"              \
  "0800060000010000080004000" interface "000000" INFO6
#define DONE "140000000300020007000000a562000000000000"

#define ALL                                                                                        \
  TUNNEL_DEFAULT MAIN_DEFAULT BLACKHOLE LINK NEXTHOP MULTIPATH OWN CAUGHT DEFAULT6 OWN6            \
      UNREACHABLE6 WIRE6 ("2") WIRE6 ("3")

static GBytes *
bytes_of (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *text != '\0'; text += 2)
    {
      guint8 byte
          = (guint8) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static void
free_peer (gpointer data)
{
  berth_peer_free (data);
}

static GPtrArray *
peers_of (const char *addresses)
{
  GPtrArray *peers = g_ptr_array_new_with_free_func (free_peer);
  g_auto (GStrv) words = g_strsplit (addresses, " ", -1);

  for (gsize i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      BerthPeer *peer = berth_peer_new (BERTH_USE_LOGIN, NULL);

      g_assert_true (berth_peer_set_text (peer, words[i]));
      g_ptr_array_add (peers, peer);
    }
  return peers;
}

static int
compare_interfaces (gconstpointer a, gconstpointer b)
{
  const BerthRouteInterface *const *left = a;
  const BerthRouteInterface *const *right = b;

  return (int) (*left)->number - (int) (*right)->number;
}

/* "2:default,gateway 3:gateway" */
static char *
dup_roles (BerthRoutes *routes)
{
  static const char *const words[] = { "default", "gateway", "host", "link" };
  GPtrArray *interfaces = berth_routes_get_interfaces (routes);
  g_autoptr (GString) text = g_string_new (NULL);

  g_ptr_array_sort (interfaces, compare_interfaces);
  for (guint i = 0; i < interfaces->len; i++)
    {
      const BerthRouteInterface *interface = g_ptr_array_index (interfaces, i);
      const char *separator = ":";

      g_string_append_printf (text, "%s%u", i > 0 ? " " : "", interface->number);
      for (guint k = 0; k < G_N_ELEMENTS (words); k++)
        {
          if ((interface->roles & (1u << k)) == 0)
            continue;
          g_string_append_printf (text, "%s%s", separator, words[k]);
          separator = ",";
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The numbers, or names, of the interfaces to the only peer: "2 4"; "own" */
static char *
dup_ways (BerthRoutes *routes, const GPtrArray *peers)
{
  const BerthPeer *peer = g_ptr_array_index (peers, 0);
  g_autoptr (GPtrArray) ways = berth_routes_list_ways (routes, peer);
  g_autoptr (GString) text = g_string_new (NULL);

  if (berth_routes_is_own_address (routes, peer))
    return g_strdup ("own");
  g_ptr_array_sort (ways, compare_interfaces);
  for (guint i = 0; i < ways->len; i++)
    {
      const BerthRouteInterface *interface = g_ptr_array_index (ways, i);

      if (i > 0)
        g_string_append_c (text, ' ');
      if (interface->name != NULL)
        g_string_append (text, interface->name);
      else
        g_string_append_printf (text, "%u", interface->number);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const struct
{
  const char *messages;
  const char *roles;
} role_cases[] = {
  { "", "" },
  { MAIN_DEFAULT, "2:default,gateway" },
  { TUNNEL_DEFAULT, "4:default,link" },
  { LINK, "2:link" },
  { MULTIPATH, "2:gateway 3:gateway" },
  { NEXTHOP, "3:gateway" },
  { BARE_NEXTHOP, "0:link" },
  { DEFAULT6, "2:default,gateway" },
  { WIRE6 ("2"), "2" },
  { BLACKHOLE OWN CAUGHT UNREACHABLE6, "" },
  { ALL, "2:default,gateway,link 3:gateway 4:default,link" },
};

static void
test_roles (void)
{
  g_autoptr (GPtrArray) nobody = peers_of ("");

  for (gsize i = 0; i < G_N_ELEMENTS (role_cases); i++)
    {
      g_autoptr (BerthRoutes) routes = berth_routes_new (nobody);
      g_autofree char *messages = g_strconcat (role_cases[i].messages, DONE, NULL);
      g_autoptr (GBytes) bytes = bytes_of (messages);
      g_autofree char *roles = NULL;
      gsize length;
      const guint8 *data = g_bytes_get_data (bytes, &length);

      g_assert_cmpint (berth_route_messages_read (data, length, SEQUENCE, routes), ==,
                       BERTH_ROUTE_MESSAGES_DONE);
      roles = dup_roles (routes);
      g_assert_cmpstr (roles, ==, role_cases[i].roles);
      g_assert_true (berth_routes_is_whole (routes));
    }
}

static const struct
{
  const char *peer;
  const char *ways;
} way_cases[] = {
  { "203.0.113.9", "2 3 4" },     /* both ways of the route, and the tunnel's table */
  { "192.0.2.77", "2 4" },        /* the wire beats the gateway, both being of the main table */
  { "100.127.255.255", "3 4" },   /* the last address of the prefix */
  { "100.128.0.0", "2 4" },       /* the first one behind it */
  { "10.1.2.3", "2 4" },          /* what is thrown away may be taken up again */
  { "192.0.2.2", "own" },
  { "::ffff:192.0.2.77", "2 4" },
  { "2001:db8:1::1", "2" },
  { "2001:db8::2", "own" },
  { "fe80::1", "2 3" },           /* on any wire */
};

static void
test_ways (void)
{
  g_autoptr (GBytes) bytes = bytes_of (ALL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < G_N_ELEMENTS (way_cases); i++)
    {
      g_autoptr (GPtrArray) peers = peers_of (way_cases[i].peer);
      g_autoptr (BerthRoutes) routes = berth_routes_new (peers);
      g_autofree char *ways = NULL;

      g_assert_cmpint (berth_route_messages_read (data, length, SEQUENCE, routes), ==,
                       BERTH_ROUTE_MESSAGES_MORE);
      ways = dup_ways (routes, peers);
      g_assert_cmpstr (ways, ==, way_cases[i].ways);
    }
}

static BerthRouteMessagesEnd
read_copy (const guint8 *bytes, gsize length)
{
  g_autoptr (GPtrArray) peers = peers_of ("203.0.113.9 fe80::1");
  g_autoptr (BerthRoutes) routes = berth_routes_new (peers);
  /* Of exactly this length, so that a sanitizer sees who reads behind it. */
  g_autofree guint8 *copy = g_memdup2 (bytes, length);

  return berth_route_messages_read (copy, length, SEQUENCE, routes);
}

static const struct
{
  const char *messages;
  BerthRouteMessagesEnd end;
} end_cases[] = {
  { DONE, BERTH_ROUTE_MESSAGES_DONE },
  /* interrupted (NLM_F_DUMP_INTR) */
  { "140000000300120007000000a562000000000000", BERTH_ROUTE_MESSAGES_CHANGED },
  { "2c0000001800120007000000a562000002000000fc03fd010000000008000f006cca00000800040004000000",
    BERTH_ROUTE_MESSAGES_CHANGED },
  /* done, and an error; an error alone (EPERM) */
  { "140000000300020007000000a5620000ffffffff", BERTH_ROUTE_MESSAGES_REFUSED },
  { "240000000200000007000000a5620000ffffffff140000001a00010307000000a5620000",
    BERTH_ROUTE_MESSAGES_REFUSED },
  /* of another question; nothing; a word of no meaning */
  { "140000000300020008000000a562000000000000", BERTH_ROUTE_MESSAGES_MORE },
  { "", BERTH_ROUTE_MESSAGES_MORE },
  { "100000000100020007000000a5620000", BERTH_ROUTE_MESSAGES_MORE },
  /* shorter than its own header; longer than all that came; a length of nothing */
  { "080000000300020007000000a562000000000000", BERTH_ROUTE_MESSAGES_GARBLED },
  { "150000000300020007000000a562000000000000", BERTH_ROUTE_MESSAGES_GARBLED },
  { "000000001800020007000000a5620000", BERTH_ROUTE_MESSAGES_GARBLED },
  /* a prefix longer than an address; an address too short; an attribute of no length */
  { HEADER_OF ("1c") "02210000fe03fd0100000000", BERTH_ROUTE_MESSAGES_GARBLED },
  { HEADER_OF ("22") "02080000fe03fd0100000000060001000a00", BERTH_ROUTE_MESSAGES_GARBLED },
  { HEADER_OF ("20") "02080000fe03fd010000000000000100", BERTH_ROUTE_MESSAGES_GARBLED },
  /* a way of no length */
  { HEADER_OF ("28") "02000000fe03fd01000000000c0009000000000002000000",
    BERTH_ROUTE_MESSAGES_GARBLED },
};

static void
test_ends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (end_cases); i++)
    {
      g_autoptr (GBytes) bytes = bytes_of (end_cases[i].messages);
      gsize length;
      const guint8 *data = g_bytes_get_data (bytes, &length);

      g_test_message ("%s", end_cases[i].messages);
      g_assert_cmpint (read_copy (data, length), ==, end_cases[i].end);
    }
}

/* No cut and no changed byte makes it read elsewhere, or for ever. */
static void
test_garbled (void)
{
  g_autoptr (GBytes) bytes = bytes_of (ALL DONE);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree guint8 *changed = g_memdup2 (data, length);

  for (gsize cut = 0; cut < length; cut++)
    g_assert_cmpint (read_copy (data, cut), !=, BERTH_ROUTE_MESSAGES_DONE);

  for (gsize i = 0; i < length; i++)
    {
      static const guint8 values[] = { 0, 1, 3, 0x7f, 0x80, 0xff };

      for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
        {
          changed[i] = values[k];
          read_copy (changed, length);
        }
      changed[i] = data[i];
    }
}

/* A router of the internet: its routes leave no trace but in the interfaces. */
static void
test_full_table (void)
{
  g_autoptr (GPtrArray) peers = peers_of ("198.51.100.7");
  g_autoptr (BerthRoutes) routes = berth_routes_new (peers);
  g_autofree char *ways = NULL;
  BerthRoute route = { .family = AF_INET, .length = 24, .has_gateway = TRUE };

  for (guint i = 0; i < 1000000; i++)
    {
      guint32 prefix = GUINT32_TO_BE (i << 8 | 1u << 31);

      memcpy (route.prefix, &prefix, sizeof prefix);
      route.interface = 1 + i % 4;
      berth_routes_add (routes, &route);
    }
  ways = dup_ways (routes, peers);
  g_assert_cmpstr (ways, ==, "");
  g_assert_cmpuint (berth_routes_get_interfaces (routes)->len, ==, 4);
  g_assert_true (berth_routes_is_whole (routes));
}

/* Beyond what has room, the answer says that it is not whole. */
static void
test_too_many (void)
{
  g_autoptr (GPtrArray) nobody = peers_of ("");
  g_autoptr (GPtrArray) peers = peers_of ("");
  g_autoptr (BerthRoutes) routes = berth_routes_new (nobody);
  g_autoptr (BerthRoutes) crowd = NULL;
  BerthRoute route = { .family = AF_INET, .length = 24 };

  for (guint i = 1; i <= 10000; i++)
    {
      route.interface = i;
      berth_routes_add (routes, &route);
    }
  g_assert_false (berth_routes_is_whole (routes));

  for (guint8 i = 0; i < 2; i++)
    {
      for (guint k = 0; k < 200; k++)
        {
          const guint8 bytes[] = { 10, 0, i, (guint8) k };
          BerthPeer *peer = berth_peer_new (BERTH_USE_LOGIN, NULL);

          berth_peer_set_bytes (peer, AF_INET, bytes);
          g_ptr_array_add (peers, peer);
        }
    }
  crowd = berth_routes_new (peers);
  g_assert_false (berth_routes_is_whole (crowd));
}

/* A message to the kernel that changes something. */
typedef struct
{
  struct nlmsghdr header;
  guint8 rest[512];
} Order;

static void
begin_order (Order *order, guint16 type, guint16 flags, gconstpointer body, gsize size)
{
  memset (order, 0, sizeof *order);
  order->header.nlmsg_type = type;
  order->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
  order->header.nlmsg_len = NLMSG_LENGTH (size);
  memcpy (NLMSG_DATA (&order->header), body, size);
}

static struct rtattr *
add_attribute (Order *order, guint16 type, gconstpointer value, gsize size)
{
  struct rtattr *attribute
      = (struct rtattr *) ((char *) order + NLMSG_ALIGN (order->header.nlmsg_len));

  attribute->rta_type = type;
  attribute->rta_len = RTA_LENGTH (size);
  if (size > 0)
    memcpy (RTA_DATA (attribute), value, size);
  order->header.nlmsg_len = NLMSG_ALIGN (order->header.nlmsg_len) + RTA_ALIGN (attribute->rta_len);
  return attribute;
}

static int
give_order (int fd, Order *order)
{
  struct
  {
    struct nlmsghdr header;
    struct nlmsgerr error;
    guint8 rest[1024];
  } answer;

  g_assert_cmpint (send (fd, order, order->header.nlmsg_len, 0), >, 0);
  g_assert_cmpint (recv (fd, &answer, sizeof answer, 0), >, 0);
  g_assert_cmpint (answer.header.nlmsg_type, ==, NLMSG_ERROR);
  return -answer.error.error;
}

/* A network interface that is up; of whichever kind this kernel can make. */
static gboolean
make_interface (int fd, const char *name)
{
  static const char *const kinds[] = { "dummy", "bridge", "ifb" };
  const struct ifinfomsg body = { .ifi_flags = IFF_UP, .ifi_change = IFF_UP };
  int error = EOPNOTSUPP;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds) && error == EOPNOTSUPP; i++)
    {
      struct rtattr *details;
      Order order;

      begin_order (&order, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
      add_attribute (&order, IFLA_IFNAME, name, strlen (name) + 1);
      details = add_attribute (&order, IFLA_LINKINFO, NULL, 0);
      add_attribute (&order, IFLA_INFO_KIND, kinds[i], strlen (kinds[i]));
      details->rta_len
          = (guint16) ((char *) &order + order.header.nlmsg_len - (char *) details);
      error = give_order (fd, &order);
    }
  return error == 0;
}

static void
make_address (int fd, const char *name, const char *address)
{
  g_autoptr (GPtrArray) peers = peers_of (address);
  const BerthPeer *peer = g_ptr_array_index (peers, 0);
  const struct ifaddrmsg body = {
    .ifa_family = peer->family,
    .ifa_prefixlen = peer->family == AF_INET ? 24 : 64,
    .ifa_flags = IFA_F_NODAD,
    .ifa_index = if_nametoindex (name),
  };
  gsize size = peer->family == AF_INET ? 4 : 16;
  Order order;

  begin_order (&order, RTM_NEWADDR, NLM_F_CREATE, &body, sizeof body);
  add_attribute (&order, IFA_LOCAL, peer->bytes, size);
  add_attribute (&order, IFA_ADDRESS, peer->bytes, size);
  g_assert_cmpint (give_order (fd, &order), ==, 0);
}

/* @gateway NULL: what is there is on the wire */
static void
make_route (int fd, guint32 table, const char *prefix, guint8 length, const char *gateway,
            const char *name)
{
  g_autofree char *addresses = g_strjoin (" ", prefix, gateway, NULL);
  g_autoptr (GPtrArray) peers = peers_of (addresses);
  const BerthPeer *peer = g_ptr_array_index (peers, 0);
  const struct rtmsg body = {
    .rtm_family = peer->family,
    .rtm_dst_len = length,
    .rtm_scope = gateway != NULL ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK,
    .rtm_protocol = RTPROT_STATIC,
    .rtm_type = RTN_UNICAST,
  };
  guint32 interface = if_nametoindex (name);
  gsize size = peer->family == AF_INET ? 4 : 16;
  Order order;

  begin_order (&order, RTM_NEWROUTE, NLM_F_CREATE, &body, sizeof body);
  add_attribute (&order, RTA_DST, peer->bytes, size);
  add_attribute (&order, RTA_TABLE, &table, sizeof table);
  add_attribute (&order, RTA_OIF, &interface, sizeof interface);
  if (gateway != NULL)
    add_attribute (&order, RTA_GATEWAY, ((BerthPeer *) g_ptr_array_index (peers, 1))->bytes, size);
  g_assert_cmpint (give_order (fd, &order), ==, 0);
}

static void
check_real_ways (const char *address, const char *expected)
{
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, "/");
  g_autoptr (GPtrArray) peers = peers_of (address);
  gboolean is_whole = FALSE;
  g_autoptr (BerthRoutes) routes = berth_route_reader_read (root, peers, &is_whole);
  g_autofree char *ways = dup_ways (routes, peers);

  g_assert_true (is_whole);
  g_assert_cmpstr (ways, ==, expected);
}

/* In a network of this test's own: two tables, which files in /proc never show. */
static void
test_real_routes (void)
{
  g_auto (BerthFd) fd = -1;

  if (unshare (CLONE_NEWUSER | CLONE_NEWNET) != 0)
    {
      g_test_skip_printf ("the kernel gives no network of its own: %s", g_strerror (errno));
      return;
    }
  fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (!make_interface (fd, "near0") || !make_interface (fd, "far0"))
    {
      g_test_skip ("the kernel makes no network interfaces");
      return;
    }

  make_address (fd, "near0", "192.0.2.2");
  make_address (fd, "far0", "198.51.100.2");
  make_route (fd, RT_TABLE_MAIN, "0.0.0.0", 0, "192.0.2.1", "near0");
  make_route (fd, 51820, "0.0.0.0", 0, NULL, "far0");
  /* Its number does not fit into the message's byte either, and yet it is another table. */
  make_route (fd, 1000, "8.8.0.0", 16, NULL, "near0");
  make_route (fd, RT_TABLE_MAIN, "203.0.113.0", 24, "198.51.100.1", "far0");

  check_real_ways ("8.8.8.8", "near0 far0");
  check_real_ways ("203.0.113.7", "far0");
  check_real_ways ("192.0.2.77", "near0 far0");
  check_real_ways ("192.0.2.2", "own");
  if (access ("/proc/net/if_inet6", F_OK) != 0)
    return;

  make_address (fd, "near0", "2001:db8::2");
  make_route (fd, 1000, "::", 0, "2001:db8::1", "near0");
  check_real_ways ("2001:db8:77::1", "near0");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/routes/roles", test_roles);
  g_test_add_func ("/routes/ways", test_ways);
  g_test_add_func ("/routes/ends", test_ends);
  g_test_add_func ("/routes/garbled", test_garbled);
  g_test_add_func ("/routes/full-table", test_full_table);
  g_test_add_func ("/routes/too-many", test_too_many);
  /* The last one: there is no way back. */
  g_test_add_func ("/routes/real", test_real_routes);
  return g_test_run ();
}
