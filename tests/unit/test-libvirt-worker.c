/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-worker.h"
#include "mock-wait.h"

/* A gate at which calls wait in the worker's thread until the test opens it. */
typedef struct
{
  GMutex mutex;
  GCond changed;
  guint n_arrived;
  guint n_allowed;
  guint n_made;
  gboolean is_freed;
  GThread *thread;
} Gate;

static void
gate_init (Gate *gate)
{
  *gate = (Gate){ 0 };
  g_mutex_init (&gate->mutex);
  g_cond_init (&gate->changed);
}

static void
gate_open (Gate *gate, guint n)
{
  g_mutex_lock (&gate->mutex);
  gate->n_allowed += n;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->mutex);
}

static void
gate_wait_arrived (Gate *gate, guint n)
{
  g_mutex_lock (&gate->mutex);
  while (gate->n_arrived < n)
    g_cond_wait (&gate->changed, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

static void
gate_wait_freed (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  while (!gate->is_freed)
    g_cond_wait (&gate->changed, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

static void
free_in_thread (gpointer state)
{
  Gate *gate = state;

  g_mutex_lock (&gate->mutex);
  g_assert_true (gate->thread == NULL || gate->thread == g_thread_self ());
  gate->is_freed = TRUE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->mutex);
}

/* Waits at the gate, then says which call it was: the first made, the second made … */
static gpointer
call_in_thread (gpointer state, gpointer data, GError **error)
{
  Gate *gate = state;
  guint number;

  g_mutex_lock (&gate->mutex);
  gate->thread = g_thread_self ();
  gate->n_arrived++;
  g_cond_broadcast (&gate->changed);
  while (gate->n_allowed == 0)
    g_cond_wait (&gate->changed, &gate->mutex);
  gate->n_allowed--;
  number = ++gate->n_made;
  g_mutex_unlock (&gate->mutex);

  return g_strdup_printf ("%s %u", (const char *) data, number);
}

static gpointer
fail_in_thread (gpointer state, gpointer data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, data);
  return NULL;
}

static void
run (BerthLibvirtWorker *worker,
     BerthLibvirtCall call,
     const char *name,
     GCancellable *cancellable,
     GAsyncResult **ret_result)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, mock_wait_cb, ret_result);

  berth_libvirt_worker_run (worker, task, call, g_strdup (name), g_free, g_free);
}

static void
assert_answer (GAsyncResult **result, const char *answer)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  mock_wait_for (result);
  text = g_task_propagate_pointer (G_TASK (*result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, answer);
  g_clear_object (result);
}

static void
assert_error (GAsyncResult **result, int code)
{
  g_autoptr (GError) error = NULL;

  mock_wait_for (result);
  g_assert_null (g_task_propagate_pointer (G_TASK (*result), &error));
  g_assert_error (error, G_IO_ERROR, code);
  g_clear_object (result);
}

static void
test_order (void)
{
  Gate gate;
  BerthLibvirtWorker *worker;
  GAsyncResult *results[4] = { NULL };

  gate_init (&gate);
  worker = berth_libvirt_worker_new (&gate, free_in_thread);
  run (worker, call_in_thread, "a", NULL, &results[0]);
  run (worker, call_in_thread, "b", NULL, &results[1]);
  run (worker, fail_in_thread, "c", NULL, &results[2]);
  run (worker, call_in_thread, "d", NULL, &results[3]);
  gate_open (&gate, 3);

  assert_answer (&results[3], "d 3");
  assert_error (&results[2], G_IO_ERROR_BUSY);
  assert_answer (&results[1], "b 2");
  assert_answer (&results[0], "a 1");

  berth_libvirt_worker_free (worker);
  gate_wait_freed (&gate);
}

/* Who cancels gets an answer while the call hangs; the one behind it, cancelled too, is never made;
 * the third is. */
static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Gate gate;
  BerthLibvirtWorker *worker;
  GAsyncResult *results[3] = { NULL };

  gate_init (&gate);
  worker = berth_libvirt_worker_new (&gate, free_in_thread);
  run (worker, call_in_thread, "hangs", cancellable, &results[0]);
  run (worker, call_in_thread, "waits", cancellable, &results[1]);
  run (worker, call_in_thread, "stays", NULL, &results[2]);
  gate_wait_arrived (&gate, 1);

  g_cancellable_cancel (cancellable);
  assert_error (&results[0], G_IO_ERROR_CANCELLED);
  assert_error (&results[1], G_IO_ERROR_CANCELLED);
  g_assert_null (results[2]);

  gate_open (&gate, 2);
  assert_answer (&results[2], "stays 2");

  berth_libvirt_worker_free (worker);
  gate_wait_freed (&gate);
}

static void
test_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Gate gate;
  BerthLibvirtWorker *worker;
  GAsyncResult *result = NULL;

  gate_init (&gate);
  worker = berth_libvirt_worker_new (&gate, free_in_thread);
  g_cancellable_cancel (cancellable);
  run (worker, call_in_thread, "never", cancellable, &result);
  assert_error (&result, G_IO_ERROR_CANCELLED);

  berth_libvirt_worker_free (worker);
  gate_wait_freed (&gate);
  g_assert_cmpuint (gate.n_arrived, ==, 0);
  mock_wait_idle ();
}

/* Letting go does not wait for a call that hangs; what the calls work on is freed behind it. */
static void
test_let_go (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Gate gate;
  BerthLibvirtWorker *worker;
  GAsyncResult *result = NULL;

  gate_init (&gate);
  worker = berth_libvirt_worker_new (&gate, free_in_thread);
  run (worker, call_in_thread, "hangs", cancellable, &result);
  gate_wait_arrived (&gate, 1);
  g_cancellable_cancel (cancellable);
  assert_error (&result, G_IO_ERROR_CANCELLED);

  berth_libvirt_worker_free (worker);
  g_assert_false (gate.is_freed);
  gate_open (&gate, 1);
  gate_wait_freed (&gate);
  mock_wait_idle ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/libvirt-worker/order", test_order);
  g_test_add_func ("/libvirt-worker/cancel", test_cancel);
  g_test_add_func ("/libvirt-worker/cancelled-before", test_cancelled_before);
  g_test_add_func ("/libvirt-worker/let-go", test_let_go);
  return g_test_run ();
}
