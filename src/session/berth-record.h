/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts-anonymous.h"
#include "session/berth-computer.h"

G_BEGIN_DECLS

void berth_computer_record_async (BerthComputer *computer,
                                  GFile *folder,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean berth_computer_record_finish (BerthComputer *computer,
                                       GAsyncResult *result,
                                       BerthReplaced *ret_replaced,
                                       GError **error);

char *berth_record_dup_uri (GFile *folder);

G_END_DECLS
