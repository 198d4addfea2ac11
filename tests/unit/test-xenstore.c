/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-xenstore.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "fake-xenstore.h"
#include "mock-sysfs.h"

static const char *const values[] = {
  "backend/pci/3/0/num_devs", "2",
  "backend/pci/3/0/dev-0", "0000:04:00.0",
  "backend/pci/3/0/empty", "",
  NULL,
};

/* How it answers, and what comes of asking twice: what there is, and what there is not. */
static const struct
{
  FakeXenstoreHabit habit;
  const char *value;
  int error; /* where there is no value */
  int next;  /* of what there is not */
} cases[] = {
  { FAKE_XENSTORE_ANSWERS, "0000:04:00.0", 0, ENOENT },
  { FAKE_XENSTORE_CHOPS, "0000:04:00.0", 0, ENOENT },
  { FAKE_XENSTORE_TELLS_MORE, "0000:04:00.0", 0, ENOENT },
  { FAKE_XENSTORE_SILENT, NULL, ETIMEDOUT, EPIPE },
  { FAKE_XENSTORE_STOPS, NULL, ETIMEDOUT, EPIPE },
  { FAKE_XENSTORE_MIXES_UP, NULL, EPROTO, EPIPE },
  { FAKE_XENSTORE_BABBLES, NULL, EPROTO, EPIPE },
  { FAKE_XENSTORE_TOO_LONG, NULL, EPROTO, EPIPE },
  { FAKE_XENSTORE_FORBIDS, NULL, EACCES, EACCES },
};

/* Where it does not answer, every test waits until then. */
#define PATIENCE (G_USEC_PER_SEC / 20)
#define LONG_PATIENCE (60 * G_USEC_PER_SEC)

static gboolean
is_answered (FakeXenstoreHabit habit)
{
  return habit != FAKE_XENSTORE_SILENT && habit != FAKE_XENSTORE_STOPS;
}

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FakeXenstore) fake = fake_xenstore_new (values, cases[i].habit);
      g_auto (BerthFd) fd = -1;
      BerthXenstore store = { .fd = -1 };
      g_autofree char *value = NULL;

      if (fake == NULL)
        {
          g_test_skip ("there are no terminals (devpts) to stand in for the store");
          return;
        }
      g_test_message ("%d", cases[i].habit);
      fd = store.fd = open (fake_xenstore_get_path (fake), O_RDWR | O_NONBLOCK | O_NOCTTY);
      store.deadline = g_get_monotonic_time ()
                       + (is_answered (cases[i].habit) ? LONG_PATIENCE : PATIENCE);
      value = berth_xenstore_dup_value (&store, "backend/pci/3/0/dev-0");
      if (value == NULL)
        g_assert_cmpint (errno, ==, cases[i].error);
      g_assert_cmpstr (value, ==, cases[i].value);

      g_assert_null (berth_xenstore_dup_value (&store, "backend/pci/3/0/dev-1"));
      g_assert_cmpint (errno, ==, cases[i].next);
    }
}

static void
test_odd_paths (void)
{
  g_autoptr (FakeXenstore) fake = fake_xenstore_new (values, FAKE_XENSTORE_ANSWERS);
  g_autofree char *long_path = g_strnfill (5000, 'x');
  g_autofree char *empty = NULL;
  g_auto (BerthFd) fd = -1;
  BerthXenstore store = { .fd = -1 };

  if (fake == NULL)
    {
      g_test_skip ("there are no terminals (devpts) to stand in for the store");
      return;
    }
  fd = store.fd = open (fake_xenstore_get_path (fake), O_RDWR | O_NONBLOCK | O_NOCTTY);
  store.deadline = g_get_monotonic_time () + LONG_PATIENCE;
  empty = berth_xenstore_dup_value (&store, "backend/pci/3/0/empty");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (berth_xenstore_dup_value (&store, long_path));
  g_assert_cmpint (errno, ==, ENAMETOOLONG);
}

/* Both places, and neither. */
static void
test_open (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (sysfs));
  BerthFd fd;

  g_assert_cmpint (berth_xenstore_open (root), ==, -1);
  g_assert_cmpint (errno, ==, ENOENT);

  mock_sysfs_put (sysfs, "proc/xen/xenbus", "old");
  fd = berth_xenstore_open (root);
  g_assert_cmpint (fd, >=, 0);
  close (fd);

  /* What may not be opened is not asked for elsewhere. */
  mock_sysfs_put (sysfs, "dev/xen/xenbus", NULL);
  g_assert_cmpint (berth_xenstore_open (root), ==, -1);
  g_assert_cmpint (errno, ==, EISDIR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xenstore/answers", test_answers);
  g_test_add_func ("/xenstore/odd-paths", test_odd_paths);
  g_test_add_func ("/xenstore/open", test_open);
  return g_test_run ();
}
