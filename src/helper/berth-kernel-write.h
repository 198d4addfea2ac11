/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/berth-address.h"

G_BEGIN_DECLS

/* How many writes the kernel may sit on at once. Each costs the helper's unit one of its tasks
 * (TasksMax=), and where this many hang, one more will not help. */
#define BERTH_KERNEL_MAX_WRITES 6

/**
 * BerthKernelFile:
 * @BERTH_KERNEL_DRIVER_OVERRIDE: devices/ADDRESS/driver_override
 * @BERTH_KERNEL_UNBIND: devices/ADDRESS/driver/unbind
 * @BERTH_KERNEL_UEVENT: devices/ADDRESS/uevent
 * @BERTH_KERNEL_PROBE: drivers_probe
 * @BERTH_KERNEL_REMOVE_SLOT: drivers/pciback/remove_slot
 * @BERTH_KERNEL_PERMISSIVE: drivers/pciback/permissive
 *
 * The only files that root writes to in sysfs, below /sys/bus/pci. pciback's `new_slot` is not
 * among them: it takes wildcards, and a bridge's address there takes all that is behind it.
 */
typedef enum
{
  BERTH_KERNEL_DRIVER_OVERRIDE,
  BERTH_KERNEL_UNBIND,
  BERTH_KERNEL_UEVENT,
  BERTH_KERNEL_PROBE,
  BERTH_KERNEL_REMOVE_SLOT,
  BERTH_KERNEL_PERMISSIVE,
} BerthKernelFile;

#define BERTH_KERNEL_N_FILES (BERTH_KERNEL_PERMISSIVE + 1)

/* Written to driver_override: no driver is preferred. */
#define BERTH_KERNEL_NO_OVERRIDE "\n"

/**
 * BerthKernelWriteFunc:
 * @root: an open folder: "/", or a test's
 * @text: what to write; made by Berth from numbers and fixed words
 *
 * One write, in a child process of its own between fork() and _exit(): only calls that are safe in
 * a signal handler. May hang. The child has no other file open than @root, which stands in the
 * place of its standard input and outputs too, and takes no signal.
 *
 * Returns: 0, or the kernel's errno
 */
typedef int (*BerthKernelWriteFunc) (int root,
                                     BerthKernelFile file,
                                     const BerthAddress *address,
                                     const char *text);

int berth_kernel_write (int root,
                        BerthKernelFile file,
                        const BerthAddress *address,
                        const char *text);
int berth_kernel_open_device (int root, const BerthAddress *address);

gboolean berth_kernel_file_takes (BerthKernelFile file,
                                  const BerthAddress *address,
                                  const char *text);

void berth_kernel_write_async (int root,
                               BerthKernelWriteFunc write,
                               guint deadline,
                               BerthKernelFile file,
                               const BerthAddress *address,
                               const char *text,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean berth_kernel_write_finish (GAsyncResult *result, GError **error);

gboolean berth_kernel_write_check (const BerthAddress *address, GError **error);
guint berth_kernel_write_count_stuck (void);
GArray *berth_kernel_write_list_stuck (void);

G_END_DECLS
