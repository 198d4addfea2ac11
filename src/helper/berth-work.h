/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-request.h"

G_BEGIN_DECLS

/**
 * BerthWorkSetup:
 * @path: "/", or a test's folder that holds sys/, proc/ and etc/
 * @root: the same folder, open
 *
 * Which computer is worked on. A plain value.
 */
typedef struct
{
  const char *path;
  int root;
} BerthWorkSetup;

gboolean berth_work_is_switched_off (const BerthWorkSetup *setup);

void berth_work_run_async (const BerthWorkSetup *setup,
                           const BerthRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GVariant *berth_work_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
