/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for chroot() and unshare() */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-kernel-write.h"
#include "mock-sysfs.h"
#include "mock-wait.h"

#define SOON 20
#define NEVER (10 * 60 * 1000)

/* What a writing process tells the test. */
typedef struct
{
  pid_t pids[32];
  int n_pids;
  int n_open;
  gboolean root_is_root;
  int n_unblocked;
  gsize written;
} Shared;

typedef struct
{
  MockSysfs *sysfs;
  BerthFd root;
  BerthAddress address;
} Fixture;

static Shared *shared;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->sysfs = mock_sysfs_new ();
  self->address = berth_address_pci (0, 3, 0, 0);
  mock_sysfs_add_function (self->sysfs, "devices/pci0000:00/0000:00:1c.0", "0000:03:00.0",
                           "8086:10D3", "20000");
  mock_sysfs_link (self->sysfs, "devices/pci0000:00/0000:00:1c.0/0000:03:00.0/driver",
                   "bus/pci/drivers/e1000e");
  mock_sysfs_put (self->sysfs, "sys/bus/pci/drivers/e1000e/unbind", "");
  mock_sysfs_put (self->sysfs, "sys/bus/pci/drivers/pciback/remove_slot", "");
  mock_sysfs_put (self->sysfs, "sys/bus/pci/drivers/pciback/permissive", "");
  mock_sysfs_put (self->sysfs, "sys/bus/pci/drivers_probe", "");
  self->root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (self->sysfs));
  *shared = (Shared){ 0 };
}

/* What hung is ended by the number of its process. */
static void
end_hung (void)
{
  while (berth_kernel_write_count_stuck () > 0)
    {
      for (int i = 0; i < g_atomic_int_get (&shared->n_pids); i++)
        kill (shared->pids[i], SIGKILL);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  end_hung ();
  close (self->root);
  mock_sysfs_free (self->sysfs);
}

static gboolean
run (Fixture *self,
     BerthKernelWriteFunc write_file,
     guint deadline,
     BerthKernelFile file,
     const BerthAddress *address,
     const char *text,
     GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_kernel_write_async (self->root, write_file, deadline, file, address, text, mock_wait_cb,
                            &result);
  mock_wait_for (&result);
  return berth_kernel_write_finish (result, error);
}

static int
write_well (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  return 0;
}

static int
write_busy (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  return EBUSY;
}

static int
write_dead (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  kill (getpid (), SIGKILL);
  return 0;
}

static int
write_hung (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  int n = g_atomic_int_get (&shared->n_pids);

  shared->pids[n] = getpid ();
  g_atomic_int_set (&shared->n_pids, n + 1);
  while (TRUE)
    pause ();
  return 0;
}

static void
assert_content (Fixture *self, const char *path, const char *expected)
{
  g_autofree char *text = berth_sysfs_dup_file (self->root, path);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_files (Fixture *self, gconstpointer data)
{
#define DEVICE "sys/devices/pci0000:00/0000:00:1c.0/0000:03:00.0/"
  static const struct
  {
    BerthKernelFile file;
    const char *text;
    const char *path;
  } cases[] = {
    { BERTH_KERNEL_DRIVER_OVERRIDE, "vfio-pci", DEVICE "driver_override" },
    { BERTH_KERNEL_UNBIND, "0000:03:00.0", "sys/bus/pci/drivers/e1000e/unbind" },
    { BERTH_KERNEL_UEVENT, "add", DEVICE "uevent" },
    { BERTH_KERNEL_PROBE, "0000:03:00.0", "sys/bus/pci/drivers_probe" },
    { BERTH_KERNEL_REMOVE_SLOT, "0000:03:00.0", "sys/bus/pci/drivers/pciback/remove_slot" },
    { BERTH_KERNEL_PERMISSIVE, "0000:03:00.0", "sys/bus/pci/drivers/pciback/permissive" },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) == BERTH_KERNEL_N_FILES);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      mock_sysfs_put (self->sysfs, cases[i].path, "");
      g_assert_true (run (self, berth_kernel_write, NEVER, cases[i].file, &self->address,
                          cases[i].text, &error));
      g_assert_no_error (error);
      assert_content (self, cases[i].path, cases[i].text);
    }
}

/* Neither the function that asks nor the one that writes lets through what is no text of ours. */
static void
test_texts (Fixture *self, gconstpointer data)
{
  static const char *const wrong[]
      = { "", "*", "0000:03:*.*", "0000:03:00.1", "0000:03:00.0\n", "03:00.0",
          "/etc", "../vfio-pci", "vfio-pci\n\n", "a b", "a/b", "add\n" };
  BerthAddress usb = { .bus_kind = BERTH_BUS_USB, .usb_bus = 1, .n_ports = 1, .ports = { 2 } };
  BerthAddress slot = { .bus = 3, .slot = 32 };
  BerthAddress function = { .bus = 3, .function = 8 };
  const BerthAddress *addresses[] = { &usb, &slot, &function };

  for (BerthKernelFile file = 0; file < BERTH_KERNEL_N_FILES; file++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_false (run (self, berth_kernel_write, NEVER, file, &self->address, wrong[i],
                               &error));
          g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
          g_assert_cmpint (berth_kernel_write (self->root, file, &self->address, wrong[i]), ==,
                           EINVAL);
        }
      for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
        {
          g_assert_cmpint (berth_kernel_write (self->root, file, addresses[i], "add"), ==, EINVAL);
          g_assert_cmpint (berth_kernel_write (self->root, file, addresses[i], "1-2"), ==, EINVAL);
        }
    }
  g_assert_false (berth_kernel_file_takes (BERTH_KERNEL_UEVENT, &self->address, "remove"));
  assert_content (self, "sys/bus/pci/drivers_probe", "");
  assert_content (self, DEVICE "driver_override", "(null)\n");
}

/* The link of an address leads out of the devices, or to another one. */
static void
test_ways (Fixture *self, gconstpointer data)
{
  static const char *const targets[] = {
    "etc/0000:04:00.0",
    "devices/pci0000:00/../../etc/0000:04:00.0",
    "devices/platform/0000:04:00.0",
    "devices/pci0000:00/0000:00:1c.0/0000:03:00.0",
    "devices/pci0000:00/link/0000:04:00.0",
  };
  BerthAddress address = berth_address_pci (0, 4, 0, 0);

  mock_sysfs_put (self->sysfs, "sys/etc/0000:04:00.0/uevent", "");
  mock_sysfs_put (self->sysfs, "sys/devices/platform/0000:04:00.0/uevent", "");
  mock_sysfs_link (self->sysfs, "devices/pci0000:00/link", "etc");
  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      int answer;

      mock_sysfs_remove (self->sysfs, "sys/bus/pci/devices/0000:04:00.0");
      mock_sysfs_link (self->sysfs, "bus/pci/devices/0000:04:00.0", targets[i]);
      answer = berth_kernel_write (self->root, BERTH_KERNEL_UEVENT, &address, "add");
      g_test_message ("%s: %s", targets[i], g_strerror (answer));
      g_assert_true (answer == EXDEV || answer == ELOOP);
    }
  assert_content (self, "sys/etc/0000:04:00.0/uevent", "");

  mock_sysfs_remove (self->sysfs, "sys/bus/pci/devices/0000:04:00.0");
  g_assert_cmpint (berth_kernel_write (self->root, BERTH_KERNEL_UEVENT, &address, "add"), ==,
                   ENOENT);
}

static void
test_answers (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) busy = NULL;
  g_autoptr (GError) dead = NULL;
  g_autoptr (GError) gone = NULL;
  BerthAddress nobody = berth_address_pci (0, 9, 0, 0);

  g_assert_false (run (self, write_busy, NEVER, BERTH_KERNEL_UEVENT, &self->address, "add", &busy));
  g_assert_error (busy, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_nonnull (strstr (busy->message, "0000:03:00.0"));
  g_assert_nonnull (strstr (busy->message, "uevent"));
  g_assert_nonnull (strstr (busy->message, g_strerror (EBUSY)));

  g_assert_false (run (self, write_dead, NEVER, BERTH_KERNEL_UEVENT, &self->address, "add", &dead));
  g_assert_error (dead, BERTH_ERROR, BERTH_ERROR_FAILED);

  g_assert_false (run (self, berth_kernel_write, NEVER, BERTH_KERNEL_UEVENT, &nobody, "add",
                       &gone));
  g_assert_error (gone, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
  g_assert_cmpuint (berth_kernel_write_count_stuck (), ==, 0);
}

/* The others go on, and the device is free as soon as the kernel has finished. */
static void
test_stuck (Fixture *self, gconstpointer data)
{
  BerthAddress other = berth_address_pci (0, 4, 0, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  g_assert_false (run (self, write_hung, SOON, BERTH_KERNEL_UEVENT, &self->address, "add",
                       &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_STUCK);
  g_assert_nonnull (strstr (error->message, "0000:03:00.0"));
  g_assert_false (berth_kernel_write_check (&self->address, NULL));
  g_assert_cmpuint (berth_kernel_write_count_stuck (), ==, 1);

  g_assert_false (run (self, write_well, NEVER, BERTH_KERNEL_PROBE, &self->address, "0000:03:00.0",
                       &again));
  g_assert_error (again, BERTH_ERROR, BERTH_ERROR_STUCK);
  g_assert_true (run (self, write_well, NEVER, BERTH_KERNEL_PROBE, &other, "0000:04:00.0", NULL));
  g_assert_true (berth_kernel_write_check (&other, NULL));

  end_hung ();
  g_assert_true (berth_kernel_write_check (&self->address, NULL));
  g_assert_true (run (self, write_well, NEVER, BERTH_KERNEL_PROBE, &self->address, "0000:03:00.0",
                      NULL));
}

static void
test_one_at_a_time (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GError) error = NULL;

  berth_kernel_write_async (self->root, write_well, NEVER, BERTH_KERNEL_UEVENT, &self->address,
                            "add", mock_wait_cb, &first);
  g_assert_true (berth_kernel_write_check (&self->address, NULL));
  g_assert_false (run (self, write_well, NEVER, BERTH_KERNEL_UEVENT, &self->address, "add",
                       &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  mock_wait_for (&first);
  g_assert_true (berth_kernel_write_finish (first, NULL));
}

static void
test_few_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < BERTH_KERNEL_MAX_WRITES; i++)
    {
      BerthAddress address = berth_address_pci (0, 10 + i, 0, 0);

      g_assert_false (run (self, write_hung, SOON, BERTH_KERNEL_UEVENT, &address, "add", NULL));
    }
  g_assert_cmpuint (berth_kernel_write_count_stuck (), ==, BERTH_KERNEL_MAX_WRITES);
  g_assert_false (run (self, write_well, NEVER, BERTH_KERNEL_UEVENT, &self->address, "add",
                       &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_STUCK);
}

/* Of the test's files none is open, not even its output, and no signal reaches it. */
static int
write_looking (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  sigset_t blocked;

  for (int fd = 0; fd < 1024; fd++)
    {
      char link[64], target[512] = "";

      if (fcntl (fd, F_GETFD) < 0)
        continue;
      snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
      shared->n_open += readlink (link, target, sizeof target - 1) < 0
                        || strstr (target, "berth-sysfs-") == NULL;
    }
  shared->root_is_root = faccessat (root, "sys/bus/pci/drivers_probe", F_OK, 0) == 0;
  shared->written = write (STDOUT_FILENO, "x", 1) == 1;

  pthread_sigmask (SIG_BLOCK, NULL, &blocked);
  for (int number = 1; number <= SIGSYS; number++)
    shared->n_unblocked
        += number != SIGKILL && number != SIGSTOP && sigismember (&blocked, number) == 0;
  return 0;
}

static void
test_alone (Fixture *self, gconstpointer data)
{
  sigset_t blocked;
  int pipe_ends[2];

  g_assert_cmpint (pipe (pipe_ends), ==, 0);
  g_assert_true (run (self, write_looking, NEVER, BERTH_KERNEL_UEVENT, &self->address, "add",
                      NULL));
  g_assert_cmpint (shared->n_open, ==, 0);
  g_assert_true (shared->root_is_root);
  g_assert_cmpuint (shared->written, ==, 0);
  g_assert_cmpint (shared->n_unblocked, ==, 0);

  /* The test itself hears signals as before. */
  pthread_sigmask (SIG_BLOCK, NULL, &blocked);
  g_assert_cmpint (sigismember (&blocked, SIGTERM), ==, 0);
  close (pipe_ends[0]);
  close (pipe_ends[1]);
}

/* In a computer of its own, whose /sys is a plain folder. Returns an errno; ENOSYS when there can
 * be none. */
static int
write_in_other_root (const char *path, const BerthAddress *address)
{
  g_auto (BerthFd) root = -1;

  if (chroot (path) != 0 && (unshare (CLONE_NEWUSER) != 0 || chroot (path) != 0))
    return ENOSYS;
  root = berth_sysfs_open_folder (AT_FDCWD, "/");
  return berth_kernel_write (root, BERTH_KERNEL_UEVENT, address, "add");
}

/* Below "/" it has to be sysfs. The real one is only asked for an address that no computer has. */
static void
test_real_root (Fixture *self, gconstpointer data)
{
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, "/");
  BerthAddress nobody = berth_address_pci (0xfffffe, 0xff, 31, 7);
  int wait_status = 0;
  pid_t pid;

  g_assert_cmpint (berth_kernel_write (root, BERTH_KERNEL_UEVENT, &nobody, "add"), ==, ENOENT);

  pid = fork ();
  if (pid == 0)
    _exit (write_in_other_root (mock_sysfs_get_root (self->sysfs), &self->address));
  g_assert_cmpint (waitpid (pid, &wait_status, 0), ==, pid);
  g_assert_true (WIFEXITED (wait_status));
  if (WEXITSTATUS (wait_status) == ENOSYS)
    g_test_skip ("this computer lets nobody change the root of a process");
  else
    g_assert_cmpint (WEXITSTATUS (wait_status), ==, EXDEV);
}

#define ADD(name)                                                                                  \
  g_test_add ("/kernel-write/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (shared != MAP_FAILED);

  ADD (files);
  ADD (texts);
  ADD (ways);
  ADD (answers);
  ADD (stuck);
  ADD (one_at_a_time);
  ADD (few_at_once);
  ADD (alone);
  ADD (real_root);
  return g_test_run ();
}
