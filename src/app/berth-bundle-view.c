/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-view.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-row.h"
#include "app/berth-bundle-selection.h"
#include "base/berth-names.h"

/* More rows than the tallest screen shows. GtkListView makes two hundred at once. */
#define N_FIRST_ROWS 64

#define BRIDGE_BIT (1u << BERTH_DEVICE_BRIDGE)

/* One of the two lists: the rows of one side that the filter lets through. */
struct _BerthBundleView
{
  GtkBox parent_instance;

  /* Template widgets. */
  GtkStack *stack;
  GtkListView *rows;
  GtkLabel *empty_words;
  GtkWidget *clear_button;

  /* Owned. */
  BerthBundleList *list;
  BerthBundleFilter *filter;
  GtkFilter *row_filter;
  GtkSliceListModel *slice;
  GtkWidget *menu;   /* a popover, made when it is asked for */
  GListModel *shown; /* @slice */
  char *empty_text;

  gboolean wanted;
};

enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_CLEAR_FILTER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthBundleView, berth_bundle_view, GTK_TYPE_BOX)

static gboolean
match_cb (gpointer object, gpointer user_data)
{
  BerthBundleView *self = user_data;
  BerthBundleItem *item = object;
  guint classes = berth_bundle_item_get_classes (item);
  const char *folded = "";

  if (berth_bundle_item_is_wanted (item) != self->wanted)
    return FALSE;
  if (self->filter == NULL)
    return TRUE;

  /* A bridge that the VM has must be seen; how could it be taken back otherwise? */
  if (self->wanted && (classes & BRIDGE_BIT) != 0)
    classes = 1u << BERTH_DEVICE_OTHER;
  if (berth_bundle_filter_has_words (self->filter))
    folded = berth_bundle_item_get_folded (item);
  return berth_bundle_filter_matches (self->filter, folded, classes);
}

static void
update_empty (BerthBundleView *self)
{
  gboolean empty = self->shown == NULL || g_list_model_get_n_items (self->shown) == 0;
  gboolean filtered
    = self->filter != NULL && berth_bundle_filter_is_narrow (self->filter);

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "rows");
  gtk_widget_set_visible (self->clear_button, filtered);
  gtk_label_set_text (self->empty_words,
                      filtered ? _ ("Nothing here matches the filter.") : self->empty_text);
}

static void
refilter (BerthBundleView *self)
{
  if (self->row_filter != NULL)
    gtk_filter_changed (self->row_filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_empty (self);
}

static void
refreshed_cb (BerthBundleView *self)
{
  refilter (self);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, berth_bundle_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  berth_bundle_row_set_item (BERTH_BUNDLE_ROW (gtk_list_item_get_child (list_item)),
                             gtk_list_item_get_item (list_item));
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (row != NULL)
    berth_bundle_row_set_item (BERTH_BUNDLE_ROW (row), NULL);
}

static void
activate_cb (BerthBundleView *self, guint position)
{
  g_autoptr (BerthBundleItem) item = g_list_model_get_item (self->shown, position);

  if (item != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, item);
}

/* What can be done with what is selected; the window knows how, and whether it can be done now. */
static GMenuModel *
create_menu_model (BerthBundleView *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (self->wanted)
    g_menu_append (menu, _ ("_Take Back"), "devices.take-back");
  else
    g_menu_append (menu, _ ("_Assign"), "devices.assign");
  g_menu_append (menu, _ ("_Split…"), "devices.split");
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* The keyboard goes back to the rows. */
static void
menu_closed_cb (BerthBundleView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->rows));
}

static void
open_menu (BerthBundleView *self, const GdkRectangle *at)
{
  if (self->menu == NULL)
    {
      g_autoptr (GMenuModel) model = create_menu_model (self);

      self->menu = gtk_popover_menu_new_from_model (model);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* The row becomes the one that the menu is about, unless it is one of several that are; and the one
 * that has the keyboard. */
static void
choose_row (BerthBundleView *self, GtkWidget *row)
{
  BerthBundleItem *item = berth_bundle_row_get_item (BERTH_BUNDLE_ROW (row));

  gtk_widget_grab_focus (gtk_widget_get_parent (row));
  if (!berth_bundle_item_get_selected (item))
    berth_bundle_list_select_only (self->list, item);
}

static void
open_menu_at (BerthBundleView *self, GtkGesture *gesture, double x, double y)
{
  GtkWidget *rows = GTK_WIDGET (self->rows);
  GtkWidget *picked = gtk_widget_pick (rows, x, y, GTK_PICK_DEFAULT);
  GdkRectangle at = { .width = 1, .height = 1 };
  GtkWidget *row = picked;
  double view_x, view_y;

  while (row != NULL && row != rows && !BERTH_IS_BUNDLE_ROW (row))
    row = gtk_widget_get_parent (row) == rows ? gtk_widget_get_first_child (row)
                                              : gtk_widget_get_parent (row);
  if (row == NULL || !BERTH_IS_BUNDLE_ROW (row))
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  choose_row (self, row);
  gtk_widget_translate_coordinates (rows, GTK_WIDGET (self), x, y, &view_x, &view_y);
  at.x = (int) view_x;
  at.y = (int) view_y;
  open_menu (self, &at);
}

static void
right_click_cb (BerthBundleView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  open_menu_at (self, gesture, x, y);
}

static void
long_press_cb (BerthBundleView *self, double x, double y, GtkGesture *gesture)
{
  open_menu_at (self, gesture, x, y);
}

/* By the Menu key: below the row that has the keyboard. */
static gboolean
menu_key_cb (GtkWidget *rows, GVariant *arguments, gpointer user_data)
{
  BerthBundleView *self
    = BERTH_BUNDLE_VIEW (gtk_widget_get_ancestor (rows, BERTH_TYPE_BUNDLE_VIEW));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (rows));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  graphene_rect_t bounds;

  if (row == NULL || !BERTH_IS_BUNDLE_ROW (row)
      || !gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return FALSE;

  choose_row (self, row);
  open_menu (self, &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                    (int) bounds.size.width, (int) bounds.size.height });
  return TRUE;
}

static void
add_menu_keys (BerthBundleView *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                        gtk_callback_action_new (menu_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->rows), keys);
}

static void
clear_cb (BerthBundleView *self)
{
  g_signal_emit (self, signals[SIGNAL_CLEAR_FILTER], 0);
}

/* The list is one stop of the Tab key. GTK before 4.12 stops at every row, and at none when the
 * row that had the focus is gone. */
static gboolean
berth_bundle_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  BerthBundleView *self = BERTH_BUNDLE_VIEW (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *rows = GTK_WIDGET (self->rows);
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (!is_tab || !gtk_widget_get_mapped (rows))
    return GTK_WIDGET_CLASS (berth_bundle_view_parent_class)->focus (widget, direction);
  if (focus != NULL && (focus == rows || gtk_widget_is_ancestor (focus, rows)))
    return FALSE;
  return gtk_widget_grab_focus (rows);
}

static gboolean
berth_bundle_view_grab_focus (GtkWidget *widget)
{
  BerthBundleView *self = BERTH_BUNDLE_VIEW (widget);

  return gtk_widget_get_mapped (GTK_WIDGET (self->rows))
         && gtk_widget_grab_focus (GTK_WIDGET (self->rows));
}

static void
berth_bundle_view_dispose (GObject *object)
{
  BerthBundleView *self = BERTH_BUNDLE_VIEW (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->shown);
  g_clear_object (&self->slice);
  g_clear_object (&self->row_filter);
  g_clear_object (&self->list);
  g_clear_pointer (&self->filter, berth_bundle_filter_unref);
  g_clear_pointer (&self->empty_text, g_free);

  G_OBJECT_CLASS (berth_bundle_view_parent_class)->dispose (object);
}

static void
berth_bundle_view_class_init (BerthBundleViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_bundle_view_dispose;
  widget_class->focus = berth_bundle_view_focus;
  widget_class->grab_focus = berth_bundle_view_grab_focus;

  /* A double click or Enter on a row. */
  signals[SIGNAL_ACTIVATED]
    = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, BERTH_TYPE_BUNDLE_ITEM);
  signals[SIGNAL_CLEAR_FILTER]
    = g_signal_new ("clear-filter", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-bundle-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthBundleView, stack);
  gtk_widget_class_bind_template_child (widget_class, BerthBundleView, rows);
  gtk_widget_class_bind_template_child (widget_class, BerthBundleView, empty_words);
  gtk_widget_class_bind_template_child (widget_class, BerthBundleView, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_press_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}

static void
berth_bundle_view_init (BerthBundleView *self)
{
  self->empty_text = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  add_menu_keys (self);
}

/**
 * berth_bundle_view_set_name:
 * @name: what a screen reader calls the list
 */
void
berth_bundle_view_set_name (BerthBundleView *self, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

/**
 * berth_bundle_view_set_empty_words:
 * @words: what stands in the list when it has no rows, though no filter hides any
 */
void
berth_bundle_view_set_empty_words (BerthBundleView *self, const char *words)
{
  g_free (self->empty_text);
  self->empty_text = g_strdup (words);
  update_empty (self);
}

/**
 * berth_bundle_view_set_list:
 * @list: all items
 * @wanted: which side of it is shown
 *
 * Shows as many rows as a screen has, until berth_bundle_view_show_all_rows().
 */
void
berth_bundle_view_set_list (BerthBundleView *self, BerthBundleList *list, gboolean wanted)
{
  g_autoptr (BerthBundleSelection) selection = NULL;
  GtkFilterListModel *filtered;

  g_return_if_fail (self->list == NULL);

  self->list = g_object_ref (list);
  self->wanted = wanted;
  self->row_filter = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (list)),
                                        g_object_ref (self->row_filter));
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (filtered), 0, N_FIRST_ROWS);
  self->shown = G_LIST_MODEL (g_object_ref (self->slice));
  selection = berth_bundle_selection_new (list, self->shown);
  gtk_list_view_set_model (self->rows, GTK_SELECTION_MODEL (selection));

  g_signal_connect_object (list, "refreshed", G_CALLBACK (refreshed_cb), self, G_CONNECT_SWAPPED);
  update_empty (self);
}

/**
 * berth_bundle_view_set_filter:
 * @filter: which rows are shown from now on
 */
void
berth_bundle_view_set_filter (BerthBundleView *self, BerthBundleFilter *filter)
{
  g_clear_pointer (&self->filter, berth_bundle_filter_unref);
  self->filter = berth_bundle_filter_ref (filter);
  refilter (self);
}

/**
 * berth_bundle_view_show_all_rows:
 *
 * Shows the rows beyond those of the first screen too. Call it when the first frame is out: nobody
 * waits for rows that he cannot see.
 */
void
berth_bundle_view_show_all_rows (BerthBundleView *self)
{
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
}

static gboolean
find_position (BerthBundleView *self, BerthBundleItem *item, guint *ret_position)
{
  guint n = g_list_model_get_n_items (self->shown);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BerthBundleItem) other = g_list_model_get_item (self->shown, i);

      if (other == item)
        {
          *ret_position = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * berth_bundle_view_get_n_hidden:
 * @items: (element-type BerthBundleItem): of this side
 *
 * Returns: how many of @items the filter hides
 */
guint
berth_bundle_view_get_n_hidden (BerthBundleView *self, GPtrArray *items)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += !match_cb (g_ptr_array_index (items, i), self);
  return n;
}

/**
 * berth_bundle_view_scroll_to:
 *
 * Brings @item into sight, if the filter lets it through.
 */
void
berth_bundle_view_scroll_to (BerthBundleView *self, BerthBundleItem *item)
{
  guint position;

  if (find_position (self, item, &position))
    gtk_widget_activate_action (GTK_WIDGET (self->rows), "list.scroll-to-item", "u", position);
}
