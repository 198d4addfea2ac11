/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/berth-binder.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"

static void
answer_not_there (GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                           _ ("Berth’s helper is not installed."));
}

/**
 * berth_binder_run_async:
 *
 * Asks the root helper to do one thing, and polkit, through it, whether it may. Waits as long as
 * the user thinks about the password; a cancelled call stops waiting, what is under way goes on.
 */
void
berth_binder_run_async (const BerthHostAction *action,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  answer_not_there (callback, user_data, berth_binder_run_async);
}

/**
 * berth_binder_run_finish:
 *
 * Returns: %FALSE with an error of the helper's (#BerthError), %BERTH_ERROR_UNREACHABLE when there
 *   is none, or %G_IO_ERROR_CANCELLED
 */
gboolean
berth_binder_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * berth_binder_inspect_async:
 * @facts: (transfer none): of this computer, which nobody else has yet
 *
 * Fills in what only root can read: which functions are permissive, and which Xen domain has which.
 * Does nothing where there is nothing to ask: without pciback.
 */
void
berth_binder_inspect_async (BerthFacts *facts,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  answer_not_there (callback, user_data, berth_binder_inspect_async);
}

/**
 * berth_binder_inspect_finish:
 *
 * Returns: %FALSE with @error set: then the facts are as they were
 */
gboolean
berth_binder_inspect_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
