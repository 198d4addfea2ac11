/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "base/berth-error.h"
#include "facts/berth-facts-recorded.h"
#include "mock-wait.h"
#include "mock-world.h"
#include "session/berth-record.h"
#include "session/berth-session.h"

#define URI "demo:///a"

static const char *const file_names[] = { "computer.ini", "pci.ini", "usb.ini", "uses.ini" };

static BerthSession *
load_session (void)
{
  const char *uris[] = { URI, NULL };
  BerthSession *session = berth_session_new (uris);
  g_autoptr (GAsyncResult) result = NULL;

  berth_session_load_async (session, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  berth_session_load_finish (session, result, NULL);
  return session;
}

static gboolean
record (BerthSession *session, const char *path, BerthReplaced *replaced, GError **error)
{
  g_autoptr (BerthComputer) computer
      = g_list_model_get_item (berth_session_get_computers (session), 0);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  berth_computer_record_async (computer, folder, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_computer_record_finish (computer, result, replaced, error);
}

static void
remove_folder (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (file_names); i++)
    {
      g_autofree char *file = g_build_filename (path, file_names[i], NULL);

      g_remove (file);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
test_record (void)
{
  MockWorld *world = mock_world_get (URI);
  BerthAddress address = berth_address_pci (0, 3, 0, 0);
  g_autofree char *above = g_dir_make_tmp ("berth-record-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (above, "new", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (BerthFacts) read_back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  BerthReplaced replaced;

  world->facts = berth_facts_new ();
  berth_facts_add_pci (world->facts, &address)->class_code = 0x010802;
  berth_facts_add_use (world->facts, BERTH_USE_DISK, &address, "nvme0n1p1", "/home/alice");
  berth_facts_sort (world->facts);
  session = load_session ();

  record (session, path, &replaced, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (replaced.n_users, ==, 1);
  read_back = berth_facts_read_recorded (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read_back->pci->len, ==, 1);
  g_assert_cmpstr (((BerthUse *) g_ptr_array_index (read_back->uses, 0))->purpose, ==,
                   "/home/user1");

  /* Now it is not empty any more. */
  g_assert_false (record (session, path, NULL, &again));
  g_assert_error (again, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_nonnull (strstr (again->message, path));

  remove_folder (path);
  g_assert_cmpint (g_rmdir (above), ==, 0);
}

/* Why the devices are not known is why they cannot be recorded, and no folder is made. */
static void
test_no_devices (void)
{
  MockWorld *world = mock_world_get (URI);
  g_autofree char *above = g_dir_make_tmp ("berth-record-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (above, "new", NULL);
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  world->open_error = g_error_new (BERTH_ERROR, BERTH_ERROR_NOT_FOUND, "There is none.");
  session = load_session ();
  g_assert_false (record (session, path, NULL, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
  g_assert_cmpint (g_rmdir (above), ==, 0);
}

static void
test_uri (void)
{
  static const char *const cases[][2] = {
    { "/tmp/laptop", "folder:///tmp/laptop" },
    { "/tmp/my laptop", "folder:///tmp/my%20laptop" },
    { "/tmp/$(reboot);'x'", "folder:///tmp/%24%28reboot%29%3B%27x%27" },
    { "/tmp/\xff%", "folder:///tmp/%FF%25" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (cases[i][0]);
      g_autofree char *uri = berth_record_dup_uri (folder);

      g_assert_cmpstr (uri, ==, cases[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mock_world_add_test ("/record/record", test_record);
  mock_world_add_test ("/record/no-devices", test_no_devices);
  g_test_add_func ("/record/uri", test_uri);
  return g_test_run ();
}
