/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-facts.h"

#define ROOT_BUS "devices/pci0000:00"

/* The key bitmaps of a real keyboard, a mouse and a power button. */
#define KEYBOARD "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
#define LEFT_BUTTON "10000 0 0 0 0"
#define POWER_BUTTON "10000000000000 0"

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
  mock_sysfs_add_input (sysfs, "devices/platform/i8042/serio1", "event9", LEFT_BUTTON, "3", "0");
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:14.0/usb1/1-4/1-4.2/1-4.2:1.0/0003:1.4",
                        "event10", KEYBOARD, "0", "0");
  /* Things that are neither, or hang on nothing. */
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:1b.0/sound/card0", "event5", POWER_BUTTON, "0",
                        "0");
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:16.0", "event6", LEFT_BUTTON, "0", "0");
  mock_sysfs_add_input (sysfs, "devices/virtual", "event7", KEYBOARD, "0", "0");
  mock_sysfs_add_input (sysfs, ROOT_BUS "/0000:00:17.0", "event8", "zzz", "", "");

  facts = live_facts_read (sysfs);
  uses = live_facts_dup_uses (facts, BERTH_USE_INPUT);
  g_assert_cmpstr (uses, ==,
                   "00:15.1 event3 mouse; 00:1f.0 event4 PS/2 keyboard; "
                   "00:1f.0 event9 PS/2 mouse; 1-2 event1 keyboard; 1-3 event2 mouse; "
                   "1-4.2 event10 keyboard");
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_INPUT, ==, 0);
}

static void
test_no_inputs (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = live_facts_read (sysfs);

  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_INPUT, !=, 0);
}

/* A keyboard or mouse that is connected without a wire may be so through each adapter. */
static void
test_bluetooth (void)
{
  static const struct
  {
    const char *bus;
    gboolean has_adapters;
    const char *expected;
    guint gap;
  } bluetooth_cases[] = {
    { "0005", TRUE, "00:1a.0 event1 keyboard; 1-7 event1 keyboard", 0 },
    { "0005", FALSE, "", BERTH_GAP_USES_INPUT },
    { "0006", TRUE, "", 0 }, /* a program's own */
    { NULL, TRUE, "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bluetooth_cases); i++)
    {
      static const char parent[] = "devices/virtual/misc/uhid/0005:046D:B342.0001";
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_autofree char *device = g_strconcat (parent, "/input/of-event1", NULL);
      g_autoptr (BerthFacts) facts = NULL;
      g_autofree char *uses = NULL;

      mock_sysfs_add_input (sysfs, parent, "event1", KEYBOARD, "0", "0");
      if (bluetooth_cases[i].bus != NULL)
        mock_sysfs_set (sysfs, device, "id/bustype", bluetooth_cases[i].bus);
      if (bluetooth_cases[i].has_adapters)
        {
          mock_sysfs_link (sysfs, "class/bluetooth/hci0",
                           ROOT_BUS "/0000:00:14.0/usb1/1-7/1-7:1.0/bluetooth/hci0");
          mock_sysfs_link (sysfs, "class/bluetooth/hci0:256",
                           ROOT_BUS "/0000:00:14.0/usb1/1-7/1-7:1.0/bluetooth/hci0/hci0:256");
          mock_sysfs_link (sysfs, "class/bluetooth/hci1",
                           ROOT_BUS "/0000:00:1a.0/bluetooth/hci1");
        }

      facts = live_facts_read (sysfs);
      uses = live_facts_dup_uses (facts, BERTH_USE_INPUT);
      g_assert_cmpstr (uses, ==, bluetooth_cases[i].expected);
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_INPUT, ==, bluetooth_cases[i].gap);
    }
}

/* A security key types when it is touched; nobody can work with it. */
static void
test_security_keys (void)
{
  static const struct
  {
    const char *vendor;
    const char *product;
    const char *expected;
  } key_cases[] = {
    { "1050", "0407", "1-2 event1 types" },    { "1050", "0010", "1-2 event1 types" },
    { "1d50", "60fc", "1-2 event1 types" },    { "1d50", "6122", "1-2 event1 keyboard" },
    { "046d", "c31c", "1-2 event1 keyboard" }, { NULL, NULL, "1-2 event1 keyboard" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (key_cases); i++)
    {
      static const char parent[] = ROOT_BUS "/0000:00:14.0/usb1/1-2/1-2:1.0/0003:1.1";
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_autofree char *device = g_strconcat (parent, "/input/of-event1", NULL);
      g_autoptr (BerthFacts) facts = NULL;
      g_autofree char *uses = NULL;

      mock_sysfs_add_input (sysfs, parent, "event1", KEYBOARD, "0", "0");
      if (key_cases[i].vendor != NULL)
        {
          mock_sysfs_set (sysfs, device, "id/vendor", key_cases[i].vendor);
          mock_sysfs_set (sysfs, device, "id/product", key_cases[i].product);
        }

      facts = live_facts_read (sysfs);
      uses = live_facts_dup_uses (facts, BERTH_USE_INPUT);
      g_assert_cmpstr (uses, ==, key_cases[i].expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-input/devices", test_inputs);
  g_test_add_func ("/facts-input/none", test_no_inputs);
  g_test_add_func ("/facts-input/bluetooth", test_bluetooth);
  g_test_add_func ("/facts-input/security-keys", test_security_keys);
  return g_test_run ();
}
