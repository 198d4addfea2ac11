/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "driver-fixture.h"

#include <fcntl.h>
#include <unistd.h>

#include "facts/berth-sysfs.h"
#include "mock-wait.h"

void
driver_fixture_set_up (DriverFixture *self, gconstpointer data)
{
  self->sysfs = mock_sysfs_new ();
  self->setup = (BerthDriverSetup){
    .root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (self->sysfs)),
    .write = mock_kernel_write,
    .deadline = DRIVER_NEVER,
    .patience = DRIVER_SOON,
  };
  self->address = berth_address_pci (0, 0, 4, 0);
  self->identity = (BerthPciIdentity){ .vendor = 0x8086,
                                       .device = 0x10d3,
                                       .subsystem_vendor = 0x1043,
                                       .subsystem_device = 0x8680,
                                       .class_code = 0x20000,
                                       .revision = 0xa1 };
  mock_kernel_load (self->sysfs, "vfio-pci");
  mock_kernel_load (self->sysfs, "pciback");
  mock_kernel_load (self->sysfs, "e1000e");
  mock_kernel_add (self->sysfs, &self->address, "e1000e", 7);
  mock_kernel_give (self->sysfs, &self->address, "e1000e");
  mock_kernel_plan_nothing ();
}

void
driver_fixture_tear_down (DriverFixture *self, gconstpointer data)
{
  mock_kernel_end_hung ();
  close (self->setup.root);
  mock_sysfs_free (self->sysfs);
}

void
driver_fixture_begin (DriverFixture *self,
                      DriverOperation operation,
                      const BerthAddress *address,
                      GAsyncResult **place)
{
  if (operation == DRIVER_RETURN)
    berth_driver_return_async (&self->setup, address, &self->identity, mock_wait_cb, place);
  else if (operation == DRIVER_PERMISSIVE)
    berth_driver_set_permissive_async (&self->setup, address, &self->identity, mock_wait_cb, place);
  else
    berth_driver_bind_async (&self->setup, address, &self->identity,
                             operation == DRIVER_BIND_VFIO ? BERTH_BIND_TARGET_VFIO_PCI
                                                           : BERTH_BIND_TARGET_PCIBACK,
                             mock_wait_cb, place);
}

/* The driver that has it now, as far as the operation says; NULL with @error. */
char *
driver_operation_finish (DriverOperation operation, GAsyncResult *result, GError **error)
{
  if (operation == DRIVER_RETURN)
    return berth_driver_return_finish (result, error);
  if (operation == DRIVER_PERMISSIVE)
    return berth_driver_set_permissive_finish (result, error) ? g_strdup ("pciback") : NULL;
  return berth_driver_bind_finish (result, error);
}

char *
driver_fixture_run (DriverFixture *self,
                    DriverOperation operation,
                    const BerthAddress *address,
                    GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  driver_fixture_begin (self, operation, address, &result);
  mock_wait_for (&result);
  return driver_operation_finish (operation, result, error);
}
