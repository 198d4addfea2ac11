/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "state-folder.h"

#include <glib/gstdio.h>

static char *root;
static char *demo;

/* Before anything asks for the state folder: GLib remembers the first answer. Returns where the
 * recorded computers keep what was changed. */
const char *
state_folder_make (void)
{
  root = g_dir_make_tmp ("berth-state-XXXXXX", NULL);
  g_assert_nonnull (root);
  g_setenv ("XDG_STATE_HOME", root, TRUE);
  demo = g_build_filename (root, "berth", "demo", NULL);
  return demo;
}

/* All computers are as they were recorded. */
void
state_folder_clear (void)
{
  g_autoptr (GDir) dir = g_dir_open (demo, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (demo, name, NULL);

      g_remove (path);
    }
}

void
state_folder_remove (void)
{
  g_autofree char *berth = g_build_filename (root, "berth", NULL);

  state_folder_clear ();
  g_rmdir (demo);
  g_rmdir (berth);
  g_rmdir (root);
  g_clear_pointer (&demo, g_free);
  g_clear_pointer (&root, g_free);
}
