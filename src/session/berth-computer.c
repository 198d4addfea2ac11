/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-computer.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "session/berth-backend-list.h"
#include "session/berth-inventory-read.h"

/* News of devices comes in bursts: wait a moment, then read them once. */
#define SETTLE_MILLISECONDS 40

/**
 * BerthComputer:
 *
 * One set of devices and every connection to VMs that may have them. The devices come from exactly
 * one source: what this machine says of itself when it is this machine, else a connection that
 * knows them. Two sources would list one card twice, under two names.
 *
 * Signal `changed`: the inventory, the roster, the error or the state of a connection is another.
 */
struct _BerthComputer
{
  GObject parent_instance;

  char *id;
  GListStore *connections;

  BerthInventory *inventory; /* owned, nullable */
  BerthRoster *roster;       /* owned, nullable: made when somebody asks */
  GError *error;             /* owned, nullable: why the last reading of the devices failed */

  /* Readings may overtake each other; the one that began last is the truth. */
  guint n_readings;
  guint newest_reading;
  guint settle_source;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthComputer, berth_computer, G_TYPE_OBJECT)

static void
emit_changed (BerthComputer *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
connection_changed_cb (BerthComputer *self)
{
  g_clear_pointer (&self->roster, berth_roster_unref);
  emit_changed (self);
}

static gboolean
settled_cb (gpointer user_data)
{
  BerthComputer *self = user_data;

  self->settle_source = 0;
  berth_computer_read_inventory_async (self, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* Before the first reading there is nothing that could be old. */
static void
facts_changed_cb (BerthComputer *self)
{
  if (self->inventory != NULL && !berth_computer_is_local (self) && self->settle_source == 0)
    self->settle_source = g_timeout_add (SETTLE_MILLISECONDS, settled_cb, self);
}

static void
berth_computer_dispose (GObject *object)
{
  BerthComputer *self = BERTH_COMPUTER (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  G_OBJECT_CLASS (berth_computer_parent_class)->dispose (object);
}

static void
berth_computer_finalize (GObject *object)
{
  BerthComputer *self = BERTH_COMPUTER (object);

  g_free (self->id);
  g_clear_object (&self->connections);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  g_clear_pointer (&self->roster, berth_roster_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (berth_computer_parent_class)->finalize (object);
}

static void
berth_computer_class_init (BerthComputerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = berth_computer_dispose;
  G_OBJECT_CLASS (klass)->finalize = berth_computer_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BERTH_TYPE_COMPUTER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
berth_computer_init (BerthComputer *self)
{
  self->connections = g_list_store_new (BERTH_TYPE_CONNECTION);
}

/**
 * berth_computer_new:
 * @id: from berth_backend_list_dup_computer_id()
 *
 * Returns: (transfer full): a computer of which nothing was read yet
 */
BerthComputer *
berth_computer_new (const char *id)
{
  BerthComputer *self = g_object_new (BERTH_TYPE_COMPUTER, NULL);

  self->id = g_strdup (id);
  return self;
}

/**
 * berth_computer_get_id:
 *
 * Returns: what berth_backend_list_dup_computer_id() says of all its URIs; foreign text
 */
const char *
berth_computer_get_id (BerthComputer *self)
{
  return self->id;
}

/**
 * berth_computer_is_local:
 *
 * Returns: whether it is the computer that this program runs on, whose devices are cheap to read
 */
gboolean
berth_computer_is_local (BerthComputer *self)
{
  return g_str_equal (self->id, BERTH_COMPUTER_LOCAL);
}

/**
 * berth_computer_add_connection:
 * @connection: (transfer none): to VMs on this computer
 */
void
berth_computer_add_connection (BerthComputer *self, BerthConnection *connection)
{
  g_signal_connect_object (connection, "changed", G_CALLBACK (connection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "facts-changed", G_CALLBACK (facts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_list_store_append (self->connections, connection);
  connection_changed_cb (self);
}

/**
 * berth_computer_get_connections:
 *
 * Returns: (transfer none) (element-type BerthConnection)
 */
GListModel *
berth_computer_get_connections (BerthComputer *self)
{
  return G_LIST_MODEL (self->connections);
}

/**
 * berth_computer_get_inventory:
 *
 * Returns: (nullable) (transfer none): its devices as last read
 */
BerthInventory *
berth_computer_get_inventory (BerthComputer *self)
{
  return self->inventory;
}

static guint
get_n_connections (BerthComputer *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->connections));
}

/* The computer keeps it, so that the caller need not. */
static BerthConnection *
get_connection (BerthComputer *self, guint index)
{
  g_autoptr (BerthConnection) connection
      = g_list_model_get_item (G_LIST_MODEL (self->connections), index);

  return connection;
}

/**
 * berth_computer_get_roster:
 *
 * Returns: (transfer none): who has what, over all VMs of all its connections as last read; those
 *   of a connection that broke count as they were last seen
 */
BerthRoster *
berth_computer_get_roster (BerthComputer *self)
{
  g_autoptr (GPtrArray) all = NULL;

  if (self->roster != NULL)
    return self->roster;

  all = g_ptr_array_new ();
  for (guint i = 0; i < get_n_connections (self); i++)
    {
      GPtrArray *vms = berth_connection_get_vms (get_connection (self, i));

      g_ptr_array_extend (all, vms, NULL, NULL);
    }
  self->roster = berth_roster_new (all);
  return self->roster;
}

/**
 * berth_computer_get_error:
 *
 * Returns: (nullable): why its devices could not be read last time
 */
const GError *
berth_computer_get_error (BerthComputer *self)
{
  return self->error;
}

/* Remembers @error and answers @task with it. Cancelled: somebody stopped waiting, which says
 * nothing about the devices. */
static void
fail_reading (GTask *task, const GError *error)
{
  BerthComputer *self = g_task_get_source_object (task);
  guint number = GPOINTER_TO_UINT (g_task_get_task_data (task));

  if (error->domain == BERTH_ERROR && number > self->newest_reading)
    {
      self->newest_reading = number;
      g_clear_error (&self->error);
      self->error = g_error_copy (error);
      emit_changed (self);
    }
  g_task_return_error (task, g_error_copy (error));
}

/* Whether @inventory, just read, is what everybody has already. They keep what they have: making
 * everything anew for nothing would cost a frame in every window. */
static gboolean
is_old_news (BerthComputer *self, BerthInventory *inventory)
{
  return self->error == NULL && self->inventory != NULL
         && berth_facts_equal (berth_inventory_get_facts (self->inventory),
                               berth_inventory_get_facts (inventory));
}

static void
read_inventory_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthComputer *self = g_task_get_source_object (task);
  guint number = GPOINTER_TO_UINT (g_task_get_task_data (task));
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthInventory) inventory = berth_inventory_read_finish (result, &error);

  if (inventory == NULL)
    {
      fail_reading (task, error);
      return;
    }
  if (number > self->newest_reading)
    {
      self->newest_reading = number;
      if (!is_old_news (self, inventory))
        {
          g_clear_error (&self->error);
          g_clear_pointer (&self->inventory, berth_inventory_unref);
          self->inventory = g_steal_pointer (&inventory);
          emit_changed (self);
        }
    }
  g_task_return_boolean (task, TRUE);
}

/* The open connection that has @feature; %NULL: none */
static BerthConnection *
find_connection (BerthComputer *self, BerthFeatures feature)
{
  for (guint i = 0; i < get_n_connections (self); i++)
    {
      BerthConnection *connection = get_connection (self, i);

      if ((berth_connection_get_features (connection) & feature) != 0)
        return connection;
    }
  return NULL;
}

/* Why there is nobody to ask about the devices. */
static GError *
new_no_source_error (BerthComputer *self)
{
  g_autofree char *shown = berth_text_dup_name (self->id);

  for (guint i = 0; i < get_n_connections (self); i++)
    {
      const GError *error = berth_connection_get_error (get_connection (self, i));

      if (error != NULL)
        return g_error_copy (error);
    }
  return g_error_new (BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                      _ ("“%s” does not say which devices it has. Start Berth on that computer "
                         "itself."),
                      shown);
}

/**
 * berth_computer_read_inventory_async:
 *
 * Reads the devices afresh. berth_computer_load_async() does it too; this is for looking again.
 */
void
berth_computer_read_inventory_async (BerthComputer *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  BerthConnection *source = NULL;

  g_task_set_source_tag (task, berth_computer_read_inventory_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (++self->n_readings), NULL);

  if (!berth_computer_is_local (self))
    source = find_connection (self, BERTH_FEATURE_READS_FACTS);

  if (source != NULL)
    berth_inventory_read_async (berth_connection_get_backend (source), cancellable,
                                read_inventory_cb, g_steal_pointer (&task));
  else if (berth_computer_is_local (self) || find_connection (self, BERTH_FEATURE_LOCAL) != NULL)
    berth_inventory_read_async (NULL, cancellable, read_inventory_cb, g_steal_pointer (&task));
  else
    {
      g_autoptr (GError) error = new_no_source_error (self);

      fail_reading (task, error);
    }
}

/**
 * berth_computer_read_inventory_finish:
 *
 * Returns: %FALSE with @error set: what berth_computer_get_error() says, or cancelled
 */
gboolean
berth_computer_read_inventory_finish (BerthComputer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* One load: the connections and the devices, side by side. */
typedef struct
{
  guint n_pending;
  gboolean reads_devices; /* began to */
} Load;

/* What the caller is told when all was tried: the first thing that is missing. */
static GError *
dup_first_error (BerthComputer *self)
{
  for (guint i = 0; i < get_n_connections (self); i++)
    {
      const GError *error = berth_connection_get_error (get_connection (self, i));

      if (error != NULL)
        return g_error_copy (error);
    }
  return self->error != NULL ? g_error_copy (self->error) : NULL;
}

static void load_inventory (GTask *task);

/* One part of the load came to its end, well or not. */
static void
finish_part (GTask *task)
{
  BerthComputer *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (--load->n_pending > 0)
    return;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!load->reads_devices)
    {
      load_inventory (task);
      return;
    }

  error = dup_first_error (self);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
load_inventory_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* The error stays in the computer until all parts are done. */
  berth_computer_read_inventory_finish (BERTH_COMPUTER (source), result, NULL);
  finish_part (task);
}

static void
load_inventory (GTask *task)
{
  Load *load = g_task_get_task_data (task);

  load->reads_devices = TRUE;
  load->n_pending++;
  berth_computer_read_inventory_async (g_task_get_source_object (task),
                                       g_task_get_cancellable (task), load_inventory_cb,
                                       g_object_ref (task));
}

static void
load_connection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthConnection *connection = BERTH_CONNECTION (source);
  Load *load = g_task_get_task_data (task);

  if (berth_connection_load_finish (connection, result, NULL) && !load->reads_devices
      && (berth_connection_get_features (connection) & BERTH_FEATURE_READS_FACTS) != 0)
    load_inventory (task);
  finish_part (task);
}

/**
 * berth_computer_load_async:
 * @cancellable: (nullable): stops the waiting
 *
 * Loads all connections and the devices, side by side. What fails does not stop the others.
 */
void
berth_computer_load_async (BerthComputer *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  g_task_set_source_tag (task, berth_computer_load_async);
  g_task_set_task_data (task, load, g_free);
  load->n_pending = 1;

  for (guint i = 0; i < get_n_connections (self); i++)
    {
      load->n_pending++;
      berth_connection_load_async (get_connection (self, i), cancellable, load_connection_cb,
                                   g_object_ref (task));
    }
  if (berth_computer_is_local (self))
    load_inventory (task);
  finish_part (task);
}

/**
 * berth_computer_load_finish:
 *
 * Returns: %FALSE with @error set if something could not be loaded: the first of what the
 *   connections and the computer keep as their errors. All the rest is there nevertheless.
 */
gboolean
berth_computer_load_finish (BerthComputer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
