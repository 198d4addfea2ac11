/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-facts.h"

#define ROOT_BUS "devices/pci0000:00"
#define VIRTUAL "devices/virtual/net/"

#define HEADER "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
#define ROUTE(interface, prefix, flags, mask)                                                      \
  interface "\t" prefix "\t0102000A\t" flags "\t0\t0\t100\t" mask "\t0\t0\t0\n"
#define DEFAULT(interface) ROUTE (interface, "00000000", "0003", "00000000")
/* To 192.0.2.0/24 itself, and to one computer behind another. */
#define LINK(interface) ROUTE (interface, "000200C0", "0001", "00FFFFFF")
#define HOST(interface) ROUTE (interface, "017100CB", "0007", "FFFFFFFF")
#define HALVES(interface)                                                                          \
  ROUTE (interface, "00000000", "0003", "00000080")                                                \
  ROUTE (interface, "00000080", "0003", "00000080")
#define ZERO "00000000000000000000000000000000"
#define ROUTE6(length, flags, interface)                                                           \
  ZERO " " length " " ZERO " 00 fe800000000000000000000000000001 00000064 00000001 00000000 "      \
       flags " " interface "\n"

typedef struct
{
  const char *name;
  const char *ipv4; /* NULL: no such file */
  const char *ipv6;
  const char *expected;
  guint gap;
} RouteCase;

static const RouteCase cases[] = {
  { "card", HEADER DEFAULT ("eth0") DEFAULT ("eth0"), NULL, "00:19.0 eth0 default route", 0 },
  { "IPv6 only", HEADER, ROUTE6 ("00", "00000003", "eth1"), "00:1a.0 eth1 default route", 0 },
  { "both", HEADER DEFAULT ("eth0"), ROUTE6 ("00", "00450003", "eth0"),
    "00:19.0 eth0 default route", 0 },
  { "no default", HEADER LINK ("eth0"), ROUTE6 ("40", "00000001", "eth0"), "", 0 },
  { "half of the world", HEADER ROUTE ("eth0", "00000000", "0003", "00000080"), NULL,
    "00:19.0 eth0 default route", 0 },
  { "down", HEADER ROUTE ("eth0", "00000000", "0002", "00000000"), NULL, "", 0 },
  { "rejected", HEADER, ROUTE6 ("00", "00200201", "eth0"), "", 0 },
  { "USB adapter", HEADER DEFAULT ("usb0"), NULL, "1-4 usb0 default route", 0 },
  { "built into the board", HEADER DEFAULT ("end0"), NULL, "", 0 },
  { "VLAN on a bridge on a bond", HEADER DEFAULT ("br0.7"), NULL,
    "00:19.0 eth0 default route; 00:1a.0 eth1 default route", 0 },
  { "VPN that takes the default route", HEADER DEFAULT ("tun0") HOST ("eth1") LINK ("eth0"), NULL,
    "00:1a.0 eth1 carries the default route", 0 },
  { "VPN that covers the default route", HEADER DEFAULT ("eth0") HALVES ("tun0"), NULL,
    "00:19.0 eth0 carries the default route; 00:19.0 eth0 default route", 0 },
  { "VPN over a bridge on a bond", HEADER DEFAULT ("tun0") HOST ("br0"), NULL,
    "00:19.0 eth0 carries the default route; 00:1a.0 eth1 carries the default route", 0 },
  { "VPN over nobody knows what", HEADER DEFAULT ("tun0") LINK ("eth0"), NULL, "",
    BERTH_GAP_USES_NETWORK },
  { "PPP as a VPN", HEADER DEFAULT ("ppp0") HOST ("eth1"), NULL,
    "00:1a.0 eth1 carries the default route", 0 },
  { "PPP over a modem", HEADER DEFAULT ("ppp0") DEFAULT ("eth0"), NULL,
    "00:19.0 eth0 carries the default route; 00:19.0 eth0 default route",
    BERTH_GAP_USES_NETWORK },
  { "bridge of VMs", HEADER DEFAULT ("eth0") LINK ("virbr0"), NULL, "00:19.0 eth0 default route",
    0 },
  { "default route into a VM", HEADER DEFAULT ("virbr0") LINK ("eth0"), NULL, "",
    BERTH_GAP_USES_NETWORK },
  { "garbled", "eth0\nusb0\tx\ty\tz\n" DEFAULT ("eth0"),
    "zz" ZERO " 00\n" "xyz0000000000000000000000000000z 00 " ZERO " 00 " ZERO
    " 00000064 00000001 00000000 00000003 eth1\n",
    "00:19.0 eth0 default route", 0 },
  { "unknown", HEADER DEFAULT ("eth9"), NULL, "", BERTH_GAP_USES_NETWORK },
  { "path", HEADER DEFAULT ("../net/eth0"), NULL, "", BERTH_GAP_USES_NETWORK },
  { "no routes", HEADER, "", "", 0 },
  { "no file", NULL, NULL, "", BERTH_GAP_USES_NETWORK },
};

static void
add_interfaces (MockSysfs *sysfs)
{
  mock_sysfs_add_net (sysfs, ROOT_BUS "/0000:00:19.0/net", "eth0");
  mock_sysfs_add_net (sysfs, ROOT_BUS "/0000:00:1a.0/net", "eth1");
  mock_sysfs_add_net (sysfs, ROOT_BUS "/0000:00:14.0/usb1/1-4/1-4:1.0/net", "usb0");
  mock_sysfs_add_net (sysfs, "devices/platform/soc/fd580000.ethernet/net", "end0");
  mock_sysfs_add_net (sysfs, VIRTUAL, "bond0");
  mock_sysfs_add_net (sysfs, VIRTUAL, "br0");
  mock_sysfs_add_net (sysfs, VIRTUAL, "br0.7");
  mock_sysfs_add_net (sysfs, VIRTUAL, "tun0");
  mock_sysfs_add_net (sysfs, VIRTUAL, "ppp0");
  mock_sysfs_add_net (sysfs, VIRTUAL, "virbr0");
  mock_sysfs_add_net (sysfs, VIRTUAL, "vnet0");
  mock_sysfs_link (sysfs, VIRTUAL "br0.7/lower_br0", VIRTUAL "br0");
  mock_sysfs_link (sysfs, VIRTUAL "br0/lower_bond0", VIRTUAL "bond0");
  mock_sysfs_link (sysfs, VIRTUAL "bond0/lower_eth0", ROOT_BUS "/0000:00:19.0/net/eth0");
  mock_sysfs_link (sysfs, VIRTUAL "bond0/lower_eth1", ROOT_BUS "/0000:00:1a.0/net/eth1");
  mock_sysfs_link (sysfs, VIRTUAL "virbr0/lower_vnet0", VIRTUAL "vnet0");
  mock_sysfs_put (sysfs, "sys/" VIRTUAL "virbr0/bridge", NULL);
  mock_sysfs_set (sysfs, VIRTUAL "ppp0", "type", "512");
  mock_sysfs_set (sysfs, VIRTUAL "tun0", "type", "65534");
  mock_sysfs_put (sysfs, "proc/self/mountinfo", "");
}

static void
test_default_routes (gconstpointer data)
{
  const RouteCase *c = data;
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;
  g_autofree char *uses = NULL;

  add_interfaces (sysfs);
  if (c->ipv4 != NULL)
    mock_sysfs_put (sysfs, "proc/net/route", c->ipv4);
  if (c->ipv6 != NULL)
    mock_sysfs_put (sysfs, "proc/net/ipv6_route", c->ipv6);

  facts = live_facts_read (sysfs);
  uses = live_facts_dup_uses (facts, BERTH_USE_NETWORK);
  g_assert_cmpstr (uses, ==, c->expected);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, ==, c->gap);
}

/* The bridge of a virtual switch does not tell what is below it; only the switch as a whole does.
 * What a program made is not of the switch. */
static void
test_open_vswitch (void)
{
  static const struct
  {
    const char *routes;
    const char *expected;
    guint gap;
  } switch_cases[] = {
    { HEADER DEFAULT ("ovsbr0"), "00:1a.0 eth1 default route", 0 },
    { HEADER DEFAULT ("tap0"), "", BERTH_GAP_USES_NETWORK },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (switch_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_autoptr (BerthFacts) facts = NULL;
      g_autofree char *uses = NULL;

      add_interfaces (sysfs);
      mock_sysfs_add_net (sysfs, VIRTUAL, "ovs-system");
      mock_sysfs_add_net (sysfs, VIRTUAL, "ovsbr0");
      mock_sysfs_add_net (sysfs, VIRTUAL, "tap0");
      mock_sysfs_set (sysfs, VIRTUAL "ovs-system", "type", "1");
      mock_sysfs_set (sysfs, VIRTUAL "ovsbr0", "type", "1");
      mock_sysfs_set (sysfs, VIRTUAL "tap0", "type", "1");
      mock_sysfs_set (sysfs, VIRTUAL "tap0", "tun_flags", "0x1002");
      mock_sysfs_link (sysfs, VIRTUAL "ovs-system/lower_eth1", ROOT_BUS "/0000:00:1a.0/net/eth1");
      mock_sysfs_put (sysfs, "proc/net/route", switch_cases[i].routes);

      facts = live_facts_read (sysfs);
      uses = live_facts_dup_uses (facts, BERTH_USE_NETWORK);
      g_assert_cmpstr (uses, ==, switch_cases[i].expected);
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, ==, switch_cases[i].gap);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/facts-network/default-routes/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_default_routes);
    }
  g_test_add_func ("/facts-network/open-vswitch", test_open_vswitch);
  return g_test_run ();
}
