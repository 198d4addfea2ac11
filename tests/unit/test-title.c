/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-title.h"

#include <glib/gstdio.h>

#define IDS \
  "# a comment\n" \
  "8086  Intel Corporation\n" \
  "\t10d3  82574L Gigabit Network Connection\n" \
  "\t\t103c 3250  NC360T\n" \
  "10de  NVIDIA Corporation\n" \
  "\t2484  GA104 [GeForce \x1b[31mRTX 3070]\n" \
  "C 03  Display controller\n"

static char *
find (const char *database, guint16 vendor, guint16 device)
{
  const char *databases[] = { "/nonexistent/pci.ids", database, NULL };

  return berth_title_find (databases, vendor, device);
}

static void
test_names (void)
{
  g_autofree char *folder = g_dir_make_tmp ("berth-title-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pci.ids", NULL);
  const struct
  {
    guint16 vendor;
    guint16 device;
    const char *title;
  } cases[] = {
    { 0x8086, 0x10d3, "Intel Corporation 82574L Gigabit Network Connection" },
    { 0x8086, 0x3250, "8086:3250" },
    { 0x103c, 0x3250, "103c:3250" },
    { 0x1234, 0x0001, "1234:0001" },
  };
  g_autofree char *hostile = NULL;

  g_assert_true (g_file_set_contents (path, IDS, -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = find (path, cases[i].vendor, cases[i].device);

      g_assert_cmpstr (title, ==, cases[i].title);
    }
  hostile = find (path, 0x10de, 0x2484);
  g_assert_true (g_str_has_prefix (hostile, "NVIDIA Corporation GA104 [GeForce "));
  g_assert_null (strchr (hostile, '\x1b'));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_no_database (void)
{
  g_autofree char *title = find (NULL, 0x8086, 0x10d3);

  g_assert_cmpstr (title, ==, "8086:10d3");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/title/names", test_names);
  g_test_add_func ("/title/no-database", test_no_database);
  return g_test_run ();
}
