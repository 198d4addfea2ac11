/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-list.h"

#include "app/berth-bundle-words.h"

/* How many rows are made searchable at a time while nothing else happens: well below a frame. */
#define FOLD_AT_ONCE 64

/* The one model behind both lists: an item for each entry of the draft, in the order of the lists.
 * An item lives as long as its bundle is there, so that rows, selection and focus survive whatever
 * the draft does. The lists are filtered views of it. */
struct _BerthBundleList
{
  GObject parent_instance;

  /* Owned. */
  BerthDraft *draft;
  GPtrArray *items;
  GHashTable *by_address; /* borrowed address of the item → borrowed item */

  guint n_holds;
  gboolean refresh_when_released;
  gboolean folds;
  guint fold_source;
  guint n_folded;
};

enum
{
  SIGNAL_REFRESHED,
  SIGNAL_RESELECTED,
  SIGNAL_SELECTION_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GType
berth_bundle_list_get_item_type (GListModel *model)
{
  return BERTH_TYPE_BUNDLE_ITEM;
}

static guint
berth_bundle_list_get_n_items (GListModel *model)
{
  return BERTH_BUNDLE_LIST (model)->items->len;
}

static gpointer
berth_bundle_list_get_item (GListModel *model, guint position)
{
  BerthBundleList *self = BERTH_BUNDLE_LIST (model);

  if (position >= self->items->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
berth_bundle_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = berth_bundle_list_get_item_type;
  iface->get_n_items = berth_bundle_list_get_n_items;
  iface->get_item = berth_bundle_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
    BerthBundleList,
    berth_bundle_list,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, berth_bundle_list_list_model_init))

static void
berth_bundle_list_dispose (GObject *object)
{
  BerthBundleList *self = BERTH_BUNDLE_LIST (object);

  g_clear_handle_id (&self->fold_source, g_source_remove);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (berth_bundle_list_parent_class)->dispose (object);
}

static void
berth_bundle_list_finalize (GObject *object)
{
  BerthBundleList *self = BERTH_BUNDLE_LIST (object);

  g_hash_table_unref (self->by_address);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (berth_bundle_list_parent_class)->finalize (object);
}

static void
berth_bundle_list_class_init (BerthBundleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = berth_bundle_list_dispose;
  object_class->finalize = berth_bundle_list_finalize;

  /* The draft said something new: items may stand on another side than before. Comes after
   * items-changed. */
  signals[SIGNAL_REFRESHED] = g_signal_new ("refreshed", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* The selection of all items may be another one, on both sides. */
  signals[SIGNAL_RESELECTED] = g_signal_new ("reselected", G_TYPE_FROM_CLASS (klass),
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                             0);
  /* Other items are selected than before, on whichever side. */
  signals[SIGNAL_SELECTION_CHANGED]
    = g_signal_new ("selection-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
berth_bundle_list_init (BerthBundleList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_address = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);
}

static gboolean
takes_along (const BerthDraftEntry *entry, const BerthBundle *companion)
{
  GPtrArray *companions = entry->bundle->companions;

  if (entry->is_companion || companions == NULL)
    return FALSE;

  for (guint i = 0; i < companions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (companions, i);

      if (berth_bundle_lookup_function (companion, &device->address) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The title of what takes @companion along; %NULL when nobody knows. */
static char *
find_leader_title (GPtrArray *entries, const BerthDraftEntry *companion)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);
      gboolean wanted
        = entry->state != BERTH_DRAFT_AVAILABLE && entry->state != BERTH_DRAFT_TAKEN_BACK;

      if (wanted && takes_along (entry, companion->bundle))
        return berth_bundle_words_dup_title (entry->bundle);
    }
  return NULL;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  BerthBundleItem *const *item_a = a;
  BerthBundleItem *const *item_b = b;

  return berth_bundle_item_compare (*item_a, *item_b);
}

/* The items for what the draft says now: the old ones where there are such. */
static GPtrArray *
list_items (BerthBundleList *self)
{
  GPtrArray *entries = berth_draft_get_entries (self->draft);
  GPtrArray *items = g_ptr_array_new_full (entries->len, g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *leader
        = entry->is_companion ? find_leader_title (entries, entry) : NULL;
      BerthBundleItem *item = g_hash_table_lookup (self->by_address, &entry->bundle->address);

      if (item == NULL)
        {
          g_ptr_array_add (items, berth_bundle_item_new (entry, leader));
          continue;
        }
      /* An update may replace the address that the table's key points at. */
      g_hash_table_remove (self->by_address, &entry->bundle->address);
      berth_bundle_item_update (item, entry, leader);
      g_ptr_array_add (items, g_object_ref (item));
    }

  g_ptr_array_sort (items, compare_items);
  return items;
}

/* How many of the first @max items are the same in both. */
static guint
count_same_head (GPtrArray *a, GPtrArray *b, guint max)
{
  guint n = 0;

  while (n < max && g_ptr_array_index (a, n) == g_ptr_array_index (b, n))
    n++;
  return n;
}

static guint
count_same_tail (GPtrArray *a, GPtrArray *b, guint max)
{
  guint n = 0;

  while (n < max
         && g_ptr_array_index (a, a->len - 1 - n) == g_ptr_array_index (b, b->len - 1 - n))
    n++;
  return n;
}

static gboolean
fold_cb (gpointer user_data)
{
  BerthBundleList *self = user_data;
  guint end = MIN (self->n_folded + FOLD_AT_ONCE, self->items->len);

  for (; self->n_folded < end; self->n_folded++)
    berth_bundle_item_get_folded (g_ptr_array_index (self->items, self->n_folded));

  if (self->n_folded < self->items->len)
    return G_SOURCE_CONTINUE;
  self->fold_source = 0;
  return G_SOURCE_REMOVE;
}

/* What is folded already costs nothing the second time. */
static void
fold_again (BerthBundleList *self)
{
  self->n_folded = 0;
  if (self->folds && self->fold_source == 0)
    self->fold_source = g_idle_add_full (G_PRIORITY_LOW, fold_cb, self, NULL);
}

static void
refresh (BerthBundleList *self)
{
  g_autoptr (GPtrArray) old = self->items;
  guint shorter, head, tail;

  self->items = list_items (self);
  g_hash_table_remove_all (self->by_address);
  for (guint i = 0; i < self->items->len; i++)
    {
      BerthBundleItem *item = g_ptr_array_index (self->items, i);

      g_hash_table_insert (self->by_address, (gpointer) berth_bundle_item_get_address (item), item);
    }

  shorter = MIN (old->len, self->items->len);
  head = count_same_head (old, self->items, shorter);
  tail = count_same_tail (old, self->items, shorter - head);
  if (head < old->len || head < self->items->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                self->items->len - head - tail);
  g_signal_emit (self, signals[SIGNAL_REFRESHED], 0);
  fold_again (self);
}

static void
draft_changed_cb (BerthBundleList *self)
{
  if (self->n_holds > 0)
    self->refresh_when_released = TRUE;
  else
    refresh (self);
}

/**
 * berth_bundle_list_new:
 * @draft: what is shown; the list follows it
 *
 * Returns: (transfer full): a #GListModel of #BerthBundleItem
 */
BerthBundleList *
berth_bundle_list_new (BerthDraft *draft)
{
  BerthBundleList *self = g_object_new (BERTH_TYPE_BUNDLE_LIST, NULL);

  self->draft = g_object_ref (draft);
  g_signal_connect_object (draft, "changed", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

/**
 * berth_bundle_list_lookup:
 *
 * Returns: (transfer none) (nullable): the item of that bundle
 */
BerthBundleItem *
berth_bundle_list_lookup (BerthBundleList *self, const BerthAddress *bundle)
{
  return g_hash_table_lookup (self->by_address, bundle);
}

/**
 * berth_bundle_list_dup_selected:
 * @wanted: of the assigned side, else of the other one
 *
 * Returns: (transfer full) (element-type BerthBundleItem): what is selected there, hidden by a
 *   filter or not
 */
GPtrArray *
berth_bundle_list_dup_selected (BerthBundleList *self, gboolean wanted)
{
  GPtrArray *selected = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->items->len; i++)
    {
      BerthBundleItem *item = g_ptr_array_index (self->items, i);

      if (berth_bundle_item_get_selected (item) && berth_bundle_item_is_wanted (item) == wanted)
        g_ptr_array_add (selected, g_object_ref (item));
    }
  return selected;
}

/**
 * berth_bundle_list_unselect:
 *
 * Nothing is selected any more, on neither side, hidden or not. Followed by
 * berth_bundle_list_tell_selection().
 */
void
berth_bundle_list_unselect (BerthBundleList *self)
{
  for (guint i = 0; i < self->items->len; i++)
    berth_bundle_item_set_selected (g_ptr_array_index (self->items, i), FALSE);
  g_signal_emit (self, signals[SIGNAL_RESELECTED], 0);
}

/**
 * berth_bundle_list_select_only:
 *
 * @item is selected and nothing else, on neither side, hidden or not.
 */
void
berth_bundle_list_select_only (BerthBundleList *self, BerthBundleItem *item)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      BerthBundleItem *other = g_ptr_array_index (self->items, i);

      berth_bundle_item_set_selected (other, other == item);
    }
  g_signal_emit (self, signals[SIGNAL_RESELECTED], 0);
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

/**
 * berth_bundle_list_tell_selection:
 *
 * Whoever selects or unselects items says when he is done: a click unselects some and selects one,
 * and is one change of the selection.
 */
void
berth_bundle_list_tell_selection (BerthBundleList *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

/**
 * berth_bundle_list_hold:
 *
 * The draft reports each of many moves; until berth_bundle_list_release() they are not followed, so
 * that the lists change once.
 */
void
berth_bundle_list_hold (BerthBundleList *self)
{
  self->n_holds++;
}

/**
 * berth_bundle_list_release:
 *
 * Ends one berth_bundle_list_hold().
 */
void
berth_bundle_list_release (BerthBundleList *self)
{
  g_return_if_fail (self->n_holds > 0);

  self->n_holds--;
  if (self->n_holds == 0 && self->refresh_when_released)
    {
      self->refresh_when_released = FALSE;
      refresh (self);
    }
}

/**
 * berth_bundle_list_fold_in_idle:
 *
 * Keeps all items searchable from now on, made so while nothing else is to do, so that no keystroke
 * has to. Call it when the first frame is on the screen.
 */
void
berth_bundle_list_fold_in_idle (BerthBundleList *self)
{
  self->folds = TRUE;
  fold_again (self);
}
