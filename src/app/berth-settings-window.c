/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-settings-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/berth-review-dialog.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

/* Whoever waits shorter than this sees no spinner flash by. */
#define SPINNER_AFTER_MS 200

G_DEFINE_FINAL_TYPE (BerthSettingsWindow, berth_settings_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (BerthSettingsWindow *self)
{
  BerthVm *vm = berth_draft_get_vm (self->draft);
  guint features = berth_connection_get_features (self->connection);
  g_autofree char *name = berth_settings_window_dup_vm_name (self);
  /* Translators: the title of a window; %s is the name of a VM */
  g_autofree char *title = g_strdup_printf (_ ("%s — Device Settings"), name);

  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->title, title);
  berth_two_lists_set_vm_name (self->lists, vm != NULL ? vm->name : "",
                               (features & BERTH_FEATURE_QUBES) != 0);
}

static void
spinner_cb (gpointer user_data)
{
  BerthSettingsWindow *self = user_data;

  self->waiting_source = 0;
  gtk_spinner_start (self->waiting_spinner);
}

static void
show_waiting (BerthSettingsWindow *self)
{
  gtk_stack_set_visible_child_name (self->phases, "waiting");
  if (self->waiting_source == 0 && !gtk_spinner_get_spinning (self->waiting_spinner))
    self->waiting_source = g_timeout_add_once (SPINNER_AFTER_MS, spinner_cb, self);
}

static void
stop_waiting (BerthSettingsWindow *self)
{
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  gtk_spinner_stop (self->waiting_spinner);
}

/* A status page reads its description as markup, and an error's sentence may hold foreign text. */
static void
show_problem (BerthSettingsWindow *self, const char *title, const char *sentence)
{
  g_autofree char *markup = berth_text_dup_markup (sentence, BERTH_TEXT_SENTENCE_LENGTH);

  stop_waiting (self);
  adw_status_page_set_title (self->problem, title);
  adw_status_page_set_description (self->problem, markup);
  gtk_stack_set_visible_child_name (self->phases, "problem");
}

/* Which of the three faces the window has: it waits, it has nothing to show, or the devices. */
static void
update_phase (BerthSettingsWindow *self)
{
  const GError *connection_error = berth_connection_get_error (self->connection);
  const GError *computer_error = berth_computer_get_error (self->computer);
  BerthConnectionState state = berth_connection_get_state (self->connection);

  if (berth_draft_get_vm (self->draft) != NULL
      && berth_computer_get_inventory (self->computer) != NULL)
    {
      stop_waiting (self);
      gtk_stack_set_visible_child_name (self->phases, "devices");
    }
  else if (connection_error != NULL && state == BERTH_CONNECTION_FAILED)
    show_problem (self, _ ("No Connection"), connection_error->message);
  else if (computer_error != NULL)
    show_problem (self, _ ("Devices Cannot Be Read"), computer_error->message);
  else if (state == BERTH_CONNECTION_READY && berth_draft_get_vm (self->draft) == NULL)
    show_problem (self, _ ("Not There Any More"),
                  _ ("It was deleted, or it belongs to another connection."));
  else
    show_waiting (self);
}

/* What another program set of the functions of a bundle, each remark once. */
static char *
dup_others (BerthSettingsWindow *self, const BerthBundle *bundle)
{
  const BerthVm *vm = berth_draft_get_vm (self->draft);
  g_autoptr (GPtrArray) remarks = g_ptr_array_new ();

  for (guint i = 0; vm != NULL && i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *assignment
        = berth_assignment_list_lookup (vm->configured, &function->address);

      if (assignment != NULL && assignment->others != NULL
          && !g_ptr_array_find_with_equal_func (remarks, assignment->others, g_str_equal, NULL))
        g_ptr_array_add (remarks, assignment->others);
    }

  if (remarks->len == 0)
    return NULL;
  g_ptr_array_add (remarks, NULL);
  return g_strjoinv (", ", (char **) remarks->pdata);
}

static void
show_entry (BerthSettingsWindow *self, const BerthDraftEntry *entry, gboolean is_hidden)
{
  g_autofree char *others = dup_others (self, entry->bundle);
  gboolean changeable
    = berth_draft_is_editable (self->draft, NULL) && !berth_draft_is_applying (self->draft);
  BerthDetailTerms terms = {
    .changeable = changeable,
    .is_hidden = is_hidden,
    .can_split = berth_settings_window_can_split (self),
    .others = others,
  };

  berth_detail_pane_show_entry (self->pane, entry, &terms);
}

static void
update_pane (BerthSettingsWindow *self)
{
  g_autoptr (GPtrArray) selected = berth_bundle_list_dup_selected (self->list, FALSE);
  guint n_hidden = berth_two_lists_get_n_hidden (self->lists, FALSE)
                   + berth_two_lists_get_n_hidden (self->lists, TRUE);
  const BerthDraftEntry *entry = NULL;

  g_ptr_array_extend_and_steal (selected, berth_bundle_list_dup_selected (self->list, TRUE));
  berth_detail_pane_set_features (self->pane, berth_connection_get_features (self->connection));

  if (selected->len == 1)
    entry = berth_draft_lookup_entry (
        self->draft, berth_bundle_item_get_address (g_ptr_array_index (selected, 0)));

  if (selected->len > 1)
    berth_detail_pane_show_many (self->pane, selected, n_hidden);
  else if (entry != NULL)
    show_entry (self, entry, n_hidden > 0);
  else
    berth_detail_pane_show_nothing (self->pane);
}

static char *
dup_note (BerthSettingsWindow *self, guint n_changes)
{
  g_autofree char *name = berth_settings_window_dup_vm_name (self);
  const BerthVm *vm = berth_draft_get_vm (self->draft);

  if (berth_draft_is_applying (self->draft))
    return g_strdup (_ ("Applying…"));
  if (n_changes > 0)
    /* Translators: stands behind the number of changes; %s is the name of a VM */
    return g_strdup_printf (_ ("used when “%s” next starts"), name);
  if (vm != NULL && vm->foreign_elements > 0)
    /* Translators: parts of a VM's configuration, left as they are */
    return g_strdup_printf (ngettext ("and %u other device entry, which Berth leaves alone",
                                      "and %u other device entries, which Berth leaves alone",
                                      vm->foreign_elements),
                            vm->foreign_elements);
  return g_strdup ("");
}

static void
update_decisions (BerthSettingsWindow *self)
{
  gboolean applying = berth_draft_is_applying (self->draft);
  guint n = berth_draft_get_n_changes (self->draft);
  g_autofree char *note = dup_note (self, n);
  g_autofree char *changes = n > 0
                               ? g_strdup_printf (ngettext ("%u change", "%u changes", n), n)
                               : g_strdup (_ ("No changes"));

  gtk_button_set_label (self->review_button, changes);
  gtk_label_set_text (self->note, note);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->note), *note != '\0' ? note : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->apply_spinner), applying);
  gtk_spinner_set_spinning (self->apply_spinner, applying);
  gtk_widget_set_sensitive (self->content, !applying);
}

static void
selection_changed_cb (BerthSettingsWindow *self)
{
  berth_settings_window_update_actions (self);
  update_pane (self);
}

static void
apply_filter (BerthSettingsWindow *self)
{
  g_autoptr (BerthBundleFilter) filter = berth_filter_bar_dup_filter (self->filter_bar);

  berth_two_lists_set_filter (self->lists, filter);
}

static void
filter_changed_cb (BerthSettingsWindow *self)
{
  apply_filter (self);
  selection_changed_cb (self);
}

static void
filter_stopped_cb (BerthSettingsWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
option_asked_cb (BerthSettingsWindow *self, guint option, gboolean on)
{
  berth_settings_window_ask_option (self, option, on);
}

static void
option_why_cb (BerthSettingsWindow *self, guint option)
{
  berth_settings_window_explain_option (self, option);
}

static void
remedy_cb (BerthSettingsWindow *self, const BerthRemedy *remedy)
{
  berth_settings_window_take_remedy (self, remedy);
}

static void
update_classes (BerthSettingsWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint classes = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BerthBundleItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      classes |= berth_bundle_item_get_classes (item);
    }
  berth_filter_bar_set_classes (self->filter_bar, classes);
}

/* The arrow keys are for the rows from the beginning, and again when the button that had the
 * keyboard can be pressed no more; letters search wherever the focus is. */
static void
keep_focus (BerthSettingsWindow *self)
{
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL
      && g_str_equal (gtk_stack_get_visible_child_name (self->phases), "devices"))
    gtk_widget_grab_focus (GTK_WIDGET (self->lists));
}

/**
 * berth_settings_window_update:
 *
 * Shows everything but the rows, which follow by themselves, as it is now.
 */
void
berth_settings_window_update (BerthSettingsWindow *self)
{
  if (self->is_closed)
    return;

  update_title (self);
  update_phase (self);
  berth_settings_window_update_notice (self);
  update_classes (self);
  update_pane (self);
  update_decisions (self);
  berth_settings_window_update_actions (self);
  keep_focus (self);
}

/* Of several conflicts at once the last one is told; all of them are in the lists. */
static void
conflict_cb (BerthSettingsWindow *self, const BerthAddress *bundle)
{
  BerthBundleItem *item = berth_bundle_list_lookup (self->list, bundle);
  g_autofree char *address = berth_address_dup_short (bundle);
  g_autofree char *name = berth_settings_window_dup_vm_name (self);

  g_free (self->failure);
  /* Translators: first a device, then the name of a VM */
  self->failure = g_strdup_printf (
      _ ("Another program changed %s in “%s”. Your change of it was dropped; what you see is how "
         "it is now."),
      item != NULL ? berth_bundle_item_get_title (item) : address, name);
}

/* The first frame is out: from now on there is time for the rows below the edge, and for what a
 * keystroke will need. */
static void
first_frame_cb (GdkFrameClock *clock, BerthSettingsWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, self);
  if (self->list == NULL)
    return;

  berth_two_lists_show_all_rows (self->lists);
  berth_bundle_list_fold_in_idle (self->list);
}

static void
berth_settings_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (berth_settings_window_parent_class)->realize (widget);

  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (first_frame_cb), widget, 0);
}

static gboolean
berth_settings_window_close_request (GtkWindow *window)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (window);

  if (!self->discards && !berth_draft_is_applying (self->draft)
      && berth_draft_get_n_changes (self->draft) > 0)
    {
      berth_settings_window_ask_to_discard (self);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (berth_settings_window_parent_class)->close_request (window);
}

/* What is written goes on: that is the draft's business, and it lives as long as it writes. */
static void
berth_settings_window_dispose (GObject *object)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (object);

  self->is_closed = TRUE;
  g_cancellable_cancel (self->reads);
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (berth_settings_window_parent_class)->dispose (object);
}

static void
berth_settings_window_finalize (GObject *object)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (object);

  g_clear_object (&self->draft);
  g_clear_object (&self->computer);
  g_clear_object (&self->connection);
  g_clear_object (&self->reads);
  g_free (self->vm_uuid);
  g_free (self->failure);
  g_hash_table_unref (self->agreed);

  G_OBJECT_CLASS (berth_settings_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, phases);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, waiting_spinner);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, problem_button);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, content);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, lists);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, pane);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, review_button);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, apply_spinner);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, note);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, apply_button);
  gtk_widget_class_bind_template_child (widget_class, BerthSettingsWindow, ok_button);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, option_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, option_why_cb);
  gtk_widget_class_bind_template_callback (widget_class, remedy_cb);
}

static void
berth_settings_window_class_init (BerthSettingsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = berth_settings_window_dispose;
  object_class->finalize = berth_settings_window_finalize;
  widget_class->realize = berth_settings_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = berth_settings_window_close_request;

  g_type_ensure (BERTH_TYPE_DETAIL_PANE);
  g_type_ensure (BERTH_TYPE_FILTER_BAR);
  g_type_ensure (BERTH_TYPE_NOTICE_BAR);
  g_type_ensure (BERTH_TYPE_TWO_LISTS);
  bind_template (widget_class);
  berth_settings_window_install_actions (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "settings.search", NULL);
}

static void
berth_settings_window_init (BerthSettingsWindow *self)
{
  self->reads = g_cancellable_new ();
  self->agreed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  berth_filter_bar_set_key_capture (self->filter_bar, GTK_WIDGET (self));
}

static void
set_vm (BerthSettingsWindow *self,
        BerthComputer *computer,
        BerthConnection *connection,
        const char *vm_uuid)
{
  self->computer = g_object_ref (computer);
  self->connection = g_object_ref (connection);
  self->vm_uuid = g_strdup (vm_uuid);
  self->draft = berth_draft_new (computer, connection, vm_uuid);
  berth_draft_set_patient (self->draft, TRUE);
  self->list = berth_bundle_list_new (self->draft);

  apply_filter (self);
  berth_two_lists_set_list (self->lists, self->list);
  g_signal_connect_object (self->draft, "conflict", G_CALLBACK (conflict_cb), self,
                           G_CONNECT_SWAPPED);
  /* After the list's own refresh: the selection is that of the rows as they are now. */
  g_signal_connect_object (self->list, "refreshed", G_CALLBACK (berth_settings_window_update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "selection-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  berth_settings_window_update (self);
}

/**
 * berth_settings_window_new:
 * @app: the window belongs to it
 * @computer: whose devices are offered
 * @connection: has the VM; one of @computer's
 * @vm_uuid: of the VM
 *
 * The window that shows and changes which devices one VM has. @computer and @connection may still
 * be loading; the window shows that and follows them. It reads nothing by itself but what a user
 * asks for ("Reconnect").
 *
 * Returns: (transfer none): not shown yet; GTK owns it until it is closed
 */
GtkWindow *
berth_settings_window_new (GtkApplication *app,
                           BerthComputer *computer,
                           BerthConnection *connection,
                           const char *vm_uuid)
{
  BerthSettingsWindow *self = g_object_new (BERTH_TYPE_SETTINGS_WINDOW, "application", app, NULL);

  set_vm (self, computer, connection, vm_uuid);
  return GTK_WINDOW (self);
}

/**
 * berth_settings_window_get_connection:
 *
 * Returns: (transfer none): of the VM that the window is about
 */
BerthConnection *
berth_settings_window_get_connection (BerthSettingsWindow *self)
{
  return self->connection;
}

/**
 * berth_settings_window_get_vm_uuid:
 *
 * Returns: of the VM that the window is about; a second call for the same one raises this window
 */
const char *
berth_settings_window_get_vm_uuid (BerthSettingsWindow *self)
{
  return self->vm_uuid;
}

/**
 * berth_settings_window_dup_vm_name:
 *
 * Returns: (transfer full): what the texts of this window call the VM; safe to show
 */
char *
berth_settings_window_dup_vm_name (BerthSettingsWindow *self)
{
  BerthVm *vm = berth_draft_get_vm (self->draft);

  return berth_text_dup_name (vm != NULL ? vm->name : self->vm_uuid);
}

/**
 * berth_settings_window_get_front:
 *
 * Returns: (transfer none): the dialog that stands before the window, or the window itself: what is
 *   asked now stands before that
 */
GtkWindow *
berth_settings_window_get_front (BerthSettingsWindow *self)
{
  return self->dialog != NULL ? self->dialog : GTK_WINDOW (self);
}

/**
 * berth_settings_window_show_dialog:
 * @dialog: a new one; GTK owns it until it is closed
 */
void
berth_settings_window_show_dialog (BerthSettingsWindow *self, GtkWindow *dialog)
{
  g_set_weak_pointer (&self->dialog, dialog);
  gtk_window_present (dialog);
}

/**
 * berth_settings_window_show_toast:
 * @sentence: plain text; toasts always read markup, so it is escaped here
 */
void
berth_settings_window_show_toast (BerthSettingsWindow *self, const char *sentence)
{
  g_autofree char *markup = berth_text_dup_markup (sentence, BERTH_TEXT_SENTENCE_LENGTH);

  if (self->dialog != NULL && BERTH_IS_REVIEW_DIALOG (self->dialog))
    berth_review_dialog_show_toast (BERTH_REVIEW_DIALOG (self->dialog), markup);
  else
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

/**
 * berth_settings_window_close_without_asking:
 *
 * Closes the window; what is not applied is lost.
 */
void
berth_settings_window_close_without_asking (BerthSettingsWindow *self)
{
  self->discards = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}
