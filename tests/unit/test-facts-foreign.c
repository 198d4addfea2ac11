/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <sys/stat.h>

#include "facts/berth-facts-foreign.h"
#include "hostile.h"
#include "live-facts.h"
#include "mock-sysfs.h"

#define ROOT_BUS "devices/pci0000:00"

/* A network card with two functions, and one behind a bridge. */
static MockSysfs *
new_computer (void)
{
  MockSysfs *sysfs = mock_sysfs_new ();
  const char *bridge;

  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:04.0", "8086:10D3", "020000");
  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:04.1", "8086:10D3", "020000");
  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:05.0", "8086:2668", "040300");
  bridge = mock_sysfs_add_bridge (sysfs, ROOT_BUS, "0000:00:1c.0");
  mock_sysfs_add_function (sysfs, bridge, "0000:03:00.0", "10DE:2484", "030000");
  return sysfs;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* "KIND SUBJECT DRIVER", separated by commas, in the order of the alphabet. */
static char *
dup_found (MockSysfs *sysfs)
{
  static const char *const kinds[] = { "driverctl", "ids", "modprobe", "hide" };
  g_autoptr (BerthFacts) facts = live_facts_read (sysfs);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      const BerthForeignBinding *found = g_ptr_array_index (facts->foreign_bindings, i);
      g_autofree char *address = berth_address_dup_string (&found->address);
      g_autofree char *ids = g_strdup_printf ("%04x:%04x", found->vendor, found->device);

      g_ptr_array_add (words, g_strjoin (" ", kinds[found->kind],
                                         found->has_address ? address : ids,
                                         found->driver != NULL ? found->driver : "-", NULL));
    }
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (",", (char **) words->pdata);
}

static void
assert_found (MockSysfs *sysfs, const char *expected)
{
  g_autofree char *found = dup_found (sysfs);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_driverctl (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autofree char *pipe
      = g_build_filename (mock_sysfs_get_root (sysfs), "etc/driverctl.d/pci-0000:00:06.0", NULL);

  mock_sysfs_put (sysfs, "etc/driverctl.d/pci-0000:00:04.0", "vfio-pci\n");
  mock_sysfs_put (sysfs, "etc/driverctl.d/pci-10000:e1:00.0", "\n");
  mock_sysfs_put (sysfs, "etc/driverctl.d/pci-0000:00:05.0", "uio_pci_generic and more\nlines\n");
  mock_sysfs_put (sysfs, "etc/driverctl.d/pci-", "vfio-pci\n");
  mock_sysfs_put (sysfs, "etc/driverctl.d/pci-1-2", "vfio-pci\n");
  mock_sysfs_put (sysfs, "etc/driverctl.d/vmbus-0000:00:04.0", "vfio-pci\n");
  mock_sysfs_put (sysfs, "etc/driverctl.d/.pci-0000:00:04.0.swp", "vfio-pci\n");
  g_assert_cmpint (mkfifo (pipe, 0644), ==, 0);
  assert_found (sysfs, "driverctl 0000:00:04.0 vfio-pci,driverctl 0000:00:05.0 uio_pci_generic,"
                       "driverctl 10000:e1:00.0 -");
}

typedef struct
{
  const char *line;
  const char *expected;
} LineCase;

#define CARD "hide 0000:00:04.0 pciback"
#define OTHER_HALF "hide 0000:00:04.1 pciback"
#define SOUND "hide 0000:00:05.0 pciback"
#define BRIDGE "hide 0000:00:1c.0 pciback"
#define BEHIND "hide 0000:03:00.0 pciback"

static const LineCase command_lines[] = {
  { "quiet\n", "" },
  { "vfio-pci.ids=10de:2484\n", "ids 10de:2484 vfio-pci" },
  { "vfio_pci.ids=10DE:2484,8086:10d3 quiet\n", "ids 10de:2484 vfio-pci,ids 8086:10d3 vfio-pci" },
  { "vfio-pci.ids=10de:2484:1458:403b:030000:ff0000\n", "ids 10de:2484 vfio-pci" },
  { "vfio-pci.ids=10de:2484,10de:2484\n", "ids 10de:2484 vfio-pci" },
  { "\"vfio-pci.ids=10de:2484\" quiet\n", "ids 10de:2484 vfio-pci" },
  { "vfio-pci.ids=\"10de:2484\"\n", "ids 10de:2484 vfio-pci" },
  { "vfio-pci.ids=10de\n", "" },
  { "vfio-pci.ids=10de:\n", "" },
  { "vfio-pci.ids=,:,::,10de:24845,-1:1,10de:2485\n", "ids 10de:2485 vfio-pci" },
  { "vfio-pci.ids\n", "" },
  { "vfio-pci.disable_vga=1 ids=10de:2484\n", "" },
  { "not-vfio-pci.ids=10de:2484\n", "" },
  { "quiet -- vfio-pci.ids=10de:2484\n", "" },
  { "xen-pciback.hide=(0000:00:04.0)\n", CARD },
  { "xen_pciback.hide=(00:04.0)(00:05.0)\n", CARD "," SOUND },
  { "pciback.hide=(00:05.0)\n", SOUND },
  { "xen-pciback.hide=(0000:00:04.*)\n", CARD "," OTHER_HALF },
  { "xen-pciback.hide=(00:*.*)\n",
    CARD "," OTHER_HALF "," SOUND "," BRIDGE "," BEHIND },
  { "xen-pciback.hide=(0000:00:1c.0)\n", BRIDGE "," BEHIND },
  { "xen-pciback.hide=(0000:09:00.0)\n", "hide 0000:09:00.0 pciback" },
  { "xen-pciback.hide=(0000:09:00.*)\n", "" },
  { "xen-pciback.hide=(0000:00:04.0\n", CARD },
  { "xen-pciback.hide=0000:00:04.0\n", "" },
  { "xen-pciback.hide=(((((()))))(*)(*.*)(:*.*)(.*)(0000:*.*.*)\n", "" },
};

static void
test_command_line (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (command_lines); i++)
    {
      g_autoptr (MockSysfs) sysfs = new_computer ();

      g_test_message ("%s", command_lines[i].line);
      mock_sysfs_put (sysfs, "proc/cmdline", command_lines[i].line);
      assert_found (sysfs, command_lines[i].expected);
    }
}

static const LineCase modprobe_files[] = {
  { "", "" },
  { "options vfio-pci ids=10de:2484\n", "modprobe 10de:2484 vfio-pci" },
  { "options vfio_pci disable_vga=1 ids=10de:2484,8086:10d3",
    "modprobe 10de:2484 vfio-pci,modprobe 8086:10d3 vfio-pci" },
  { "\toptions\tvfio-pci \t ids=10de:2484\n", "modprobe 10de:2484 vfio-pci" },
  { "options vfio-pci \\\n  ids=10de:2484\n", "modprobe 10de:2484 vfio-pci" },
  { "# options vfio-pci ids=10de:2484\n", "" },
  { "options vfio ids=10de:2484\n", "" },
  { "options vfio-pci-core ids=10de:2484\n", "" },
  { "softdep nvidia pre: vfio-pci\n", "" },
  { "vfio-pci options ids=10de:2484\n", "" },
};

static void
test_modprobe (void)
{
  static const char *const folders[] = { "etc", "run", "usr/lib", "lib" };

  for (gsize i = 0; i < G_N_ELEMENTS (modprobe_files); i++)
    {
      g_autoptr (MockSysfs) sysfs = new_computer ();
      g_autofree char *path
          = g_strconcat (folders[i % G_N_ELEMENTS (folders)], "/modprobe.d/a.conf", NULL);

      g_test_message ("%s", modprobe_files[i].line);
      mock_sysfs_put (sysfs, path, modprobe_files[i].line);
      assert_found (sysfs, modprobe_files[i].expected);
    }
}

/* A file hides those of its name that the distribution brought, and only .conf counts. */
static void
test_modprobe_order (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();

  mock_sysfs_put (sysfs, "etc/modprobe.d/vfio.conf", "options vfio-pci ids=10de:2484\n");
  mock_sysfs_put (sysfs, "usr/lib/modprobe.d/vfio.conf", "options vfio-pci ids=8086:10d3\n");
  mock_sysfs_put (sysfs, "usr/lib/modprobe.d/more.conf", "options vfio-pci ids=8086:2668\n");
  mock_sysfs_put (sysfs, "etc/modprobe.d/old.conf~", "options vfio-pci ids=8086:1521\n");
  assert_found (sysfs, "modprobe 10de:2484 vfio-pci,modprobe 8086:2668 vfio-pci");
}

/* Nothing of it is believed, and it comes to an end. */
static void
test_hostile (void)
{
  g_autoptr (GPtrArray) strings = hostile_strings_read ();

  for (guint i = 0; i < strings->len; i++)
    {
      const HostileString *string = g_ptr_array_index (strings, i);
      g_autoptr (MockSysfs) sysfs = new_computer ();
      g_autofree char *line = g_strconcat ("vfio-pci.ids=", string->text, ",10de:2484\n", NULL);
      g_autofree char *hide = g_strconcat ("xen-pciback.hide=(", string->text, ")", line, NULL);
      g_autofree char *options = g_strconcat ("options vfio-pci ", string->text, line, NULL);
      g_autofree char *found = NULL;

      g_test_message ("%s", string->what);
      mock_sysfs_put (sysfs, "etc/driverctl.d/pci-0000:00:04.0", string->text);
      mock_sysfs_put (sysfs, "proc/cmdline", i % 2 == 0 ? line : hide);
      mock_sysfs_put (sysfs, "etc/modprobe.d/a.conf", options);
      found = dup_found (sysfs);
      g_assert_null (strstr (found, "hide"));
    }
}

static void
test_too_many (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autoptr (GString) options = g_string_new ("options vfio-pci ids=0:0");
  g_autoptr (GString) hide = g_string_new ("xen-pciback.hide=");
  g_autoptr (BerthFacts) facts = NULL;

  for (guint i = 0; i < 20000; i++)
    {
      g_string_append_printf (options, ",%x:1", i);
      g_string_append_printf (hide, "(%02x:00.0)", i % 256);
    }
  mock_sysfs_put (sysfs, "etc/modprobe.d/a.conf", options->str);
  mock_sysfs_put (sysfs, "proc/cmdline", hide->str);
  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->foreign_bindings->len, ==, 512);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/facts-foreign/driverctl", test_driverctl);
  g_test_add_func ("/facts-foreign/command-line", test_command_line);
  g_test_add_func ("/facts-foreign/modprobe", test_modprobe);
  g_test_add_func ("/facts-foreign/modprobe-order", test_modprobe_order);
  g_test_add_func ("/facts-foreign/hostile", test_hostile);
  g_test_add_func ("/facts-foreign/too-many", test_too_many);

  return g_test_run ();
}
