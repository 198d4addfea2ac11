/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-boot-folder.h"
#include "helper/berth-boot-run.h"
#include "helper/berth-driver-state.h"
#include "mock-kernel.h"

#define ROOT_BUS "devices/pci0000:00"
#define NIC "0000:00:04.0"
#define OTHER "0000:00:05.0"
#define BRIDGE "0000:00:1c.0"
#define FOLDER "etc/berth/boot.d/"

#define NEW BERTH_BOOT_TRIAL_NEW
#define TRIED BERTH_BOOT_TRIAL_TRIED
#define CONFIRMED BERTH_BOOT_TRIAL_CONFIRMED

/* What the kernel is asked for from here on goes wrong at the second write, the probing. */
#define PROBING 2

/* A line for each write: what then stood last in the binding of the network card. */
#define LOG "log"

typedef struct
{
  MockSysfs *sysfs;
  BerthDriverSetup setup;
  BerthAddress nic;
  BerthAddress other;
} Fixture;

/* In a process of its own. */
static int
noting_write (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  char binding[BERTH_SYSFS_SIZE];
  g_auto (BerthFd) log = openat (root, LOG, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const char *last;

  berth_sysfs_read (root, FOLDER "0000-00-04.0", binding, sizeof binding);
  last = strrchr (binding, '\n');
  last = last != NULL ? last + 1 : "none";
  if (write (log, last, strlen (last)) < 0 || write (log, "\n", 1) < 0)
    return EIO;
  return mock_kernel_write (root, file, address, text);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  MockSysfs *sysfs = mock_sysfs_new ();

  fixture->sysfs = sysfs;
  fixture->nic = berth_address_pci (0, 0, 4, 0);
  fixture->other = berth_address_pci (0, 0, 5, 0);
  mock_sysfs_put (sysfs, "etc", NULL);
  mock_sysfs_put (sysfs, "run", NULL);
  mock_sysfs_put (sysfs, "proc/cmdline", "root=/dev/sda1 quiet\n");
  mock_kernel_load (sysfs, "vfio-pci");
  mock_kernel_load (sysfs, "pciback");
  mock_kernel_load (sysfs, "e1000e");
  mock_kernel_add (sysfs, &fixture->nic, NULL, 1);
  mock_kernel_add (sysfs, &fixture->other, NULL, 2);
  mock_sysfs_add_bridge (sysfs, ROOT_BUS, BRIDGE);
  mock_kernel_plan_nothing ();
  fixture->setup = (BerthDriverSetup){
    .root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (sysfs)),
    .write = noting_write,
    .deadline = 60000,
    .patience = 60000,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close (fixture->setup.root);
  mock_sysfs_free (fixture->sysfs);
}

static BerthBootBinding
make_binding (const char *address, BerthBootTrial trial)
{
  BerthBootBinding binding = {
    .identity = { 0x8086, 0x10d3, 0x1043, 0x8680, 0x020000, 0xa1 },
    .target = BERTH_BIND_TARGET_VFIO_PCI,
    .trial = trial,
  };

  g_assert_true (berth_address_parse (address, &binding.address, NULL));
  return binding;
}

static void
add (Fixture *fixture, const BerthBootBinding *binding)
{
  g_autoptr (GError) error = NULL;

  berth_boot_folder_write (fixture->setup.root, binding, &error);
  g_assert_no_error (error);
}

static void
add_nic (Fixture *fixture, BerthBootTrial trial)
{
  BerthBootBinding binding = make_binding (NIC, trial);

  add (fixture, &binding);
}

static void
run (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  berth_boot_run (&fixture->setup, &error);
  g_assert_no_error (error);
}

static BerthBootBinding
get_binding (Fixture *fixture, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) bindings = berth_boot_folder_read (fixture->setup.root, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (bindings->len, >, index);
  return *(BerthBootBinding *) g_ptr_array_index (bindings, index);
}

static void
assert_binding (Fixture *fixture, guint index, BerthBootTrial trial, BerthBootOutcome outcome)
{
  BerthBootBinding binding = get_binding (fixture, index);

  g_assert_cmpint (binding.trial, ==, trial);
  g_assert_cmpint (binding.outcome, ==, outcome);
}

static void
assert_driver (Fixture *fixture, const BerthAddress *address, const char *expected)
{
  g_autofree char *driver = mock_kernel_dup_driver (fixture->sysfs, address);

  g_assert_cmpstr (driver, ==, expected);
}

static void
assert_untouched (Fixture *fixture)
{
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 0);
}

static gboolean
is_pending (Fixture *fixture)
{
  return faccessat (fixture->setup.root, "run/berth/trial", F_OK, 0) == 0;
}

/* What was on the disk at every single write is that the trial has begun. */
static void
test_trial (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = NULL;
  g_auto (GStrv) lines = NULL;

  add_nic (fixture, NEW);
  run (fixture);
  assert_binding (fixture, 0, TRIED, BERTH_BOOT_OUTCOME_BOUND);
  assert_driver (fixture, &fixture->nic, "vfio-pci");
  g_assert_true (is_pending (fixture));

  log = berth_sysfs_dup_file (fixture->setup.root, LOG);
  g_strchomp (log);
  lines = g_strsplit (log, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 2);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_assert_cmpstr (lines[i], ==, "trial=tried");
}

static void
test_confirmed (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding other = make_binding (OTHER, CONFIRMED);

  other.target = BERTH_BIND_TARGET_PCIBACK;
  add_nic (fixture, CONFIRMED);
  add (fixture, &other);
  run (fixture);
  assert_binding (fixture, 0, CONFIRMED, BERTH_BOOT_OUTCOME_BOUND);
  assert_binding (fixture, 1, CONFIRMED, BERTH_BOOT_OUTCOME_BOUND);
  assert_driver (fixture, &fixture->nic, "vfio-pci");
  assert_driver (fixture, &fixture->other, "pciback");
  g_assert_false (is_pending (fixture));
}

/* Left alone, and the next one is bound all the same. */
static void
test_not_confirmed (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding other = make_binding (OTHER, CONFIRMED);

  add_nic (fixture, TRIED);
  add (fixture, &other);
  run (fixture);
  assert_binding (fixture, 0, TRIED, BERTH_BOOT_OUTCOME_NOT_CONFIRMED);
  assert_binding (fixture, 1, CONFIRMED, BERTH_BOOT_OUTCOME_BOUND);
  assert_driver (fixture, &fixture->nic, NULL);
  g_assert_false (is_pending (fixture));
}

static void
test_switched_off (Fixture *fixture, gconstpointer data)
{
  mock_sysfs_put (fixture->sysfs, "proc/cmdline", "root=/dev/sda1 berth.disable=1\n");
  add_nic (fixture, NEW);
  run (fixture);
  assert_binding (fixture, 0, NEW, BERTH_BOOT_OUTCOME_NONE);
  assert_untouched (fixture);
}

static void
test_held_by_host (Fixture *fixture, gconstpointer data)
{
  mock_kernel_give (fixture->sysfs, &fixture->nic, "e1000e");
  add_nic (fixture, NEW);
  run (fixture);
  assert_binding (fixture, 0, NEW, BERTH_BOOT_OUTCOME_HELD_BY_HOST);
  assert_driver (fixture, &fixture->nic, "e1000e");
  assert_untouched (fixture);
}

/* Somebody else did it, vfio-pci.ids= for one. */
static void
test_bound_already (Fixture *fixture, gconstpointer data)
{
  mock_kernel_give (fixture->sysfs, &fixture->nic, "vfio-pci");
  add_nic (fixture, NEW);
  run (fixture);
  assert_binding (fixture, 0, TRIED, BERTH_BOOT_OUTCOME_BOUND);
  assert_untouched (fixture);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding binding = make_binding (NIC, NEW);

  binding.identity.subsystem_device = 1;
  add (fixture, &binding);
  run (fixture);
  assert_binding (fixture, 0, NEW, BERTH_BOOT_OUTCOME_CHANGED);
  assert_untouched (fixture);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding binding = make_binding ("0000:07:00.0", NEW);

  add (fixture, &binding);
  run (fixture);
  assert_binding (fixture, 0, NEW, BERTH_BOOT_OUTCOME_MISSING);
  assert_untouched (fixture);
}

/* Whoever wrote the file: what is behind it would go along. */
static void
test_bridge (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding binding = make_binding (BRIDGE, CONFIRMED);
  BerthDriverState state;

  g_assert_true (berth_driver_state_open (fixture->setup.root, &binding.address, &state, NULL));
  g_assert_true (berth_driver_state_read_identity (&state, &binding.identity));
  berth_driver_state_close (&state);
  add (fixture, &binding);
  run (fixture);
  assert_binding (fixture, 0, CONFIRMED, BERTH_BOOT_OUTCOME_FAILED);
  assert_untouched (fixture);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  mock_kernel_plan (PROBING, MOCK_FAULT_REFUSED, EINVAL);
  add_nic (fixture, NEW);
  run (fixture);
  assert_binding (fixture, 0, TRIED, BERTH_BOOT_OUTCOME_FAILED);
  assert_driver (fixture, &fixture->nic, NULL);
  g_assert_false (is_pending (fixture));
}

/* Without an IOMMU nothing is asked of the kernel, and so nothing was tried. */
static void
test_not_supported (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (unlinkat (fixture->setup.root,
                             "sys/" ROOT_BUS "/" NIC "/iommu_group", 0), ==, 0);
  add_nic (fixture, NEW);
  run (fixture);
  assert_binding (fixture, 0, NEW, BERTH_BOOT_OUTCOME_FAILED);
  assert_untouched (fixture);
}

/* A write that does not come back holds up nobody else for longer than it may. */
static void
test_stuck (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding other = make_binding (OTHER, CONFIRMED);

  mock_kernel_plan (PROBING, MOCK_FAULT_HUNG, 0);
  fixture->setup.deadline = 100;
  add_nic (fixture, NEW);
  add (fixture, &other);
  run (fixture);
  assert_binding (fixture, 0, TRIED, BERTH_BOOT_OUTCOME_FAILED);
  assert_binding (fixture, 1, CONFIRMED, BERTH_BOOT_OUTCOME_BOUND);
  mock_kernel_end_hung ();
}

/* What cannot be written down is not tried. */
static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_nic (fixture, NEW);
  mock_sysfs_put (fixture->sysfs, "etc/berth/boot.d/.0000-00-04.0.new", NULL);
  run (fixture);
  assert_binding (fixture, 0, NEW, BERTH_BOOT_OUTCOME_FAILED);
  assert_untouched (fixture);

  g_assert_cmpint (fchmodat (fixture->setup.root, "etc/berth/boot.d", 0777, 0), ==, 0);
  g_assert_false (berth_boot_run (&fixture->setup, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_DENIED);
  assert_untouched (fixture);
}

static void
put_session (Fixture *fixture, const char *state)
{
  g_autofree char *text = g_strconcat ("ACTIVE=1\nSTATE=", state, "\nTYPE=wayland\nCLASS=user\n"
                                       "SERVICE=gdm-password\nLEADER=1234\n", NULL);

  mock_sysfs_put (fixture->sysfs, "run/systemd/sessions/2", text);
  mock_sysfs_put (fixture->sysfs, "proc/1234/cmdline", "gdm-session-worker");
}

static void
confirm (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  berth_boot_confirm (fixture->setup.root, 1, &error);
  g_assert_no_error (error);
}

static void
test_confirm (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding other = make_binding (OTHER, TRIED);

  add_nic (fixture, NEW);
  add (fixture, &other);
  run (fixture);

  confirm (fixture);
  assert_binding (fixture, 0, TRIED, BERTH_BOOT_OUTCOME_BOUND);
  put_session (fixture, "opening");
  confirm (fixture);
  assert_binding (fixture, 0, TRIED, BERTH_BOOT_OUTCOME_BOUND);
  g_assert_true (is_pending (fixture));

  put_session (fixture, "active");
  confirm (fixture);
  assert_binding (fixture, 0, CONFIRMED, BERTH_BOOT_OUTCOME_BOUND);
  g_assert_false (is_pending (fixture));
  /* This one was not there to be confirmed. */
  assert_binding (fixture, 1, TRIED, BERTH_BOOT_OUTCOME_NOT_CONFIRMED);
}

/* Taken out and put in again meanwhile: that one has not been tried. */
static void
test_confirm_added_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BerthBootBinding binding;

  add_nic (fixture, NEW);
  run (fixture);
  binding = get_binding (fixture, 0);
  berth_boot_folder_remove (fixture->setup.root, &binding.address, &error);
  g_assert_no_error (error);
  add_nic (fixture, NEW);
  put_session (fixture, "active");
  confirm (fixture);
  assert_binding (fixture, 0, NEW, BERTH_BOOT_OUTCOME_NONE);
}

#define TEST(name, function) \
  g_test_add ("/boot-run/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("trial", test_trial);
  TEST ("confirmed", test_confirmed);
  TEST ("not-confirmed", test_not_confirmed);
  TEST ("switched-off", test_switched_off);
  TEST ("held-by-host", test_held_by_host);
  TEST ("bound-already", test_bound_already);
  TEST ("changed", test_changed);
  TEST ("missing", test_missing);
  TEST ("bridge", test_bridge);
  TEST ("refused", test_refused);
  TEST ("not-supported", test_not_supported);
  TEST ("stuck", test_stuck);
  TEST ("unwritable", test_unwritable);
  TEST ("confirm", test_confirm);
  TEST ("confirm-added-again", test_confirm_added_again);

  return g_test_run ();
}
