/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void berth_danger_question_ask_async (GtkWindow *parent,
                                      const char *vm_name,
                                      GPtrArray *groups,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean berth_danger_question_ask_finish (GAsyncResult *result);

G_END_DECLS
