/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-module.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "helper/berth-driver-state.h"

/* Between two looks whether the kernel has the driver, in milliseconds. */
#define LOOK_AGAIN 10

typedef struct
{
  int root;
  BerthBindTarget target;
  gint64 patience_end;
  char *reason; /* why it may be that the driver is not there */
} Load;

static void
load_free (gpointer data)
{
  Load *self = data;

  g_free (self->reason);
  g_free (self);
}

static gboolean
is_loaded (const Load *self)
{
  return berth_driver_is_loaded (self->root, berth_bind_target_get_driver (self->target));
}

/* What systemd is asked for; nothing else is ever. */
static const char *
get_unit (BerthBindTarget target)
{
  return target == BERTH_BIND_TARGET_PCIBACK ? "modprobe@xen_pciback.service"
                                             : "modprobe@vfio_pci.service";
}

static void
return_result (GTask *task)
{
  const Load *self = g_task_get_task_data (task);

  if (is_loaded (self))
    g_task_return_boolean (task, TRUE);
  else if (self->target == BERTH_BIND_TARGET_PCIBACK)
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                             _ ("The kernel's driver pciback could not be loaded: %s. It is there "
                                "only where Xen runs; type “modprobe xen-pciback” as root to see "
                                "why."),
                             self->reason);
  else
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                             _ ("The kernel's driver vfio-pci could not be loaded: %s. Type "
                                "“modprobe vfio-pci” as root to see why."),
                             self->reason);
}

static gboolean
look_cb (gpointer user_data)
{
  GTask *task = user_data;
  const Load *self = g_task_get_task_data (task);

  if (!is_loaded (self) && g_get_monotonic_time () < self->patience_end)
    return G_SOURCE_CONTINUE;

  return_result (task);
  return G_SOURCE_REMOVE;
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GSource) look = NULL;

  if (reply == NULL)
    {
      g_dbus_error_strip_remote_error (error);
      g_free (self->reason);
      self->reason = berth_text_dup_error (error);
      return_result (task);
      return;
    }

  /* The job is only queued. */
  look = g_timeout_source_new (LOOK_AGAIN);
  g_task_attach_source (task, look, look_cb);
}

/**
 * berth_module_load_async:
 * @root: descriptor of the folder that holds sys/; has to stay open until the end
 * @bus: (nullable): the system bus, on which systemd answers
 * @patience: how long to wait for the kernel to have the driver, in milliseconds
 *
 * Makes the kernel have the driver of @target. Root's helper itself may not load modules; it asks
 * systemd to, by one of two fixed names.
 */
void
berth_module_load_async (int root,
                         GDBusConnection *bus,
                         BerthBindTarget target,
                         guint patience,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Load *self = g_new0 (Load, 1);

  g_task_set_source_tag (task, berth_module_load_async);
  g_task_set_task_data (task, self, load_free);
  self->root = root;
  self->target = target;
  self->patience_end = g_get_monotonic_time () + patience * G_TIME_SPAN_MILLISECOND;
  self->reason = g_strdup (bus == NULL ? _ ("systemd does not answer")
                                       : _ ("the kernel does not have it even now"));

  if (is_loaded (self) || bus == NULL)
    {
      return_result (task);
      return;
    }

  g_dbus_connection_call (bus, "org.freedesktop.systemd1", "/org/freedesktop/systemd1",
                          "org.freedesktop.systemd1.Manager", "StartUnit",
                          g_variant_new ("(ss)", get_unit (target), "replace"),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, (int) patience, NULL,
                          started_cb, g_steal_pointer (&task));
}

/**
 * berth_module_load_finish:
 *
 * Returns: %FALSE with %BERTH_ERROR_NOT_SUPPORTED and a sentence that says what to type
 */
gboolean
berth_module_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
