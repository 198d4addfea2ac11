/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-live.h"
#include "mock-sysfs.h"

#define ROOT_BUS "devices/pci0000:00"
#define NIC ROOT_BUS "/0000:00:19.0"
#define OTHER_NIC ROOT_BUS "/0000:00:1a.0"

#define HEADER "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
#define ROUTE(interface, flags, mask)                                                              \
  interface "\t00000000\t0102000A\t" flags "\t0\t0\t100\t" mask "\t0\t0\t0\n"
#define DEFAULT(interface) ROUTE (interface, "0003", "00000000")
#define ZERO "00000000000000000000000000000000"
#define ROUTE6(length, flags, interface)                                                           \
  ZERO " " length " " ZERO " 00 fe800000000000000000000000000001 00000064 00000001 00000000 "      \
       flags " " interface "\n"

static BerthFacts *
read_facts (MockSysfs *sysfs)
{
  g_autoptr (GError) error = NULL;
  BerthFacts *facts;

  mock_sysfs_put (sysfs, "sys/bus/pci/devices", NULL);
  facts = berth_facts_read_live (mock_sysfs_get_root (sysfs), &error);
  g_assert_no_error (error);
  return facts;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* All uses of one kind as one sorted text: "00:19.0 eth0 default route". */
static char *
dup_uses (const BerthFacts *facts, BerthUseKind kind)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);
      g_autofree char *address = berth_address_dup_short (&use->address);

      if (use->kind == kind)
        g_ptr_array_add (lines,
                         g_strdup_printf ("%s %s %s", address, use->subject, use->purpose));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("; ", (char **) lines->pdata);
}

typedef struct
{
  const char *name;
  const char *ipv4; /* NULL: no such file */
  const char *ipv6;
  const char *expected;
  guint gap;
} RouteCase;

static const RouteCase route_cases[] = {
  { "card", HEADER DEFAULT ("eth0") DEFAULT ("eth0"), NULL, "00:19.0 eth0 default route", 0 },
  { "IPv6 only", HEADER, ROUTE6 ("00", "00000003", "eth1"), "00:1a.0 eth1 default route", 0 },
  { "both", HEADER DEFAULT ("eth0"), ROUTE6 ("00", "00450003", "eth0"),
    "00:19.0 eth0 default route", 0 },
  { "no default", HEADER ROUTE ("eth0", "0001", "00FFFFFF"), ROUTE6 ("40", "00000001", "eth0"), "",
    0 },
  { "half of the world", HEADER ROUTE ("eth0", "0003", "00000080"), NULL, "", 0 },
  { "down", HEADER ROUTE ("eth0", "0002", "00000000"), NULL, "", 0 },
  { "rejected", HEADER, ROUTE6 ("00", "00200201", "eth0"), "", 0 },
  { "bridge on a bond", HEADER DEFAULT ("br0"), NULL,
    "00:19.0 eth0 default route; 00:1a.0 eth1 default route", 0 },
  { "tunnel", HEADER DEFAULT ("tun0"), NULL, "", BERTH_GAP_USES_NETWORK },
  { "unknown", HEADER DEFAULT ("eth9"), NULL, "", BERTH_GAP_USES_NETWORK },
  { "path", HEADER DEFAULT ("../net/eth0"), NULL, "", BERTH_GAP_USES_NETWORK },
  { "no file", NULL, NULL, "", BERTH_GAP_USES_NETWORK },
};

static void
test_network (gconstpointer data)
{
  const RouteCase *c = data;
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;
  g_autofree char *uses = NULL;

  mock_sysfs_add_net (sysfs, NIC "/net", "eth0");
  mock_sysfs_add_net (sysfs, OTHER_NIC "/net", "eth1");
  mock_sysfs_add_net (sysfs, "devices/virtual/net", "bond0");
  mock_sysfs_add_net (sysfs, "devices/virtual/net", "br0");
  mock_sysfs_add_net (sysfs, "devices/virtual/net", "tun0");
  mock_sysfs_link (sysfs, "devices/virtual/net/br0/lower_bond0", "devices/virtual/net/bond0");
  mock_sysfs_link (sysfs, "devices/virtual/net/bond0/lower_eth0", NIC "/net/eth0");
  mock_sysfs_link (sysfs, "devices/virtual/net/bond0/lower_eth1", OTHER_NIC "/net/eth1");
  if (c->ipv4 != NULL)
    mock_sysfs_put (sysfs, "proc/net/route", c->ipv4);
  if (c->ipv6 != NULL)
    mock_sysfs_put (sysfs, "proc/net/ipv6_route", c->ipv6);

  facts = read_facts (sysfs);
  uses = dup_uses (facts, BERTH_USE_NETWORK);
  g_assert_cmpstr (uses, ==, c->expected);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, ==, c->gap);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (route_cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (route_cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/facts-uses/network/", name, NULL);

      g_test_add_data_func (path, &route_cases[i], test_network);
    }
  return g_test_run ();
}
