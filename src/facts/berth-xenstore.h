/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "facts/berth-sysfs.h"

G_BEGIN_DECLS

/**
 * BerthXenstore:
 * @fd: an open connection, which the caller closes; -1 after anything went wrong with it
 * @deadline: when to give up, in the time of g_get_monotonic_time()
 * @requests: how many were sent
 *
 * A conversation with Xen's store of what the domains have.
 */
typedef struct
{
  BerthFd fd;
  gint64 deadline;
  guint32 requests;
} BerthXenstore;

BerthFd berth_xenstore_open (int root);
char *berth_xenstore_dup_value (BerthXenstore *self, const char *path);

G_END_DECLS
