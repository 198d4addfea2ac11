/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-list-window.h"

#include <glib/gi18n-lib.h>

#include "app/berth-computer-view.h"
#include "app/berth-menu-button.h"
#include "app/berth-vm-item.h"
#include "app/berth-vm-list-window-actions.h"
#include "app/berth-vm-menu.h"
#include "app/berth-vm-model.h"
#include "app/berth-vm-row.h"
#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

/* What is faster than this shows no spinner, so that nothing flashes. */
#define SPINNER_DELAY_MILLISECONDS 200

/* In a window narrower than this the switch between the views stands at the bottom, and what they
 * show takes its narrow shape. */
#define WIDE 600

struct _BerthVmListWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets. */
  AdwToastOverlay *toast_overlay;
  AdwHeaderBar *header;
  GtkWidget *switcher; /* one of these two is in the header */
  AdwWindowTitle *title;
  GtkWidget *demo_mark;
  GtkWidget *search_button;
  GtkMenuButton *primary_button;
  AdwViewStack *views;
  AdwBin *computer_place;
  GtkWidget *switcher_bar;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *failed_page;
  GtkActionable *retry;
  AdwStatusPage *empty_page;
  GtkListView *list_view;

  /* Owned. */
  BerthSession *session;
  BerthVmModel *model;
  GtkSingleSelection *selection;
  BerthVmItem *chosen; /* the last one selected, so that a search does not lose it */

  BerthComputerView *computer_view; /* nullable: made when it is looked at for the first time */

  guint spinner_source;
  guint shape_source;
  gboolean is_narrow;
  gboolean is_demo;
};

G_DEFINE_FINAL_TYPE (BerthVmListWindow, berth_vm_list_window, ADW_TYPE_APPLICATION_WINDOW)

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  gtk_list_item_set_child (list_item, berth_vm_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  berth_vm_row_bind (BERTH_VM_ROW (gtk_list_item_get_child (list_item)), list_item);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  berth_vm_row_unbind (BERTH_VM_ROW (gtk_list_item_get_child (list_item)));
}

static gboolean
spinner_due_cb (gpointer user_data)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (user_data);

  self->spinner_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
show_waiting (BerthVmListWindow *self)
{
  if (self->spinner_source == 0 && !gtk_widget_get_visible (GTK_WIDGET (self->spinner)))
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MILLISECONDS, spinner_due_cb, self);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
}

static void
stop_waiting (BerthVmListWindow *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
}

static const char *
get_failure_icon (const GError *error)
{
  if (g_error_matches (error, BERTH_ERROR, BERTH_ERROR_DENIED))
    return "changes-prevent-symbolic";
  return "network-offline-symbolic";
}

/* A status page reads its description as markup, and an error's sentence may hold foreign text. Its
 * title is plain. */
static void
show_failed (BerthVmListWindow *self)
{
  BerthConnection *connection = berth_vm_model_get_only_connection (self->model);
  const GError *error = berth_connection_get_error (connection);
  g_autofree char *sentence_markup
    = berth_text_dup_markup (error->message, BERTH_TEXT_SENTENCE_LENGTH);
  g_autofree char *name
      = berth_text_dup_name (berth_connection_get_title (connection));
  /* Translators: %s is the name of a connection, such as QEMU/KVM */
  g_autofree char *title = g_strdup_printf (_ ("Cannot Connect to %s"), name);

  adw_status_page_set_icon_name (self->failed_page, get_failure_icon (error));
  adw_status_page_set_title (self->failed_page, title);
  adw_status_page_set_description (self->failed_page, sentence_markup);
  gtk_actionable_set_action_target (self->retry, "s", berth_connection_get_uri (connection));
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
show_empty (BerthVmListWindow *self)
{
  BerthConnection *connection = berth_vm_model_get_only_connection (self->model);
  gboolean has_qubes
      = connection != NULL
        && (berth_connection_get_features (connection) & BERTH_FEATURE_QUBES) != 0;
  const char *markup;

  if (connection == NULL)
    markup = _ ("Without a hypervisor there is nobody to give a device to.");
  else if (has_qubes)
    markup = _ ("Create a qube, and it appears here.");
  else
    markup = _ ("Create one, for example with virt-manager, and it appears here.");

  adw_status_page_set_title (self->empty_page, _ ("No Virtual Machines"));
  if (has_qubes)
    adw_status_page_set_title (self->empty_page, _ ("No Qubes"));
  adw_status_page_set_description (self->empty_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* A list that has got its rows just now does not know yet that one of them could have the focus. */
static gboolean
focus_list (BerthVmListWindow *self)
{
  GtkWidget *view = GTK_WIDGET (self->list_view);
  GtkWidget *first = gtk_widget_get_first_child (view);

  gtk_widget_grab_focus (view);
  if (gtk_root_get_focus (GTK_ROOT (self)) == view && first != NULL)
    gtk_widget_grab_focus (first);
  return GDK_EVENT_STOP;
}

/* The keyboard belongs to the list from the first moment on, unless somebody has begun to type. */
static void
show_list (BerthVmListWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  gboolean was_list = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0;

  gtk_stack_set_visible_child_name (self->stack, "list");
  if (!was_list
      && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->search_bar))))
    focus_list (self);
}

static guint
find_position (BerthVmListWindow *self, BerthVmItem *item)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BerthVmItem) candidate = g_list_model_get_item (model, i);

      if (candidate == item)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* A search takes rows away and brings them back; the one that was chosen is chosen again. */
static void
restore_selection (BerthVmListWindow *self)
{
  if (self->chosen == NULL || gtk_single_selection_get_selected_item (self->selection) != NULL)
    return;
  gtk_single_selection_set_selected (self->selection, find_position (self, self->chosen));
}

static void
selected_cb (BerthVmListWindow *self)
{
  BerthVmItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item != NULL && berth_vm_item_get_vm (item) != NULL)
    g_set_object (&self->chosen, item);
}

static void
model_changed_cb (BerthVmListWindow *self)
{
  BerthVmModelState state = berth_vm_model_get_state (self->model);

  if (state != BERTH_VM_MODEL_WAITING)
    stop_waiting (self);

  switch (state)
    {
    case BERTH_VM_MODEL_WAITING:
      show_waiting (self);
      break;
    case BERTH_VM_MODEL_FAILED:
      show_failed (self);
      break;
    case BERTH_VM_MODEL_EMPTY:
      show_empty (self);
      break;
    case BERTH_VM_MODEL_NO_MATCH:
      gtk_stack_set_visible_child_name (self->stack, "no-match");
      break;
    case BERTH_VM_MODEL_LIST:
      show_list (self);
      restore_selection (self);
      break;
    }
}

static void
search_changed_cb (GtkSearchEntry *entry, gpointer user_data)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (user_data);

  berth_vm_model_set_search (self->model, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
open_item (BerthVmListWindow *self, BerthVmItem *item)
{
  const BerthVm *vm = item != NULL ? berth_vm_item_get_vm (item) : NULL;

  if (vm != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), BERTH_VM_ACTION_OPEN, BERTH_VM_TARGET_TYPE,
                                vm->connection, vm->uuid);
}

static void
activate_cb (GtkListView *list_view, guint position, gpointer user_data)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (user_data);
  g_autoptr (BerthVmItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  open_item (self, item);
}

/* Enter while searching opens what is selected, else the first that was found. */
static void
search_activate_cb (GtkSearchEntry *entry, gpointer user_data)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (user_data);
  g_autoptr (BerthVmItem) first = NULL;
  BerthVmItem *selected;

  /* What was typed a moment ago may not have been searched for yet. */
  search_changed_cb (entry, self);
  first = g_list_model_get_item (G_LIST_MODEL (self->selection), 0);
  selected = gtk_single_selection_get_selected_item (self->selection);
  open_item (self, selected != NULL ? selected : first);
}

static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint key,
               guint code,
               GdkModifierType modifiers,
               gpointer user_data)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (user_data);

  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  return focus_list (self);
}

static BerthVmRow *
find_focus_row (BerthVmListWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  GtkWidget *row;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view)))
    return NULL;
  row = gtk_widget_get_ancestor (focus, BERTH_TYPE_VM_ROW);
  if (row == NULL)
    row = gtk_widget_get_first_child (focus);
  return BERTH_IS_VM_ROW (row) ? BERTH_VM_ROW (row) : NULL;
}

/* Without this Tab walks through every row of the list (GtkListTabBehavior came with GTK 4.12).
 * It goes from the row to the row's own button and then out of the list. Escape ends a search from
 * here as it does from the entry. */
static gboolean
list_key_cb (GtkEventControllerKey *controller,
             guint key,
             guint code,
             GdkModifierType modifiers,
             gpointer user_data)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (user_data);
  BerthVmRow *row = find_focus_row (self);
  gboolean back = key == GDK_KEY_ISO_Left_Tab || (modifiers & GDK_SHIFT_MASK) != 0;
  gboolean on_button;

  if (key == GDK_KEY_Escape && gtk_search_bar_get_search_mode (self->search_bar))
    {
      gtk_search_bar_set_search_mode (self->search_bar, FALSE);
      return GDK_EVENT_STOP;
    }
  if (row == NULL
      || (key != GDK_KEY_Tab && key != GDK_KEY_KP_Tab && key != GDK_KEY_ISO_Left_Tab))
    return GDK_EVENT_PROPAGATE;

  on_button = gtk_root_get_focus (GTK_ROOT (self)) != gtk_widget_get_parent (GTK_WIDGET (row));
  if (!back && !on_button && berth_vm_row_focus_button (row))
    return GDK_EVENT_STOP;
  if (back && on_button)
    return gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (row)));
  if (back && gtk_search_bar_get_search_mode (self->search_bar))
    return gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  return gtk_widget_child_focus (GTK_WIDGET (self->header),
                                 back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  BerthVmRow *row = find_focus_row (BERTH_VM_LIST_WINDOW (widget));

  return row != NULL && berth_vm_row_open_menu (row);
}

static gboolean
shows_computer (BerthVmListWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "computer") == 0;
}

static void
apply_shape (BerthVmListWindow *self)
{
  adw_header_bar_set_title_widget (self->header,
                                   self->is_narrow ? GTK_WIDGET (self->title) : self->switcher);
  gtk_widget_set_visible (self->switcher_bar, self->is_narrow);
  gtk_widget_set_visible (self->demo_mark, self->is_demo && !self->is_narrow);
  if (self->computer_view != NULL)
    berth_computer_view_set_narrow (self->computer_view, self->is_narrow);
}

static gboolean
apply_shape_cb (gpointer user_data)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (user_data);

  self->shape_source = 0;
  apply_shape (self);
  return G_SOURCE_REMOVE;
}

/* This is the one place that knows that there are two shapes (libadwaita 1.2 has no breakpoints).
 * What is being given its place cannot take another shape meanwhile, so that comes right after. */
static void
berth_vm_list_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (widget);

  GTK_WIDGET_CLASS (berth_vm_list_window_parent_class)
      ->size_allocate (widget, width, height, baseline);

  if (self->is_narrow == (width < WIDE))
    return;
  self->is_narrow = width < WIDE;
  if (self->shape_source == 0)
    self->shape_source = g_idle_add_full (G_PRIORITY_HIGH, apply_shape_cb, self, NULL);
}

static void
show_computer (BerthVmListWindow *self)
{
  if (self->computer_view == NULL)
    {
      self->computer_view = BERTH_COMPUTER_VIEW (berth_computer_view_new (self->session));
      adw_bin_set_child (self->computer_place, GTK_WIDGET (self->computer_view));
      apply_shape (self);
    }
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_search_bar_set_key_capture_widget (self->search_bar, NULL);
  berth_computer_view_set_key_capture (self->computer_view, GTK_WIDGET (self));
  berth_computer_view_focus_rows (self->computer_view);
}

/* Typing searches in the view that is shown. */
static void
view_changed_cb (BerthVmListWindow *self)
{
  gboolean computer = shows_computer (self);

  gtk_widget_set_visible (self->search_button, !computer);
  if (computer)
    {
      show_computer (self);
      return;
    }
  if (self->computer_view != NULL)
    berth_computer_view_set_key_capture (self->computer_view, NULL);
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
}

static void
search (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (user_data);

  if (shows_computer (self))
    berth_computer_view_focus_search (self->computer_view);
  else
    gtk_search_bar_set_search_mode (self->search_bar,
                                    !gtk_search_bar_get_search_mode (self->search_bar));
}

static void
berth_vm_list_window_dispose (GObject *object)
{
  BerthVmListWindow *self = BERTH_VM_LIST_WINDOW (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->shape_source, g_source_remove);
  g_clear_object (&self->chosen);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (berth_vm_list_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, header);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, demo_mark);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, primary_button);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, views);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, computer_place);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, retry);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, BerthVmListWindow, list_view);
}

static void
berth_vm_list_window_class_init (BerthVmListWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_vm_list_window_dispose;
  widget_class->size_allocate = berth_vm_list_window_size_allocate;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-vm-list-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  berth_vm_list_window_class_install_actions (widget_class);
}

static void
berth_vm_list_window_init (BerthVmListWindow *self)
{
  static const GActionEntry actions[] = { { "search", search } };

  gtk_widget_init_template (GTK_WIDGET (self));
  berth_menu_button_set_label (self->primary_button, _ ("Main Menu"));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
}

/**
 * berth_vm_list_window_new:
 * @app: the window belongs to it
 * @session: whose VMs are listed; may still be loading, the window follows it
 *
 * Returns: (transfer none): not shown yet; GTK owns it until it is closed
 */
GtkWindow *
berth_vm_list_window_new (GtkApplication *app, BerthSession *session)
{
  BerthVmListWindow *self = g_object_new (BERTH_TYPE_VM_LIST_WINDOW, "application", app, NULL);

  self->is_demo
      = g_str_equal (g_application_get_application_id (G_APPLICATION (app)), BERTH_APP_ID_DEMO);
  if (self->is_demo)
    adw_window_title_set_subtitle (self->title, _ ("Demo"));
  apply_shape (self);

  self->session = g_object_ref (session);
  self->model = berth_vm_model_new (session);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  model_changed_cb (self);
  return GTK_WINDOW (self);
}

/**
 * berth_vm_list_window_get_session:
 *
 * Returns: (transfer none): whose VMs are listed
 */
BerthSession *
berth_vm_list_window_get_session (BerthVmListWindow *self)
{
  return self->session;
}

/**
 * berth_vm_list_window_show_toast:
 * @markup: our own words, those of others in them from berth_text_dup_markup()
 */
void
berth_vm_list_window_show_toast (BerthVmListWindow *self, const char *markup)
{
  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (markup));
}
