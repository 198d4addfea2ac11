/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-driver.h"
#include "mock-kernel.h"

G_BEGIN_DECLS

#define DRIVER_NEVER (10 * 60 * 1000)
#define DRIVER_SOON 20

typedef enum
{
  DRIVER_BIND_VFIO,
  DRIVER_BIND_PCIBACK,
  DRIVER_RETURN,
  DRIVER_PERMISSIVE,
} DriverOperation;

#define DRIVER_N_OPERATIONS (DRIVER_PERMISSIVE + 1)

/* A computer whose kernel has vfio-pci, pciback and e1000e, and a network card that e1000e has. */
typedef struct
{
  MockSysfs *sysfs;
  BerthDriverSetup setup;
  BerthAddress address;
  BerthPciIdentity identity;
} DriverFixture;

void driver_fixture_set_up (DriverFixture *self, gconstpointer data);
void driver_fixture_tear_down (DriverFixture *self, gconstpointer data);

void driver_fixture_begin (DriverFixture *self, DriverOperation operation,
                           const BerthAddress *address, GAsyncResult **place);
char *driver_operation_finish (DriverOperation operation, GAsyncResult *result, GError **error);
char *driver_fixture_run (DriverFixture *self, DriverOperation operation,
                          const BerthAddress *address, GError **error);

G_END_DECLS
