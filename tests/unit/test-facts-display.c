/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-facts.h"

#define ROOT_BUS "devices/pci0000:00"

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

  facts = live_facts_read (sysfs);
  uses = live_facts_dup_uses (facts, BERTH_USE_DISPLAY);
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

      facts = live_facts_read (sysfs);
      uses = live_facts_dup_uses (facts, BERTH_USE_DISPLAY);
      g_assert_cmpstr (uses, ==, boot_cases[i].expected);
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISPLAY, ==, boot_cases[i].gap);
    }
}

/* A driver that says nothing of connectors may light a screen all the same; beside a card whose
 * connectors are known, one that cannot have any is no gap. */
static void
test_silent_driver (void)
{
  static const struct
  {
    const char *class_code;
    const char *driver;
    gboolean has_other_card;
    gboolean is_virtual;
    guint gap;
  } silent_cases[] = {
    { "30000", "nvidia", FALSE, FALSE, BERTH_GAP_USES_DISPLAY },
    { "30200", "nvidia", FALSE, FALSE, BERTH_GAP_USES_DISPLAY },
    { "30000", "nvidia", TRUE, FALSE, BERTH_GAP_USES_DISPLAY },
    { "30200", "nvidia", TRUE, FALSE, 0 },
    { "30000", "i915", TRUE, TRUE, 0 },
    { "30000", "vfio-pci", TRUE, FALSE, 0 },
    { "30000", NULL, TRUE, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (silent_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      const char *card = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "10DE:1",
                                                  silent_cases[i].class_code);
      g_autofree char *physical = g_strconcat (card, "/physfn", NULL);
      g_autoptr (BerthFacts) facts = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      if (silent_cases[i].driver != NULL)
        mock_sysfs_set_driver (sysfs, card, silent_cases[i].driver);
      if (silent_cases[i].is_virtual)
        mock_sysfs_link (sysfs, physical, ROOT_BUS "/0000:00:02.0");
      if (silent_cases[i].has_other_card)
        {
          mock_sysfs_set_driver (
              sysfs, mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:02.0", "8086:1", "30000"),
              "i915");
          mock_sysfs_add_connector (sysfs, ROOT_BUS "/0000:00:02.0/drm/card0", "card0-HDMI-A-1",
                                    "disabled");
        }

      facts = live_facts_read (sysfs);
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISPLAY, ==, silent_cases[i].gap);
    }
}

#define PLATFORM "bus/platform/devices/"
#define NVIDIA ROOT_BUS "/0000:00:03.0"

typedef struct
{
  const char *name;
  const char *boot_vga;  /* of the first card; NULL: it has no such file */
  const char *status[2]; /* of its connectors, none of them lit; NULL: it has none */
  const char *framebuffer; /* the firmware's, and its path; NULL: a driver took over */
  const char *path;
  const char *fb0;    /* path of the first frame buffer; NULL: there is none */
  const char *driver; /* of the first card */
  gboolean has_second_card;
  const char *expected;
  guint gap;
} ConsoleCase;

static const ConsoleCase console_cases[] = {
  { .name = "server without any", .boot_vga = "0", .expected = "" },
  { .name = "screen switched off",
    .boot_vga = "1",
    .status = { "connected", "disconnected" },
    .expected = "00:02.0 boot_vga console" },
  { .name = "nothing plugged in",
    .boot_vga = "1",
    .status = { "disconnected", "disconnected" },
    .expected = "00:02.0 boot_vga dark console" },
  { .name = "connector that cannot tell",
    .boot_vga = "1",
    .status = { "disconnected", "unknown" },
    .expected = "00:02.0 boot_vga console" },
  { .name = "no console on it",
    .boot_vga = "0",
    .status = { "disconnected", "disconnected" },
    .expected = "" },
  { .name = "firmware's picture below its card",
    .boot_vga = "0",
    .framebuffer = "simple-framebuffer.0",
    .path = ROOT_BUS "/0000:00:02.0/simple-framebuffer.0",
    .has_second_card = TRUE,
    .expected = "00:02.0 simple-framebuffer.0 console" },
  { .name = "firmware's picture and one card",
    .boot_vga = "0",
    .framebuffer = "efi-framebuffer.0",
    .path = "devices/platform/efi-framebuffer.0",
    .expected = "00:02.0 efi-framebuffer.0 console" },
  { .name = "firmware's picture and a mark",
    .boot_vga = "1",
    .framebuffer = "vesa-framebuffer.0",
    .path = "devices/platform/vesa-framebuffer.0",
    .has_second_card = TRUE,
    .expected = "00:02.0 boot_vga console" },
  { .name = "firmware's picture on one of two",
    .boot_vga = "0",
    .framebuffer = "simple-framebuffer.0",
    .path = "devices/platform/simple-framebuffer.0",
    .has_second_card = TRUE,
    .expected = "",
    .gap = BERTH_GAP_USES_DISPLAY },
  { .name = "firmware's picture on a card for VMs",
    .boot_vga = "1",
    .framebuffer = "simple-framebuffer.0",
    .path = "devices/platform/simple-framebuffer.0",
    .driver = "vfio-pci",
    .has_second_card = TRUE,
    .expected = "" },
  { .name = "console on the other card",
    .boot_vga = "1",
    .status = { "disconnected", NULL },
    .fb0 = NVIDIA "/graphics/fb0",
    .has_second_card = TRUE,
    .expected = "00:02.0 boot_vga dark console; 00:03.0 fb0 console" },
  { .name = "frame buffer of nobody",
    .boot_vga = "0",
    .fb0 = "devices/virtual/graphics/fb0",
    .expected = "" },
};

static void
put_card (MockSysfs *sysfs, const ConsoleCase *c)
{
  const char *card = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:02.0", "8086:1", "30000");
  g_autofree char *drm = g_build_filename (card, "drm/card0", NULL);

  if (c->boot_vga != NULL)
    mock_sysfs_set (sysfs, card, "boot_vga", c->boot_vga);
  if (c->driver != NULL)
    mock_sysfs_set_driver (sysfs, card, c->driver);
  for (guint i = 0; i < G_N_ELEMENTS (c->status) && c->status[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("card0-DP-%u", i + 1);
      g_autofree char *connector = g_build_filename (drm, name, NULL);

      mock_sysfs_add_connector (sysfs, drm, name, "disabled");
      mock_sysfs_set (sysfs, connector, "status", c->status[i]);
    }
}

/* Where the console is, and whether anybody can see it. */
static void
test_consoles (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (console_cases); i++)
    {
      const ConsoleCase *c = &console_cases[i];
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_autofree char *link = g_strconcat (PLATFORM, c->framebuffer, NULL);
      g_autoptr (BerthFacts) facts = NULL;
      g_autofree char *uses = NULL;

      put_card (sysfs, c);
      if (c->has_second_card)
        mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "10DE:1", "30000");
      if (c->framebuffer != NULL)
        mock_sysfs_link (sysfs, link, c->path);
      if (c->fb0 != NULL)
        mock_sysfs_link (sysfs, "class/graphics/fb0", c->fb0);

      facts = live_facts_read (sysfs);
      uses = live_facts_dup_uses (facts, BERTH_USE_DISPLAY);
      g_test_message ("%s", c->name);
      g_assert_cmpstr (uses, ==, c->expected);
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISPLAY, ==, c->gap);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-display/screens", test_screens);
  g_test_add_func ("/facts-display/boot-screen", test_boot_screen);
  g_test_add_func ("/facts-display/silent-driver", test_silent_driver);
  g_test_add_func ("/facts-display/consoles", test_consoles);
  return g_test_run ();
}
