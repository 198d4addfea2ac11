/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-backend.h"

#include "backend/demo/berth-demo-apply.h"
#include "backend/demo/berth-demo-commands.h"
#include "backend/demo/berth-demo-power.h"
#include "backend/demo/berth-demo-store.h"
#include "backend/demo/berth-demo-vms.h"
#include "base/berth-text.h"
#include "facts/berth-facts-recorded.h"

struct _BerthDemoBackend
{
  GObject parent_instance;

  char *uri;
  BerthDemoPlace *place; /* NULL: there is no such computer, and @problem says so */
  GError *problem;

  guint features;           /* since the end of open */
  BerthFacts *opened_facts; /* what open read, for the first who asks; nobody else has it */
  BerthFacts *facts;        /* as last read, NULL before */
  GFileMonitor *state_monitor;
  GFileMonitor *recording_monitor;
};

static void backend_iface_init (BerthBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BerthDemoBackend,
                               berth_demo_backend,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BERTH_TYPE_BACKEND, backend_iface_init))

/* What one call brings along into its thread. */
typedef struct
{
  char *uuid;
  BerthChange *change;
  guint options;
  BerthFacts *facts;
  BerthHostAction action;
} Request;

static Request *
request_new (const char *uuid)
{
  Request *request = g_new0 (Request, 1);

  request->uuid = g_strdup (uuid);
  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->uuid);
  g_clear_pointer (&request->change, berth_change_unref);
  g_clear_pointer (&request->facts, berth_facts_unref);
  g_free (request);
}

#define BASIC_FEATURES                                                                             \
  (BERTH_FEATURE_WRITE | BERTH_FEATURE_READS_FACTS | BERTH_FEATURE_POWER | BERTH_FEATURE_HOST)

/* A recording that does not say what it is of is treated like a computer with plain Linux on it. */
static guint
features_for_platform (BerthPlatform platform)
{
  switch (platform)
    {
    case BERTH_PLATFORM_QUBES:
      return BASIC_FEATURES | BERTH_FEATURE_QUBES | BERTH_FEATURE_PERMISSIVE
             | BERTH_FEATURE_NO_STRICT_RESET;
    case BERTH_PLATFORM_XEN:
      return BASIC_FEATURES | BERTH_FEATURE_PERMISSIVE | BERTH_FEATURE_MANAGED | BERTH_FEATURE_USB;
    case BERTH_PLATFORM_BARE:
    case BERTH_PLATFORM_UNKNOWN:
    default:
      return BASIC_FEATURES | BERTH_FEATURE_COMPANIONS | BERTH_FEATURE_MANAGED | BERTH_FEATURE_USB
             | BERTH_FEATURE_ROM_BAR | BERTH_FEATURE_STARTUP_POLICY;
    }
}

static guint
options_for_features (guint features)
{
  guint options = 0;

  if ((features & BERTH_FEATURE_PERMISSIVE) != 0)
    options |= BERTH_OPTION_PERMISSIVE;
  if ((features & BERTH_FEATURE_NO_STRICT_RESET) != 0)
    options |= BERTH_OPTION_NO_STRICT_RESET;
  if ((features & BERTH_FEATURE_MANAGED) != 0)
    options |= BERTH_OPTION_MANAGED;
  if ((features & BERTH_FEATURE_ROM_BAR) != 0)
    options |= BERTH_OPTION_HIDE_ROM;
  if ((features & BERTH_FEATURE_STARTUP_POLICY) != 0)
    options |= BERTH_OPTION_OPTIONAL;
  return options;
}

/* Begins one call: @work_in_thread does it, and who cancels does not wait for it. A call that is
 * cancelled before it began does nothing at all. Takes @request. */
static void
run (BerthDemoBackend *self,
     Request *request,
     gpointer tag,
     GTaskThreadFunc work_in_thread,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (request != NULL)
    g_task_set_task_data (task, request, request_free);

  if (self->place == NULL)
    g_task_return_error (task, g_error_copy (self->problem));
  else if (!g_task_return_error_if_cancelled (task))
    {
      g_task_set_return_on_cancel (task, TRUE);
      g_task_run_in_thread (task, work_in_thread);
    }
}

static void
changed_cb (GFileMonitor *monitor,
            GFile *file,
            GFile *other_file,
            GFileMonitorEvent event,
            gpointer user_data)
{
  /* A file that is being written comes as CHANGED again and again, then once as done. */
  if (event != G_FILE_MONITOR_EVENT_CHANGED && event != G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    {
      /* What a VM holds, and what was bound, is not with the host any more. */
      berth_backend_emit_vms_changed (BERTH_BACKEND (user_data));
      berth_backend_emit_facts_changed (BERTH_BACKEND (user_data));
    }
}

/* Without a monitor (too many are open on this machine) everything works but for the news. */
static GFileMonitor *
watch (BerthDemoBackend *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  GFileMonitor *monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);

  if (monitor != NULL)
    g_signal_connect_object (monitor, "changed", G_CALLBACK (changed_cb), self, 0);
  else
    {
      g_autofree char *uri = berth_text_dup_line (self->uri, BERTH_TEXT_NAME_LENGTH);
      g_autofree char *reason = berth_text_dup_line (error->message, BERTH_TEXT_SENTENCE_LENGTH);

      g_debug ("No news of “%s”: %s", uri, reason);
    }
  return monitor;
}

static void
watch_all (BerthDemoBackend *self)
{
  g_autoptr (GFile) state = g_file_new_for_path (self->place->state_path);
  g_autoptr (GFile) recording = g_file_get_child (self->place->folder, BERTH_DEMO_VMS);

  g_set_object (&self->state_monitor, NULL);
  self->state_monitor = watch (self, state);
  g_set_object (&self->recording_monitor, NULL);
  if (g_file_is_native (recording))
    self->recording_monitor = watch (self, recording);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BerthDemoBackend *self = source;
  g_autofree char *state_folder = g_path_get_dirname (self->place->state_path);
  GError *error = NULL;
  g_autoptr (BerthFacts) facts = berth_facts_read_recorded (self->place->folder, &error);
  g_autoptr (GPtrArray) vms = NULL;

  /* A folder that is not there cannot be watched. Where it cannot be made, nothing can be changed
   * either, and the first change says so. */
  g_mkdir_with_parents (state_folder, 0700);

  if (facts != NULL)
    vms = berth_demo_store_read (self->place, &error);
  if (vms != NULL)
    g_task_return_pointer (task, g_steal_pointer (&facts), (GDestroyNotify) berth_facts_unref);
  else
    g_task_return_error (task, error);
}

static void
demo_open_async (BerthBackend *backend,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  run (BERTH_DEMO_BACKEND (backend), NULL, demo_open_async, open_in_thread, cancellable, callback,
       user_data);
}

static gboolean
demo_open_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  BerthDemoBackend *self = BERTH_DEMO_BACKEND (backend);
  BerthFacts *facts = g_task_propagate_pointer (G_TASK (result), error);

  if (facts == NULL)
    return FALSE;

  self->features = features_for_platform (facts->platform);
  g_clear_pointer (&self->opened_facts, berth_facts_unref);
  self->opened_facts = facts;
  watch_all (self);
  return TRUE;
}

static guint
demo_get_features (BerthBackend *backend)
{
  return BERTH_DEMO_BACKEND (backend)->features;
}

static char *
demo_dup_title (BerthBackend *backend)
{
  BerthDemoBackend *self = BERTH_DEMO_BACKEND (backend);

  return self->place != NULL ? g_strdup (self->place->title) : berth_text_dup_name (self->uri);
}

static void
read_facts_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BerthDemoBackend *self = source;
  Request *request = data;
  GError *error = NULL;
  g_autoptr (BerthFacts) facts = g_steal_pointer (&request->facts);

  if (facts == NULL)
    facts = berth_facts_read_recorded (self->place->folder, &error);
  if (facts != NULL && berth_demo_store_fill_facts (self->place, facts, &error))
    g_task_return_pointer (task, g_steal_pointer (&facts), (GDestroyNotify) berth_facts_unref);
  else
    g_task_return_error (task, error);
}

static void
demo_read_facts_async (BerthBackend *backend,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  BerthDemoBackend *self = BERTH_DEMO_BACKEND (backend);
  Request *request = request_new (NULL);

  /* Of a computer with a thousand functions the same files are not read twice in a row. */
  request->facts = g_steal_pointer (&self->opened_facts);
  run (self, request, demo_read_facts_async, read_facts_in_thread, cancellable, callback,
       user_data);
}

static BerthFacts *
demo_read_facts_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  BerthDemoBackend *self = BERTH_DEMO_BACKEND (backend);
  BerthFacts *facts = g_task_propagate_pointer (G_TASK (result), error);

  if (facts != NULL)
    {
      g_clear_pointer (&self->facts, berth_facts_unref);
      self->facts = berth_facts_ref (facts);
    }
  return facts;
}

static void
list_vms_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BerthDemoBackend *self = source;
  GError *error = NULL;
  GPtrArray *vms = berth_demo_store_read (self->place, &error);

  if (vms != NULL)
    g_task_return_pointer (task, vms, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
demo_list_vms_async (BerthBackend *backend,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  run (BERTH_DEMO_BACKEND (backend), NULL, demo_list_vms_async, list_vms_in_thread, cancellable,
       callback, user_data);
}

static GPtrArray *
demo_list_vms_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Takes @vm or @error. */
static void
return_vm (GTask *task, BerthVm *vm, GError *error)
{
  if (vm != NULL)
    g_task_return_pointer (task, vm, (GDestroyNotify) berth_vm_unref);
  else
    g_task_return_error (task, error);
}

static void
read_vm_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BerthDemoBackend *self = source;
  const Request *request = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) vms = berth_demo_store_read (self->place, &error);
  BerthVm *vm = vms != NULL ? berth_demo_vms_find (vms, request->uuid, &error) : NULL;

  return_vm (task, vm != NULL ? berth_vm_ref (vm) : NULL, error);
}

static void
demo_read_vm_async (BerthBackend *backend,
                    const char *uuid,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  run (BERTH_DEMO_BACKEND (backend), request_new (uuid), demo_read_vm_async, read_vm_in_thread,
       cancellable, callback, user_data);
}

static BerthVm *
demo_read_vm_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
apply_edit (BerthVm *vm,
            GPtrArray *vms,
            const BerthDemoPlace *place,
            gpointer data,
            GError **error)
{
  const Request *request = data;

  return berth_demo_apply_change (vm, request->change, request->options, error);
}

static void
apply_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BerthDemoBackend *self = source;
  const Request *request = data;
  GError *error = NULL;
  BerthVm *vm = berth_demo_store_change (self->place, request->uuid, apply_edit, data, &error);

  return_vm (task, vm, error);
}

static void
demo_apply_async (BerthBackend *backend,
                  BerthChange *change,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  BerthDemoBackend *self = BERTH_DEMO_BACKEND (backend);
  Request *request = request_new (change->vm_uuid);

  request->change = berth_change_ref (change);
  request->options = options_for_features (self->features);
  run (self, request, demo_apply_async, apply_in_thread, cancellable, callback, user_data);
}

static BerthVm *
demo_apply_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GStrv
demo_dup_commands (BerthBackend *backend, const BerthVm *vm, BerthChange *change)
{
  BerthDemoBackend *self = BERTH_DEMO_BACKEND (backend);
  gboolean is_qubes = (self->features & BERTH_FEATURE_QUBES) != 0;

  return berth_demo_commands_dup (is_qubes, self->facts, vm, change);
}

static gboolean
start_edit (BerthVm *vm,
            GPtrArray *vms,
            const BerthDemoPlace *place,
            gpointer data,
            GError **error)
{
  g_autoptr (BerthFacts) facts = berth_facts_read_recorded (place->folder, error);

  return facts != NULL && berth_demo_power_start (vm, vms, facts, error);
}

static gboolean
shut_down_edit (BerthVm *vm,
                GPtrArray *vms,
                const BerthDemoPlace *place,
                gpointer data,
                GError **error)
{
  return berth_demo_power_shut_down (vm, error);
}

static void
set_power_in_thread (GTask *task, BerthDemoEdit edit)
{
  BerthDemoBackend *self = g_task_get_source_object (task);
  const Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (BerthVm) vm
      = berth_demo_store_change (self->place, request->uuid, edit, NULL, &error);

  if (vm != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  set_power_in_thread (task, start_edit);
}

static void
shut_down_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  set_power_in_thread (task, shut_down_edit);
}

static void
demo_start_async (BerthBackend *backend,
                  const char *uuid,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  run (BERTH_DEMO_BACKEND (backend), request_new (uuid), demo_start_async, start_in_thread,
       cancellable, callback, user_data);
}

static void
demo_shut_down_async (BerthBackend *backend,
                      const char *uuid,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  run (BERTH_DEMO_BACKEND (backend), request_new (uuid), demo_shut_down_async, shut_down_in_thread,
       cancellable, callback, user_data);
}

static void
run_host_action_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BerthDemoBackend *self = source;
  const Request *request = data;
  GError *error = NULL;

  if (berth_demo_store_change_host (self->place, &request->action, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
demo_run_host_action_async (BerthBackend *backend,
                            const BerthHostAction *action,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Request *request = request_new (NULL);

  request->action = *action;
  run (BERTH_DEMO_BACKEND (backend), request, demo_run_host_action_async,
       run_host_action_in_thread, cancellable, callback, user_data);
}

static gboolean
demo_done_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
berth_demo_backend_finalize (GObject *object)
{
  BerthDemoBackend *self = BERTH_DEMO_BACKEND (object);

  g_free (self->uri);
  g_clear_pointer (&self->place, berth_demo_place_unref);
  g_clear_error (&self->problem);
  g_clear_pointer (&self->opened_facts, berth_facts_unref);
  g_clear_pointer (&self->facts, berth_facts_unref);
  g_clear_object (&self->state_monitor);
  g_clear_object (&self->recording_monitor);

  G_OBJECT_CLASS (berth_demo_backend_parent_class)->finalize (object);
}

static void
berth_demo_backend_class_init (BerthDemoBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = berth_demo_backend_finalize;
}

static void
berth_demo_backend_init (BerthDemoBackend *self)
{
}

static void
backend_iface_init (BerthBackendInterface *iface)
{
  iface->open_async = demo_open_async;
  iface->open_finish = demo_open_finish;
  iface->get_features = demo_get_features;
  iface->dup_title = demo_dup_title;
  iface->read_facts_async = demo_read_facts_async;
  iface->read_facts_finish = demo_read_facts_finish;
  iface->list_vms_async = demo_list_vms_async;
  iface->list_vms_finish = demo_list_vms_finish;
  iface->read_vm_async = demo_read_vm_async;
  iface->read_vm_finish = demo_read_vm_finish;
  iface->apply_async = demo_apply_async;
  iface->apply_finish = demo_apply_finish;
  iface->dup_commands = demo_dup_commands;
  iface->start_async = demo_start_async;
  iface->start_finish = demo_done_finish;
  iface->shut_down_async = demo_shut_down_async;
  iface->shut_down_finish = demo_done_finish;
  iface->run_host_action_async = demo_run_host_action_async;
  iface->run_host_action_finish = demo_done_finish;
}

/**
 * berth_demo_backend_new:
 * @uri: `demo:///kvm-laptop`, `demo:///qubes-laptop` or `folder:///ABSOLUTE/PATH`;
 *   foreign text
 *
 * Returns: (transfer full): the backend of a recorded computer. Its devices and VMs come from
 *   files, its changes are kept in the user's state folder and shared with every other program that
 *   has it open. A wrong @uri shows when it is opened
 */
BerthBackend *
berth_demo_backend_new (const char *uri)
{
  BerthDemoBackend *self = g_object_new (BERTH_TYPE_DEMO_BACKEND, NULL);

  self->uri = g_strdup (uri);
  self->place = berth_demo_place_new (uri, &self->problem);
  return BERTH_BACKEND (self);
}

/**
 * berth_demo_backend_reset:
 * @uri: like in berth_demo_backend_new()
 *
 * Forgets all changes of a recorded computer; whoever has it open sees it as it was recorded. Waits
 * for the disk: call it before there is a window, or in a thread.
 *
 * Returns: %FALSE with %BERTH_ERROR_INVALID, %BERTH_ERROR_DENIED or %BERTH_ERROR_FAILED
 */
gboolean
berth_demo_backend_reset (const char *uri, GError **error)
{
  g_autoptr (BerthDemoPlace) place = berth_demo_place_new (uri, error);

  return place != NULL && berth_demo_store_reset (place, error);
}
