/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-device-name.h"
#include "model/berth-device.h"
#include "scene.h"

typedef struct
{
  const char *in;
  const char *out;
} TextCase;

static void
test_marketing_name (void)
{
  static const TextCase cases[] = {
    { "GA104 [GeForce RTX 3070]", "GeForce RTX 3070" },
    { "GA104M [GeForce RTX 3070 Mobile / Max-Q]", "GeForce RTX 3070 Mobile / Max-Q" },
    { "MT27710 Family [ConnectX-4 Lx]", "ConnectX-4 Lx" },
    { "8 Series SATA Controller 1 [AHCI mode]", "8 Series SATA Controller 1" },
    { "Thunderbolt 4 NHI [Maple Ridge 4C 2020]", "Thunderbolt 4 NHI" },
    { "Intel 21554 PCI-PCI bus bridge [db21554]", "Intel 21554 PCI-PCI bus bridge" },
    { "Vega 10 HDMI Audio [Radeon Vega 56/64]", "Vega 10 HDMI Audio" },
    { "I350 Gigabit Network Connection", "I350 Gigabit Network Connection" },
    { "Foo [Bar] Baz", "Foo [Bar] Baz" },
    { "[]", "[]" },
    { "]", "]" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = berth_device_name_dup_marketing (cases[i].in);

      g_assert_cmpstr (name, ==, cases[i].out);
    }
}

static void
test_vendor_name (void)
{
  static const TextCase cases[] = {
    { "Intel Corporation", "Intel" },
    { "NVIDIA Corporation", "NVIDIA" },
    { "Advanced Micro Devices, Inc. [AMD/ATI]", "AMD" },
    { "Realtek Semiconductor Co., Ltd.", "Realtek" },
    { "Samsung Electronics Co Ltd", "Samsung" },
    { "Broadcom Inc. and subsidiaries", "Broadcom" },
    { "Technology Group", "Technology" },
    { "Inc", "Inc" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = berth_device_name_dup_vendor (cases[i].in);

      g_assert_cmpstr (name, ==, cases[i].out);
    }
}

typedef struct
{
  guint32 class_code;
  BerthDeviceClass device_class;
} ClassCase;

static void
test_pci_class (void)
{
  static const ClassCase cases[] = {
    { 0x030000, BERTH_DEVICE_GRAPHICS },       { 0x030200, BERTH_DEVICE_GRAPHICS },
    { 0x020000, BERTH_DEVICE_NETWORK },        { 0x028000, BERTH_DEVICE_NETWORK },
    { 0x0c0330, BERTH_DEVICE_USB_CONTROLLER }, { 0x0c0340, BERTH_DEVICE_USB_CONTROLLER },
    { 0x010802, BERTH_DEVICE_STORAGE },        { 0x080501, BERTH_DEVICE_STORAGE },
    { 0x040300, BERTH_DEVICE_SOUND },          { 0x0c8000, BERTH_DEVICE_OTHER },
    { 0x060000, BERTH_DEVICE_BRIDGE },         { 0x060400, BERTH_DEVICE_BRIDGE },
    { 0x060100, BERTH_DEVICE_HOST_FUNCTION },  { 0x068000, BERTH_DEVICE_HOST_FUNCTION },
    { 0x0c0500, BERTH_DEVICE_HOST_FUNCTION },  { 0x078000, BERTH_DEVICE_HOST_FUNCTION },
    { 0x080600, BERTH_DEVICE_HOST_FUNCTION },  { 0x118000, BERTH_DEVICE_HOST_FUNCTION },
    { 0x050000, BERTH_DEVICE_OTHER },          { 0xff0000, BERTH_DEVICE_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *words = NULL;

      g_test_message ("%06x", cases[i].class_code);
      g_assert_cmpint (berth_device_class_of_pci (cases[i].class_code, &words), ==,
                       cases[i].device_class);
      g_assert_nonnull (words);
    }
}

typedef struct
{
  guint8 device_class;
  const char *interfaces;
  BerthDeviceClass expected;
} UsbCase;

static void
test_usb_class (void)
{
  static const UsbCase cases[] = {
    { 0, "030101 030000", BERTH_DEVICE_INPUT },      { 0, "080650", BERTH_DEVICE_STORAGE },
    { 0xef, "0e0100 0e0200 010100", BERTH_DEVICE_CAMERA }, { 9, NULL, BERTH_DEVICE_BRIDGE },
    { 0xe0, "e00101", BERTH_DEVICE_BLUETOOTH },      { 0, NULL, BERTH_DEVICE_OTHER },
    { 0, "zzz", BERTH_DEVICE_OTHER },                { 0, "ff0000", BERTH_DEVICE_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *words = NULL;

      g_assert_cmpint (berth_device_class_of_usb (cases[i].device_class, cases[i].interfaces,
                                                  &words),
                       ==, cases[i].expected);
      g_assert_nonnull (words);
    }
}

/* What no database knows is named by what it is and by ids that can be looked up. */
static void
test_unknown_name (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthPciFacts *pci = scene_add_pci (facts, "01:00.0", 0x020000, 1);
  g_autoptr (BerthDevice) device = NULL;

  g_clear_pointer (&pci->product_name, g_free);
  g_clear_pointer (&pci->vendor_name, g_free);
  device = berth_device_new_pci (facts, pci);
  g_assert_cmpstr (device->name, ==, "network card 8086:1100");
  g_assert_cmpstr (device->vendor_name, ==, "");
}

static void
test_ghost (void)
{
  BerthAddress address = scene_address ("02:00.0");
  BerthIdentity pinned, nothing = { 0 };
  g_autoptr (BerthDevice) known = NULL;
  g_autoptr (BerthDevice) unknown = NULL;

  g_assert_true (berth_identity_parse ("14e4-43ba-x-x-028000", &pinned));
  known = berth_device_new_ghost (&address, &pinned);
  unknown = berth_device_new_ghost (&address, &nothing);

  g_assert_true (berth_device_is_ghost (known));
  g_assert_cmpstr (known->name, ==, "network card 14e4:43ba");
  g_assert_cmpint (known->device_class, ==, BERTH_DEVICE_NETWORK);
  g_assert_cmpstr (unknown->name, ==, "Unknown device");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/marketing-name", test_marketing_name);
  g_test_add_func ("/device/vendor-name", test_vendor_name);
  g_test_add_func ("/device/pci-class", test_pci_class);
  g_test_add_func ("/device/usb-class", test_usb_class);
  g_test_add_func ("/device/unknown-name", test_unknown_name);
  g_test_add_func ("/device/ghost", test_ghost);
  return g_test_run ();
}
