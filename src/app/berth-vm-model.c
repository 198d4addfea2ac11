/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-model.h"

#include "app/berth-search-words.h"
#include "app/berth-vm-item.h"

struct _BerthVmModel
{
  GObject parent_instance;

  /* Owned. */
  BerthSession *session;
  GPtrArray *items;     /* BerthVmItem, as shown */
  GHashTable *by_key;   /* key of a VM or of a connection's note → BerthVmItem, shown or not */
  GHashTable *followed; /* GObject: whose signals are connected */
  GStrv words;

  guint n_connections;
  guint n_waiting;
  guint n_vms;
  BerthConnection *only_connection; /* borrowed from the session, set when there is exactly one */
};

/**
 * BerthVmModel:
 *
 * The rows of the VM list: every VM of every connection of a session that is what the user searches
 * for, and a note for each connection that has something to say instead. A VM keeps its item as
 * long as it exists, so that selection and focus stay with it.
 *
 * Signal `changed`: after the items are up to date with the session; the state may be another one.
 */
static void berth_vm_model_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BerthVmModel,
                               berth_vm_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      berth_vm_model_list_model_init))

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GType
berth_vm_model_get_item_type (GListModel *model)
{
  return BERTH_TYPE_VM_ITEM;
}

static guint
berth_vm_model_get_n_items (GListModel *model)
{
  return BERTH_VM_MODEL (model)->items->len;
}

static gpointer
berth_vm_model_get_item (GListModel *model, guint position)
{
  BerthVmModel *self = BERTH_VM_MODEL (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
berth_vm_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = berth_vm_model_get_item_type;
  iface->get_n_items = berth_vm_model_get_n_items;
  iface->get_item = berth_vm_model_get_item;
}

/* Replaces the items by others; what stays at either end is not touched, so that a list view keeps
 * its rows, its selection and its place. */
static void
replace_items (BerthVmModel *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);
  guint begin = 0;
  guint end = 0;
  guint shorter = MIN (old->len, items->len);

  while (begin < shorter
         && g_ptr_array_index (old, begin) == g_ptr_array_index (items, begin))
    begin++;
  while (end < shorter - begin
         && g_ptr_array_index (old, old->len - 1 - end)
                == g_ptr_array_index (items, items->len - 1 - end))
    end++;

  self->items = g_ptr_array_ref (items);
  if (old->len != begin + end || items->len != begin + end)
    g_list_model_items_changed (G_LIST_MODEL (self), begin, old->len - begin - end,
                                items->len - begin - end);
}

/* The item that stood for the same thing before, or a new one; it lives on in @by_key. */
static BerthVmItem *
take_item (BerthVmModel *self, GHashTable *by_key, BerthConnection *connection, const char *uuid)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", uuid, berth_connection_get_uri (connection));
  BerthVmItem *item = g_hash_table_lookup (self->by_key, key);

  item = item != NULL ? g_object_ref (item) : berth_vm_item_new (connection);
  g_hash_table_insert (by_key, g_steal_pointer (&key), item);
  return item;
}

static void
append_note (BerthVmModel *self, GHashTable *by_key, GPtrArray *items, BerthConnection *connection)
{
  BerthVmItem *item = take_item (self, by_key, connection, "");

  berth_vm_item_set_note (item);
  g_ptr_array_add (items, g_object_ref (item));
}

static void
append_vms (BerthVmModel *self,
            GHashTable *by_key,
            GPtrArray *items,
            BerthComputer *computer,
            BerthConnection *connection)
{
  GPtrArray *vms = berth_connection_get_vms (connection);
  BerthInventory *inventory = berth_computer_get_inventory (computer);
  BerthRoster *roster = berth_computer_get_roster (computer);

  for (guint i = 0; i < vms->len; i++)
    {
      BerthVm *vm = g_ptr_array_index (vms, i);
      BerthVmItem *item = take_item (self, by_key, connection, vm->uuid);
      BerthVmSummary summary = berth_vm_summary_of (vm, inventory, roster);

      berth_vm_item_set_vm (item, vm, &summary);
      if (berth_vm_item_matches (item, (const char *const *) self->words))
        g_ptr_array_add (items, g_object_ref (item));
    }
  self->n_vms += vms->len;
}

static void
set_places (GPtrArray *items, guint begin, gboolean headed)
{
  for (guint i = begin; i < items->len; i++)
    {
      guint place = 0;

      if (i == begin)
        place |= BERTH_VM_ITEM_FIRST | (headed ? BERTH_VM_ITEM_HEADED : 0);
      if (i == items->len - 1)
        place |= BERTH_VM_ITEM_LAST;
      berth_vm_item_set_place (g_ptr_array_index (items, i), place);
    }
}

/* A connection that is the only one tells by the whole window how it is (see the state), and while
 * somebody searches only what was found counts. */
static void
append_connection (BerthVmModel *self,
                   GHashTable *by_key,
                   GPtrArray *items,
                   BerthComputer *computer,
                   BerthConnection *connection)
{
  BerthConnectionState state = berth_connection_get_state (connection);
  guint n_vms = berth_connection_get_vms (connection)->len;
  gboolean is_only = self->n_connections == 1;
  gboolean has_news = state == BERTH_CONNECTION_FAILED || n_vms == 0;
  guint begin = items->len;

  if (has_news && self->words[0] == NULL && (n_vms > 0 || !is_only))
    append_note (self, by_key, items, connection);
  append_vms (self, by_key, items, computer, connection);
  set_places (items, begin, !is_only);

  if (state == BERTH_CONNECTION_WAITING)
    self->n_waiting++;
  if (is_only)
    self->only_connection = connection;
}

static void follow_all (BerthVmModel *self);

static void
rebuild (BerthVmModel *self)
{
  GListModel *computers = berth_session_get_computers (self->session);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_key
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  self->n_connections = 0;
  self->n_waiting = 0;
  self->n_vms = 0;
  self->only_connection = NULL;
  follow_all (self);

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      GListModel *connections = berth_computer_get_connections (computer);

      for (guint j = 0; j < g_list_model_get_n_items (connections); j++)
        {
          g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, j);

          append_connection (self, by_key, items, computer, connection);
        }
    }

  g_hash_table_unref (self->by_key);
  self->by_key = g_steal_pointer (&by_key);
  replace_items (self, items);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
rebuild_cb (BerthVmModel *self)
{
  rebuild (self);
}

static void
follow (BerthVmModel *self, gpointer object, const char *signal)
{
  if (g_hash_table_contains (self->followed, object))
    return;
  g_hash_table_add (self->followed, g_object_ref (object));
  g_signal_connect_object (object, signal, G_CALLBACK (rebuild_cb), self, G_CONNECT_SWAPPED);
}

/* Computers and connections come and never go. */
static void
follow_all (BerthVmModel *self)
{
  GListModel *computers = berth_session_get_computers (self->session);

  follow (self, computers, "items-changed");
  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      GListModel *connections = berth_computer_get_connections (computer);

      follow (self, computer, "changed");
      follow (self, connections, "items-changed");
      for (guint j = 0; j < g_list_model_get_n_items (connections); j++)
        {
          g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, j);

          follow (self, connection, "changed");
          self->n_connections++;
        }
    }
}

static void
berth_vm_model_finalize (GObject *object)
{
  BerthVmModel *self = BERTH_VM_MODEL (object);

  g_clear_object (&self->session);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->followed);
  g_strfreev (self->words);

  G_OBJECT_CLASS (berth_vm_model_parent_class)->finalize (object);
}

static void
berth_vm_model_class_init (BerthVmModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = berth_vm_model_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
berth_vm_model_init (BerthVmModel *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->followed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->words = g_new0 (char *, 1);
}

/**
 * berth_vm_model_new:
 * @session: kept alive
 *
 * Returns: (transfer full): follows @session by itself
 */
BerthVmModel *
berth_vm_model_new (BerthSession *session)
{
  BerthVmModel *self = g_object_new (BERTH_TYPE_VM_MODEL, NULL);

  self->session = g_object_ref (session);
  rebuild (self);
  return self;
}

/**
 * berth_vm_model_set_search:
 * @typed: (nullable): words that must all occur in a VM's row
 */
void
berth_vm_model_set_search (BerthVmModel *self, const char *typed)
{
  g_strfreev (self->words);
  self->words = berth_search_words_split (typed);
  rebuild (self);
}

/**
 * berth_vm_model_get_state:
 *
 * Returns: what the window shows: the list, or why there is none
 */
BerthVmModelState
berth_vm_model_get_state (BerthVmModel *self)
{
  gboolean is_failed = self->only_connection != NULL
                       && berth_connection_get_state (self->only_connection)
                              == BERTH_CONNECTION_FAILED;

  if (self->n_vms > 0)
    return self->items->len > 0 ? BERTH_VM_MODEL_LIST : BERTH_VM_MODEL_NO_MATCH;
  if (is_failed)
    return BERTH_VM_MODEL_FAILED;
  if (self->n_waiting > 0 && self->n_waiting == self->n_connections)
    return BERTH_VM_MODEL_WAITING;
  return self->items->len > 0 ? BERTH_VM_MODEL_LIST : BERTH_VM_MODEL_EMPTY;
}

/**
 * berth_vm_model_get_only_connection:
 *
 * Returns: (nullable) (transfer none): the connection if there is exactly one
 */
BerthConnection *
berth_vm_model_get_only_connection (BerthVmModel *self)
{
  return self->only_connection;
}
