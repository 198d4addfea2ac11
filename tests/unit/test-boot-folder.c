/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-boot-folder.h"
#include "mock-sysfs.h"

#define FOLDER "etc/berth/boot.d"
#define NAME "0000-04-00.0"
#define FILE_OF_CARD FOLDER "/" NAME

static const BerthBootBinding network_card = {
  .address = { .bus_kind = BERTH_BUS_PCI, .bus = 4 },
  .identity = { 0x8086, 0x10d3, 0x103c, 0x0a01, 0x020000, 0x0f },
  .target = BERTH_BIND_TARGET_VFIO_PCI,
  .trial = BERTH_BOOT_TRIAL_NEW,
};

typedef struct
{
  MockSysfs *sysfs;
  int root;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sysfs = mock_sysfs_new ();
  mock_sysfs_put (fixture->sysfs, "etc", NULL);
  mock_sysfs_put (fixture->sysfs, "run", NULL);
  fixture->root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (fixture->sysfs));
  g_assert_cmpint (fixture->root, >=, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close (fixture->root);
  mock_sysfs_free (fixture->sysfs);
}

static GPtrArray *
read_all (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *bindings = berth_boot_folder_read (fixture->root, &error);

  g_assert_no_error (error);
  return bindings;
}

static void
assert_only (Fixture *fixture, const BerthBootBinding *expected)
{
  g_autoptr (GPtrArray) bindings = read_all (fixture);

  g_assert_cmpuint (bindings->len, ==, 1);
  g_assert_true (berth_boot_binding_equal (bindings->pdata[0], expected));
}

static void
assert_none (Fixture *fixture)
{
  g_autoptr (GPtrArray) bindings = read_all (fixture);

  g_assert_cmpuint (bindings->len, ==, 0);
}

static void
write_binding (Fixture *fixture, const BerthBootBinding *binding)
{
  g_autoptr (GError) error = NULL;

  berth_boot_folder_write (fixture->root, binding, &error);
  g_assert_no_error (error);
}

static guint
get_mode (Fixture *fixture, const char *path)
{
  struct stat status;

  g_assert_cmpint (fstatat (fixture->root, path, &status, AT_SYMLINK_NOFOLLOW), ==, 0);
  return status.st_mode & 0777;
}

static gboolean
is_there (Fixture *fixture, const char *path)
{
  return faccessat (fixture->root, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding binding = network_card;
  mode_t mask;

  assert_none (fixture);

  /* As a service that hides what it writes has it. */
  mask = umask (0077);
  write_binding (fixture, &binding);
  umask (mask);
  assert_only (fixture, &binding);
  g_assert_cmphex (get_mode (fixture, "etc/berth"), ==, 0755);
  g_assert_cmphex (get_mode (fixture, FOLDER), ==, 0755);
  g_assert_cmphex (get_mode (fixture, FILE_OF_CARD), ==, 0644);
  g_assert_cmphex (get_mode (fixture, "run/berth/lock"), ==, 0600);

  binding.target = BERTH_BIND_TARGET_PCIBACK;
  binding.trial = BERTH_BOOT_TRIAL_CONFIRMED;
  write_binding (fixture, &binding);
  assert_only (fixture, &binding);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const guint8 buses[] = { 0xe1, 4, 0x10, 3 };
  g_autoptr (GPtrArray) bindings = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (buses); i++)
    {
      BerthBootBinding binding = network_card;

      binding.address.bus = buses[i];
      write_binding (fixture, &binding);
    }
  bindings = read_all (fixture);
  g_assert_cmpuint (bindings->len, ==, G_N_ELEMENTS (buses));
  for (guint i = 1; i < bindings->len; i++)
    g_assert_cmpint (berth_address_compare (bindings->pdata[i - 1], bindings->pdata[i]), <, 0);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second_error = NULL;

  g_assert_false (berth_boot_folder_remove (fixture->root, &network_card.address, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
  g_clear_error (&error);

  write_binding (fixture, &network_card);
  berth_boot_folder_remove (fixture->root, &network_card.address, &error);
  g_assert_no_error (error);
  assert_none (fixture);
  g_assert_false (is_there (fixture, FILE_OF_CARD));

  g_assert_false (berth_boot_folder_remove (fixture->root, &network_card.address, &second_error));
  g_assert_error (second_error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
}

/* What a write left that was broken off is never read, and goes with the next one. */
static void
test_leftovers (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding other = network_card;
  g_autofree char *text = berth_boot_binding_print (&network_card);

  mock_sysfs_put (fixture->sysfs, FOLDER "/." NAME ".new", text);
  mock_sysfs_put (fixture->sysfs, FOLDER "/.0000-09-00.0.new", "version=1\nadd");
  assert_none (fixture);

  other.address.bus = 5;
  write_binding (fixture, &other);
  assert_only (fixture, &other);
  g_assert_false (is_there (fixture, FOLDER "/." NAME ".new"));
  g_assert_false (is_there (fixture, FOLDER "/.0000-09-00.0.new"));

  /* Nothing is written through a link that lies in the way. */
  mock_sysfs_put (fixture->sysfs, "etc/shadow", "secret");
  g_assert_cmpint (symlinkat ("../../shadow", fixture->root, FOLDER "/." NAME ".new"), ==, 0);
  write_binding (fixture, &network_card);
  g_assert_cmphex (get_mode (fixture, FILE_OF_CARD), ==, 0644);
}

static void
expect_complaint (const char *file)
{
  g_autofree char *pattern = g_strconcat ("*/etc/berth/boot.d/", file, ": *", NULL);

  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, pattern);
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding good = network_card;
  g_autoptr (GError) error = NULL;

  good.address.bus = 9;
  write_binding (fixture, &good);
  mock_sysfs_put (fixture->sysfs, FILE_OF_CARD, "version=1\naddress=0000:04:00.0\n");
  expect_complaint (NAME);
  assert_only (fixture, &good);
  g_test_assert_expected_messages ();

  /* It can be removed like any other one. */
  berth_boot_folder_remove (fixture->root, &network_card.address, &error);
  g_assert_no_error (error);

  mock_sysfs_put (fixture->sysfs, FOLDER "/README", "Put your devices here!");
  expect_complaint ("README");
  assert_only (fixture, &good);
  g_test_assert_expected_messages ();
}

/* Neither a pipe, which would wait, nor a link, nor a folder is a binding. */
static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = berth_boot_binding_print (&network_card);

  mock_sysfs_put (fixture->sysfs, "etc/elsewhere", text);
  mock_sysfs_put (fixture->sysfs, FOLDER, NULL);
  g_assert_cmpint (mkfifoat (fixture->root, FILE_OF_CARD, 0644), ==, 0);
  expect_complaint (NAME);
  assert_none (fixture);

  g_assert_cmpint (unlinkat (fixture->root, FILE_OF_CARD, 0), ==, 0);
  g_assert_cmpint (symlinkat ("../../elsewhere", fixture->root, FILE_OF_CARD), ==, 0);
  expect_complaint (NAME);
  assert_none (fixture);

  g_assert_cmpint (unlinkat (fixture->root, FILE_OF_CARD, 0), ==, 0);
  mock_sysfs_put (fixture->sysfs, FILE_OF_CARD, NULL);
  expect_complaint (NAME);
  assert_none (fixture);
  g_test_assert_expected_messages ();
}

static void
assert_denied (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (berth_boot_folder_read (fixture->root, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_false (berth_boot_folder_write (fixture->root, &network_card, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_false (berth_boot_folder_remove (fixture->root, &network_card.address, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_false (berth_boot_folder_set_trial (fixture->root, &network_card,
                                               BERTH_BOOT_TRIAL_CONFIRMED, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_DENIED);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  mock_sysfs_put (fixture->sysfs, "home/boot.d", NULL);
  mock_sysfs_put (fixture->sysfs, "etc/berth", NULL);
  g_assert_cmpint (symlinkat ("../../home/boot.d", fixture->root, FOLDER), ==, 0);
  assert_denied (fixture);
  g_assert_false (is_there (fixture, "home/boot.d/" NAME));

  g_assert_cmpint (unlinkat (fixture->root, FOLDER, 0), ==, 0);
  g_assert_cmpint (unlinkat (fixture->root, "etc/berth", AT_REMOVEDIR), ==, 0);
  g_assert_cmpint (symlinkat ("../home", fixture->root, "etc/berth"), ==, 0);
  assert_denied (fixture);
  g_assert_false (is_there (fixture, "home/boot.d/" NAME));
}

static void
test_others (Fixture *fixture, gconstpointer data)
{
  mock_sysfs_put (fixture->sysfs, FOLDER, NULL);
  g_assert_cmpint (fchmodat (fixture->root, FOLDER, 0775, 0), ==, 0);
  assert_denied (fixture);
  g_assert_cmpint (fchmodat (fixture->root, FOLDER, 0757, 0), ==, 0);
  assert_denied (fixture);
  g_assert_cmpint (fchmodat (fixture->root, FOLDER, 0755, 0), ==, 0);

  if (fchownat (fixture->root, "etc/berth", 65534, -1, 0) != 0)
    {
      g_test_skip ("only root can give a folder to somebody else");
      return;
    }
  assert_denied (fixture);
}

static void
test_set_trial (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding binding = network_card;
  BerthBootBinding other = network_card;
  g_autoptr (GError) error = NULL;

  other.identity.device++;
  g_assert_false (berth_boot_folder_set_trial (fixture->root, &binding, BERTH_BOOT_TRIAL_TRIED,
                                               &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);
  g_clear_error (&error);

  write_binding (fixture, &binding);
  berth_boot_folder_set_trial (fixture->root, &binding, BERTH_BOOT_TRIAL_TRIED, &error);
  g_assert_no_error (error);

  g_assert_false (berth_boot_folder_set_trial (fixture->root, &binding, BERTH_BOOT_TRIAL_CONFIRMED,
                                               &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);
  g_clear_error (&error);
  binding.trial = BERTH_BOOT_TRIAL_TRIED;
  assert_only (fixture, &binding);

  write_binding (fixture, &other);
  g_assert_false (berth_boot_folder_set_trial (fixture->root, &binding, BERTH_BOOT_TRIAL_CONFIRMED,
                                               &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);
  assert_only (fixture, &other);
}

static void
test_outcome (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding binding = network_card;
  BerthBootBinding other = network_card;
  g_autoptr (GError) error = NULL;

  binding.outcome = BERTH_BOOT_OUTCOME_BOUND;
  berth_boot_folder_write_outcome (fixture->root, &binding, &error);
  g_assert_no_error (error);
  g_assert_cmphex (get_mode (fixture, "run/berth/boot/" NAME), ==, 0644);
  assert_none (fixture);

  /* What came before it does not count. */
  write_binding (fixture, &network_card);
  assert_only (fixture, &network_card);
  g_assert_false (is_there (fixture, "run/berth/boot/" NAME));

  berth_boot_folder_write_outcome (fixture->root, &binding, &error);
  g_assert_no_error (error);
  assert_only (fixture, &binding);

  /* It is another one's. */
  other.target = BERTH_BIND_TARGET_PCIBACK;
  write_binding (fixture, &other);
  berth_boot_folder_write_outcome (fixture->root, &binding, &error);
  g_assert_no_error (error);
  assert_only (fixture, &other);

  berth_boot_folder_remove (fixture->root, &binding.address, &error);
  g_assert_no_error (error);
  write_binding (fixture, &network_card);
  assert_only (fixture, &network_card);
}

static void
test_invalid (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding binding = network_card;
  g_autoptr (GError) error = NULL;

  binding.address.domain = 0x1000000;
  g_assert_false (berth_boot_folder_write (fixture->root, &binding, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
  g_assert_false (is_there (fixture, "etc/berth"));
}

#define TEST(name, function) \
  g_test_add ("/boot-folder/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("write", test_write);
  TEST ("order", test_order);
  TEST ("remove", test_remove);
  TEST ("leftovers", test_leftovers);
  TEST ("broken", test_broken);
  TEST ("no-file", test_no_file);
  TEST ("link", test_link);
  TEST ("others", test_others);
  TEST ("set-trial", test_set_trial);
  TEST ("outcome", test_outcome);
  TEST ("invalid", test_invalid);

  return g_test_run ();
}
