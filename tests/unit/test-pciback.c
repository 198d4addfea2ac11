/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-pciback.h"

#include <errno.h>
#include <fcntl.h>

#include "facts/berth-sysfs.h"
#include "mock-sysfs.h"

#define SLOTS BERTH_PCIBACK_FOLDER "/slots"
#define PERMISSIVE BERTH_PCIBACK_FOLDER "/permissive"
#define QUIRKS BERTH_PCIBACK_FOLDER "/quirks"

/* As a kernel has it with two devices: fields of its own for each, and one that somebody added. */
#define TWO_DEVICES \
  "00:1d.7\n\t8086:293a:1af4:1100\n\t\t00000000:2:00000000\n\t\t00000004:2:00000000\n" \
  "04:00.0\n\t8086:10d3:8086:0000\n\t\t00000000:2:00000000\n\t\t000000f0:4:0000ffff\n"

static char *
dup_functions (GArray *functions)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < functions->len; i++)
    {
      const BerthPcibackFunction *function
          = &g_array_index (functions, BerthPcibackFunction, i);
      g_autofree char *address = berth_address_dup_string (&function->address);

      g_string_append_printf (text, "%s%s=%u", i > 0 ? " " : "", address, function->flags);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const struct
{
  const char *slots;
  const char *permissive;
  const char *quirks;
  const char *expected;
} cases[] = {
  { "", "", "", "" },
  { "0000:04:00.0\n0000:00:1d.7\n", "0000:04:00.0\n", TWO_DEVICES,
    "0000:00:1d.7=1 0000:04:00.0=7" },
  /* taken out of the list while it was bound */
  { "", "0000:04:00.0\n", "", "0000:04:00.0=2" },
  { "0000:04:00.0\n0000:04:00.0\n", "", "", "0000:04:00.0=1" },
  { "nonsense\n0000:04:00.0\n1-2\n\n0000:04:0", "", "", "0000:04:00.0=1" },
  /* cut in the middle */
  { "", "", "\t\t000000f0:4:0000ffff\n04:00.0\n\t8086:10d3:8086:ffff\n\t\t000000f0:4",
    "0000:04:00.0=0" },
};

static void
test_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (sysfs));
      g_autoptr (GArray) functions = NULL;
      g_autofree char *found = NULL;

      mock_sysfs_put (sysfs, SLOTS, cases[i].slots);
      mock_sysfs_put (sysfs, PERMISSIVE, cases[i].permissive);
      mock_sysfs_put (sysfs, QUIRKS, cases[i].quirks);
      functions = berth_pciback_read (root);
      g_assert_nonnull (functions);
      found = dup_functions (functions);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

static void
test_unreadable (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (sysfs));

  g_assert_null (berth_pciback_read (root));
  g_assert_cmpint (errno, ==, ENOENT);

  mock_sysfs_put (sysfs, SLOTS, "0000:04:00.0\n");
  mock_sysfs_put (sysfs, PERMISSIVE, NULL);
  mock_sysfs_put (sysfs, QUIRKS, "");
  g_assert_null (berth_pciback_read (root));
  g_assert_cmpint (errno, ==, EISDIR);
}

static void
test_flags (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (sysfs));
  BerthAddress bound = berth_address_pci (0, 4, 0, 0);
  BerthAddress other = berth_address_pci (0, 4, 0, 1);
  g_autoptr (GArray) functions = NULL;

  mock_sysfs_put (sysfs, SLOTS, "");
  mock_sysfs_put (sysfs, PERMISSIVE, "0000:04:00.0\n");
  mock_sysfs_put (sysfs, QUIRKS, TWO_DEVICES);
  functions = berth_pciback_read (root);
  g_assert_cmpuint (berth_pciback_get_flags (functions, &bound), ==,
                    BERTH_PCIBACK_PERMISSIVE | BERTH_PCIBACK_QUIRKS);
  g_assert_cmpuint (berth_pciback_get_flags (functions, &other), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pciback/read", test_read);
  g_test_add_func ("/pciback/unreadable", test_unreadable);
  g_test_add_func ("/pciback/flags", test_flags);
  return g_test_run ();
}
