/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-table.h"

#include <glib/gi18n-lib.h>

#include "app/berth-computer-cell.h"
#include "app/berth-computer-device-order.h"
#include "app/berth-computer-menu.h"
#include "app/berth-vm-menu.h"
#include "base/berth-names.h"

/* The devices of one computer: one model, filtered and put in order, in columns. */
struct _BerthComputerTable
{
  AdwBin parent_instance;

  /* Template widgets. */
  GtkColumnView *view;

  /* Owned. */
  BerthComputerDeviceList *list;
  BerthBundleFilter *filter;
  GtkFilter *row_filter;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  BerthComputerDevice *chosen; /* the last one selected, so that a search does not lose it */

  GtkColumnViewColumn *columns[BERTH_N_DEVICE_COLUMNS]; /* the view owns them */
  GtkWidget *menu;                                      /* nullable: a child of ours */

  guint users; /* #BerthDeviceUsers that are let through */
  gboolean is_narrow;

  /* The order that was asked for last; a click on a header since then is not known here. */
  BerthDeviceColumn sorted_by;
  GtkSortType direction;
  gboolean is_sorting;
  gboolean by_header;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_COUNTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthComputerTable, berth_computer_table, ADW_TYPE_BIN)

static const char *const column_names[BERTH_N_DEVICE_COLUMNS] = {
  [BERTH_DEVICE_COLUMN_NAME] = N_ ("Device"),
  [BERTH_DEVICE_COLUMN_ADDRESS] = N_ ("Address"),
  [BERTH_DEVICE_COLUMN_USED_BY] = N_ ("Used By"),
  [BERTH_DEVICE_COLUMN_DRIVER] = N_ ("Driver"),
  [BERTH_DEVICE_COLUMN_STATE] = N_ ("State"),
};

static gboolean
match_cb (gpointer object, gpointer user_data)
{
  BerthComputerTable *self = user_data;
  BerthComputerDevice *device = object;
  const char *folded = "";

  if ((berth_computer_device_get_users (device) & self->users) == 0)
    return FALSE;
  if (self->filter == NULL)
    return TRUE;
  if (berth_bundle_filter_has_words (self->filter))
    folded = berth_computer_device_get_folded (device);
  return berth_bundle_filter_matches (self->filter, folded,
                                      berth_computer_device_get_classes (device));
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer column)
{
  return berth_computer_device_compare ((gpointer) a, (gpointer) b, GPOINTER_TO_INT (column));
}

static BerthDeviceColumn
get_column (BerthComputerTable *self, GtkListItemFactory *factory)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "column"));
}

static void
setup_cell_cb (GtkListItemFactory *factory, GtkListItem *list_item, BerthComputerTable *self)
{
  gtk_list_item_set_child (list_item, berth_computer_cell_new (get_column (self, factory),
                                                               self->is_narrow));
}

static void
bind_cell_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  berth_computer_cell_set_list_item (BERTH_COMPUTER_CELL (gtk_list_item_get_child (list_item)),
                                     list_item);
}

static void
unbind_cell_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  if (cell != NULL)
    berth_computer_cell_set_list_item (BERTH_COMPUTER_CELL (cell), NULL);
}

static void
set_factory (BerthComputerTable *self, BerthDeviceColumn column)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "column", GINT_TO_POINTER (column));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cell_cb), self, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), NULL);
  gtk_column_view_column_set_factory (self->columns[column], factory);
}

static void
add_column (BerthComputerTable *self, BerthDeviceColumn column)
{
  GtkColumnViewColumn *added = gtk_column_view_column_new (_ (column_names[column]), NULL);
  g_autoptr (GtkCustomSorter) sorter
      = gtk_custom_sorter_new (compare_cb, GINT_TO_POINTER (column), NULL);

  gtk_column_view_column_set_sorter (added, GTK_SORTER (sorter));
  gtk_column_view_column_set_resizable (added, TRUE);
  gtk_column_view_column_set_expand (added, column == BERTH_DEVICE_COLUMN_NAME);
  gtk_column_view_append_column (self->view, added);
  self->columns[column] = added;
  g_object_unref (added);
  set_factory (self, column);
}

static void
sort_by (BerthComputerTable *self, BerthDeviceColumn column, GtkSortType direction)
{
  self->sorted_by = column;
  self->direction = direction;
  self->by_header = FALSE;

  /* First by nothing: GTK 4.8 would leave the arrow on the header that had it. */
  self->is_sorting = TRUE;
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  gtk_column_view_sort_by_column (self->view, self->columns[column], direction);
  self->is_sorting = FALSE;
}

/* Before GTK 4.10 nobody says which header it was. */
static void
sorted_cb (BerthComputerTable *self)
{
  if (!self->is_sorting)
    self->by_header = TRUE;
}

static void
drop_menu (BerthComputerTable *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}

static gboolean
drop_menu_in_idle_cb (gpointer user_data)
{
  GtkWidget *menu = user_data;
  BerthComputerTable *self
      = BERTH_COMPUTER_TABLE (gtk_widget_get_ancestor (menu, BERTH_TYPE_COMPUTER_TABLE));

  if (self != NULL && self->menu == menu)
    drop_menu (self);
  return G_SOURCE_REMOVE;
}

/* What was chosen is looked up from the menu's place in the tree after it has closed. */
static void
menu_closed_cb (BerthComputerTable *self, GtkPopover *menu)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_menu_in_idle_cb, g_object_ref (menu),
                   g_object_unref);
}

static void
open_menu (BerthComputerTable *self, const GdkRectangle *at)
{
  g_autoptr (GMenuModel) model = berth_computer_menu_new (self->chosen);

  drop_menu (self);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), at);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
has_chosen (BerthComputerTable *self)
{
  return gtk_single_selection_get_selected_item (self->selection) != NULL;
}

/* At the row that has the keyboard. */
static gboolean
open_menu_by_key (BerthComputerTable *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  graphene_rect_t bounds;

  if (!has_chosen (self) || focus == NULL
      || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      || !gtk_widget_compute_bounds (focus, GTK_WIDGET (self), &bounds))
    return FALSE;

  open_menu (self, &(GdkRectangle){ (int) bounds.origin.x + 36, (int) bounds.origin.y, 1,
                                    (int) bounds.size.height });
  return TRUE;
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return open_menu_by_key (BERTH_COMPUTER_TABLE (widget));
}

/* A cell is inside a cell of the view's, which is inside a row: the pointer may be on either. */
static BerthComputerCell *
find_cell (BerthComputerTable *self, double x, double y)
{
  GtkWidget *view = GTK_WIDGET (self->view);
  GtkWidget *widget = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL && widget != view; widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      GtkWidget *inner = child != NULL ? gtk_widget_get_first_child (child) : NULL;

      if (BERTH_IS_COMPUTER_CELL (widget))
        return BERTH_COMPUTER_CELL (widget);
      if (BERTH_IS_COMPUTER_CELL (child))
        return BERTH_COMPUTER_CELL (child);
      if (BERTH_IS_COMPUTER_CELL (inner))
        return BERTH_COMPUTER_CELL (inner);
    }
  return NULL;
}

/* The row under the pointer becomes the one that the menu is about. */
static void
open_menu_at (BerthComputerTable *self, GtkGesture *gesture, double x, double y)
{
  BerthComputerCell *cell = find_cell (self, x, y);
  GtkListItem *list_item = cell != NULL ? berth_computer_cell_get_list_item (cell) : NULL;
  double self_x, self_y;

  if (list_item == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &self_x,
                                    &self_y);
  gtk_single_selection_set_selected (self->selection, gtk_list_item_get_position (list_item));
  open_menu (self, &(GdkRectangle){ (int) self_x, (int) self_y, 1, 1 });
}

static void
right_click_cb (BerthComputerTable *self, int n_press, double x, double y, GtkGesture *gesture)
{
  open_menu_at (self, gesture, x, y);
}

static void
long_press_cb (BerthComputerTable *self, double x, double y, GtkGesture *gesture)
{
  open_menu_at (self, gesture, x, y);
}

/* Enter and a double click: the settings of whoever has it; the menu if that is not one VM. */
static void
activate_cb (BerthComputerTable *self, guint position)
{
  g_autoptr (BerthComputerDevice) device
      = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  GArray *holders = berth_computer_device_get_holders (device);
  const BerthVm *vm;

  gtk_single_selection_set_selected (self->selection, position);
  if (holders->len != 1)
    {
      open_menu_by_key (self);
      return;
    }
  vm = g_array_index (holders, BerthDeviceHolder, 0).vm;
  gtk_widget_activate_action (GTK_WIDGET (self), BERTH_VM_ACTION_OPEN, BERTH_VM_TARGET_TYPE,
                              vm->connection, vm->uuid);
}

static void
selected_cb (BerthComputerTable *self)
{
  BerthComputerDevice *device = gtk_single_selection_get_selected_item (self->selection);

  if (device != NULL && g_set_object (&self->chosen, device))
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static guint
find_position (BerthComputerTable *self, BerthComputerDevice *device)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BerthComputerDevice) candidate = g_list_model_get_item (model, i);

      if (candidate == device)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* A filter takes rows away and brings them back; the one that was chosen is chosen again. */
static void
restore_selection (BerthComputerTable *self)
{
  if (self->chosen != NULL && !has_chosen (self))
    gtk_single_selection_set_selected (self->selection, find_position (self, self->chosen));
}

static void
refilter (BerthComputerTable *self)
{
  gtk_filter_changed (self->row_filter, GTK_FILTER_CHANGE_DIFFERENT);
  restore_selection (self);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

/* What left the computer is nobody's choice any more. */
static void
forget_what_left (BerthComputerTable *self)
{
  if (self->chosen == NULL
      || berth_computer_device_list_lookup (self->list,
                                            berth_computer_device_get_address (self->chosen))
           == self->chosen)
    return;
  g_clear_object (&self->chosen);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

/* Rows may belong to others now, or say something else: both count for what is shown where. */
static void
refreshed_cb (BerthComputerTable *self)
{
  forget_what_left (self);
  refilter (self);
  self->is_sorting = TRUE;
  gtk_sorter_changed (gtk_column_view_get_sorter (self->view), GTK_SORTER_CHANGE_DIFFERENT);
  self->is_sorting = FALSE;
}

/* The table is one stop of the Tab key; GTK before 4.12 stops at every row. */
static gboolean
berth_computer_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  BerthComputerTable *self = BERTH_COMPUTER_TABLE (widget);
  GtkWidget *view = GTK_WIDGET (self->view);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (!is_tab)
    return GTK_WIDGET_CLASS (berth_computer_table_parent_class)->focus (widget, direction);
  if (focus != NULL && (focus == view || gtk_widget_is_ancestor (focus, view)))
    return FALSE;
  return gtk_widget_grab_focus (view);
}

static gboolean
berth_computer_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BERTH_COMPUTER_TABLE (widget)->view));
}

static void
berth_computer_table_dispose (GObject *object)
{
  BerthComputerTable *self = BERTH_COMPUTER_TABLE (object);

  drop_menu (self);
  g_clear_object (&self->list);
  g_clear_object (&self->chosen);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->row_filter);
  g_clear_pointer (&self->filter, berth_bundle_filter_unref);

  G_OBJECT_CLASS (berth_computer_table_parent_class)->dispose (object);
}

static void
berth_computer_table_class_init (BerthComputerTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_computer_table_dispose;
  widget_class->focus = berth_computer_table_focus;
  widget_class->grab_focus = berth_computer_table_grab_focus;

  /* Another device is chosen. */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* Other rows may be shown than before. */
  signals[SIGNAL_COUNTED] = g_signal_new ("counted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-computer-table.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthComputerTable, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_press_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

static void
berth_computer_table_init (BerthComputerTable *self)
{
  GtkSortListModel *sorted;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->users = BERTH_USED_BY_ANYBODY;
  for (int column = 0; column < BERTH_N_DEVICE_COLUMNS; column++)
    add_column (self, column);

  self->row_filter = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));
  self->filtered = gtk_filter_list_model_new (NULL, g_object_ref (self->row_filter));
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)),
                                    g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  sort_by (self, BERTH_DEVICE_COLUMN_ADDRESS, GTK_SORT_ASCENDING);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorted_cb), self, G_CONNECT_SWAPPED);
}

/**
 * berth_computer_table_set_list:
 * @list: what is shown, instead of what was before
 */
void
berth_computer_table_set_list (BerthComputerTable *self, BerthComputerDeviceList *list)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_func (self->list, refreshed_cb, self);
  g_clear_object (&self->chosen);
  g_set_object (&self->list, list);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (list));
  g_signal_connect_object (list, "refreshed", G_CALLBACK (refreshed_cb), self, G_CONNECT_SWAPPED);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

/**
 * berth_computer_table_set_filter:
 * @users: #BerthDeviceUsers: only what one of these has, or %BERTH_USED_BY_ANYBODY
 */
void
berth_computer_table_set_filter (BerthComputerTable *self, BerthBundleFilter *filter, guint users)
{
  g_clear_pointer (&self->filter, berth_bundle_filter_unref);
  self->filter = berth_bundle_filter_ref (filter);
  self->users = users;
  refilter (self);
}

/* GTK 4.8 leaves the cells that a column has as they are when it gets another factory. */
static void
renew_column (BerthComputerTable *self, BerthDeviceColumn column)
{
  g_autoptr (GtkColumnViewColumn) renewed = g_object_ref (self->columns[column]);

  gtk_column_view_remove_column (self->view, renewed);
  set_factory (self, column);
  gtk_column_view_insert_column (self->view, column, renewed);
}

/**
 * berth_computer_table_set_narrow:
 * @is_narrow: there is room for two columns only; the address stands below the name then
 */
void
berth_computer_table_set_narrow (BerthComputerTable *self, gboolean is_narrow)
{
  if (self->is_narrow == is_narrow)
    return;
  self->is_narrow = is_narrow;
  renew_column (self, BERTH_DEVICE_COLUMN_NAME);
  renew_column (self, BERTH_DEVICE_COLUMN_STATE);
  gtk_column_view_column_set_visible (self->columns[BERTH_DEVICE_COLUMN_ADDRESS], !is_narrow);
  gtk_column_view_column_set_visible (self->columns[BERTH_DEVICE_COLUMN_USED_BY], !is_narrow);
  gtk_column_view_column_set_visible (self->columns[BERTH_DEVICE_COLUMN_DRIVER], !is_narrow);
  sort_by (self, self->sorted_by, self->direction);
}

/**
 * berth_computer_table_get_chosen:
 *
 * Returns: (transfer none) (nullable): the device that was selected last, also when the filter
 *   hides it now
 */
BerthComputerDevice *
berth_computer_table_get_chosen (BerthComputerTable *self)
{
  return self->chosen;
}

/* The actions of a list belong to the one inside the view. */
static GtkWidget *
find_inner_list (BerthComputerTable *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/**
 * berth_computer_table_choose:
 *
 * Selects the device at @address and brings it into sight, if the filter lets it through.
 *
 * Returns: whether it does
 */
gboolean
berth_computer_table_choose (BerthComputerTable *self, const BerthAddress *address)
{
  BerthComputerDevice *device = berth_computer_device_list_lookup (self->list, address);
  guint position = device != NULL ? find_position (self, device) : GTK_INVALID_LIST_POSITION;
  GtkWidget *list = find_inner_list (self);

  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  gtk_single_selection_set_selected (self->selection, position);
  if (list != NULL)
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
  return TRUE;
}

/**
 * berth_computer_table_get_n_shown:
 *
 * Returns: how many rows the filter lets through
 */
guint
berth_computer_table_get_n_shown (BerthComputerTable *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

/**
 * berth_computer_table_sort:
 * @column: what the rows are put in order by; asked for again, the order turns round
 *
 * Does what a click on a header does. These take no keyboard before GTK 4.12.
 */
void
berth_computer_table_sort (BerthComputerTable *self, BerthDeviceColumn column)
{
  gboolean again = !self->by_header && self->sorted_by == column
                   && self->direction == GTK_SORT_ASCENDING;

  sort_by (self, column, again ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}
