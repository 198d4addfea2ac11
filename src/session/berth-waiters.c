/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-waiters.h"

struct _BerthWaiters
{
  GPtrArray *list; /* (element-type Waiter) */
};

typedef struct
{
  GTask *task;     /* owned, NULL once answered */
  GSource *source; /* owned, nullable: fires when the task is cancelled */
} Waiter;

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  if (waiter->source != NULL)
    g_source_destroy (waiter->source);
  g_clear_pointer (&waiter->source, g_source_unref);
  g_clear_object (&waiter->task);
  g_free (waiter);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Waiter *waiter = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&waiter->task);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/**
 * berth_waiters_new:
 *
 * Returns: (transfer full): nobody waits yet
 */
BerthWaiters *
berth_waiters_new (void)
{
  BerthWaiters *self = g_new0 (BerthWaiters, 1);

  self->list = g_ptr_array_new_with_free_func (waiter_free);
  return self;
}

void
berth_waiters_free (BerthWaiters *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

/**
 * berth_waiters_add:
 * @task: (transfer none): answered by berth_waiters_answer() or when it is cancelled
 */
void
berth_waiters_add (BerthWaiters *self, GTask *task)
{
  Waiter *waiter = g_new0 (Waiter, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  waiter->task = g_object_ref (task);
  if (cancellable != NULL)
    {
      waiter->source = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->source, G_SOURCE_FUNC (cancelled_cb), waiter, NULL);
      g_source_attach (waiter->source, g_task_get_context (task));
    }
  g_ptr_array_add (self->list, waiter);
}

/**
 * berth_waiters_is_empty:
 *
 * Returns: whether nobody ever began to wait here; who was cancelled since counts still
 */
gboolean
berth_waiters_is_empty (BerthWaiters *self)
{
  return self->list->len == 0;
}

/**
 * berth_waiters_move:
 *
 * Lets all that wait in @from wait in @to.
 */
void
berth_waiters_move (BerthWaiters *from, BerthWaiters *to)
{
  GPtrArray *moved = g_steal_pointer (&from->list);

  from->list = g_ptr_array_new_with_free_func (waiter_free);
  g_ptr_array_extend_and_steal (to->list, moved);
}

/**
 * berth_waiters_answer:
 * @error: (nullable): what they get; %NULL: success
 *
 * Answers and forgets all of them. Their callbacks may add to another set of waiters, but not to
 * this one.
 */
void
berth_waiters_answer (BerthWaiters *self, const GError *error)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (self->list, i);
      g_autoptr (GTask) task = g_steal_pointer (&waiter->task);

      if (task == NULL)
        continue;
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
  g_ptr_array_set_size (self->list, 0);
}
