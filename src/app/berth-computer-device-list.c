/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-device-list.h"

#include "app/berth-computer-device-order.h"
#include "session/berth-check.h"

/**
 * BerthComputerDeviceList:
 *
 * All devices of one computer as a #GListModel of #BerthComputerDevice, by address, the functions
 * of a bundle side by side. It follows the computer: the rows are there at once, what the rules say
 * about them comes when a worker has found out. A device that stays keeps its item, and with it
 * selection and focus.
 *
 * Signal `refreshed`: the items say something else, after `items-changed`.
 */
struct _BerthComputerDeviceList
{
  GObject parent_instance;

  /* Owned. */
  BerthComputer *computer;
  GPtrArray *items;
  GHashTable *by_address; /* BerthAddress of an item → the item, both borrowed from @items */
  GCancellable *checking; /* the check under way, or the last one */

  /* What the rows were made from, owned; the same again is no news. */
  BerthInventory *inventory;
  BerthRoster *roster;

  gboolean is_checked; /* the findings are those of @inventory and @roster */
};

enum
{
  SIGNAL_REFRESHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GType
berth_computer_device_list_get_item_type (GListModel *model)
{
  return BERTH_TYPE_COMPUTER_DEVICE;
}

static guint
berth_computer_device_list_get_n_items (GListModel *model)
{
  return BERTH_COMPUTER_DEVICE_LIST (model)->items->len;
}

static gpointer
berth_computer_device_list_get_item (GListModel *model, guint position)
{
  BerthComputerDeviceList *self = BERTH_COMPUTER_DEVICE_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
berth_computer_device_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = berth_computer_device_list_get_item_type;
  iface->get_n_items = berth_computer_device_list_get_n_items;
  iface->get_item = berth_computer_device_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BerthComputerDeviceList,
                               berth_computer_device_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      berth_computer_device_list_list_model_init))

static void
berth_computer_device_list_dispose (GObject *object)
{
  BerthComputerDeviceList *self = BERTH_COMPUTER_DEVICE_LIST (object);

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_object (&self->computer);

  G_OBJECT_CLASS (berth_computer_device_list_parent_class)->dispose (object);
}

static void
berth_computer_device_list_finalize (GObject *object)
{
  BerthComputerDeviceList *self = BERTH_COMPUTER_DEVICE_LIST (object);

  g_hash_table_unref (self->by_address);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  g_clear_pointer (&self->roster, berth_roster_unref);

  G_OBJECT_CLASS (berth_computer_device_list_parent_class)->finalize (object);
}

static void
berth_computer_device_list_class_init (BerthComputerDeviceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = berth_computer_device_list_dispose;
  object_class->finalize = berth_computer_device_list_finalize;

  signals[SIGNAL_REFRESHED] = g_signal_new ("refreshed", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
berth_computer_device_list_init (BerthComputerDeviceList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_address = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);
}

static void
show_findings (BerthComputerDeviceList *self, GHashTable *findings)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      BerthComputerDevice *item = g_ptr_array_index (self->items, i);
      BerthBundle *bundle = berth_computer_device_get_bundle (item);

      berth_computer_device_set_findings (
          item, bundle != NULL ? g_hash_table_lookup (findings, &bundle->address) : NULL);
    }
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BerthComputerDeviceList) self = user_data;
  g_autoptr (GHashTable) findings
      = berth_check_bundles_finish (BERTH_COMPUTER (source), result, NULL);

  /* Only an outdated check ends without findings: another one is under way. */
  if (findings == NULL)
    return;
  show_findings (self, findings);
  self->is_checked = TRUE;
  g_signal_emit (self, signals[SIGNAL_REFRESHED], 0);
}

static void
begin_check (BerthComputerDeviceList *self)
{
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  self->checking = g_cancellable_new ();
  self->is_checked = FALSE;
  berth_check_bundles_async (self->computer, self->checking, checked_cb, g_object_ref (self));
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  BerthComputerDevice *const *item_a = a;
  BerthComputerDevice *const *item_b = b;

  return berth_computer_device_compare (*item_a, *item_b, BERTH_DEVICE_COLUMN_ADDRESS);
}

/* The items for what the computer says now: the old ones where there are such. */
static GPtrArray *
list_items (BerthComputerDeviceList *self)
{
  GPtrArray *devices = berth_inventory_get_devices (self->inventory);
  GPtrArray *items = g_ptr_array_new_full (devices->len, g_object_unref);

  for (guint i = 0; i < devices->len; i++)
    {
      BerthDevice *device = g_ptr_array_index (devices, i);
      BerthComputerDevice *item = g_hash_table_lookup (self->by_address, &device->address);

      if (item == NULL)
        {
          g_ptr_array_add (items,
                           berth_computer_device_new (device, self->inventory, self->roster));
          continue;
        }
      /* The key is the address inside the item's device, which is about to be another one. */
      g_hash_table_remove (self->by_address, &device->address);
      berth_computer_device_update (item, device, self->inventory, self->roster);
      g_ptr_array_add (items, g_object_ref (item));
    }

  g_ptr_array_sort (items, compare_items);
  return items;
}

static void
remember_addresses (BerthComputerDeviceList *self)
{
  g_hash_table_remove_all (self->by_address);
  for (guint i = 0; i < self->items->len; i++)
    {
      BerthComputerDevice *item = g_ptr_array_index (self->items, i);

      g_hash_table_insert (self->by_address, (gpointer) berth_computer_device_get_address (item),
                           item);
    }
}

/* What stays at either end is not touched, so that a view keeps its place. */
static void
tell_items (BerthComputerDeviceList *self, GPtrArray *old)
{
  guint shorter = MIN (old->len, self->items->len);
  guint head = 0;
  guint tail = 0;

  while (head < shorter && g_ptr_array_index (old, head) == g_ptr_array_index (self->items, head))
    head++;
  while (tail < shorter - head
         && g_ptr_array_index (old, old->len - 1 - tail)
              == g_ptr_array_index (self->items, self->items->len - 1 - tail))
    tail++;

  if (old->len != head + tail || self->items->len != head + tail)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                self->items->len - head - tail);
}

static void
refresh (BerthComputerDeviceList *self)
{
  BerthInventory *inventory = berth_computer_get_inventory (self->computer);
  BerthRoster *roster = berth_computer_get_roster (self->computer);
  g_autoptr (GPtrArray) old = NULL;

  if (inventory == NULL || (inventory == self->inventory && roster == self->roster))
    return;

  /* The new one is taken before the old one is let go of: it may be the same. */
  berth_inventory_ref (inventory);
  berth_roster_ref (roster);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  g_clear_pointer (&self->roster, berth_roster_unref);
  self->inventory = inventory;
  self->roster = roster;

  old = self->items;
  self->items = list_items (self);
  remember_addresses (self);
  begin_check (self);
  tell_items (self, old);
  g_signal_emit (self, signals[SIGNAL_REFRESHED], 0);
}

static void
computer_changed_cb (BerthComputerDeviceList *self)
{
  refresh (self);
}

/**
 * berth_computer_device_list_new:
 * @computer: what is shown; may be loading, the list follows it
 *
 * Returns: (transfer full)
 */
BerthComputerDeviceList *
berth_computer_device_list_new (BerthComputer *computer)
{
  BerthComputerDeviceList *self = g_object_new (BERTH_TYPE_COMPUTER_DEVICE_LIST, NULL);

  self->computer = g_object_ref (computer);
  g_signal_connect_object (computer, "changed", G_CALLBACK (computer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

/**
 * berth_computer_device_list_lookup:
 *
 * Returns: (transfer none) (nullable): the item of the device at @address
 */
BerthComputerDevice *
berth_computer_device_list_lookup (BerthComputerDeviceList *self, const BerthAddress *address)
{
  return g_hash_table_lookup (self->by_address, address);
}

/**
 * berth_computer_device_list_get_classes:
 *
 * Returns: bits `1 << BerthDeviceClass` of all items
 */
guint
berth_computer_device_list_get_classes (BerthComputerDeviceList *self)
{
  guint classes = 0;

  for (guint i = 0; i < self->items->len; i++)
    classes |= berth_computer_device_get_classes (g_ptr_array_index (self->items, i));
  return classes;
}

/**
 * berth_computer_device_list_is_checked:
 *
 * Returns: whether the findings of all items are those of the computer as it is now
 */
gboolean
berth_computer_device_list_is_checked (BerthComputerDeviceList *self)
{
  return self->is_checked;
}
