/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/berth-backend.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"

G_DEFINE_INTERFACE (BerthBackend, berth_backend, G_TYPE_OBJECT)

enum
{
  SIGNAL_VMS_CHANGED,
  SIGNAL_FACTS_CHANGED,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
berth_backend_default_init (BerthBackendInterface *iface)
{
  /**
   * BerthBackend::vms-changed:
   *
   * VMs came, went, started, stopped or were redefined: list them again. May come in bursts.
   */
  signals[SIGNAL_VMS_CHANGED]
      = g_signal_new ("vms-changed", BERTH_TYPE_BACKEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);

  /**
   * BerthBackend::facts-changed:
   *
   * What the backend tells of the computer's devices is perhaps another: read it again. May come in
   * bursts, and only from a backend that tells of devices.
   */
  signals[SIGNAL_FACTS_CHANGED]
      = g_signal_new ("facts-changed", BERTH_TYPE_BACKEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);

  /**
   * BerthBackend::closed:
   * @sentence: why, safe to show
   *
   * The connection broke. The backend is of no use any more; make a new one.
   */
  signals[SIGNAL_CLOSED]
      = g_signal_new ("closed", BERTH_TYPE_BACKEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, G_TYPE_STRING);
}

/* Answers a call for which the backend has no method, so that no caller has to ask first. */
static void
report_not_supported (BerthBackend *self,
                      GAsyncReadyCallback callback,
                      gpointer user_data,
                      gpointer tag)
{
  g_autofree char *title = berth_backend_dup_title (self);

  g_task_report_new_error (self, callback, user_data, tag, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                           /* Translators: %s is the name of a connection, such as QEMU/KVM */
                           _("“%s” cannot do this. Do it with the tools of that system instead."),
                           title);
}

/* Whether @result is the answer of report_not_supported() and not of the backend. */
static gboolean
is_not_supported (BerthBackend *self, GAsyncResult *result, gpointer tag)
{
  return g_async_result_is_tagged (result, tag) && g_task_is_valid (result, self);
}

/**
 * berth_backend_open_async:
 *
 * Connects; see #BerthBackendInterface.
 */
void
berth_backend_open_async (BerthBackend *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  BERTH_BACKEND_GET_IFACE (self)->open_async (self, cancellable, callback, user_data);
}

/**
 * berth_backend_open_finish:
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_UNREACHABLE, %BERTH_ERROR_DENIED
 */
gboolean
berth_backend_open_finish (BerthBackend *self, GAsyncResult *result, GError **error)
{
  return BERTH_BACKEND_GET_IFACE (self)->open_finish (self, result, error);
}

/**
 * berth_backend_get_features:
 *
 * Returns: #BerthFeatures, valid after a successful open
 */
guint
berth_backend_get_features (BerthBackend *self)
{
  return BERTH_BACKEND_GET_IFACE (self)->get_features (self);
}

/**
 * berth_backend_dup_title:
 *
 * Returns: (transfer full): what people call this connection, safe to show, valid at once
 */
char *
berth_backend_dup_title (BerthBackend *self)
{
  return BERTH_BACKEND_GET_IFACE (self)->dup_title (self);
}

/**
 * berth_backend_read_facts_async:
 *
 * Reads the devices of the computer where the backend is the one that knows them.
 */
void
berth_backend_read_facts_async (BerthBackend *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  BerthBackendInterface *iface = BERTH_BACKEND_GET_IFACE (self);

  if (iface->read_facts_async != NULL)
    iface->read_facts_async (self, cancellable, callback, user_data);
  else
    report_not_supported (self, callback, user_data, berth_backend_read_facts_async);
}

/**
 * berth_backend_read_facts_finish:
 *
 * Returns: (transfer full): the facts, or %NULL with @error set
 */
BerthFacts *
berth_backend_read_facts_finish (BerthBackend *self, GAsyncResult *result, GError **error)
{
  if (is_not_supported (self, result, berth_backend_read_facts_async))
    return g_task_propagate_pointer (G_TASK (result), error);
  return BERTH_BACKEND_GET_IFACE (self)->read_facts_finish (self, result, error);
}

/**
 * berth_backend_list_vms_async:
 *
 * Reads every VM and all that it claims.
 */
void
berth_backend_list_vms_async (BerthBackend *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  BERTH_BACKEND_GET_IFACE (self)->list_vms_async (self, cancellable, callback, user_data);
}

/**
 * berth_backend_list_vms_finish:
 *
 * Returns: (transfer full) (element-type BerthVm): sorted by name, or %NULL with @error set
 */
GPtrArray *
berth_backend_list_vms_finish (BerthBackend *self, GAsyncResult *result, GError **error)
{
  return BERTH_BACKEND_GET_IFACE (self)->list_vms_finish (self, result, error);
}

/**
 * berth_backend_read_vm_async:
 *
 * Reads one VM afresh.
 */
void
berth_backend_read_vm_async (BerthBackend *self,
                             const char *uuid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BERTH_BACKEND_GET_IFACE (self)->read_vm_async (self, uuid, cancellable, callback, user_data);
}

/**
 * berth_backend_read_vm_finish:
 *
 * Returns: (transfer full): the VM, or %NULL with @error set (%BERTH_ERROR_NOT_FOUND)
 */
BerthVm *
berth_backend_read_vm_finish (BerthBackend *self, GAsyncResult *result, GError **error)
{
  return BERTH_BACKEND_GET_IFACE (self)->read_vm_finish (self, result, error);
}

/**
 * berth_backend_apply_async:
 *
 * Makes one change of one VM's configuration, whole or not at all; see #BerthBackendInterface.
 */
void
berth_backend_apply_async (BerthBackend *self,
                           BerthChange *change,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  BERTH_BACKEND_GET_IFACE (self)->apply_async (self, change, cancellable, callback, user_data);
}

/**
 * berth_backend_apply_finish:
 *
 * Returns: (transfer full): the VM as read back, or %NULL with @error set
 */
BerthVm *
berth_backend_apply_finish (BerthBackend *self, GAsyncResult *result, GError **error)
{
  return BERTH_BACKEND_GET_IFACE (self)->apply_finish (self, result, error);
}

/**
 * berth_backend_dup_commands:
 *
 * Returns: (transfer full): what a person would type for @change of @vm, one command a line;
 *   foreign text, for it may name the VM
 */
GStrv
berth_backend_dup_commands (BerthBackend *self, const BerthVm *vm, BerthChange *change)
{
  return BERTH_BACKEND_GET_IFACE (self)->dup_commands (self, vm, change);
}

/**
 * berth_backend_start_async:
 *
 * Starts the VM.
 */
void
berth_backend_start_async (BerthBackend *self,
                           const char *uuid,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  BerthBackendInterface *iface = BERTH_BACKEND_GET_IFACE (self);

  if (iface->start_async != NULL)
    iface->start_async (self, uuid, cancellable, callback, user_data);
  else
    report_not_supported (self, callback, user_data, berth_backend_start_async);
}

/**
 * berth_backend_start_finish:
 *
 * Returns: %FALSE with @error set when it did not start
 */
gboolean
berth_backend_start_finish (BerthBackend *self, GAsyncResult *result, GError **error)
{
  if (is_not_supported (self, result, berth_backend_start_async))
    return g_task_propagate_boolean (G_TASK (result), error);
  return BERTH_BACKEND_GET_IFACE (self)->start_finish (self, result, error);
}

/**
 * berth_backend_shut_down_async:
 *
 * Asks the guest to shut down. Done when it was asked, not when it is down.
 */
void
berth_backend_shut_down_async (BerthBackend *self,
                               const char *uuid,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  BerthBackendInterface *iface = BERTH_BACKEND_GET_IFACE (self);

  if (iface->shut_down_async != NULL)
    iface->shut_down_async (self, uuid, cancellable, callback, user_data);
  else
    report_not_supported (self, callback, user_data, berth_backend_shut_down_async);
}

/**
 * berth_backend_shut_down_finish:
 *
 * Returns: %FALSE with @error set when it could not be asked
 */
gboolean
berth_backend_shut_down_finish (BerthBackend *self, GAsyncResult *result, GError **error)
{
  if (is_not_supported (self, result, berth_backend_shut_down_async))
    return g_task_propagate_boolean (G_TASK (result), error);
  return BERTH_BACKEND_GET_IFACE (self)->shut_down_finish (self, result, error);
}

/**
 * berth_backend_run_host_action_async:
 *
 * Does one thing to one function of the computer. Done when the other side says so: what has become
 * of the device is for the caller to read.
 */
void
berth_backend_run_host_action_async (BerthBackend *self,
                                     const BerthHostAction *action,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  BerthBackendInterface *iface = BERTH_BACKEND_GET_IFACE (self);

  if (iface->run_host_action_async != NULL)
    iface->run_host_action_async (self, action, cancellable, callback, user_data);
  else
    report_not_supported (self, callback, user_data, berth_backend_run_host_action_async);
}

/**
 * berth_backend_run_host_action_finish:
 *
 * Returns: %FALSE with @error set
 */
gboolean
berth_backend_run_host_action_finish (BerthBackend *self, GAsyncResult *result, GError **error)
{
  if (is_not_supported (self, result, berth_backend_run_host_action_async))
    return g_task_propagate_boolean (G_TASK (result), error);
  return BERTH_BACKEND_GET_IFACE (self)->run_host_action_finish (self, result, error);
}

/**
 * berth_backend_emit_vms_changed:
 *
 * For backends, on the main thread.
 */
void
berth_backend_emit_vms_changed (BerthBackend *self)
{
  g_signal_emit (self, signals[SIGNAL_VMS_CHANGED], 0);
}

/**
 * berth_backend_emit_facts_changed:
 *
 * For backends, on the main thread.
 */
void
berth_backend_emit_facts_changed (BerthBackend *self)
{
  g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
}

/**
 * berth_backend_emit_closed:
 * @sentence: why, safe to show
 *
 * For backends, on the main thread, once.
 */
void
berth_backend_emit_closed (BerthBackend *self, const char *sentence)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0, sentence);
}
