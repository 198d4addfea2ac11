/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A backend in memory that fails, waits and breaks when a test says so. It stands where the demo
 * backend stands in the programs, because a test links it instead. */

#include "backend/demo/berth-demo-backend.h"
#include "base/berth-error.h"
#include "mock-world.h"

#define MOCK_TYPE_BACKEND (mock_backend_get_type ())
G_DECLARE_FINAL_TYPE (MockBackend, mock_backend, MOCK, BACKEND, GObject)

struct _MockBackend
{
  GObject parent_instance;

  char *uri;
};

static void mock_backend_iface_init (BerthBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockBackend,
                               mock_backend,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BERTH_TYPE_BACKEND, mock_backend_iface_init))

static MockWorld *
get_world (BerthBackend *backend)
{
  return mock_world_get (MOCK_BACKEND (backend)->uri);
}

static gboolean
finish_boolean (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
finish_pointer (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
answer_open (MockWorld *world, GTask *task)
{
  world->n_opened++;
  if (world->open_error != NULL)
    g_task_return_error (task, g_error_copy (world->open_error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
open_async (BerthBackend *backend,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  mock_world_answer (get_world (backend), g_task_new (backend, cancellable, callback, user_data),
                     answer_open);
}

static guint
get_features (BerthBackend *backend)
{
  return get_world (backend)->features;
}

static char *
dup_title (BerthBackend *backend)
{
  return g_strconcat ("Mock of ", MOCK_BACKEND (backend)->uri, NULL);
}

static void
answer_facts (MockWorld *world, GTask *task)
{
  if (world->facts != NULL)
    g_task_return_pointer (task, berth_facts_ref (world->facts),
                           (GDestroyNotify) berth_facts_unref);
  else
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_FAILED, "No facts.");
}

static void
read_facts_async (BerthBackend *backend,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  mock_world_answer (get_world (backend), g_task_new (backend, cancellable, callback, user_data),
                     answer_facts);
}

static BerthFacts *
read_facts_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return finish_pointer (result, error);
}

static void
answer_list (MockWorld *world, GTask *task)
{
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);

  world->n_listed++;
  if (world->list_error != NULL)
    {
      g_task_return_error (task, g_error_copy (world->list_error));
      return;
    }
  for (guint i = 0; i < world->vms->len; i++)
    g_ptr_array_add (vms, mock_world_snapshot (g_ptr_array_index (world->vms, i)));
  g_task_return_pointer (task, g_steal_pointer (&vms), (GDestroyNotify) g_ptr_array_unref);
}

static void
list_vms_async (BerthBackend *backend,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  mock_world_answer (get_world (backend), g_task_new (backend, cancellable, callback, user_data),
                     answer_list);
}

static GPtrArray *
list_vms_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return finish_pointer (result, error);
}

/* Returns: (nullable): the VM, or the task is answered with NOT_FOUND */
static BerthVm *
find_vm (MockWorld *world, GTask *task, const char *uuid)
{
  BerthVm *vm = mock_world_lookup_vm (world, uuid);

  if (vm == NULL)
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_FOUND, "There is no such VM.");
  return vm;
}

static void
answer_read (MockWorld *world, GTask *task)
{
  BerthVm *vm = find_vm (world, task, g_task_get_task_data (task));

  if (vm != NULL)
    g_task_return_pointer (task, mock_world_snapshot (vm), (GDestroyNotify) berth_vm_unref);
}

static GTask *
new_vm_task (BerthBackend *backend,
             const char *uuid,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (backend, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (uuid), g_free);
  return task;
}

static void
read_vm_async (BerthBackend *backend,
               const char *uuid,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  mock_world_answer (get_world (backend),
                     new_vm_task (backend, uuid, cancellable, callback, user_data), answer_read);
}

static BerthVm *
read_vm_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return finish_pointer (result, error);
}

static void
answer_apply (MockWorld *world, GTask *task)
{
  BerthChange *change = g_task_get_task_data (task);
  BerthVm *vm = find_vm (world, task, change->vm_uuid);
  g_autoptr (GPtrArray) result = NULL;
  GError *error = NULL;

  if (vm == NULL)
    return;
  if (world->apply_error != NULL && !world->lies)
    {
      g_task_return_error (task, g_error_copy (world->apply_error));
      return;
    }
  result = berth_change_dup_result (change, vm->configured, &error);
  if (result == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < result->len; i++)
    ((BerthAssignment *) g_ptr_array_index (result, i))->options &= ~world->drops;
  world->n_applied++;
  mock_world_set_configured (world, change->vm_uuid, result);
  if (world->lies)
    g_task_return_error (task, g_error_copy (world->apply_error));
  else
    g_task_return_pointer (task, berth_vm_ref (mock_world_lookup_vm (world, change->vm_uuid)),
                           (GDestroyNotify) berth_vm_unref);
}

static void
apply_async (BerthBackend *backend,
             BerthChange *change,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (backend, cancellable, callback, user_data);

  g_task_set_task_data (task, berth_change_ref (change), (GDestroyNotify) berth_change_unref);
  mock_world_answer (get_world (backend), task, answer_apply);
}

static BerthVm *
apply_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return finish_pointer (result, error);
}

static GStrv
dup_commands (BerthBackend *backend, const BerthVm *vm, BerthChange *change)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < change->items->len; i++)
    {
      g_autofree char *address
          = berth_address_dup_string (berth_change_item_get_address (change->items->pdata[i]));
      g_autofree char *command = g_strdup_printf ("mock %s %s", vm->name, address);

      g_strv_builder_add (builder, command);
    }
  return g_strv_builder_end (builder);
}

static void
answer_power (MockWorld *world, GTask *task)
{
  if (find_vm (world, task, g_task_get_task_data (task)) != NULL)
    g_task_return_boolean (task, TRUE);
}

static void
power_async (BerthBackend *backend,
             const char *uuid,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  mock_world_answer (get_world (backend),
                     new_vm_task (backend, uuid, cancellable, callback, user_data), answer_power);
}

static void
run_host_action_async (BerthBackend *backend,
                       const BerthHostAction *action,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  mock_world_answer (get_world (backend),
                     mock_world_new_action (action, backend, cancellable, callback, user_data),
                     mock_world_act);
}

static void
mock_backend_iface_init (BerthBackendInterface *iface)
{
  iface->open_async = open_async;
  iface->open_finish = finish_boolean;
  iface->get_features = get_features;
  iface->dup_title = dup_title;
  iface->read_facts_async = read_facts_async;
  iface->read_facts_finish = read_facts_finish;
  iface->list_vms_async = list_vms_async;
  iface->list_vms_finish = list_vms_finish;
  iface->read_vm_async = read_vm_async;
  iface->read_vm_finish = read_vm_finish;
  iface->apply_async = apply_async;
  iface->apply_finish = apply_finish;
  iface->dup_commands = dup_commands;
  iface->start_async = power_async;
  iface->start_finish = finish_boolean;
  iface->shut_down_async = power_async;
  iface->shut_down_finish = finish_boolean;
  iface->run_host_action_async = run_host_action_async;
  iface->run_host_action_finish = finish_boolean;
}

static void
mock_backend_finalize (GObject *object)
{
  MockBackend *self = MOCK_BACKEND (object);
  MockWorld *world = mock_world_get (self->uri);

  if (world->backend == BERTH_BACKEND (self))
    world->backend = NULL;
  g_free (self->uri);
  G_OBJECT_CLASS (mock_backend_parent_class)->finalize (object);
}

static void
mock_backend_class_init (MockBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_backend_finalize;
}

static void
mock_backend_init (MockBackend *self)
{
}

BerthBackend *
berth_demo_backend_new (const char *uri)
{
  MockBackend *self = g_object_new (MOCK_TYPE_BACKEND, NULL);

  self->uri = g_strdup (uri);
  mock_world_get (uri)->backend = BERTH_BACKEND (self);
  return BERTH_BACKEND (self);
}

gboolean
berth_demo_backend_reset (const char *uri, GError **error)
{
  return TRUE;
}
