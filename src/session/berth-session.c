/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-session.h"

#include "session/berth-backend-list.h"

/**
 * BerthSession:
 *
 * Every computer that one run of the program has open, each with its connections.
 */
struct _BerthSession
{
  GObject parent_instance;

  GListStore *computers;
};

G_DEFINE_FINAL_TYPE (BerthSession, berth_session, G_TYPE_OBJECT)

static void
berth_session_finalize (GObject *object)
{
  BerthSession *self = BERTH_SESSION (object);

  g_clear_object (&self->computers);
  G_OBJECT_CLASS (berth_session_parent_class)->finalize (object);
}

static void
berth_session_class_init (BerthSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = berth_session_finalize;
}

static void
berth_session_init (BerthSession *self)
{
  self->computers = g_list_store_new (BERTH_TYPE_COMPUTER);
}

/* Borrowed: the session keeps it. */
static BerthComputer *
get_computer (BerthSession *self, guint index)
{
  g_autoptr (BerthComputer) computer
      = g_list_model_get_item (G_LIST_MODEL (self->computers), index);

  return computer;
}

static guint
get_n_computers (BerthSession *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->computers));
}

static BerthComputer *
ensure_computer (BerthSession *self, const char *uri)
{
  g_autofree char *id = berth_backend_list_dup_computer_id (uri);
  g_autoptr (BerthComputer) computer = NULL;

  for (guint i = 0; i < get_n_computers (self); i++)
    if (g_str_equal (berth_computer_get_id (get_computer (self, i)), id))
      return get_computer (self, i);

  computer = berth_computer_new (id);
  g_list_store_append (self->computers, computer);
  return computer;
}

/* Borrowed: the computer keeps it. */
static BerthConnection *
lookup_connection_of (BerthComputer *computer, const char *uri)
{
  GListModel *connections = berth_computer_get_connections (computer);

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, i);

      if (g_str_equal (berth_connection_get_uri (connection), uri))
        return connection;
    }
  return NULL;
}

/**
 * berth_session_add_uri:
 * @uri: one more to have open; one that is there already is left as it is
 *
 * Nothing is loaded by this; a connection that is new is waiting.
 *
 * Returns: (transfer none): the computer that @uri belongs to, whether new or not
 */
BerthComputer *
berth_session_add_uri (BerthSession *self, const char *uri)
{
  BerthComputer *computer = ensure_computer (self, uri);
  g_autoptr (BerthConnection) connection = NULL;

  if (!berth_backend_list_has_backend (uri) || lookup_connection_of (computer, uri) != NULL)
    return computer;
  connection = berth_connection_new (uri);
  berth_computer_add_connection (computer, connection);
  return computer;
}

/**
 * berth_session_new:
 * @uris: (nullable) (array zero-terminated=1): what to open; %NULL or empty: what
 *   berth_backend_list_dup_default_uris() says. The same one twice counts once.
 *
 * Returns: (transfer full): nothing is opened yet
 */
BerthSession *
berth_session_new (const char *const *uris)
{
  BerthSession *self = g_object_new (BERTH_TYPE_SESSION, NULL);
  g_auto (GStrv) default_uris = NULL;

  if (uris == NULL || uris[0] == NULL)
    {
      default_uris = berth_backend_list_dup_default_uris ();
      uris = (const char *const *) default_uris;
    }

  for (gsize i = 0; uris[i] != NULL; i++)
    berth_session_add_uri (self, uris[i]);
  return self;
}

/**
 * berth_session_get_computers:
 *
 * Returns: (transfer none) (element-type BerthComputer)
 */
GListModel *
berth_session_get_computers (BerthSession *self)
{
  return G_LIST_MODEL (self->computers);
}

/**
 * berth_session_lookup_connection:
 * @ret_computer: (out) (optional) (transfer none): the computer it belongs to
 *
 * Returns: (nullable) (transfer none): the connection with @uri
 */
BerthConnection *
berth_session_lookup_connection (BerthSession *self,
                                 const char *uri,
                                 BerthComputer **ret_computer)
{
  for (guint i = 0; i < get_n_computers (self); i++)
    {
      BerthConnection *connection = lookup_connection_of (get_computer (self, i), uri);

      if (connection != NULL && ret_computer != NULL)
        *ret_computer = get_computer (self, i);
      if (connection != NULL)
        return connection;
    }
  return NULL;
}

typedef struct
{
  guint n_pending;
  guint failed;  /* position of the computer that @error is from */
  GError *error; /* owned, nullable: that of the first computer, whichever answered first */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_error (&load->error);
  g_free (load);
}

static void
finish_part (GTask *task)
{
  Load *load = g_task_get_task_data (task);

  if (--load->n_pending > 0)
    return;
  if (load->error != NULL)
    g_task_return_error (task, g_steal_pointer (&load->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
load_computer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthSession *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint position = 0;

  g_list_store_find (self->computers, source, &position);
  if (!berth_computer_load_finish (BERTH_COMPUTER (source), result, &error)
      && (load->error == NULL || position < load->failed))
    {
      g_clear_error (&load->error);
      load->error = g_steal_pointer (&error);
      load->failed = position;
    }
  finish_part (task);
}

/**
 * berth_session_load_async:
 * @cancellable: (nullable): stops the waiting
 *
 * Loads all computers side by side. What fails does not stop the others.
 */
void
berth_session_load_async (BerthSession *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  g_task_set_source_tag (task, berth_session_load_async);
  g_task_set_task_data (task, load, load_free);
  load->n_pending = 1;

  for (guint i = 0; i < get_n_computers (self); i++)
    {
      load->n_pending++;
      berth_computer_load_async (get_computer (self, i), cancellable, load_computer_cb,
                                 g_object_ref (task));
    }
  finish_part (task);
}

/**
 * berth_session_load_finish:
 *
 * Returns: %FALSE with @error set if something could not be loaded: the first of what the computers
 *   and connections keep as their errors. All the rest is there nevertheless.
 */
gboolean
berth_session_load_finish (BerthSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
