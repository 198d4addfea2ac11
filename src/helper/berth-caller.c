/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-caller.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"

#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"
#define BUS_INTERFACE "org.freedesktop.DBus"

/* The bus answers at once or is gone. */
#define BUS_PATIENCE 5000

struct _BerthCaller
{
  GDBusConnection *bus;
  char *name;
  gint64 uid;
  guint watch;
  GCancellable *cancellable;
};

static void
owner_changed_cb (GDBusConnection *bus,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *signal,
                  GVariant *parameters,
                  gpointer user_data)
{
  BerthCaller *self = user_data;
  const char *name, *now;

  g_variant_get (parameters, "(&s&s&s)", &name, NULL, &now);
  if (g_str_equal (name, self->name) && *now == '\0')
    g_cancellable_cancel (self->cancellable);
}

/**
 * berth_caller_new:
 * @name: the unique name on the bus: the bus itself says who sent a message, and it never gives a
 *   name twice
 *
 * One program that called, watched from now on. Names of processes are not asked for: a process may
 * be another one by the time it is looked at.
 */
BerthCaller *
berth_caller_new (GDBusConnection *bus, const char *name)
{
  BerthCaller *self = g_new0 (BerthCaller, 1);

  self->bus = g_object_ref (bus);
  self->name = g_strdup (name);
  self->uid = BERTH_CALLER_NO_UID;
  self->cancellable = g_cancellable_new ();
  self->watch = g_dbus_connection_signal_subscribe (bus, BUS_NAME, BUS_INTERFACE,
                                                    "NameOwnerChanged", BUS_PATH, name,
                                                    G_DBUS_SIGNAL_FLAGS_NONE, owner_changed_cb,
                                                    self, NULL);
  return self;
}

/**
 * berth_caller_free:
 *
 * Ends the watch. berth_caller_identify_async() must have answered, if it was asked.
 */
void
berth_caller_free (BerthCaller *self)
{
  g_dbus_connection_signal_unsubscribe (self->bus, self->watch);
  g_object_unref (self->bus);
  g_object_unref (self->cancellable);
  g_free (self->name);
  g_free (self);
}

/**
 * berth_caller_get_name:
 *
 * Returns: (transfer none): the unique name; the bus made it, of digits
 */
const char *
berth_caller_get_name (BerthCaller *self)
{
  return self->name;
}

/**
 * berth_caller_get_uid:
 *
 * Returns: the user, or %BERTH_CALLER_NO_UID before berth_caller_identify_async() has told
 */
gint64
berth_caller_get_uid (BerthCaller *self)
{
  return self->uid;
}

/**
 * berth_caller_get_cancellable:
 *
 * Returns: (transfer none): cancelled when the caller has left the bus
 */
GCancellable *
berth_caller_get_cancellable (BerthCaller *self)
{
  return self->cancellable;
}

static void
uid_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthCaller *self = g_task_get_task_data (task);
  g_autoptr (GVariant) answer = NULL;
  guint32 uid;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, NULL);
  if (answer == NULL)
    {
      g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_DENIED,
                               _ ("The caller has left; nothing was done."));
      return;
    }
  g_variant_get (answer, "(u)", &uid);
  self->uid = uid;
  g_task_return_boolean (task, TRUE);
}

/**
 * berth_caller_identify_async:
 *
 * Asks the bus which user it is. The watch began before: whoever leaves after the answer is
 * noticed, and for whoever left before there is none.
 */
void
berth_caller_identify_async (BerthCaller *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, self->cancellable, callback, user_data);

  g_task_set_source_tag (task, berth_caller_identify_async);
  g_task_set_task_data (task, self, NULL);
  g_dbus_connection_call (self->bus, BUS_NAME, BUS_PATH, BUS_INTERFACE, "GetConnectionUnixUser",
                          g_variant_new ("(s)", self->name), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NONE, BUS_PATIENCE, self->cancellable, uid_cb, task);
}

/**
 * berth_caller_identify_finish:
 *
 * Returns: %FALSE with %BERTH_ERROR_DENIED or %G_IO_ERROR_CANCELLED: it has left
 */
gboolean
berth_caller_identify_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
