/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "session/berth-connection-private.h"

/* One write under way. It holds the connection (as the task's source object) and the backend, so it
 * comes to its end whatever happens to the window that asked for it. No cancellable anywhere: a
 * write that was begun is waited for. */
typedef struct
{
  BerthBackend *backend; /* owned */
  char *uuid;
  BerthVm *before;     /* owned, nullable: the VM as it was listed when the write began */
  BerthChange *change; /* owned, nullable: unless it is about power */
  gboolean on;
  GError *error; /* owned, nullable: what went wrong, kept while the VM is read again */
} Write;

static void
write_free (gpointer data)
{
  Write *write = data;

  g_clear_object (&write->backend);
  g_free (write->uuid);
  g_clear_pointer (&write->before, berth_vm_unref);
  g_clear_pointer (&write->change, berth_change_unref);
  g_clear_error (&write->error);
  g_free (write);
}

/* Returns: (nullable): the task's write; %NULL: not open, and the task is answered already */
static Write *
begin_write (GTask *task, const char *uuid)
{
  BerthConnection *self = g_task_get_source_object (task);
  BerthBackend *backend = berth_connection_get_backend (self);
  const GError *error = berth_connection_get_error (self);
  Write *write;

  if (backend == NULL && error != NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      return NULL;
    }
  if (backend == NULL)
    {
      g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_UNREACHABLE,
                               /* Translators: %s is the name of a connection, such as QEMU/KVM */
                               _ ("“%s” is not open yet. Wait a moment and try again."),
                               berth_connection_get_title (self));
      return NULL;
    }
  write = g_new0 (Write, 1);
  write->backend = g_object_ref (backend);
  write->uuid = g_strdup (uuid);
  g_task_set_task_data (task, write, write_free);
  return write;
}

static gboolean
says_the_same (GPtrArray *a, GPtrArray *b)
{
  g_autoptr (BerthChange) difference = berth_change_new (NULL, a, b);

  return difference->items->len == 0;
}

/* What is so after a failed write, as read again: @now is %NULL if that failed too. %NULL: the
 * error says it already, because somebody else was first or the VM is gone. */
static char *
dup_outcome (const Write *write, const BerthVm *now)
{
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) wanted = NULL;

  if (write->before == NULL
      || g_error_matches (write->error, BERTH_ERROR, BERTH_ERROR_CONFLICT)
      || g_error_matches (write->error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND))
    return NULL;

  name = berth_text_dup_name (write->before->name);
  if (now == NULL)
    return g_strdup_printf (_ ("What “%s” has now could not be read."), name);
  if (says_the_same (now->configured, write->before->configured))
    return g_strdup_printf (_ ("Nothing was changed: “%s” has what it had before."), name);
  wanted = berth_change_dup_result (write->change, write->before->configured, NULL);
  if (wanted != NULL && says_the_same (now->configured, wanted))
    return g_strdup_printf (_ ("Nevertheless “%s” has now what it shall have."), name);
  return g_strdup_printf (_ ("“%s” has something else now than before; the list shows what."),
                          name);
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthConnection *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  g_autoptr (GError) unread = NULL;
  g_autoptr (BerthVm) now = berth_backend_read_vm_finish (BERTH_BACKEND (source), result, &unread);
  g_autoptr (GError) error = berth_connection_dup_own_error (self, write->error);
  g_autofree char *outcome = dup_outcome (write, now);

  if (now != NULL || g_error_matches (unread, BERTH_ERROR, BERTH_ERROR_NOT_FOUND))
    berth_connection_replace_vm (self, write->uuid, now);
  if (outcome != NULL)
    {
      g_autofree char *sentence = berth_text_dup_error (error);

      g_task_return_new_error (task, error->domain, error->code,
                               /* Translators: two sentences: what went wrong, and what is so now */
                               _ ("%s %s"), sentence, outcome);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
apply_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthConnection *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  g_autoptr (BerthVm) vm = NULL;

  vm = berth_backend_apply_finish (BERTH_BACKEND (source), result, &write->error);
  if (vm == NULL)
    {
      /* What is so now is found by looking, not by believing the error. */
      berth_backend_read_vm_async (write->backend, write->uuid, NULL, read_again_cb,
                                   g_steal_pointer (&task));
      return;
    }
  berth_connection_replace_vm (self, write->uuid, vm);
  g_task_return_pointer (task, g_steal_pointer (&vm), (GDestroyNotify) berth_vm_unref);
}

/**
 * berth_connection_apply_async:
 *
 * Makes one change of one VM's configuration, whole or not at all. It goes on when the caller goes
 * away. When @callback is called, the list of VMs says what the VM has now, also after a failure,
 * and the error's last sentence says it in words.
 */
void
berth_connection_apply_async (BerthConnection *self,
                              BerthChange *change,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Write *write;
  BerthVm *vm;

  g_task_set_source_tag (task, berth_connection_apply_async);
  write = begin_write (task, change->vm_uuid);
  if (write == NULL)
    return;

  vm = berth_connection_lookup_vm (self, change->vm_uuid);
  write->before = vm != NULL ? berth_vm_ref (vm) : NULL;
  write->change = berth_change_ref (change);
  berth_backend_apply_async (write->backend, change, NULL, apply_cb, g_steal_pointer (&task));
}

/**
 * berth_connection_apply_finish:
 *
 * Returns: (transfer full): the VM as read back, or %NULL with @error set: %BERTH_ERROR_CONFLICT,
 *   %BERTH_ERROR_NOT_VERIFIED, %BERTH_ERROR_READ_ONLY, %BERTH_ERROR_NOT_FOUND and others
 */
BerthVm *
berth_connection_apply_finish (BerthConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
power_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthConnection *self = g_task_get_source_object (task);
  Write *write = g_task_get_task_data (task);
  gboolean done;

  if (write->on)
    done = berth_backend_start_finish (BERTH_BACKEND (source), result, &write->error);
  else
    done = berth_backend_shut_down_finish (BERTH_BACKEND (source), result, &write->error);

  berth_connection_list_soon (self);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, berth_connection_dup_own_error (self, write->error));
}

/**
 * berth_connection_set_power_async:
 * @on: start it; otherwise ask its guest to shut down
 *
 * Starts a VM, or asks it to shut down and does not wait until it is down.
 */
void
berth_connection_set_power_async (BerthConnection *self,
                                  const char *uuid,
                                  gboolean on,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Write *write;

  g_task_set_source_tag (task, berth_connection_set_power_async);
  write = begin_write (task, uuid);
  if (write == NULL)
    return;

  write->on = on;
  if (on)
    berth_backend_start_async (write->backend, uuid, NULL, power_cb, g_steal_pointer (&task));
  else
    berth_backend_shut_down_async (write->backend, uuid, NULL, power_cb, g_steal_pointer (&task));
}

/**
 * berth_connection_set_power_finish:
 *
 * Returns: %FALSE with @error set when it could not be asked
 */
gboolean
berth_connection_set_power_finish (BerthConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
