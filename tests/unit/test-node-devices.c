/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-node-devices.h"
#include "scene.h"

/* As libvirt 9.0 prints them; the order is not that of the addresses. */
static const char *const texts[] = {
  "<device><name>usb_1_2_1_1_0</name><parent>usb_1_2_1</parent><capability type='usb'>"
  "<number>0</number><class>3</class><subclass>1</subclass><protocol>2</protocol></capability>"
  "</device>",
  "<device><name>usb_1_2_1_1_1</name><parent>usb_1_2_1</parent><capability type='usb'>"
  "<number>1</number><class>14</class><subclass>0</subclass><protocol>255</protocol></capability>"
  "</device>",
  "<device><name>usb_1_2_1</name><parent>usb_1_2</parent><capability type='usb_device'>"
  "<bus>1</bus><device>12</device><product id='0xc52b'>Unifying Receiver</product>"
  "<vendor id='0x046d'>Logitech, Inc.</vendor></capability></device>",
  "<device><name>usb_1_2</name><parent>usb_usb1</parent><capability type='usb_device'>"
  "<bus>1</bus><device>3</device><product id='0x0608'>Hub</product><vendor id='0x05e3'/>"
  "</capability></device>",
  "<device><name>usb_usb1</name><parent>pci_0000_00_14_0</parent><capability type='usb_device'>"
  "<bus>1</bus><device>1</device><product id='0x0002'>xHCI</product><vendor id='0x1d6b'/>"
  "</capability></device>",
  "<device><name>pci_0000_05_00_0</name><path>/sys/devices/x</path>"
  "<parent>pci_0000_00_1c_0</parent><driver><name>igb</name></driver>"
  "<capability type='pci'><class>0x020000</class><domain>0</domain><bus>5</bus><slot>0</slot>"
  "<function>0</function><product id='0x1521'>I350</product>"
  "<vendor id='0x8086'>Intel Corporation</vendor>"
  "<capability type='virt_functions' maxCount='7'>"
  "<address domain='0x0000' bus='0x05' slot='0x10' function='0x0'/>"
  "<address domain='0x0000' bus='0x05' slot='0x10' function='0x4'/></capability>"
  "<iommuGroup number='17'><address domain='0x0000' bus='0x05' slot='0x00' function='0x0'/>"
  "</iommuGroup><numa node='1'/><pci-express><link validity='cap' port='1' speed='8' width='8'/>"
  "<link validity='sta' speed='5' width='4'/></pci-express></capability></device>",
  "<device><name>pci_0000_05_10_0</name><parent>pci_0000_00_1c_0</parent>"
  "<capability type='pci'><class>0x020000</class><product id='0x1520'/><vendor id='0x8086'/>"
  "<capability type='phys_function'>"
  "<address domain='0x0000' bus='0x05' slot='0x00' function='0x0'/></capability>"
  "</capability></device>",
  "<device><name>pci_0000_00_14_0</name><parent>computer</parent><capability type='pci'>"
  "<class>0x0c0330</class><product id='0xa36d'/><vendor id='0x8086'/></capability></device>",
  /* nonsense from a server is left out or read as nothing */
  "<device><name>pci_0000_zz_00_0</name><capability type='pci'/></device>",
  "<device><capability type='pci'/></device>",
  "<device><name>pci_0000_07_00_0</name><parent>pci_nonsense</parent><capability type='pci'>"
  "<class>0x1000000</class><product id='0x10000'/><vendor id='x'/><iommuGroup number='-3'/>"
  "<numa node='99999999999'/></capability></device>",
  "<device><name>usb_9_1</name><parent>usb_9_1</parent><capability type='usb_device'/></device>",
  "<device><name>usb_9_1_1_0</name><capability type='usb'/></device>",
  "<device><name>computer</name><capability type='system'/></device>",
  "<device",
  "<!DOCTYPE device><device><name>pci_0000_08_00_0</name><capability type='pci'/></device>",
};

static GPtrArray *
list_texts (void)
{
  GPtrArray *list = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (list, (gpointer) texts[i]);
  return list;
}

static const BerthPciFacts *
lookup (const BerthFacts *facts, const char *address)
{
  BerthAddress parsed = scene_address (address);

  return berth_facts_lookup_pci (facts, &parsed);
}

static void
assert_address (const BerthAddress *found, const char *address)
{
  BerthAddress parsed = scene_address (address);

  g_assert_true (berth_address_equal (found, &parsed));
}

static void
test_pci (void)
{
  g_autoptr (GPtrArray) list = list_texts ();
  g_autoptr (BerthFacts) facts = berth_node_devices_new_facts (list);
  const BerthPciFacts *card = lookup (facts, "05:00.0");
  const BerthPciFacts *virtual = lookup (facts, "05:10.0");
  const BerthPciFacts *nonsense = lookup (facts, "07:00.0");

  g_assert_cmpuint (facts->pci->len, ==, 4);
  g_assert_true (facts->iommu);
  assert_address (&((BerthPciFacts *) g_ptr_array_index (facts->pci, 0))->address, "00:14.0");

  g_assert_cmphex (card->class_code, ==, 0x020000);
  g_assert_cmphex (card->vendor, ==, 0x8086);
  g_assert_cmphex (card->device, ==, 0x1521);
  g_assert_cmpstr (card->vendor_name, ==, "Intel Corporation");
  g_assert_cmpstr (card->product_name, ==, "I350");
  g_assert_cmpstr (card->driver, ==, "igb");
  g_assert_true (card->has_parent);
  assert_address (&card->parent, "00:1c.0");
  g_assert_cmpint (card->iommu_group, ==, 17);
  g_assert_cmpint (card->numa_node, ==, 1);
  g_assert_cmpuint (card->link_width, ==, 4);
  g_assert_cmpstr (card->link_speed, ==, "5 GT/s PCIe");
  g_assert_cmpuint (card->sriov_total, ==, 7);
  g_assert_cmpuint (card->sriov_count, ==, 2);
  g_assert_false (card->is_virtual);
  g_assert_cmpuint (card->reset_methods, ==, BERTH_RESET_UNKNOWN);

  g_assert_true (virtual->is_virtual);
  assert_address (&virtual->physical_function, "05:00.0");
  g_assert_cmpint (virtual->iommu_group, ==, BERTH_NO_GROUP);
  g_assert_cmpint (virtual->numa_node, ==, -1);
  g_assert_null (virtual->driver);
  g_assert_null (virtual->product_name);

  g_assert_false (nonsense->has_parent);
  g_assert_cmpuint (nonsense->class_code, ==, 0);
  g_assert_cmpuint (nonsense->vendor, ==, 0);
  g_assert_cmpint (nonsense->iommu_group, ==, BERTH_NO_GROUP);
}

static void
test_usb (void)
{
  g_autoptr (GPtrArray) list = list_texts ();
  g_autoptr (BerthFacts) facts = berth_node_devices_new_facts (list);
  const BerthUsbFacts *hub, *receiver, *circle;

  /* root hubs are left out */
  g_assert_cmpuint (facts->usb->len, ==, 3);
  hub = g_ptr_array_index (facts->usb, 0);
  receiver = g_ptr_array_index (facts->usb, 1);
  circle = g_ptr_array_index (facts->usb, 2);

  assert_address (&hub->address, "1-2");
  assert_address (&receiver->address, "1-2.1");
  g_assert_cmphex (receiver->vendor, ==, 0x046d);
  g_assert_cmphex (receiver->product, ==, 0xc52b);
  g_assert_cmpuint (receiver->device_number, ==, 12);
  g_assert_cmpstr (receiver->manufacturer, ==, "Logitech, Inc.");
  g_assert_cmpstr (receiver->product_name, ==, "Unifying Receiver");
  g_assert_cmpstr (receiver->interface_classes, ==, "030102 0e00ff");
  g_assert_true (receiver->has_controller);
  assert_address (&receiver->controller, "00:14.0");
  g_assert_false (circle->has_controller);
}

/* What libvirt cannot tell is a gap and never a "no". */
static void
test_gaps (void)
{
  g_autoptr (GPtrArray) list = list_texts ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (BerthFacts) facts = berth_node_devices_new_facts (list);
  g_autoptr (BerthFacts) empty = berth_node_devices_new_facts (none);

  g_assert_true (facts->is_remote);
  g_assert_cmpuint (facts->gaps, ==, BERTH_GAP_USES);
  g_assert_cmpuint (empty->gaps, ==, BERTH_GAP_USES | BERTH_GAP_USB);
  g_assert_false (empty->iommu);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/node-devices/pci", test_pci);
  g_test_add_func ("/node-devices/usb", test_usb);
  g_test_add_func ("/node-devices/gaps", test_gaps);
  return g_test_run ();
}
