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

/* The key bitmaps of a real keyboard, a mouse and a power button. */
#define KEYBOARD "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
#define LEFT_BUTTON "10000 0 0 0 0"
#define POWER_BUTTON "10000000000000 0"

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

static void
test_screens (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *lit = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:02.0", "8086:1", "30000");
  const char *dark = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "10DE:1", "30000");
  const char *mute = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:04.0", "1002:1", "38000");
  g_autofree char *lit_card = g_build_filename (lit, "drm/card0", NULL);
  g_autofree char *dark_card = g_build_filename (dark, "drm/card1", NULL);
  g_autofree char *mute_card = g_build_filename (mute, "drm/card2", NULL);
  g_autoptr (BerthFacts) facts = NULL;
  g_autofree char *uses = NULL;

  mock_sysfs_set (sysfs, lit, "boot_vga", "1");
  mock_sysfs_add_connector (sysfs, lit_card, "card0-eDP-1", "enabled");
  mock_sysfs_add_connector (sysfs, dark_card, "card1-DP-1", "disabled");
  mock_sysfs_add_connector (sysfs, mute_card, "card2-DP-1", NULL);

  facts = read_facts (sysfs);
  uses = dup_uses (facts, BERTH_USE_DISPLAY);
  g_assert_cmpstr (uses, ==, "00:02.0 card0-eDP-1 screen; 00:04.0 card2-DP-1 screen");
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISPLAY, ==, 0);
}

/* The console of the firmware's screen, unless the card was put aside for VMs. */
static void
test_boot_screen (void)
{
  static const struct
  {
    const char *driver;
    const char *expected;
    gboolean has_drm;
    guint gap;
  } boot_cases[] = {
    { NULL, "00:02.0 boot_vga console", FALSE, 0 },
    { "ast", "00:02.0 boot_vga console", TRUE, 0 },
    { "vfio-pci", "", TRUE, 0 },
    { "pciback", "", FALSE, 0 },
    { "pci-stub", "", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (boot_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      const char *card
          = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:02.0", "1A03:2000", "30000");
      g_autoptr (BerthFacts) facts = NULL;
      g_autofree char *uses = NULL;

      mock_sysfs_set (sysfs, card, "boot_vga", "1");
      if (boot_cases[i].driver != NULL)
        mock_sysfs_set_driver (sysfs, card, boot_cases[i].driver);
      if (boot_cases[i].has_drm)
        mock_sysfs_put (sysfs, "sys/class/drm/version", "drm 1.1.0\n");

      facts = read_facts (sysfs);
      uses = dup_uses (facts, BERTH_USE_DISPLAY);
      g_assert_cmpstr (uses, ==, boot_cases[i].expected);
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISPLAY, ==, boot_cases[i].gap);
    }
}

/* A driver that says nothing of connectors may light a screen all the same. */
static void
test_silent_driver (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *card = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:02.0", "10DE:1", "30000");
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_set_driver (sysfs, card, "nvidia");
  facts = read_facts (sysfs);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISPLAY, !=, 0);
}

static void
test_inputs (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;
  g_autofree char *uses = NULL;

  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:1f.0", "8086:1", "60100");
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:14.0/usb1/1-2/1-2:1.0/0003:1.1", "event1",
                        KEYBOARD, "0", "0");
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:14.0/usb1/1-3/1-3:1.0/0003:1.2", "event2",
                        LEFT_BUTTON, "3", "0");
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:15.1/i2c_designware.1/i2c-1/i2c-PAD/0018:1.3",
                        "event3", LEFT_BUTTON, "0", "260800000000003");
  mock_sysfs_add_input (sysfs, "devices/platform/i8042/serio0", "event4", KEYBOARD, "0", "0");
  /* Things that are neither, or hang on nothing. */
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:1b.0/sound/card0", "event5", POWER_BUTTON, "0",
                        "0");
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:16.0", "event6", LEFT_BUTTON, "0", "0");
  mock_sysfs_add_input (sysfs, "devices/virtual", "event7", KEYBOARD, "0", "0");
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:17.0", "event8", "zzz", "", "");

  facts = read_facts (sysfs);
  uses = dup_uses (facts, BERTH_USE_INPUT);
  g_assert_cmpstr (uses, ==,
                   "00:15.1 event3 mouse; 00:1f.0 event4 keyboard; 1-2 event1 keyboard; "
                   "1-3 event2 mouse");
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_INPUT, ==, 0);
}

static void
test_no_inputs (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = read_facts (sysfs);

  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_INPUT, !=, 0);
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
  g_test_add_func ("/facts-uses/display/screens", test_screens);
  g_test_add_func ("/facts-uses/display/boot-screen", test_boot_screen);
  g_test_add_func ("/facts-uses/display/silent-driver", test_silent_driver);
  g_test_add_func ("/facts-uses/input/devices", test_inputs);
  g_test_add_func ("/facts-uses/input/none", test_no_inputs);
  return g_test_run ();
}
