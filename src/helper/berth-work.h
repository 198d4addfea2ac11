/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-driver.h"
#include "helper/berth-reading.h"

G_BEGIN_DECLS

/**
 * BerthWorkSetup:
 * @place: where facts are read and boot bindings kept
 * @patience: how long reading them may take, in milliseconds
 * @driver: how drivers are changed, in the same place
 * @bus: (nullable): where systemd answers, which loads modules
 *
 * Which computer is worked on. A plain value.
 */
typedef struct
{
  BerthReadingPlace place;
  guint patience;
  BerthDriverSetup driver;
  GDBusConnection *bus;
} BerthWorkSetup;

void berth_work_run_async (const BerthWorkSetup *setup,
                           const BerthRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GVariant *berth_work_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
