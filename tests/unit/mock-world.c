/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mock-world.h"

#include "host/berth-binder.h"
#include "host/berth-host.h"
#include "mock-wait.h"

static GHashTable *worlds;

/* A call that waits for mock_world_release(). */
typedef struct
{
  GTask *task;
  void (*answer) (MockWorld *, GTask *);
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_object_unref (held->task);
  g_free (held);
}

static void
world_free (gpointer data)
{
  MockWorld *self = data;

  g_free (self->uri);
  g_ptr_array_unref (self->vms);
  g_clear_pointer (&self->facts, berth_facts_unref);
  g_clear_error (&self->open_error);
  g_clear_error (&self->list_error);
  g_clear_error (&self->apply_error);
  g_clear_error (&self->host_error);
  g_clear_pointer (&self->facts_after, berth_facts_unref);
  g_ptr_array_unref (self->held);
  g_free (self);
}

MockWorld *
mock_world_get (const char *uri)
{
  MockWorld *self;

  if (worlds == NULL)
    worlds = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, world_free);
  self = g_hash_table_lookup (worlds, uri);
  if (self == NULL)
    {
      self = g_new0 (MockWorld, 1);
      self->uri = g_strdup (uri);
      self->vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
      self->held = g_ptr_array_new_with_free_func (held_free);
      self->features = BERTH_FEATURE_WRITE | BERTH_FEATURE_READS_FACTS | BERTH_FEATURE_COMPANIONS
                       | BERTH_FEATURE_MANAGED | BERTH_FEATURE_USB | BERTH_FEATURE_POWER;
      g_hash_table_insert (worlds, self->uri, self);
    }
  return self;
}

/* At the end of each test: no world outlives it. */
void
mock_world_forget_all (void)
{
  g_clear_pointer (&worlds, g_hash_table_unref);
}

static void
run_test (gconstpointer test)
{
  ((void (*) (void)) test) ();
  mock_wait_idle ();
  mock_world_forget_all ();
}

/* A test with worlds of its own; what it left under way ends before they do. */
void
mock_world_add_test (const char *path, void (*test) (void))
{
  g_test_add_data_func (path, (gconstpointer) test, run_test);
}

BerthVm *
mock_world_add_vm (MockWorld *self, const char *uuid, const char *name)
{
  BerthVm *vm = berth_vm_new (self->uri, uuid, name);

  g_ptr_array_add (self->vms, vm);
  return vm;
}

BerthVm *
mock_world_lookup_vm (MockWorld *self, const char *uuid)
{
  for (guint i = 0; i < self->vms->len; i++)
    {
      BerthVm *vm = g_ptr_array_index (self->vms, i);

      if (g_str_equal (vm->uuid, uuid))
        return vm;
    }
  return NULL;
}

void
mock_world_remove_vm (MockWorld *self, const char *uuid)
{
  g_ptr_array_remove (self->vms, mock_world_lookup_vm (self, uuid));
}

/* What a backend hands out is a snapshot: what a test does to the world later is not seen in it. */
BerthVm *
mock_world_snapshot (const BerthVm *vm)
{
  BerthVm *copy = berth_vm_new (vm->connection, vm->uuid, vm->name);

  copy->state = vm->state;
  copy->persistent = vm->persistent;
  copy->takes = vm->takes;
  copy->cannot_take = g_strdup (vm->cannot_take);
  g_ptr_array_unref (copy->configured);
  copy->configured = berth_assignment_list_copy (vm->configured);
  g_ptr_array_unref (copy->live);
  copy->live = berth_assignment_list_copy (vm->live);
  return copy;
}

void
mock_world_set_configured (MockWorld *self, const char *uuid, GPtrArray *configured)
{
  BerthVm *old = mock_world_lookup_vm (self, uuid);
  BerthVm *vm = mock_world_snapshot (old);
  guint index;

  g_ptr_array_unref (vm->configured);
  vm->configured = berth_assignment_list_copy (configured);

  g_assert_true (g_ptr_array_find (self->vms, old, &index));
  g_ptr_array_remove_index (self->vms, index);
  g_ptr_array_insert (self->vms, (int) index, vm);
}

/* Runs @answer now, or at mock_world_release(). */
void
mock_world_answer (MockWorld *self, GTask *task, void (*answer) (MockWorld *, GTask *))
{
  Held *held;

  if (!self->holds)
    {
      answer (self, task);
      g_object_unref (task);
      return;
    }
  held = g_new0 (Held, 1);
  held->task = task;
  held->answer = answer;
  g_ptr_array_add (self->held, held);
}

void
mock_world_release (MockWorld *self)
{
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);

  self->held = g_ptr_array_new_with_free_func (held_free);
  self->holds = FALSE;
  for (guint i = 0; i < held->len; i++)
    {
      Held *one = g_ptr_array_index (held, i);

      one->answer (self, one->task);
    }
}

static void
answer_facts (MockWorld *self, GTask *task)
{
  if (self->open_error != NULL)
    g_task_return_error (task, g_error_copy (self->open_error));
  else
    g_task_return_pointer (task, berth_facts_ref (self->facts), (GDestroyNotify) berth_facts_unref);
}

void
berth_host_read_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  mock_world_answer (mock_world_get (MOCK_WORLD_HOST),
                     g_task_new (NULL, cancellable, callback, user_data), answer_facts);
}

BerthFacts *
berth_host_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

GTask *
mock_world_new_action (const BerthHostAction *action,
                       gpointer source,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (action, sizeof *action), g_free);
  return task;
}

/* Does one thing on the host's side. Whose devices change is up to who knows them. */
void
mock_world_act (MockWorld *self, GTask *task)
{
  gboolean knows_devices = (self->features & BERTH_FEATURE_READS_FACTS) != 0
                           && !g_str_equal (self->uri, MOCK_WORLD_HELPER);
  MockWorld *world = knows_devices ? self : mock_world_get (MOCK_WORLD_HOST);

  self->n_host_actions++;
  self->host_action = *(const BerthHostAction *) g_task_get_task_data (task);
  if (self->facts_after != NULL)
    {
      g_clear_pointer (&world->facts, berth_facts_unref);
      world->facts = g_steal_pointer (&self->facts_after);
    }
  if (self->host_error != NULL)
    g_task_return_error (task, g_error_copy (self->host_error));
  else
    g_task_return_boolean (task, TRUE);
}

void
berth_binder_run_async (const BerthHostAction *action,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  mock_world_answer (mock_world_get (MOCK_WORLD_HELPER),
                     mock_world_new_action (action, NULL, cancellable, callback, user_data),
                     mock_world_act);
}

gboolean
berth_binder_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
answer_inspect (MockWorld *self, GTask *task)
{
  self->n_inspected++;
  if (self->host_error != NULL)
    g_task_return_error (task, g_error_copy (self->host_error));
  else
    g_task_return_boolean (task, TRUE);
}

void
berth_binder_inspect_async (BerthFacts *facts,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  mock_world_answer (mock_world_get (MOCK_WORLD_HELPER),
                     g_task_new (NULL, cancellable, callback, user_data), answer_inspect);
}

gboolean
berth_binder_inspect_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
