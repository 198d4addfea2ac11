/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-worker.h"

struct _BerthLibvirtWorker
{
  GAsyncQueue *queue;
};

/* What the thread owns; outlives the worker while a call hangs. */
typedef struct
{
  GAsyncQueue *queue;
  gpointer state;
  GDestroyNotify free_state;
} Thread;

typedef struct
{
  /* Set before it is queued, then only read. */
  BerthLibvirtCall call;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  GCancellable *cancellable;
  GMainContext *context;

  /* Only touched where the caller is. NULL as soon as the caller has an answer. */
  GTask *task;
  GSource *cancelled;

  /* Made by the thread, then handed over. */
  gpointer result;
  GError *error;
} Job;

static void
job_free (Job *job)
{
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->context, g_main_context_unref);
  g_free (job);
}

/* The answer that ends the waiting; what comes after it is thrown away. */
static GTask *
take_task (Job *job)
{
  if (job->cancelled != NULL)
    {
      g_source_destroy (job->cancelled);
      g_clear_pointer (&job->cancelled, g_source_unref);
    }
  return g_steal_pointer (&job->task);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = take_task (user_data);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static gboolean
done_cb (gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GTask) task = take_task (job);

  if (task != NULL && job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else if (task != NULL)
    g_task_return_pointer (task, g_steal_pointer (&job->result), job->free_result);
  else if (job->result != NULL && job->free_result != NULL)
    job->free_result (job->result);

  g_clear_error (&job->error);
  job_free (job);
  return G_SOURCE_REMOVE;
}

static void
run_in_thread (Thread *thread, Job *job)
{
  g_autoptr (GSource) done = g_idle_source_new ();

  /* Nobody waits for it any more and it has not begun: then it need not. */
  if (!g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    job->result = job->call (thread->state, job->data, &job->error);

  g_source_set_priority (done, G_PRIORITY_DEFAULT);
  g_source_set_callback (done, done_cb, job, NULL);
  g_source_attach (done, job->context);
}

static gpointer
worker_in_thread (gpointer data)
{
  Thread *thread = data;

  while (TRUE)
    {
      Job *job = g_async_queue_pop (thread->queue);
      gboolean is_last = job->call == NULL;

      if (is_last)
        {
          job_free (job);
          break;
        }
      run_in_thread (thread, job);
    }

  thread->free_state (thread->state);
  g_async_queue_unref (thread->queue);
  g_free (thread);
  return NULL;
}

/**
 * berth_libvirt_worker_new:
 * @state: (transfer full): what the calls work on
 * @free_in_thread: frees @state, in the thread, behind the last call: closing a connection waits
 *   for the other side like any other call
 *
 * Returns: (transfer full): a worker whose thread waits for calls
 */
BerthLibvirtWorker *
berth_libvirt_worker_new (gpointer state, GDestroyNotify free_in_thread)
{
  BerthLibvirtWorker *self = g_new0 (BerthLibvirtWorker, 1);
  Thread *thread = g_new0 (Thread, 1);

  self->queue = g_async_queue_new ();
  thread->queue = g_async_queue_ref (self->queue);
  thread->state = state;
  thread->free_state = free_in_thread;
  g_thread_unref (g_thread_new ("libvirt", worker_in_thread, thread));
  return self;
}

/**
 * berth_libvirt_worker_free:
 *
 * Lets the thread end behind the calls that are queued. Does not wait for it.
 */
void
berth_libvirt_worker_free (BerthLibvirtWorker *self)
{
  g_async_queue_push (self->queue, g_new0 (Job, 1));
  g_async_queue_unref (self->queue);
  g_free (self);
}

/**
 * berth_libvirt_worker_run:
 * @task: answered with the result as a pointer, in the main context that is the caller's default
 * @call_in_thread: what to do
 * @data: (transfer full): for @call_in_thread
 * @free_data: (nullable)
 * @free_result: (nullable): frees what @call_in_thread returns
 *
 * Queues a call. When @task is cancelled its caller gets %G_IO_ERROR_CANCELLED at once; a call
 * that has begun still runs to its end, one that has not is left out.
 */
void
berth_libvirt_worker_run (BerthLibvirtWorker *self,
                          GTask *task,
                          BerthLibvirtCall call_in_thread,
                          gpointer data,
                          GDestroyNotify free_data,
                          GDestroyNotify free_result)
{
  Job *job = g_new0 (Job, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  job->call = call_in_thread;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;
  job->task = g_object_ref (task);
  job->context = g_main_context_ref (g_task_get_context (task));
  if (cancellable != NULL)
    {
      job->cancellable = g_object_ref (cancellable);
      job->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (job->cancelled, G_SOURCE_FUNC (cancelled_cb), job, NULL);
      g_source_attach (job->cancelled, job->context);
    }
  g_async_queue_push (self->queue, job);
}
