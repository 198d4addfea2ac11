/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-inventory-read.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "host/berth-binder.h"
#include "host/berth-host.h"

/* A server has thousands of functions, and making sense of them takes longer than a frame. */
static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, berth_inventory_new (task_data),
                         (GDestroyNotify) berth_inventory_unref);
}

/* Goes on with @facts (transfer full), or answers with @error if there are none. */
static void
make (GTask *task, BerthFacts *facts, const GError *error)
{
  g_autofree char *shown = NULL;

  if (facts != NULL)
    {
      g_task_set_task_data (task, facts, (GDestroyNotify) berth_facts_unref);
      g_task_run_in_thread (task, make_in_thread);
      return;
    }
  if (error->domain == BERTH_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_error_copy (error));
      return;
    }
  shown = berth_text_dup_shown (error->message, BERTH_TEXT_SENTENCE_LENGTH);
  g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_FAILED,
                           _ ("The devices of the computer could not be read: %s"), shown);
}

/* The task and the facts that it waits with. */
typedef struct
{
  GTask *task;
  BerthFacts *facts;
} Reading;

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (GTask) task = reading->task;
  g_autoptr (GError) error = NULL;

  /* Without root less is known, and the facts say so; that is no reason to show nothing. */
  if (!berth_binder_inspect_finish (result, &error))
    {
      g_autofree char *shown = berth_text_dup_line (error->message, BERTH_TEXT_SENTENCE_LENGTH);

      g_debug ("What only root can read is not known: %s", shown);
    }
  make (task, reading->facts, NULL);
}

static void
host_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BerthFacts *facts = berth_host_read_finish (result, &error);
  Reading *reading;

  if (facts == NULL)
    {
      make (task, NULL, error);
      return;
    }
  reading = g_new0 (Reading, 1);
  reading->task = g_object_ref (task);
  reading->facts = facts;
  berth_binder_inspect_async (facts, g_task_get_cancellable (task), inspected_cb, reading);
}

static void
backend_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BerthFacts *facts = berth_backend_read_facts_finish (BERTH_BACKEND (source), result, &error);

  make (task, facts, error);
}

/**
 * berth_inventory_read_async:
 * @backend: (nullable): who knows the devices (%BERTH_FEATURE_READS_FACTS); %NULL: they are those
 *   of this computer
 *
 * Reads the facts where they are and makes an inventory of them.
 */
void
berth_inventory_read_async (BerthBackend *backend,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, berth_inventory_read_async);
  if (backend != NULL)
    berth_backend_read_facts_async (backend, cancellable, backend_read_cb, g_steal_pointer (&task));
  else
    berth_host_read_async (cancellable, host_read_cb, g_steal_pointer (&task));
}

/**
 * berth_inventory_read_finish:
 *
 * Returns: (transfer full): or %NULL with @error set: a #BerthError, or cancelled
 */
BerthInventory *
berth_inventory_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
