/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-kernel-write.h"
#include "mock-sysfs.h"

G_BEGIN_DECLS

/**
 * MockFault:
 * @MOCK_FAULT_REFUSED: nothing is done, and an errno is answered
 * @MOCK_FAULT_REFUSED_AFTER: it is done, and an errno is answered all the same
 * @MOCK_FAULT_NOTHING: nothing is done, and that it went well is answered
 * @MOCK_FAULT_HUNG: nothing is done, and nothing is ever answered
 * @MOCK_FAULT_HUNG_AFTER: it is done, and nothing is ever answered
 * @MOCK_FAULT_GONE: the device is unplugged
 * @MOCK_FAULT_LOST: it is done, and then the device's driver gives up
 * @MOCK_FAULT_DEAD: nothing is done, and the writing process is ended by a fault in the kernel
 *
 * How a write may go wrong.
 */
typedef enum
{
  MOCK_FAULT_REFUSED,
  MOCK_FAULT_REFUSED_AFTER,
  MOCK_FAULT_NOTHING,
  MOCK_FAULT_HUNG,
  MOCK_FAULT_HUNG_AFTER,
  MOCK_FAULT_GONE,
  MOCK_FAULT_LOST,
  MOCK_FAULT_DEAD,
} MockFault;

#define MOCK_N_FAULTS (MOCK_FAULT_DEAD + 1)

/* A kernel behind the files of a MockSysfs: a BerthKernelWriteFunc that does to the files what
 * Linux does at such a write, so that it may run in a process of its own. One for a whole test. */
int mock_kernel_write (int root,
                       BerthKernelFile file,
                       const BerthAddress *address,
                       const char *text);

void mock_kernel_load (MockSysfs *self, const char *driver);
void mock_kernel_unload (MockSysfs *self, const char *driver);
void mock_kernel_install (MockSysfs *self, const char *driver);
void mock_kernel_add (MockSysfs *self, const BerthAddress *address, const char *host_driver,
                      int group);
void mock_kernel_give (MockSysfs *self, const BerthAddress *address, const char *driver);

char *mock_kernel_dup_driver (MockSysfs *self, const BerthAddress *address);
char *mock_kernel_dup_override (MockSysfs *self, const BerthAddress *address);

void mock_kernel_plan (guint nth, MockFault fault, int error_number);
void mock_kernel_plan_nothing (void);
gboolean mock_kernel_was_hit (void);
guint mock_kernel_count_writes (void);
void mock_kernel_end_hung (void);

G_END_DECLS
