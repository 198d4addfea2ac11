/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Waiting for what the main loop brings, in the order of a sentence. Needs no sleep: each wait ends
 * with the event itself, and meson ends a test whose event never comes. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Hands the result to whoever waits: a GAsyncReadyCallback with a GAsyncResult ** behind it. */
static inline void
mock_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
  g_main_context_wakeup (NULL);
}

static inline void
mock_wait_for (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Runs what is ready now and nothing that has to be waited for. */
static inline void
mock_wait_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

G_END_DECLS
