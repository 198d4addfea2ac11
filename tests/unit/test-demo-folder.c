/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-backend.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "blocking.h"
#include "scene.h"
#include "state-folder.h"

#define NIC "0000:05:00.0"

static BerthBackend *
opened (const char *uri)
{
  g_autoptr (GError) error = NULL;
  BerthBackend *backend = berth_demo_backend_new (uri);

  blocking_open (backend, &error);
  g_assert_no_error (error);
  return backend;
}

static void
count_cb (BerthBackend *backend, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* A computer in a folder: names that want to be markup, control characters or not UTF-8, and a
 * recording that is changed while it is open. */
static void
test_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("berth demo-XXXXXX", NULL);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);
  g_autofree char *folder_uri = g_strconcat ("folder", uri + strlen ("file"), NULL);
  g_autofree char *vms_file = g_build_filename (folder, "vms.ini", NULL);
  g_autofree char *computer_file = g_build_filename (folder, "computer.ini", NULL);
  g_autofree char *pci_file = g_build_filename (folder, "pci.ini", NULL);
  g_autoptr (BerthBackend) backend = NULL;
  g_autoptr (GPtrArray) vms = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) commands = NULL;
  g_autoptr (BerthChange) change = NULL;
  guint n_news = 0;
  BerthVm *vm;

  g_assert_true (g_file_set_contents (computer_file, "[computer]\nplatform=bare\n", -1, NULL));
  g_assert_true (g_file_set_contents (pci_file, "", -1, NULL));
  backend = opened (folder_uri);
  none = blocking_list_vms (backend, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  g_signal_connect (backend, "vms-changed", G_CALLBACK (count_cb), &n_news);
  g_assert_true (g_file_set_contents (vms_file,
                                      "[a b]\nname=<b>\\n\033[2J\xff\xe2\x80\xae$(reboot)\n"
                                      "cannot-take=\xff\n",
                                      -1, NULL));
  while (n_news == 0)
    g_main_context_iteration (NULL, TRUE);

  vms = blocking_list_vms (backend, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vms->len, ==, 1);
  vm = g_ptr_array_index (vms, 0);
  g_assert_true (g_utf8_validate (vm->name, -1, NULL));
  g_assert_nonnull (strstr (vm->name, "<b>"));

  change = scene_change_to_add (vm, NIC, 0);
  commands = berth_backend_dup_commands (backend, vm, change);
  g_assert_true (g_str_has_prefix (commands[0], "virsh attach-device 'a b' --config"));

  g_assert_true (g_file_set_contents (vms_file, "[x]\nname=x\nstate=flying\n", -1, NULL));
  g_assert_null (blocking_list_vms (backend, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "state"));

  g_remove (vms_file);
  g_remove (computer_file);
  g_remove (pci_file);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  state_folder_make ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-folder/hostile", test_folder);
  result = g_test_run ();
  state_folder_remove ();
  return result;
}
