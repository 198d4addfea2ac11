/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-reading.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"

/* With so many threads that hang no other one is begun. */
#define MAX_HANGING 4

/* One thread's work. The thread may outlast whoever waits for it. */
typedef struct
{
  BerthReadingPlace place;
  BerthRequest request;
  BerthReadingFunc read;
} Reading;

/* Who waits for it. */
typedef struct
{
  GTask *task; /* NULL: it has its answer */
  guint timer;
} Waiting;

static guint n_readings;
static guint n_hanging;

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Reading *reading = data;
  GError *error = NULL;
  GVariant *answer = reading->read (&reading->place, &reading->request, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Waiting *waiting = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&waiting->task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_task_propagate_pointer (G_TASK (result), &error);

  n_readings--;
  if (task == NULL)
    {
      n_hanging--;
      return;
    }
  g_source_remove (waiting->timer);
  if (answer != NULL)
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
too_late_cb (gpointer user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&waiting->task);

  n_hanging++;
  g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_STUCK,
                           _ ("This computer does not tell its state in time, so nothing was "
                              "done. A device or disk may not answer: see the kernel’s log."));
  return G_SOURCE_REMOVE;
}

/**
 * berth_reading_run_async:
 * @patience: how long to wait, in milliseconds
 *
 * Runs @read in a thread. One that hangs is left to itself, and the answer is an error.
 */
void
berth_reading_run_async (const BerthReadingPlace *place,
                         const BerthRequest *request,
                         BerthReadingFunc read,
                         guint patience,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GTask) thread = NULL;
  Reading *reading;
  Waiting *waiting;

  g_task_set_source_tag (task, berth_reading_run_async);
  if (n_hanging >= MAX_HANGING)
    {
      g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_STUCK,
                               _ ("This computer has not told its state for a while, so it is not "
                                  "asked again and nothing was done. Restart it."));
      return;
    }

  reading = g_new0 (Reading, 1);
  reading->place = *place;
  reading->request = *request;
  reading->read = read;
  waiting = g_new0 (Waiting, 1);
  waiting->task = g_steal_pointer (&task);
  waiting->timer = g_timeout_add (patience, too_late_cb, waiting);

  n_readings++;
  thread = g_task_new (NULL, NULL, read_cb, waiting);
  g_task_set_source_tag (thread, berth_reading_run_async);
  g_task_set_task_data (thread, reading, g_free);
  g_task_run_in_thread (thread, read_in_thread);
}

/**
 * berth_reading_run_finish:
 *
 * Returns: (transfer full): what was read, or %NULL with the reader's error or %BERTH_ERROR_STUCK
 *   when it took too long
 */
GVariant *
berth_reading_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * berth_reading_count:
 *
 * Returns: how many threads read now, those included that nobody waits for any more. A process with
 *   such a thread may not be able to end.
 */
guint
berth_reading_count (void)
{
  return n_readings;
}
