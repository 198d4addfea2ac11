/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-backend.h"

#include <glib/gi18n-lib.h>

#include "backend/libvirt/berth-domain-commands.h"
#include "backend/libvirt/berth-libvirt-apply.h"
#include "backend/libvirt/berth-libvirt-error.h"
#include "backend/libvirt/berth-libvirt-link.h"
#include "backend/libvirt/berth-libvirt-node.h"
#include "backend/libvirt/berth-libvirt-uri.h"
#include "backend/libvirt/berth-libvirt-vms.h"
#include "backend/libvirt/berth-libvirt-worker.h"
#include "base/berth-error.h"

struct _BerthLibvirtBackend
{
  GObject parent_instance;

  char *uri;
  BerthLibvirtWorker *worker;
  BerthLibvirtLink *link; /* the worker's; here only its features are looked at */
  /* For what may hang for ever, so that nobody who lists VMs waits behind it; NULL before. */
  BerthLibvirtWorker *host_worker;
};

static void berth_libvirt_backend_iface_init (BerthBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BerthLibvirtBackend,
                               berth_libvirt_backend,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BERTH_TYPE_BACKEND,
                                                      berth_libvirt_backend_iface_init))

static void
berth_libvirt_backend_finalize (GObject *object)
{
  BerthLibvirtBackend *self = BERTH_LIBVIRT_BACKEND (object);

  g_clear_pointer (&self->worker, berth_libvirt_worker_free);
  g_clear_pointer (&self->host_worker, berth_libvirt_worker_free);
  g_free (self->uri);

  G_OBJECT_CLASS (berth_libvirt_backend_parent_class)->finalize (object);
}

static void
berth_libvirt_backend_class_init (BerthLibvirtBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = berth_libvirt_backend_finalize;
}

static void
berth_libvirt_backend_init (BerthLibvirtBackend *self)
{
}

static void
free_link (gpointer link)
{
  berth_libvirt_link_free (link);
}

/**
 * berth_libvirt_backend_new:
 * @uri: of libvirt: https://libvirt.org/uri.html
 *
 * Returns: (transfer full): not open yet
 */
BerthBackend *
berth_libvirt_backend_new (const char *uri)
{
  BerthLibvirtBackend *self = g_object_new (BERTH_TYPE_LIBVIRT_BACKEND, NULL);

  berth_libvirt_events_begin ();
  berth_libvirt_error_silence ();
  self->uri = g_strdup (uri);
  self->link = berth_libvirt_link_new (uri);
  self->worker = berth_libvirt_worker_new (self->link, free_link);
  return BERTH_BACKEND (self);
}

/* Makes one call on the worker and answers with what it returns. */
static void
run (BerthBackend *backend,
     gpointer tag,
     BerthLibvirtCall call_in_thread,
     gpointer data,
     GDestroyNotify free_data,
     GDestroyNotify free_result,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  BerthLibvirtBackend *self = BERTH_LIBVIRT_BACKEND (backend);
  g_autoptr (GTask) task = g_task_new (backend, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  berth_libvirt_worker_run (self->worker, task, call_in_thread, data, free_data, free_result);
}

static gpointer
open_in_thread (gpointer link, gpointer data, GError **error)
{
  return GINT_TO_POINTER (berth_libvirt_link_open (link, data, error));
}

static void
open_async (BerthBackend *backend,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  run (backend, open_async, open_in_thread, berth_libvirt_events_new (backend),
       (GDestroyNotify) berth_libvirt_events_unref, NULL, cancellable, callback, user_data);
}

/* For every method that only says whether it worked. */
static gboolean
boolean_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

static guint
get_features (BerthBackend *backend)
{
  return berth_libvirt_link_get_features (BERTH_LIBVIRT_BACKEND (backend)->link);
}

static char *
dup_title (BerthBackend *backend)
{
  return berth_libvirt_uri_dup_title (BERTH_LIBVIRT_BACKEND (backend)->uri);
}

static gpointer
read_facts_in_thread (gpointer link, gpointer data, GError **error)
{
  if (!berth_libvirt_link_check_open (link, error))
    return NULL;
  return berth_libvirt_link_read_facts (link, error);
}

static void
read_facts_async (BerthBackend *backend,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  run (backend, read_facts_async, read_facts_in_thread, NULL, NULL,
       (GDestroyNotify) berth_facts_unref, cancellable, callback, user_data);
}

static BerthFacts *
read_facts_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
list_vms_in_thread (gpointer link, gpointer data, GError **error)
{
  if (!berth_libvirt_link_check_open (link, error))
    return NULL;
  return berth_libvirt_vms_list (link, error);
}

static void
list_vms_async (BerthBackend *backend,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  run (backend, list_vms_async, list_vms_in_thread, NULL, NULL,
       (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

static GPtrArray *
list_vms_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_vm_in_thread (gpointer link, gpointer uuid, GError **error)
{
  g_autoptr (virDomain) domain = berth_libvirt_link_find_domain (link, uuid, error);

  return domain != NULL ? berth_libvirt_vms_read (link, domain, error) : NULL;
}

static void
read_vm_async (BerthBackend *backend,
               const char *uuid,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  run (backend, read_vm_async, read_vm_in_thread, g_strdup (uuid), g_free,
       (GDestroyNotify) berth_vm_unref, cancellable, callback, user_data);
}

static BerthVm *
read_vm_finish (BerthBackend *backend, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
apply_in_thread (gpointer link, gpointer change, GError **error)
{
  return berth_libvirt_apply (link, change, error);
}

static void
apply_async (BerthBackend *backend,
             BerthChange *change,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  run (backend, apply_async, apply_in_thread, berth_change_ref (change),
       (GDestroyNotify) berth_change_unref, (GDestroyNotify) berth_vm_unref, cancellable, callback,
       user_data);
}

static GStrv
dup_commands (BerthBackend *backend, const BerthVm *vm, BerthChange *change)
{
  return berth_domain_commands_dup (BERTH_LIBVIRT_BACKEND (backend)->uri, vm, change);
}

static gpointer
start_in_thread (gpointer link, gpointer uuid, GError **error)
{
  g_autoptr (virDomain) domain = berth_libvirt_link_find_domain (link, uuid, error);
  g_autofree char *name = NULL;

  if (domain == NULL)
    return NULL;
  name = berth_libvirt_vms_dup_name (domain);
  if (virDomainCreate (domain) == 0)
    return GINT_TO_POINTER (TRUE);

  /* Translators: %s is the name of a VM */
  berth_libvirt_error_set (error, _ ("“%s” could not be started."), name);
  return NULL;
}

static void
start_async (BerthBackend *backend,
             const char *uuid,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  run (backend, start_async, start_in_thread, g_strdup (uuid), g_free, NULL, cancellable, callback,
       user_data);
}

static gpointer
shut_down_in_thread (gpointer link, gpointer uuid, GError **error)
{
  g_autoptr (virDomain) domain = berth_libvirt_link_find_domain (link, uuid, error);
  g_autofree char *name = NULL;

  if (domain == NULL)
    return NULL;
  name = berth_libvirt_vms_dup_name (domain);
  if (virDomainShutdown (domain) == 0)
    return GINT_TO_POINTER (TRUE);

  /* Translators: %s is the name of a VM */
  berth_libvirt_error_set (error, _ ("“%s” could not be asked to shut down."), name);
  return NULL;
}

static void
shut_down_async (BerthBackend *backend,
                 const char *uuid,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  run (backend, shut_down_async, shut_down_in_thread, g_strdup (uuid), g_free, NULL, cancellable,
       callback, user_data);
}

static gpointer
run_host_action_in_thread (gpointer uri, gpointer action, GError **error)
{
  return GINT_TO_POINTER (berth_libvirt_node_run (uri, action, error));
}

static void
run_host_action_async (BerthBackend *backend,
                       const BerthHostAction *action,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  BerthLibvirtBackend *self = BERTH_LIBVIRT_BACKEND (backend);
  g_autoptr (GTask) task = g_task_new (backend, cancellable, callback, user_data);

  if (self->host_worker == NULL)
    self->host_worker = berth_libvirt_worker_new (g_strdup (self->uri), g_free);
  g_task_set_source_tag (task, run_host_action_async);
  berth_libvirt_worker_run (self->host_worker, task, run_host_action_in_thread,
                            g_memdup2 (action, sizeof *action), g_free, NULL);
}

static void
berth_libvirt_backend_iface_init (BerthBackendInterface *iface)
{
  iface->open_async = open_async;
  iface->open_finish = boolean_finish;
  iface->get_features = get_features;
  iface->dup_title = dup_title;
  iface->read_facts_async = read_facts_async;
  iface->read_facts_finish = read_facts_finish;
  iface->list_vms_async = list_vms_async;
  iface->list_vms_finish = list_vms_finish;
  iface->read_vm_async = read_vm_async;
  iface->read_vm_finish = read_vm_finish;
  iface->apply_async = apply_async;
  iface->apply_finish = read_vm_finish;
  iface->dup_commands = dup_commands;
  iface->start_async = start_async;
  iface->start_finish = boolean_finish;
  iface->shut_down_async = shut_down_async;
  iface->shut_down_finish = boolean_finish;
  iface->run_host_action_async = run_host_action_async;
  iface->run_host_action_finish = boolean_finish;
}
