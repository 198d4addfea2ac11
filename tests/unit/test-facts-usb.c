/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-facts.h"

#define ROOT_BUS "devices/pci0000:00"

static void
test_devices (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *port = mock_sysfs_add_bridge (sysfs, ROOT_BUS, "0000:00:1c.0");
  const char *controller
      = mock_sysfs_add_function (sysfs, port, "0000:3c:00.0", "1912:0014", "C0330");
  const char *root_hub = mock_sysfs_add_usb (sysfs, controller, "usb1", "1d6b/2/510", 9);
  const char *hub = mock_sysfs_add_usb (sysfs, root_hub, "1-2", "5e3/608/6070", 9);
  const char *stick = mock_sysfs_add_usb (sysfs, hub, "1-2.3", "781/5581/100", 0);
  g_autoptr (BerthFacts) facts = NULL;
  const BerthUsbFacts *usb;
  g_autofree char *address = NULL;

  mock_sysfs_add_interface (sysfs, root_hub, "1-0:1.0", "9/0/0", "hub");
  mock_sysfs_add_interface (sysfs, stick, "1-2.3:1.4", "14/1/0", "uvcvideo");
  mock_sysfs_add_interface (sysfs, stick, "1-2.3:1.3", "1/1/0", "snd-usb-audio");
  mock_sysfs_add_interface (sysfs, stick, "1-2.3:1.2", "3/1/2", "usbhid");
  mock_sysfs_add_interface (sysfs, stick, "1-2.3:1.1", "3/1/1", "usbhid");
  mock_sysfs_add_interface (sysfs, stick, "1-2.3:1.0", "8/6/80", "usb-storage");
  mock_sysfs_set (sysfs, stick, "manufacturer", "SanDisk");
  mock_sysfs_set (sysfs, stick, "serial", "4C53 <b>");
  mock_sysfs_set (sysfs, stick, "removable", "fixed");

  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->usb->len, ==, 2);
  usb = g_ptr_array_index (facts->usb, 0);
  g_assert_cmphex (usb->device_class, ==, 9);

  usb = g_ptr_array_index (facts->usb, 1);
  address = berth_address_dup_string (&usb->address);
  g_assert_cmpstr (address, ==, "1-2.3");
  g_assert_cmphex (usb->vendor, ==, 0x0781);
  g_assert_cmphex (usb->product, ==, 0x5581);
  g_assert_cmpuint (usb->device_class, ==, 0);
  g_assert_cmpuint (usb->device_number, ==, 7);
  g_assert_true (usb->has_controller);
  g_assert_cmphex (usb->controller.bus, ==, 0x3c);
  g_assert_cmpstr (usb->interface_classes, ==, "080650 030101 030102 010100 0e0100");
  g_assert_cmpstr (usb->driver, ==, "usb-storage");
  g_assert_cmpstr (usb->manufacturer, ==, "SanDisk");
  g_assert_cmpstr (usb->serial, ==, "4C53 <b>");
  g_assert_true (usb->is_fixed);
  g_assert_null (usb->product_name);
}

/* A controller on no PCI bus, as on small boards and with USB over the network. */
static void
test_no_pci_controller (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  const char *host = "devices/platform/vhci_hcd.0";
  const char *hub = mock_sysfs_add_usb (sysfs, host, "usb3", "1d6b/2/1", 9);
  g_autoptr (BerthFacts) facts = NULL;
  const BerthUsbFacts *usb;

  mock_sysfs_add_usb (sysfs, hub, "3-1", "781/5581/100", 0);
  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->usb->len, ==, 1);
  usb = g_ptr_array_index (facts->usb, 0);
  g_assert_false (usb->has_controller);
  g_assert_null (usb->interface_classes);
}

static void
test_unplugged_meanwhile (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_link (sysfs, "bus/usb/devices/1-4", ROOT_BUS "/gone");
  mock_sysfs_link (sysfs, "bus/usb/devices/1-4:1.0", ROOT_BUS "/gone/too");
  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->usb->len, ==, 0);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USB, ==, 0);
}

static void
test_unreadable (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_put (sysfs, "sys/bus/usb/devices/1-4/uevent", NULL);
  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->usb->len, ==, 0);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USB, !=, 0);
}

/* No USB in the kernel is an answer; a list that cannot be read is none. */
static void
test_gap (void)
{
  g_autoptr (MockSysfs) without = mock_sysfs_new ();
  g_autoptr (MockSysfs) broken = mock_sysfs_new ();
  g_autoptr (BerthFacts) none = live_facts_read (without);
  g_autoptr (BerthFacts) unknown = NULL;

  g_assert_cmpuint (none->gaps & BERTH_GAP_USB, ==, 0);
  mock_sysfs_put (broken, "sys/bus/usb/devices", "not a folder");
  unknown = live_facts_read (broken);
  g_assert_cmpuint (unknown->gaps & BERTH_GAP_USB, !=, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-usb/devices", test_devices);
  g_test_add_func ("/facts-usb/no-pci-controller", test_no_pci_controller);
  g_test_add_func ("/facts-usb/unplugged-meanwhile", test_unplugged_meanwhile);
  g_test_add_func ("/facts-usb/unreadable", test_unreadable);
  g_test_add_func ("/facts-usb/gap", test_gap);
  return g_test_run ();
}
