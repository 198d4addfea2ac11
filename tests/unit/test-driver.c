/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/berth-error.h"
#include "driver-fixture.h"
#include "facts/berth-sysfs.h"
#include "mock-wait.h"

static void
assert_runs (DriverFixture *self, DriverOperation operation, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *driver = driver_fixture_run (self, operation, &self->address, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (driver, ==, expected);
}

static void
assert_fails (DriverFixture *self, DriverOperation operation, BerthError code, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *driver = driver_fixture_run (self, operation, &self->address, &error);

  g_assert_null (driver);
  g_assert_error (error, BERTH_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "0000:00:04.0"));
  if (word != NULL && strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error->message, word);
}

static void
assert_state (DriverFixture *self, const char *driver, const char *override)
{
  g_autofree char *has_driver = mock_kernel_dup_driver (self->sysfs, &self->address);
  g_autofree char *has_override = mock_kernel_dup_override (self->sysfs, &self->address);

  g_assert_cmpstr (has_driver, ==, driver);
  g_assert_cmpstr (has_override, ==, override);
}

static gboolean
is_listed (DriverFixture *self, const char *path)
{
  g_autofree char *text = berth_sysfs_dup_file (self->setup.root, path);

  return text != NULL && strstr (text, "0000:00:04.0\n") != NULL;
}

#define SLOTS "sys/bus/pci/drivers/pciback/slots"

/* There and back, to both; a second time nothing is written. */
static void
test_round (DriverFixture *self, gconstpointer data)
{
  guint n_writes;

  assert_runs (self, DRIVER_BIND_VFIO, "vfio-pci");
  assert_state (self, "vfio-pci", "vfio-pci");
  n_writes = mock_kernel_count_writes ();
  g_assert_cmpuint (n_writes, ==, 3);
  assert_runs (self, DRIVER_BIND_VFIO, "vfio-pci");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, n_writes);

  assert_runs (self, DRIVER_RETURN, "e1000e");
  assert_state (self, "e1000e", "(null)");
  n_writes = mock_kernel_count_writes ();
  assert_runs (self, DRIVER_RETURN, "e1000e");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, n_writes);

  assert_runs (self, DRIVER_BIND_PCIBACK, "pciback");
  assert_state (self, "pciback", "pciback");
  g_assert_true (is_listed (self, SLOTS));
  assert_runs (self, DRIVER_BIND_VFIO, "vfio-pci");
  assert_state (self, "vfio-pci", "vfio-pci");

  /* pciback kept its slot, and would have taken the device again. */
  g_assert_true (is_listed (self, SLOTS));
  assert_runs (self, DRIVER_RETURN, "e1000e");
  g_assert_false (is_listed (self, SLOTS));
  assert_state (self, "e1000e", "(null)");
}

static void
test_permissive (DriverFixture *self, gconstpointer data)
{
  guint n_writes;

  assert_fails (self, DRIVER_PERMISSIVE, BERTH_ERROR_REFUSED, "pciback");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 0);

  assert_runs (self, DRIVER_BIND_PCIBACK, "pciback");
  assert_runs (self, DRIVER_PERMISSIVE, "pciback");
  g_assert_true (is_listed (self, "sys/bus/pci/drivers/pciback/permissive"));
  n_writes = mock_kernel_count_writes ();
  assert_runs (self, DRIVER_PERMISSIVE, "pciback");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, n_writes);

  assert_runs (self, DRIVER_RETURN, "e1000e");
  g_assert_false (is_listed (self, "sys/bus/pci/drivers/pciback/permissive"));

  assert_runs (self, DRIVER_BIND_PCIBACK, "pciback");
  g_assert_false (is_listed (self, "sys/bus/pci/drivers/pciback/permissive"));
  mock_kernel_plan (1, MOCK_FAULT_NOTHING, 0);
  assert_fails (self, DRIVER_PERMISSIVE, BERTH_ERROR_NOT_VERIFIED, "again");
}

/* Each field of the identity counts, for each operation, before anything is written. */
static void
test_other_device (DriverFixture *self, gconstpointer data)
{
  const BerthPciIdentity right = self->identity;

  for (guint i = 0; i < 6; i++)
    {
      self->identity = right;
      self->identity.vendor += i == 0;
      self->identity.device += i == 1;
      self->identity.subsystem_vendor += i == 2;
      self->identity.subsystem_device += i == 3;
      self->identity.class_code += i == 4;
      self->identity.revision += i == 5;
      for (DriverOperation operation = 0; operation < DRIVER_N_OPERATIONS; operation++)
        assert_fails (self, operation, BERTH_ERROR_CONFLICT, "another device");
    }
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 0);
  assert_state (self, "e1000e", "(null)");
}

static void
test_no_device (DriverFixture *self, gconstpointer data)
{
  BerthAddress usb = { .bus_kind = BERTH_BUS_USB, .usb_bus = 1, .n_ports = 1, .ports = { 2 } };

  for (DriverOperation operation = 0; operation < DRIVER_N_OPERATIONS; operation++)
    {
      BerthAddress nobody = berth_address_pci (0, 0, 5, 0);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) usb_error = NULL;

      g_assert_null (driver_fixture_run (self, operation, &nobody, &error));
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
      g_assert_null (driver_fixture_run (self, operation, &usb, &usb_error));
      g_assert_error (usb_error, BERTH_ERROR, BERTH_ERROR_FAILED);
    }
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 0);
}

/* What would have left the device without a driver is found while it has one. */
static void
test_impossible (DriverFixture *self, gconstpointer data)
{
  mock_kernel_unload (self->sysfs, "vfio-pci");
  assert_fails (self, DRIVER_BIND_VFIO, BERTH_ERROR_NOT_SUPPORTED, "modprobe vfio-pci");
  mock_kernel_unload (self->sysfs, "pciback");
  assert_fails (self, DRIVER_BIND_PCIBACK, BERTH_ERROR_NOT_SUPPORTED, "modprobe xen-pciback");

  mock_kernel_load (self->sysfs, "vfio-pci");
  mock_kernel_load (self->sysfs, "pciback");
  mock_sysfs_remove (self->sysfs, "sys/devices/pci0000:00/0000:00:04.0/iommu_group");
  assert_fails (self, DRIVER_BIND_VFIO, BERTH_ERROR_NOT_SUPPORTED, "IOMMU");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 0);
  assert_state (self, "e1000e", "(null)");

  assert_runs (self, DRIVER_BIND_PCIBACK, "pciback");
}

static void
test_held (DriverFixture *self, gconstpointer data)
{
  guint n_writes;

  /* The host's driver switches its device on, that is no VM. */
  mock_sysfs_set (self->sysfs, "devices/pci0000:00/0000:00:04.0", "enable", "1");
  assert_runs (self, DRIVER_BIND_VFIO, "vfio-pci");
  n_writes = mock_kernel_count_writes ();
  assert_fails (self, DRIVER_RETURN, BERTH_ERROR_REFUSED, "vfio-pci");
  assert_fails (self, DRIVER_BIND_PCIBACK, BERTH_ERROR_REFUSED, "vfio-pci");
  /* Nobody can tell. */
  mock_sysfs_remove (self->sysfs, "sys/devices/pci0000:00/0000:00:04.0/enable");
  assert_fails (self, DRIVER_RETURN, BERTH_ERROR_REFUSED, "vfio-pci");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, n_writes);

  mock_sysfs_set (self->sysfs, "devices/pci0000:00/0000:00:04.0", "enable", "0");
  assert_runs (self, DRIVER_RETURN, "e1000e");
}

/* The module is loaded by udev, at once or later; or there is none. */
static void
test_module (DriverFixture *self, gconstpointer data)
{
  assert_runs (self, DRIVER_BIND_VFIO, "vfio-pci");
  mock_kernel_unload (self->sysfs, "e1000e");
  assert_fails (self, DRIVER_RETURN, BERTH_ERROR_NOT_VERIFIED, "module");
  assert_state (self, NULL, "(null)");
  assert_fails (self, DRIVER_RETURN, BERTH_ERROR_NOT_VERIFIED, "module");

  mock_kernel_install (self->sysfs, "e1000e");
  assert_runs (self, DRIVER_RETURN, "e1000e");
}

static gboolean
load_cb (gpointer user_data)
{
  static guint n_looks;
  DriverFixture *self = user_data;

  /* Some time after all that is asked at once was asked in vain. */
  if (mock_kernel_count_writes () < 4 || ++n_looks < 20)
    return G_SOURCE_CONTINUE;
  mock_kernel_load (self->sysfs, "e1000e");
  mock_kernel_give (self->sysfs, &self->address, "e1000e");
  return G_SOURCE_REMOVE;
}

static void
test_late_module (DriverFixture *self, gconstpointer data)
{
  assert_runs (self, DRIVER_BIND_VFIO, "vfio-pci");
  mock_kernel_unload (self->sysfs, "e1000e");
  mock_kernel_plan_nothing ();

  self->setup.patience = DRIVER_NEVER;
  g_timeout_add (1, load_cb, self);
  assert_runs (self, DRIVER_RETURN, "e1000e");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 4);
}

/* What does not begin well is not gone on with: the device is not taken from its driver in vain. */
static void
test_stops (DriverFixture *self, gconstpointer data)
{
  mock_kernel_plan (1, MOCK_FAULT_REFUSED, EIO);
  assert_fails (self, DRIVER_BIND_VFIO, BERTH_ERROR_FAILED, "as before");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 1);

  /* And what was marked is marked no more. */
  mock_kernel_plan_nothing ();
  mock_kernel_plan (2, MOCK_FAULT_REFUSED, EBUSY);
  assert_fails (self, DRIVER_BIND_PCIBACK, BERTH_ERROR_FAILED, g_strerror (EBUSY));
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 3);
  assert_state (self, "e1000e", "(null)");

  assert_runs (self, DRIVER_BIND_PCIBACK, "pciback");
  mock_kernel_plan_nothing ();
  mock_kernel_plan (2, MOCK_FAULT_REFUSED, EBUSY);
  assert_fails (self, DRIVER_RETURN, BERTH_ERROR_FAILED, "as before");
  g_assert_cmpuint (mock_kernel_count_writes (), ==, 3);
  assert_state (self, "pciback", "pciback");
}

/* pciback had it for a moment, and would have it again by the slot that stays. */
static void
test_lost_by_pciback (DriverFixture *self, gconstpointer data)
{
  mock_kernel_plan (3, MOCK_FAULT_LOST, 0);
  assert_fails (self, DRIVER_BIND_PCIBACK, BERTH_ERROR_FAILED, "as before");
  assert_state (self, "e1000e", "(null)");
  g_assert_false (is_listed (self, SLOTS));
}

/* What somebody else chose for a device is what it has afterwards, too. */
static void
test_override_of_others (DriverFixture *self, gconstpointer data)
{
  mock_sysfs_set (self->sysfs, "devices/pci0000:00/0000:00:04.0", "driver_override", "e1000e");
  assert_runs (self, DRIVER_RETURN, "e1000e");
  assert_state (self, "e1000e", "e1000e");

  mock_kernel_plan_nothing ();
  mock_kernel_plan (2, MOCK_FAULT_REFUSED, EBUSY);
  assert_fails (self, DRIVER_BIND_VFIO, BERTH_ERROR_FAILED, "as before");
  assert_state (self, "e1000e", "e1000e");

  /* Somebody made ready for vfio-pci what the host still has: the next question would take it. */
  mock_sysfs_set (self->sysfs, "devices/pci0000:00/0000:00:04.0", "driver_override", "vfio-pci");
  assert_runs (self, DRIVER_RETURN, "e1000e");
  assert_state (self, "e1000e", "(null)");

  /* Nothing that Berth would write, so it cannot be put back, and must not be passed on. */
  mock_sysfs_set (self->sysfs, "devices/pci0000:00/0000:00:04.0", "driver_override", "a b");
  mock_kernel_plan_nothing ();
  mock_kernel_plan (2, MOCK_FAULT_REFUSED, EBUSY);
  assert_fails (self, DRIVER_BIND_VFIO, BERTH_ERROR_NOT_VERIFIED, "not marked");
  assert_state (self, "e1000e", "(null)");
}

static void
test_driverless (DriverFixture *self, gconstpointer data)
{
  mock_kernel_give (self->sysfs, &self->address, NULL);
  mock_kernel_plan (2, MOCK_FAULT_REFUSED, EINVAL);
  assert_fails (self, DRIVER_BIND_VFIO, BERTH_ERROR_FAILED, "no driver, as before");
  assert_state (self, NULL, "(null)");
  assert_runs (self, DRIVER_BIND_VFIO, "vfio-pci");

  /* Left behind by a bind by hand, without vfio-pci in the kernel. */
  mock_kernel_give (self->sysfs, &self->address, NULL);
  assert_runs (self, DRIVER_RETURN, "e1000e");
  assert_state (self, "e1000e", "(null)");
}

static void
test_taken_again (DriverFixture *self, gconstpointer data)
{
  assert_runs (self, DRIVER_BIND_PCIBACK, "pciback");
  mock_kernel_plan_nothing ();
  mock_kernel_plan (3, MOCK_FAULT_REFUSED, EIO);
  assert_fails (self, DRIVER_RETURN, BERTH_ERROR_NOT_VERIFIED, "pciback took it again");
  assert_state (self, "pciback", "(null)");
  assert_runs (self, DRIVER_RETURN, "e1000e");
}

/* Between two operations on one device, and not between two devices. */
static void
test_at_once (DriverFixture *self, gconstpointer data)
{
  BerthAddress other = berth_address_pci (0, 0, 5, 0);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autofree char *first_driver = NULL;
  g_autofree char *second_driver = NULL;

  mock_kernel_add (self->sysfs, &other, "e1000e", 8);
  driver_fixture_begin (self, DRIVER_BIND_VFIO, &self->address, &first);
  driver_fixture_begin (self, DRIVER_BIND_VFIO, &other, &second);
  for (DriverOperation operation = 0; operation < DRIVER_N_OPERATIONS; operation++)
    assert_fails (self, operation, BERTH_ERROR_FAILED, "already");

  mock_wait_for (&first);
  mock_wait_for (&second);
  first_driver = driver_operation_finish (DRIVER_BIND_VFIO, first, NULL);
  second_driver = driver_operation_finish (DRIVER_BIND_VFIO, second, NULL);
  g_assert_cmpstr (first_driver, ==, "vfio-pci");
  g_assert_cmpstr (second_driver, ==, "vfio-pci");

  /* Though the results are still kept. */
  assert_runs (self, DRIVER_RETURN, "e1000e");
}

static void
again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DriverFixture *self = ((gpointer *) user_data)[0];

  driver_fixture_begin (self, DRIVER_RETURN, &self->address, ((gpointer *) user_data)[1]);
}

/* Whoever hears that one operation has ended may begin the next in the same moment. */
static void
test_one_after_another (DriverFixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *driver = NULL;
  gpointer both[] = { self, &result };

  berth_driver_bind_async (&self->setup, &self->address, &self->identity,
                           BERTH_BIND_TARGET_VFIO_PCI, again_cb, both);
  mock_wait_for (&result);
  driver = driver_operation_finish (DRIVER_RETURN, result, NULL);
  g_assert_cmpstr (driver, ==, "e1000e");
}

#define OVERRIDE "sys/bus/pci/devices/0000:00:04.0/driver_override"

/* As the kernel lets nobody read it while it waits for the driver: a pipe without a writer. */
static void
make_unreadable (DriverFixture *self)
{
  g_assert_cmpint (renameat (self->setup.root, OVERRIDE, self->setup.root, OVERRIDE ".old"), ==, 0);
  g_assert_cmpint (mkfifoat (self->setup.root, OVERRIDE, 0644), ==, 0);
}

static void
make_readable (DriverFixture *self)
{
  g_assert_cmpint (renameat (self->setup.root, OVERRIDE ".old", self->setup.root, OVERRIDE), ==, 0);
}

/* Stuck and without a driver; when the kernel is ready again, it can be had back. */
static void
test_stuck (DriverFixture *self, gconstpointer data)
{
  /* The one that hangs is the only write: no other can be late because this computer is slow. */
  mock_sysfs_set (self->sysfs, "devices/pci0000:00/0000:00:04.0", "driver_override", "vfio-pci");
  self->setup.deadline = DRIVER_SOON;
  mock_kernel_plan (1, MOCK_FAULT_HUNG_AFTER, 0);
  assert_fails (self, DRIVER_BIND_VFIO, BERTH_ERROR_STUCK, "restart");
  make_unreadable (self);
  assert_fails (self, DRIVER_RETURN, BERTH_ERROR_STUCK, "restart");
  make_readable (self);
  mock_kernel_end_hung ();

  self->setup.deadline = DRIVER_NEVER;
  assert_runs (self, DRIVER_RETURN, "e1000e");
  assert_state (self, "e1000e", "(null)");
}

#define ADD(name)                                                                                  \
  g_test_add ("/driver/" #name, DriverFixture, NULL, driver_fixture_set_up, test_##name,           \
              driver_fixture_tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD (round);
  ADD (permissive);
  ADD (other_device);
  ADD (no_device);
  ADD (impossible);
  ADD (held);
  ADD (module);
  ADD (late_module);
  ADD (stops);
  ADD (lost_by_pciback);
  ADD (override_of_others);
  ADD (driverless);
  ADD (taken_again);
  ADD (at_once);
  ADD (one_after_another);
  ADD (stuck);
  return g_test_run ();
}
