/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-boot-binding.h"
#include "helper/berth-kernel-write.h"

G_BEGIN_DECLS

/**
 * BerthDriverSetup:
 * @root: an open folder: "/", or a test's; has to stay open until the action has ended
 * @write: how a write is done; berth_kernel_write() outside of tests
 * @deadline: how long one write may take before its device counts as stuck, in milliseconds
 * @patience: how long to wait for udev to load a module and for a driver to take a device, in
 *   milliseconds
 *
 * Which kernel the changes of drivers are asked of. A plain value.
 */
typedef struct
{
  int root;
  BerthKernelWriteFunc write;
  guint deadline;
  guint patience;
} BerthDriverSetup;

void berth_driver_bind_async (const BerthDriverSetup *setup,
                              const BerthAddress *address,
                              const BerthPciIdentity *identity,
                              BerthBindTarget target,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *berth_driver_bind_finish (GAsyncResult *result, GError **error);

void berth_driver_return_async (const BerthDriverSetup *setup,
                                const BerthAddress *address,
                                const BerthPciIdentity *identity,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *berth_driver_return_finish (GAsyncResult *result, GError **error);

void berth_driver_set_permissive_async (const BerthDriverSetup *setup,
                                        const BerthAddress *address,
                                        const BerthPciIdentity *identity,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean berth_driver_set_permissive_finish (GAsyncResult *result, GError **error);

G_END_DECLS
