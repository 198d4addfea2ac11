/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-view.h"

#include <glib/gi18n-lib.h>

#include "app/berth-computer-actions.h"
#include "app/berth-computer-checks.h"
#include "app/berth-computer-menu.h"
#include "app/berth-computer-pane.h"
#include "app/berth-computer-table.h"
#include "app/berth-computer-words.h"
#include "app/berth-filter-bar.h"
#include "base/berth-names.h"
#include "base/berth-text.h"
#include "session/berth-check.h"

/* What is faster than this shows no spinner, so that nothing flashes. */
#define SPINNER_DELAY_MILLISECONDS 200

/* Of the name of a computer. */
#define MIN_NAME_CHARACTERS 28
#define MAX_NAME_CHARACTERS 40

/* Its place is always there, whatever is in it. */
#define PANE_HEIGHT 200
#define PANE_HEIGHT_NARROW 150

/* The devices of a computer, who has them, and what is to be said about it all. */
struct _BerthComputerView
{
  AdwBin parent_instance;

  /* Template widgets. */
  GtkBox *top;
  GtkDropDown *computer_choice;
  GtkStringList *computer_names;
  GtkStack *phases;
  GtkSpinner *spinner;
  AdwStatusPage *problem;
  BerthComputerChecks *checks;
  GtkBox *filters;
  BerthFilterBar *filter_bar;
  GtkDropDown *users_choice;
  GtkStack *found;
  BerthComputerTable *table;
  BerthComputerPane *pane;

  /* Owned. */
  BerthSession *session;
  BerthComputer *computer; /* nullable: the one that is shown */
  BerthComputerDeviceList *list;
  BerthComputerActions *actions; /* for the device that is chosen */
  GHashTable *followed; /* BerthComputer whose signals are connected */

  guint spinner_source;
  gboolean is_updating;
};

G_DEFINE_FINAL_TYPE (BerthComputerView, berth_computer_view, ADW_TYPE_BIN)

/* In the order of the choice. */
static const guint user_choices[] = {
  BERTH_USED_BY_ANYBODY,
  BERTH_USED_BY_NOBODY,
  BERTH_USED_BY_VM,
  BERTH_USED_BY_COMPUTER,
};

static void
apply_filter (BerthComputerView *self)
{
  g_autoptr (BerthBundleFilter) filter = berth_filter_bar_dup_filter (self->filter_bar);
  guint choice = gtk_drop_down_get_selected (self->users_choice);

  berth_computer_table_set_filter (
      self->table, filter,
      choice < G_N_ELEMENTS (user_choices) ? user_choices[choice] : BERTH_USED_BY_ANYBODY);
}

static void
filter_changed_cb (BerthComputerView *self)
{
  apply_filter (self);
}

/* Escape with nothing left to clear: back to the rows. */
static void
filter_stopped_cb (BerthComputerView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
clear_filter (BerthComputerView *self)
{
  berth_filter_bar_clear (self->filter_bar);
  gtk_drop_down_set_selected (self->users_choice, 0);
  apply_filter (self);
}

static void
clear_filter_cb (BerthComputerView *self)
{
  clear_filter (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
counted_cb (BerthComputerView *self)
{
  gboolean is_empty = berth_computer_table_get_n_shown (self->table) == 0;

  gtk_stack_set_visible_child_name (self->found, is_empty ? "nothing" : "rows");
}

/* When the button that had the keyboard can be pressed no more, the rows have it. */
static void
keep_focus (BerthComputerView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && gtk_root_get_focus (root) == NULL
      && gtk_widget_get_mapped (GTK_WIDGET (self->table)))
    gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
chosen_cb (BerthComputerView *self)
{
  BerthComputerDevice *chosen = berth_computer_table_get_chosen (self->table);

  berth_computer_actions_set_device (self->actions, self->computer, chosen);
  berth_computer_pane_show (self->pane, chosen, berth_computer_actions_get_list (self->actions));
  keep_focus (self);
}

static gboolean
spinner_due_cb (gpointer user_data)
{
  BerthComputerView *self = BERTH_COMPUTER_VIEW (user_data);

  self->spinner_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
show_waiting (BerthComputerView *self)
{
  gtk_stack_set_visible_child_name (self->phases, "waiting");
  if (self->spinner_source == 0 && !gtk_widget_get_visible (GTK_WIDGET (self->spinner)))
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MILLISECONDS, spinner_due_cb, self);
}

static void
stop_waiting (BerthComputerView *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
}

/* A status page reads its description as markup, and an error's sentence may hold foreign text. */
static void
show_problem (BerthComputerView *self, const char *title, const char *sentence)
{
  g_autofree char *markup = berth_text_dup_markup (sentence, BERTH_TEXT_SENTENCE_LENGTH);

  adw_status_page_set_title (self->problem, title);
  adw_status_page_set_description (self->problem, markup);
  gtk_stack_set_visible_child_name (self->phases, "problem");
}

/* The computer as a whole: it waits, it cannot say anything, or its devices. */
static void
update_phase (BerthComputerView *self)
{
  BerthInventory *inventory = berth_computer_get_inventory (self->computer);
  const GError *error = berth_computer_get_error (self->computer);

  if (inventory == NULL && error == NULL)
    {
      show_waiting (self);
      return;
    }
  stop_waiting (self);
  if (inventory == NULL)
    show_problem (self, _ ("Devices Cannot Be Read"), error->message);
  else if (berth_inventory_get_devices (inventory)->len == 0)
    show_problem (self, _ ("No Devices"),
                  _ ("This computer shows no PCI and no USB devices. In a virtual machine that is "
                     "normal: start Berth on the computer itself."));
  else
    gtk_stack_set_visible_child_name (self->phases, "devices");
}

static void
update (BerthComputerView *self)
{
  BerthInventory *inventory = berth_computer_get_inventory (self->computer);
  g_autoptr (GPtrArray) findings = NULL;

  update_phase (self);
  gtk_widget_set_visible (GTK_WIDGET (self->checks), inventory != NULL);
  if (inventory == NULL)
    return;
  findings = berth_check_computer (self->computer);
  berth_computer_checks_show (self->checks, findings);
}

/* Comes with each reading, and again when what the rules say has come. */
static void
refreshed_cb (BerthComputerView *self)
{
  berth_filter_bar_set_classes (self->filter_bar,
                                berth_computer_device_list_get_classes (self->list));
  chosen_cb (self);
}

static void
show_computer (BerthComputerView *self, BerthComputer *computer)
{
  if (!g_set_object (&self->computer, computer))
    return;

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_func (self->list, refreshed_cb, self);
  g_clear_object (&self->list);
  self->list = berth_computer_device_list_new (computer);
  berth_computer_table_set_list (self->table, self->list);
  g_signal_connect_object (self->list, "refreshed", G_CALLBACK (refreshed_cb), self,
                           G_CONNECT_SWAPPED);
  refreshed_cb (self);
  update (self);
}

static void
computer_chosen_cb (BerthComputerView *self)
{
  GListModel *computers = berth_session_get_computers (self->session);
  g_autoptr (BerthComputer) computer
      = g_list_model_get_item (computers, gtk_drop_down_get_selected (self->computer_choice));

  if (!self->is_updating && computer != NULL)
    show_computer (self, computer);
}

static void update_computers (BerthComputerView *self);

static void
computer_changed_cb (BerthComputerView *self, BerthComputer *computer)
{
  update_computers (self);
  if (computer == self->computer)
    update (self);
}

static void
follow (BerthComputerView *self, BerthComputer *computer)
{
  if (g_hash_table_contains (self->followed, computer))
    return;
  g_hash_table_add (self->followed, g_object_ref (computer));
  g_signal_connect_object (computer, "changed", G_CALLBACK (computer_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
set_name (BerthComputerView *self, guint position, const char *name)
{
  const char *const names[] = { name, NULL };
  const char *old = gtk_string_list_get_string (self->computer_names, position);

  if (g_strcmp0 (old, name) != 0)
    gtk_string_list_splice (self->computer_names, position, old != NULL ? 1 : 0, names);
}

/* Computers come and never go, and get their names when they answer. One alone needs no choice. */
static void
update_computers (BerthComputerView *self)
{
  GListModel *computers = berth_session_get_computers (self->session);
  guint n = g_list_model_get_n_items (computers);
  guint selected = gtk_drop_down_get_selected (self->computer_choice);

  self->is_updating = TRUE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      g_autofree char *name = berth_computer_words_dup_name (computer);

      follow (self, computer);
      set_name (self, i, name);
    }
  gtk_drop_down_set_selected (self->computer_choice, selected < n ? selected : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->computer_choice), n > 1);
  self->is_updating = FALSE;
  computer_chosen_cb (self);
}

static void
computers_changed_cb (BerthComputerView *self)
{
  update_computers (self);
}

static void
retry_cb (BerthComputerView *self)
{
  berth_computer_load_async (self->computer, NULL, NULL, NULL);
  show_waiting (self);
}

static void
tell (BerthComputerView *self, const char *markup)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (markup));
}

static void
copy (BerthComputerView *self, const char *text)
{
  /* Translators: %s is the address of a device, or words for the kernel command line */
  g_autofree char *words = g_strdup_printf (_ ("%s copied"), text);
  g_autofree char *markup = berth_text_dup_markup (words, BERTH_TEXT_SENTENCE_LENGTH);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  tell (self, markup);
}

static void
copy_address (GtkWidget *widget, const char *name, GVariant *target)
{
  BerthComputerView *self = BERTH_COMPUTER_VIEW (widget);
  BerthComputerDevice *device = berth_computer_table_get_chosen (self->table);

  if (device != NULL)
    copy (self, berth_computer_device_get_place (device));
}

static void
copy_text (GtkWidget *widget, const char *name, GVariant *target)
{
  copy (BERTH_COMPUTER_VIEW (widget), g_variant_get_string (target, NULL));
}

/* What the filter hides is asked for by name now: the filter gives way. */
static void
show_device (GtkWidget *widget, const char *name, GVariant *target)
{
  BerthComputerView *self = BERTH_COMPUTER_VIEW (widget);
  BerthAddress address;

  if (!berth_address_parse (g_variant_get_string (target, NULL), &address, NULL)
      || berth_computer_table_choose (self->table, &address))
    return;
  clear_filter (self);
  berth_computer_table_choose (self->table, &address);
}

static void
sort_devices (GtkWidget *widget, const char *name, GVariant *target)
{
  BerthComputerView *self = BERTH_COMPUTER_VIEW (widget);
  int column = g_variant_get_int32 (target);

  if (column >= 0 && column < BERTH_N_DEVICE_COLUMNS)
    berth_computer_table_sort (self->table, column);
}

/* Escape on the rows ends a search as it does in the entry. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  BerthComputerView *self = BERTH_COMPUTER_VIEW (widget);
  g_autoptr (BerthBundleFilter) filter = berth_filter_bar_dup_filter (self->filter_bar);

  if (!berth_bundle_filter_is_narrow (filter))
    return FALSE;
  berth_filter_bar_clear (self->filter_bar);
  return TRUE;
}

static void
setup_name_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_NAME_CHARACTERS);
  gtk_list_item_set_child (list_item, label);
}

/* A drop-down's own rows are as wide as their text, which here comes from elsewhere. These keep so
 * much of it as a narrow window has room for. */
static void
bind_name_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (list_item));
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (list_item));

  gtk_label_set_text (label, name);
  gtk_label_set_width_chars (label, MIN (g_utf8_strlen (name, -1), MIN_NAME_CHARACTERS));
}

static void
berth_computer_view_dispose (GObject *object)
{
  BerthComputerView *self = BERTH_COMPUTER_VIEW (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);
  g_clear_object (&self->computer);
  g_clear_object (&self->session);
  g_clear_pointer (&self->followed, g_hash_table_unref);

  G_OBJECT_CLASS (berth_computer_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-computer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, top);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, computer_choice);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, computer_names);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, phases);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, spinner);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, problem);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, checks);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, filters);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, users_choice);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, found);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, table);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerView, pane);
  gtk_widget_class_bind_template_callback (widget_class, setup_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, computer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, counted_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
berth_computer_view_class_init (BerthComputerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_computer_view_dispose;

  g_type_ensure (BERTH_TYPE_COMPUTER_CHECKS);
  g_type_ensure (BERTH_TYPE_COMPUTER_PANE);
  g_type_ensure (BERTH_TYPE_COMPUTER_TABLE);
  g_type_ensure (BERTH_TYPE_FILTER_BAR);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, BERTH_DEVICE_ACTION_COPY_ADDRESS, NULL,
                                   copy_address);
  gtk_widget_class_install_action (widget_class, BERTH_DEVICE_ACTION_COPY_TEXT, "s", copy_text);
  gtk_widget_class_install_action (widget_class, BERTH_DEVICE_ACTION_SHOW, "s", show_device);
  gtk_widget_class_install_action (widget_class, "devices.sort", "i", sort_devices);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       BERTH_DEVICE_ACTION_COPY_ADDRESS, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

/* The focus is on the button inside a drop-down, to which GTK 4.8 does not hand on the name. */
static void
name_choice (GtkDropDown *choice, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (choice));

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
berth_computer_view_init (BerthComputerView *self)
{
  self->followed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = berth_computer_actions_new (GTK_WIDGET (self));
  g_signal_connect_object (self->actions, "changed", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  name_choice (self->computer_choice, _ ("Computer"));
  name_choice (self->users_choice, _ ("Used by"));
}

/**
 * berth_computer_view_new:
 * @session: whose computers are shown; may still be loading, the view follows it
 *
 * Returns: (transfer floating)
 */
GtkWidget *
berth_computer_view_new (BerthSession *session)
{
  BerthComputerView *self = g_object_new (BERTH_TYPE_COMPUTER_VIEW, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (berth_session_get_computers (session), "items-changed",
                           G_CALLBACK (computers_changed_cb), self, G_CONNECT_SWAPPED);
  apply_filter (self);
  update_computers (self);
  return GTK_WIDGET (self);
}

/**
 * berth_computer_view_set_narrow:
 * @is_narrow: shown in a window of less than 600 pixels
 */
void
berth_computer_view_set_narrow (BerthComputerView *self, gboolean is_narrow)
{
  GtkOrientation orientation
      = is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->top), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->filters), orientation);
  berth_computer_checks_set_narrow (self->checks, is_narrow);
  berth_computer_table_set_narrow (self->table, is_narrow);
  gtk_widget_set_size_request (GTK_WIDGET (self->pane), -1,
                               is_narrow ? PANE_HEIGHT_NARROW : PANE_HEIGHT);
}

/**
 * berth_computer_view_set_key_capture:
 * @widget: (nullable): typing anywhere in it, where nothing else wants the keys, searches
 */
void
berth_computer_view_set_key_capture (BerthComputerView *self, GtkWidget *widget)
{
  berth_filter_bar_set_key_capture (self->filter_bar, widget);
}

/**
 * berth_computer_view_focus_search:
 *
 * Gives the keyboard to the search.
 */
void
berth_computer_view_focus_search (BerthComputerView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->filter_bar));
}

/**
 * berth_computer_view_focus_rows:
 *
 * Gives the keyboard to the rows. No grab_focus of its own: libadwaita would take it for the whole
 * way that Tab goes in here.
 */
void
berth_computer_view_focus_rows (BerthComputerView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}
