/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-error.h"
#include "facts/berth-facts-live.h"
#include "mock-sysfs.h"

#include <string.h>

#define ROOT_BUS "devices/pci0000:00"
#define NETWORK "20000"
#define DISPLAY "30000"

static BerthFacts *
read_facts (MockSysfs *sysfs)
{
  g_autoptr (GError) error = NULL;
  BerthFacts *facts = berth_facts_read_live (mock_sysfs_get_root (sysfs), &error);

  g_assert_no_error (error);
  return facts;
}

static const BerthPciFacts *
look_up (const BerthFacts *facts, const char *text)
{
  BerthAddress address;
  const BerthPciFacts *pci;

  g_assert_true (berth_address_parse (text, &address, NULL));
  pci = berth_facts_lookup_pci (facts, &address);
  g_assert_nonnull (pci);
  return pci;
}

static void
test_card (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *port = mock_sysfs_add_bridge (sysfs, ROOT_BUS, "0000:00:01.0");
  const char *card = mock_sysfs_add_function (sysfs, port, "0000:01:00.0", "10DE:2484", DISPLAY);
  const char *sound = mock_sysfs_add_function (sysfs, port, "0000:01:00.1", "10DE:228B", "40300");
  g_autoptr (BerthFacts) facts = NULL;
  const BerthPciFacts *pci;

  mock_sysfs_set_driver (sysfs, card, "nouveau");
  mock_sysfs_set_driver (sysfs, port, "pcieport");
  mock_sysfs_set_group (sysfs, card, 14);
  mock_sysfs_set_group (sysfs, sound, 14);
  mock_sysfs_set (sysfs, card, "boot_vga", "1");
  mock_sysfs_set (sysfs, card, "numa_node", "1");
  mock_sysfs_set (sysfs, card, "removable", "removable");
  mock_sysfs_set (sysfs, card, "current_link_speed", "8.0 GT/s PCIe");
  mock_sysfs_set (sysfs, card, "current_link_width", "16");

  facts = read_facts (sysfs);
  g_assert_cmpuint (facts->pci->len, ==, 3);
  g_assert_true (facts->iommu);

  pci = look_up (facts, "00:01.0");
  g_assert_false (pci->has_parent);
  g_assert_cmphex (pci->class_code, ==, 0x060400);
  g_assert_cmphex (pci->revision, ==, 0xa1);
  g_assert_cmpint (pci->iommu_group, ==, BERTH_NO_GROUP);
  g_assert_cmpstr (pci->driver, ==, "pcieport");

  pci = look_up (facts, "01:00.0");
  g_assert_true (pci->has_parent && pci->parent.bus == 0 && pci->parent.slot == 1);
  g_assert_cmphex (pci->vendor, ==, 0x10de);
  g_assert_cmphex (pci->device, ==, 0x2484);
  g_assert_cmphex (pci->subsystem_vendor, ==, 0x1043);
  g_assert_cmphex (pci->subsystem_device, ==, 0x8680);
  g_assert_cmphex (pci->class_code, ==, 0x030000);
  g_assert_cmphex (pci->revision, ==, 0xa1);
  g_assert_cmpstr (pci->driver, ==, "nouveau");
  g_assert_null (pci->driver_override);
  g_assert_cmpint (pci->iommu_group, ==, 14);
  g_assert_cmpint (pci->numa_node, ==, 1);
  g_assert_true (pci->boot_vga);
  g_assert_true (pci->removable);
  g_assert_cmpuint (pci->link_width, ==, 16);
  g_assert_cmpuint (pci->sriov_total, ==, 0);

  /* The second function is on the same link. */
  pci = look_up (facts, "01:00.1");
  g_assert_true (pci->is_express);
  g_assert_cmpstr (pci->link_speed, ==, "8.0 GT/s PCIe");
  g_assert_cmpuint (pci->link_width, ==, 16);
  g_assert_cmpint (pci->numa_node, ==, -1);
  g_assert_false (pci->boot_vga || pci->removable);
}

typedef struct
{
  const char *reset_method; /* NULL: no such file */
  gboolean has_reset;
  guint expected;
} ResetCase;

static const ResetCase reset_cases[] = {
  { "flr bus", TRUE, BERTH_RESET_FLR | BERTH_RESET_BUS },
  { "device_specific acpi af_flr pm", TRUE,
    BERTH_RESET_DEVICE_SPECIFIC | BERTH_RESET_ACPI | BERTH_RESET_AF_FLR | BERTH_RESET_PM },
  { "cxl_bus", TRUE, BERTH_RESET_BUS },
  { "", TRUE, 0 },
  { NULL, FALSE, 0 },
  { NULL, TRUE, BERTH_RESET_UNKNOWN },
  { "warp", TRUE, BERTH_RESET_UNKNOWN },
};

static void
test_resets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reset_cases); i++)
    {
      const ResetCase *c = &reset_cases[i];
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      const char *card
          = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:100E", NETWORK);
      g_autoptr (BerthFacts) facts = NULL;

      if (c->has_reset)
        mock_sysfs_set (sysfs, card, "reset", "");
      if (c->reset_method != NULL)
        mock_sysfs_set (sysfs, card, "reset_method", c->reset_method);

      facts = read_facts (sysfs);
      g_assert_cmphex (look_up (facts, "00:03.0")->reset_methods, ==, c->expected);
    }
}

static void
test_virtual_function (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *port = mock_sysfs_add_bridge (sysfs, ROOT_BUS, "0000:00:1c.0");
  const char *physical
      = mock_sysfs_add_function (sysfs, port, "0000:3b:00.0", "8086:1572", NETWORK);
  const char *made = mock_sysfs_add_function (sysfs, port, "0000:3b:02.1", "8086:154C", NETWORK);
  g_autofree char *link = g_build_filename (made, "physfn", NULL);
  g_autoptr (BerthFacts) facts = NULL;
  const BerthPciFacts *pci;

  mock_sysfs_set (sysfs, physical, "sriov_totalvfs", "64");
  mock_sysfs_set (sysfs, physical, "sriov_numvfs", "2");
  mock_sysfs_link (sysfs, link, physical);

  facts = read_facts (sysfs);
  pci = look_up (facts, "3b:00.0");
  g_assert_false (pci->is_virtual);
  g_assert_false (pci->is_express);
  g_assert_cmpuint (pci->sriov_total, ==, 64);
  g_assert_cmpuint (pci->sriov_count, ==, 2);

  pci = look_up (facts, "3b:02.1");
  g_assert_true (pci->is_virtual);
  g_assert_true (pci->is_express);
  g_assert_cmphex (pci->physical_function.bus, ==, 0x3b);
  g_assert_cmphex (pci->physical_function.slot, ==, 0);
}

static const struct
{
  const char *regions; /* NULL: no such file */
  gboolean expected;
} reserved_cases[] = {
  { NULL, FALSE },
  { "", FALSE },
  { "0x00000000fee00000 0x00000000feefffff msi", FALSE },
  { "0x000000007b800000 0x000000007fffffff direct-relaxable\n"
    "0x00000000fee00000 0x00000000feefffff msi",
    FALSE },
  { "0x000000fd00000000 0x000000ffffffffff reserved", FALSE },
  { "0x000000007b800000 0x000000007fffffff direct\n"
    "0x00000000fee00000 0x00000000feefffff msi",
    TRUE },
  { "0x00000000fee00000 0x00000000feefffff msi\n"
    "0x000000007b800000 0x000000007fffffff direct",
    TRUE },
};

/* A group is asked once, and the answer is that of all its functions, whichever asked. */
static void
test_reserved_memory (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reserved_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      const char *card
          = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:1", NETWORK);
      const char *other
          = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.1", "8086:1", NETWORK);
      const char *apart
          = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:04.0", "8086:1", NETWORK);
      g_autoptr (BerthFacts) facts = NULL;

      mock_sysfs_set_group (sysfs, card, 3);
      mock_sysfs_set_group (sysfs, other, 3);
      mock_sysfs_set_group (sysfs, apart, 4);
      if (reserved_cases[i].regions != NULL)
        mock_sysfs_set (sysfs, "kernel/iommu_groups/3", "reserved_regions",
                        reserved_cases[i].regions);

      facts = read_facts (sysfs);
      g_assert_cmpint (look_up (facts, "00:03.0")->reserved_memory, ==,
                       reserved_cases[i].expected);
      g_assert_cmpint (look_up (facts, "00:03.1")->reserved_memory, ==,
                       reserved_cases[i].expected);
      g_assert_false (look_up (facts, "00:04.0")->reserved_memory);
    }
}

static const struct
{
  const char *resource;
  const char *expected;
} page_cases[] = {
  { "0x00000000fe2ff000 0x00000000fe2fffff 0x0000000000040200", NULL },
  { "0x00000000fe2ff800 0x00000000fe2fffff 0x0000000000040200", "fe2ff000" },
  { "0x00000000fe2ff000 0x00000000fe2ff0ff 0x0000000000040200", "fe2ff000" },
  { "0x00000000fe2ff400 0x00000000fe2ff7ff 0x0000000000040200", "fe2ff000" },
  { "0x00000000fe2ff800 0x00000000fe3007ff 0x0000000000040200", "fe2ff000 fe300000" },
  { "0x00000060fe2ff100 0x00000060fe2ff1ff 0x0000000000140204\n"
    "0x00000000fe2ff400 0x00000000fe2ff7ff 0x0000000000040200",
    "60fe2ff000 fe2ff000" },
  /* Ports, a region that got no place, and one that is not there. */
  { "0x000000000000f040 0x000000000000f05f 0x0000000000040101", NULL },
  { "0x0000000000000000 0x00000000000007ff 0x0000000020040200", NULL },
  { "0x0000000000000000 0x0000000000000000 0x0000000000000000", NULL },
  { "0x00000000fe2ff400 0x00000000fe2ff7ff 0x0000000000040200\n"
    "0x00000000fe2ff800 0x00000000fe2ffbff 0x0000000000040200\n"
    "0x0000006000000100 0x00000060000001ff 0x0000000000140204",
    "fe2ff000 6000000000" },
  /* The seventh is the ROM. */
  { "0x0 0x0 0x0\n0x0 0x0 0x0\n0x0 0x0 0x0\n0x0 0x0 0x0\n0x0 0x0 0x0\n0x0 0x0 0x0\n"
    "0x00000000fe2ff400 0x00000000fe2ff7ff 0x0000000000046200",
    NULL },
  { "nonsense", NULL },
};

static void
test_partial_pages (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (page_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      const char *card
          = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:1", NETWORK);
      g_autoptr (BerthFacts) facts = NULL;

      mock_sysfs_put (sysfs, "sys/hypervisor/type", "xen\n");
      mock_sysfs_put (sysfs, "proc/xen/capabilities", "control_d\n");
      mock_sysfs_set (sysfs, card, "resource", page_cases[i].resource);

      facts = read_facts (sysfs);
      g_assert_cmpstr (look_up (facts, "00:03.0")->partial_pages, ==, page_cases[i].expected);
    }
}

/* Interrupts are asked for on Xen only: elsewhere the IOMMU keeps them apart. */
static void
test_interrupts (void)
{
  static const struct
  {
    const char *irq;
    guint expected;
    gboolean is_xen;
    gboolean has_msi;
  } interrupt_cases[] = {
    { "16", 16, TRUE, FALSE }, { "16", 16, TRUE, TRUE }, { "255", 0, TRUE, FALSE },
    { "0", 0, TRUE, FALSE },   { "16", 0, FALSE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (interrupt_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      const char *card
          = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:1", NETWORK);
      g_autofree char *messages = g_build_filename ("sys", card, "msi_irqs", NULL);
      g_autofree char *message = g_build_filename (messages, "120", NULL);
      g_autoptr (BerthFacts) facts = NULL;

      if (interrupt_cases[i].is_xen)
        {
          mock_sysfs_put (sysfs, "sys/hypervisor/type", "xen\n");
          mock_sysfs_put (sysfs, "proc/xen/capabilities", "control_d\n");
        }
      mock_sysfs_set (sysfs, card, "irq", interrupt_cases[i].irq);
      mock_sysfs_put (sysfs, messages, NULL);
      if (interrupt_cases[i].has_msi)
        mock_sysfs_put (sysfs, message, "msi\n");

      facts = read_facts (sysfs);
      g_assert_cmpuint (look_up (facts, "00:03.0")->irq, ==, interrupt_cases[i].expected);
      g_assert_cmpint (look_up (facts, "00:03.0")->has_msi, ==,
                       interrupt_cases[i].is_xen && interrupt_cases[i].has_msi);
    }
}

/* What a VM holds, and what waits for one. */
static void
test_put_aside (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *held = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:1", NETWORK);
  const char *host = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:04.0", "8086:1", NETWORK);
  const char *free_card
      = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:05.0", "8086:1", NETWORK);
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_set_driver (sysfs, held, "vfio-pci");
  mock_sysfs_set (sysfs, held, "enable", "1");
  mock_sysfs_set (sysfs, held, "driver_override", "vfio-pci");
  mock_sysfs_set_driver (sysfs, host, "e1000");
  mock_sysfs_set (sysfs, host, "enable", "1");
  mock_sysfs_set (sysfs, host, "driver_override", "e1000");
  mock_sysfs_set (sysfs, free_card, "driver_override", "pciback");

  facts = read_facts (sysfs);
  g_assert_cmpuint (look_up (facts, "00:03.0")->enable_count, ==, 1);
  g_assert_cmpstr (look_up (facts, "00:03.0")->driver_override, ==, "vfio-pci");
  g_assert_cmpuint (look_up (facts, "00:04.0")->enable_count, ==, 0);
  g_assert_null (look_up (facts, "00:04.0")->driver_override);
  g_assert_cmpstr (look_up (facts, "00:05.0")->driver_override, ==, "pciback");
}

/* Asking a sleeping card for its link would wake it. */
static void
test_sleeping_card (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *port = mock_sysfs_add_bridge (sysfs, ROOT_BUS, "0000:00:01.0");
  const char *card = mock_sysfs_add_function (sysfs, port, "0000:01:00.0", "10DE:2484", DISPLAY);
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_set (sysfs, card, "power_state", "D3cold");
  mock_sysfs_set (sysfs, card, "current_link_speed", "8.0 GT/s PCIe");
  mock_sysfs_set (sysfs, card, "current_link_width", "16");

  facts = read_facts (sysfs);
  g_assert_true (look_up (facts, "01:00.0")->is_express);
  g_assert_null (look_up (facts, "01:00.0")->link_speed);
  g_assert_cmpuint (look_up (facts, "01:00.0")->link_width, ==, 0);
}

/* Behind Intel VMD a root bus hangs on a function; addresses there have five-digit domains. */
static void
test_long_domain (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;
  const char *port;

  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:0e.0", "8086:467F", "10400");
  port = mock_sysfs_add_bridge (sysfs, ROOT_BUS "/0000:00:0e.0/pci10000:e0", "10000:e0:06.0");
  mock_sysfs_add_function (sysfs, port, "10000:e1:00.0", "144D:A808", "10802");

  facts = read_facts (sysfs);
  g_assert_false (look_up (facts, "10000:e0:06.0")->has_parent);
  g_assert_cmphex (look_up (facts, "10000:e1:00.0")->parent.domain, ==, 0x10000);
}

/* A card pulled while it is read leaves its link for a moment; that is no gap and no failure. */
static void
test_unplugged_meanwhile (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *gone = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:1", NETWORK);
  g_autofree char *path = g_build_filename ("sys", gone, NULL);
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:04.0", "8086:1", NETWORK);
  mock_sysfs_remove (sysfs, path);

  facts = read_facts (sysfs);
  g_assert_cmpuint (facts->pci->len, ==, 1);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_GROUPS, ==, 0);
}

/* A function that may not be read may be in any group. */
static void
test_unreadable (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *card = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:1", NETWORK);
  g_autofree char *path = g_build_filename ("sys", card, "uevent", NULL);
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_remove (sysfs, path);
  mock_sysfs_put (sysfs, path, NULL);

  facts = read_facts (sysfs);
  g_assert_cmpuint (facts->pci->len, ==, 0);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_GROUPS, !=, 0);
}

static void
test_foreign_names (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:1", NETWORK);
  mock_sysfs_put (sysfs, "sys/bus/pci/devices/readme", "no device");
  mock_sysfs_put (sysfs, "sys/bus/pci/devices/1-2", NULL);
  mock_sysfs_put (sysfs, "sys/bus/pci/devices/.hidden", NULL);

  facts = read_facts (sysfs);
  g_assert_cmpuint (facts->pci->len, ==, 1);
}

static void
test_no_pci (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_put (sysfs, "sys/bus/platform", NULL);
  facts = read_facts (sysfs);
  g_assert_cmpuint (facts->pci->len, ==, 0);
  g_assert_cmpuint (facts->usb->len, ==, 0);
  g_assert_false (facts->iommu);
}

static void
test_no_sysfs (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) no_root = NULL;

  g_assert_null (berth_facts_read_live (mock_sysfs_get_root (sysfs), &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "/sys"));

  g_assert_null (berth_facts_read_live ("/nowhere\n", &no_root));
  g_assert_error (no_root, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_null (strchr (no_root->message, '\n'));
}

/* Where there is one node only, to be on it says nothing. */
static void
test_nodes (void)
{
  static const struct
  {
    const char *possible;
    int expected;
  } node_cases[] = { { NULL, 0 }, { "0", -1 }, { "0-1", 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (node_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      const char *card
          = mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:03.0", "8086:1", NETWORK);
      g_autoptr (BerthFacts) facts = NULL;

      mock_sysfs_set (sysfs, card, "numa_node", "0");
      if (node_cases[i].possible != NULL)
        mock_sysfs_set (sysfs, "devices/system/node", "possible", node_cases[i].possible);

      facts = read_facts (sysfs);
      g_assert_cmpint (look_up (facts, "00:03.0")->numa_node, ==, node_cases[i].expected);
    }
}

/* The first group went with its card; the others are there. */
static void
test_groups (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (MockSysfs) without = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;
  g_autoptr (BerthFacts) none = NULL;

  mock_sysfs_put (sysfs, "sys/bus/pci/devices", NULL);
  mock_sysfs_put (sysfs, "sys/kernel/iommu_groups/7/devices", NULL);
  facts = read_facts (sysfs);
  g_assert_true (facts->iommu);

  mock_sysfs_put (without, "sys/bus/pci/devices", NULL);
  mock_sysfs_put (without, "sys/kernel/iommu_groups", NULL);
  none = read_facts (without);
  g_assert_false (none->iommu);
  g_assert_cmpuint (none->gaps & BERTH_GAP_GROUPS, ==, 0);
}

typedef struct
{
  const char *type;
  const char *capabilities;
  const char *uuid;
  gboolean is_qubes;
  BerthPlatform expected;
} PlatformCase;

#define NO_DOMAIN "00000000-0000-0000-0000-000000000000\n"
#define SOME_DOMAIN "7f2f0b9e-33d1-4c44-9a48-2ad3bd2a4d2f\n"

static const PlatformCase platform_cases[] = {
  { NULL, NULL, NULL, FALSE, BERTH_PLATFORM_BARE },
  { NULL, NULL, NULL, TRUE, BERTH_PLATFORM_BARE },
  { "kvm\n", NULL, NULL, FALSE, BERTH_PLATFORM_BARE },
  { "xen\n", "control_d\n", NULL, FALSE, BERTH_PLATFORM_XEN },
  { "xen\n", NULL, NO_DOMAIN, FALSE, BERTH_PLATFORM_XEN },
  { "xen\n", "", NO_DOMAIN, FALSE, BERTH_PLATFORM_XEN },
  { "xen\n", "control_d\n", NO_DOMAIN, TRUE, BERTH_PLATFORM_QUBES },
  { "xen\n", NULL, SOME_DOMAIN, TRUE, BERTH_PLATFORM_UNKNOWN },
  { "xen\n", "\n", SOME_DOMAIN, FALSE, BERTH_PLATFORM_UNKNOWN },
  { "xen\n", NULL, NULL, FALSE, BERTH_PLATFORM_UNKNOWN },
};

static void
test_platform (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (platform_cases); i++)
    {
      const PlatformCase *c = &platform_cases[i];
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_autoptr (BerthFacts) facts = NULL;

      mock_sysfs_put (sysfs, "sys/bus/pci/devices", NULL);
      if (c->type != NULL)
        mock_sysfs_put (sysfs, "sys/hypervisor/type", c->type);
      if (c->capabilities != NULL)
        mock_sysfs_put (sysfs, "proc/xen/capabilities", c->capabilities);
      if (c->uuid != NULL)
        mock_sysfs_put (sysfs, "sys/hypervisor/uuid", c->uuid);
      if (c->is_qubes)
        mock_sysfs_put (sysfs, "etc/qubes-release", "Qubes release 4.2 (R4.2)\n");

      facts = read_facts (sysfs);
      g_assert_cmpint (facts->platform, ==, c->expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-pci/card", test_card);
  g_test_add_func ("/facts-pci/resets", test_resets);
  g_test_add_func ("/facts-pci/virtual-function", test_virtual_function);
  g_test_add_func ("/facts-pci/reserved-memory", test_reserved_memory);
  g_test_add_func ("/facts-pci/partial-pages", test_partial_pages);
  g_test_add_func ("/facts-pci/interrupts", test_interrupts);
  g_test_add_func ("/facts-pci/put-aside", test_put_aside);
  g_test_add_func ("/facts-pci/sleeping-card", test_sleeping_card);
  g_test_add_func ("/facts-pci/long-domain", test_long_domain);
  g_test_add_func ("/facts-pci/unplugged-meanwhile", test_unplugged_meanwhile);
  g_test_add_func ("/facts-pci/unreadable", test_unreadable);
  g_test_add_func ("/facts-pci/foreign-names", test_foreign_names);
  g_test_add_func ("/facts-pci/no-pci", test_no_pci);
  g_test_add_func ("/facts-pci/no-sysfs", test_no_sysfs);
  g_test_add_func ("/facts-pci/nodes", test_nodes);
  g_test_add_func ("/facts-pci/groups", test_groups);
  g_test_add_func ("/facts-pci/platform", test_platform);
  return g_test_run ();
}
