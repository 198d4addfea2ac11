/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-request.h"

G_BEGIN_DECLS

/**
 * BerthReadingPlace:
 * @path: "/", or a test's folder that holds sys/, proc/ and etc/
 * @root: the same folder, open
 *
 * Which computer is read. Both stay as long as the process.
 */
typedef struct
{
  const char *path;
  int root;
} BerthReadingPlace;

/**
 * BerthReadingFunc:
 *
 * Looks at a computer for a request; in a thread, and it may hang. Changes nothing.
 *
 * Returns: (transfer full): whatever was read, or %NULL with a #BerthError
 */
typedef GVariant *(*BerthReadingFunc) (const BerthReadingPlace *place,
                                       const BerthRequest *request,
                                       GError **error);

void berth_reading_run_async (const BerthReadingPlace *place,
                              const BerthRequest *request,
                              BerthReadingFunc read,
                              guint patience,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GVariant *berth_reading_run_finish (GAsyncResult *result, GError **error);

guint berth_reading_count (void);

G_END_DECLS
