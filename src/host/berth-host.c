/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/berth-host.h"

#include "facts/berth-facts-live.h"
#include "host/berth-pci-names.h"

static gpointer
open_ids_in_thread (gpointer data)
{
  g_autofree char *path = berth_pci_names_dup_database ();

  return berth_pci_ids_open (path);
}

/* The database of names is opened while the kernel is asked about the devices. */
static BerthFacts *
read_host (GError **error)
{
  g_autoptr (GThread) opener = g_thread_try_new ("berth-pci-ids", open_ids_in_thread, NULL, NULL);
  BerthFacts *facts = berth_facts_read_live ("/", error);
  g_autoptr (BerthPciIds) ids = opener != NULL ? g_thread_join (g_steal_pointer (&opener))
                                               : open_ids_in_thread (NULL);

  if (facts != NULL)
    berth_pci_names_fill (facts, ids);
  return facts;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  BerthFacts *facts = read_host (&error);

  if (facts != NULL)
    g_task_return_pointer (task, facts, (GDestroyNotify) berth_facts_unref);
  else
    g_task_return_error (task, error);
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
