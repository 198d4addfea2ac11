/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-request.h"

G_BEGIN_DECLS

/**
 * BerthAuthorityQuestion:
 * @caller: the unique name on the bus of who wants it: the only thing that polkit is told of them
 * @action: polkit's
 * @request: what is wanted; its numbers are shown to the user
 * @interactive: polkit may ask the user for a password
 * @deadline: how long to wait for polkit, in milliseconds, with the time to type if @interactive
 *
 * May it be done?
 */
typedef struct
{
  const char *caller;
  const char *action;
  const BerthRequest *request;
  gboolean interactive;
  guint deadline;
} BerthAuthorityQuestion;

void berth_authority_ask_async (GDBusConnection *bus,
                                const BerthAuthorityQuestion *question,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean berth_authority_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
