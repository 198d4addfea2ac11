/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-mounts.h"

typedef struct
{
  const char *line;
  const char *expected; /* number|point|type|source|options; NULL: no mount */
} LineCase;

static const LineCase cases[] = {
  { "27 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=x",
    "259:2|/|ext4|/dev/nvme0n1p2|rw,errors=x" },
  { "27 1 8:1 / /a rw - ext4 x rw", "8:1|/a|ext4|x|rw" },
  { "27 1 8:1 / /a rw shared:1 master:2 propagate_from:3 unbindable - ext4 x rw",
    "8:1|/a|ext4|x|rw" },
  { "27 1 8:1 / /my\\040disk rw - ext4 /dev/my\\011disk rw", "8:1|/my disk|ext4|/dev/my\tdisk|rw" },
  { "27 1 8:1 / /\\134040 rw - ext4 x rw", "8:1|/\\040|ext4|x|rw" },
  { "27 1 8:1 / /a\\ rw - ext4 \\04 rw", "8:1|/a\\|ext4|\\04|rw" },
  { "27 1 8:1 / /\\400\\8 rw - ext4 \\x41\\n rw", "8:1|/\\400\\8|ext4|\\x41\\n|rw" },
  { "27 1 8:1 / /\377\376 rw - ext4 x rw", "8:1|/\377\376|ext4|x|rw" },
  { "27 1 0:9 / /a rw - tmpfs  rw", "0:9|/a|tmpfs||rw" },
  { "27 1 0:9 / /a rw - tmpfs x", "0:9|/a|tmpfs|x|" },
  { "27 1 8:1 / /a rw", NULL },
  { "27 1 8:1 / /a rw - ", NULL },
  { "27 1 8:1 / /a rw - ext4", NULL },
  { "27 - ext4 x rw", NULL },
  { "", NULL },
  { " ", NULL },
  { " - ", NULL },
  { "- - - - - - - - -", NULL },
};

static void
test_lines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) mounts = berth_mounts_parse (cases[i].line);
      const BerthMount *mount = mounts->len > 0 ? g_ptr_array_index (mounts, 0) : NULL;
      g_autofree char *shown = mount != NULL
                                   ? g_strjoin ("|", mount->number, mount->point, mount->type,
                                                mount->source, mount->options, NULL)
                                   : NULL;

      g_assert_cmpstr (shown, ==, cases[i].expected);
      g_assert_cmpuint (mounts->len, <=, 1);
    }
}

/* The file lies in the deepest mount above it, and in the last of those that hide each other. */
static void
test_find (void)
{
  g_autoptr (GPtrArray) mounts = berth_mounts_parse ("1 1 1:1 / / rw - x first rw\n"
                                                     "2 1 1:2 / /var rw - x var rw\n"
                                                     "3 1 1:3 / /var/lib rw - x hidden rw\n"
                                                     "4 1 1:4 / /var/lib rw - x lib rw\n"
                                                     "5 1 1:5 / /va rw - x va rw");
  static const struct
  {
    const char *path;
    const char *source;
  } paths[] = {
    { "/", "first" },
    { "/swap", "first" },
    { "/var", "var" },
    { "/variable", "first" },
    { "/var/a", "var" },
    { "/var/lib/a/b", "lib" },
    { "/var/library", "var" },
    { "/va/x", "va" },
    { "/v", "first" },
    { "relative", NULL },
    { "", NULL },
  };

  g_assert_cmpuint (mounts->len, ==, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const BerthMount *mount = berth_mounts_find (mounts, paths[i].path);

      g_assert_cmpstr (mount != NULL ? mount->source : NULL, ==, paths[i].source);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mounts/lines", test_lines);
  g_test_add_func ("/mounts/find", test_find);
  return g_test_run ();
}
