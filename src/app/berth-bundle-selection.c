/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-selection.h"

/* GTK's selection models forget a row that a filter hides. Here the items themselves know whether
 * they are selected, and this model only shows those of one view: nothing is forgotten and nothing
 * has to be kept in step. */
struct _BerthBundleSelection
{
  GObject parent_instance;

  /* Owned. */
  BerthBundleList *list;
  GListModel *shown;
};

static GType
berth_bundle_selection_get_item_type (GListModel *model)
{
  return BERTH_TYPE_BUNDLE_ITEM;
}

static guint
berth_bundle_selection_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (BERTH_BUNDLE_SELECTION (model)->shown);
}

static gpointer
berth_bundle_selection_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (BERTH_BUNDLE_SELECTION (model)->shown, position);
}

static void
berth_bundle_selection_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = berth_bundle_selection_get_item_type;
  iface->get_n_items = berth_bundle_selection_get_n_items;
  iface->get_item = berth_bundle_selection_get_item;
}

static void
set_selected (BerthBundleSelection *self, guint position, gboolean selected)
{
  g_autoptr (BerthBundleItem) item = g_list_model_get_item (self->shown, position);

  if (item != NULL)
    berth_bundle_item_set_selected (item, selected);
}

static gboolean
berth_bundle_selection_is_selected (GtkSelectionModel *model, guint position)
{
  g_autoptr (BerthBundleItem) item = g_list_model_get_item (G_LIST_MODEL (model), position);

  return item != NULL && berth_bundle_item_get_selected (item);
}

static GtkBitset *
berth_bundle_selection_get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  GtkBitset *selected = gtk_bitset_new_empty ();

  for (guint i = position; i < position + n; i++)
    {
      if (berth_bundle_selection_is_selected (model, i))
        gtk_bitset_add (selected, i);
    }
  return selected;
}

/* A plain click: whatever else was selected, here, hidden or on the other side, is not any more. */
static gboolean
berth_bundle_selection_select_range (GtkSelectionModel *model,
                                     guint position,
                                     guint n,
                                     gboolean unselect_rest)
{
  BerthBundleSelection *self = BERTH_BUNDLE_SELECTION (model);

  if (unselect_rest)
    berth_bundle_list_unselect (self->list);
  for (guint i = position; i < position + n; i++)
    set_selected (self, i, TRUE);
  if (n > 0)
    gtk_selection_model_selection_changed (model, position, n);
  berth_bundle_list_tell_selection (self->list);
  return TRUE;
}

static gboolean
berth_bundle_selection_select_item (GtkSelectionModel *model,
                                    guint position,
                                    gboolean unselect_rest)
{
  return berth_bundle_selection_select_range (model, position, 1, unselect_rest);
}

static gboolean
berth_bundle_selection_unselect_all (GtkSelectionModel *model)
{
  BerthBundleSelection *self = BERTH_BUNDLE_SELECTION (model);

  berth_bundle_list_unselect (self->list);
  berth_bundle_list_tell_selection (self->list);
  return TRUE;
}

static gboolean
berth_bundle_selection_set_selection (GtkSelectionModel *model,
                                      GtkBitset *selected,
                                      GtkBitset *mask)
{
  BerthBundleSelection *self = BERTH_BUNDLE_SELECTION (model);
  GtkBitsetIter iter;
  guint position;

  if (!gtk_bitset_iter_init_first (&iter, mask, &position))
    return TRUE;

  do
    set_selected (self, position, gtk_bitset_contains (selected, position));
  while (gtk_bitset_iter_next (&iter, &position));

  gtk_selection_model_selection_changed (model, gtk_bitset_get_minimum (mask),
                                         gtk_bitset_get_maximum (mask)
                                           - gtk_bitset_get_minimum (mask) + 1);
  berth_bundle_list_tell_selection (self->list);
  return TRUE;
}

static void
berth_bundle_selection_selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = berth_bundle_selection_is_selected;
  iface->get_selection_in_range = berth_bundle_selection_get_selection_in_range;
  iface->select_item = berth_bundle_selection_select_item;
  iface->select_range = berth_bundle_selection_select_range;
  iface->unselect_all = berth_bundle_selection_unselect_all;
  iface->set_selection = berth_bundle_selection_set_selection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
    BerthBundleSelection,
    berth_bundle_selection,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, berth_bundle_selection_list_model_init)
    G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, berth_bundle_selection_selection_model_init))

static void
berth_bundle_selection_finalize (GObject *object)
{
  BerthBundleSelection *self = BERTH_BUNDLE_SELECTION (object);

  g_object_unref (self->shown);
  g_object_unref (self->list);

  G_OBJECT_CLASS (berth_bundle_selection_parent_class)->finalize (object);
}

static void
berth_bundle_selection_class_init (BerthBundleSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = berth_bundle_selection_finalize;
}

static void
berth_bundle_selection_init (BerthBundleSelection *self)
{
}

static void
reselected_cb (BerthBundleSelection *self)
{
  guint n = g_list_model_get_n_items (self->shown);

  if (n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n);
}

/**
 * berth_bundle_selection_new:
 * @list: all items
 * @shown: those of them that one view shows
 *
 * Returns: (transfer full): a #GtkSelectionModel over @shown
 */
BerthBundleSelection *
berth_bundle_selection_new (BerthBundleList *list, GListModel *shown)
{
  BerthBundleSelection *self = g_object_new (BERTH_TYPE_BUNDLE_SELECTION, NULL);

  self->list = g_object_ref (list);
  self->shown = g_object_ref (shown);
  g_signal_connect_object (shown, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "reselected", G_CALLBACK (reselected_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
