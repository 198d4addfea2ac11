/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/berth-host.h"

#include "facts/berth-facts-live.h"
#include "host/berth-pci-names.h"

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  BerthFacts *facts = berth_facts_read_live ("/", &error);

  if (facts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  berth_pci_names_fill (facts, NULL);
  g_task_return_pointer (task, facts, (GDestroyNotify) berth_facts_unref);
}

/**
 * berth_host_read_async:
 *
 * Reads the facts of the computer that Berth runs on, with the names of its devices, in a thread.
 * Needs no privilege. Cancelling makes the caller stop waiting; the kernel is not interrupted.
 */
void
berth_host_read_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, berth_host_read_async);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * berth_host_read_finish:
 *
 * Returns: (transfer full): or %NULL with an error of berth_facts_read_live(), or
 *   %G_IO_ERROR_CANCELLED
 */
BerthFacts *
berth_host_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
