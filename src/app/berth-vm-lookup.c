/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-lookup.h"

#include "base/berth-error.h"

/* One look-up under way. */
typedef struct
{
  BerthSession *session;  /* owned */
  GPtrArray *connections; /* owned: BerthConnection, where to look */
  GStrv uris;             /* owned: theirs */
  char *name;             /* owned */
  gboolean is_answered;
} Lookup;

/* What it found. */
typedef struct
{
  BerthComputer *computer;
  BerthConnection *connection;
  BerthVm *vm;
} Found;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_object_unref (lookup->session);
  g_ptr_array_unref (lookup->connections);
  g_strfreev (lookup->uris);
  g_free (lookup->name);
  g_free (lookup);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_object (&found->computer);
  g_clear_object (&found->connection);
  g_clear_pointer (&found->vm, berth_vm_unref);
  g_free (found);
}

static void
add_all_uris (BerthSession *session, GStrvBuilder *builder)
{
  GListModel *computers = berth_session_get_computers (session);

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      GListModel *connections = berth_computer_get_connections (computer);

      for (guint j = 0; j < g_list_model_get_n_items (connections); j++)
        {
          g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, j);

          g_strv_builder_add (builder, berth_connection_get_uri (connection));
        }
    }
}

static Lookup *
lookup_new (BerthSession *session, const char *const *uris, const char *name)
{
  Lookup *lookup = g_new0 (Lookup, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (uris != NULL && uris[0] != NULL)
    g_strv_builder_addv (builder, (const char **) uris);
  else
    add_all_uris (session, builder);

  lookup->session = g_object_ref (session);
  lookup->uris = g_strv_builder_end (builder);
  lookup->name = g_strdup (name);
  lookup->connections = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; lookup->uris[i] != NULL; i++)
    {
      BerthConnection *connection
          = berth_session_lookup_connection (session, lookup->uris[i], NULL);

      if (connection != NULL)
        g_ptr_array_add (lookup->connections, g_object_ref (connection));
    }
  return lookup;
}

static gboolean
is_any_waiting (Lookup *lookup)
{
  for (guint i = 0; i < lookup->connections->len; i++)
    if (berth_connection_get_state (g_ptr_array_index (lookup->connections, i))
        == BERTH_CONNECTION_WAITING)
      return TRUE;
  return FALSE;
}

/* No other connection can have a better answer for a UUID; a name may turn up once more. */
static gboolean
is_decided (Lookup *lookup, const Found *found)
{
  if (!is_any_waiting (lookup))
    return TRUE;
  return found->vm != NULL && g_ascii_strcasecmp (found->vm->uuid, lookup->name) == 0;
}

/* The connections' signals keep the task alive; this lets go of it. */
static void
stop_following (GTask *task)
{
  Lookup *lookup = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  lookup->is_answered = TRUE;
  for (guint i = 0; i < lookup->connections->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (lookup->connections, i), task);
  if (cancellable != NULL)
    g_signal_handlers_disconnect_by_data (cancellable, task);
}

static void
try_answer (GTask *task)
{
  Lookup *lookup = g_task_get_task_data (task);
  Found *found = g_new0 (Found, 1);
  g_autoptr (GError) error = NULL;

  berth_session_find_vm_among (lookup->session, (const char *const *) lookup->uris, lookup->name,
                               &found->computer, &found->connection, &found->vm, &error);
  if (!is_decided (lookup, found))
    {
      found_free (found);
      return;
    }

  /* Before the answer: whoever gets it may cancel at once, because nothing is waited for. */
  stop_following (task);
  if (found->vm != NULL)
    g_task_return_pointer (task, g_steal_pointer (&found), found_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  g_clear_pointer (&found, found_free);
}

static void
connection_changed_cb (BerthConnection *connection, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  try_answer (task);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  stop_following (task);
  g_task_return_error_if_cancelled (task);
}

static void
unref_closure_cb (gpointer data, GClosure *closure)
{
  g_object_unref (data);
}

static void
follow (GTask *task)
{
  Lookup *lookup = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  for (guint i = 0; i < lookup->connections->len; i++)
    g_signal_connect_data (g_ptr_array_index (lookup->connections, i), "changed",
                           G_CALLBACK (connection_changed_cb), g_object_ref (task),
                           unref_closure_cb, 0);
  if (cancellable != NULL)
    g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (cancelled_cb),
                           g_object_ref (task), unref_closure_cb, 0);
}

/**
 * berth_vm_lookup_async:
 * @uris: (nullable) (array zero-terminated=1): look on these connections only; %NULL or empty: on
 *   all of @session
 * @name_or_uuid: what a person typed
 *
 * Finds a VM that may not have been read yet: waits until the connections that could have it are
 * open or have failed. It loads nothing by itself. A UUID is found as soon as it is seen; for a
 * name all of them are waited for, because it may not be the only one.
 */
void
berth_vm_lookup_async (BerthSession *session,
                       const char *const *uris,
                       const char *name_or_uuid,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  Lookup *lookup = lookup_new (session, uris, name_or_uuid);

  g_task_set_source_tag (task, berth_vm_lookup_async);
  g_task_set_task_data (task, lookup, lookup_free);
  if (g_task_return_error_if_cancelled (task))
    return;

  try_answer (task);
  if (!lookup->is_answered)
    follow (task);
}

/**
 * berth_vm_lookup_finish:
 * @ret_computer: (out) (optional) (transfer full)
 * @ret_connection: (out) (optional) (transfer full)
 * @ret_vm: (out) (optional) (transfer full)
 *
 * Returns: %FALSE with @error set as by berth_session_find_vm_among(), or cancelled
 */
gboolean
berth_vm_lookup_finish (GAsyncResult *result,
                        BerthComputer **ret_computer,
                        BerthConnection **ret_connection,
                        BerthVm **ret_vm,
                        GError **error)
{
  Found *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found == NULL)
    return FALSE;
  if (ret_computer != NULL)
    *ret_computer = g_steal_pointer (&found->computer);
  if (ret_connection != NULL)
    *ret_connection = g_steal_pointer (&found->connection);
  if (ret_vm != NULL)
    *ret_vm = g_steal_pointer (&found->vm);
  found_free (found);
  return TRUE;
}
