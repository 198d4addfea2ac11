/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-settings-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/berth-review-dialog.h"

static gboolean
move (BerthSettingsWindow *self, BerthBundleItem *item, gboolean wanted, GError **error)
{
  const BerthAddress *address = berth_bundle_item_get_address (item);

  return wanted ? berth_draft_take_back (self->draft, address, error)
                : berth_draft_assign (self->draft, address, error);
}

/* Carries what is selected on one side across, as far as it can go. It stays selected there, so
 * that its options are at hand and the way back is one click. */
static void
move_selected (BerthSettingsWindow *self, gboolean wanted)
{
  g_autoptr (GPtrArray) items = berth_bundle_list_dup_selected (self->list, wanted);
  g_autoptr (GError) error = NULL;
  BerthBundleItem *first = NULL;

  berth_bundle_list_hold (self->list);
  for (guint i = 0; i < items->len; i++)
    {
      BerthBundleItem *item = g_ptr_array_index (items, i);

      if (!berth_bundle_item_is_movable (item))
        continue;
      if (move (self, item, wanted, error == NULL ? &error : NULL) && first == NULL)
        first = item;
    }
  berth_bundle_list_release (self->list);

  if (first != NULL)
    {
      berth_two_lists_show_item (self->lists, first);
      berth_two_lists_keep_focus (self->lists, wanted);
    }
  if (error != NULL)
    berth_settings_window_show_toast (self, error->message);
}

static void
assign_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_selected (BERTH_SETTINGS_WINDOW (widget), FALSE);
}

static void
take_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_selected (BERTH_SETTINGS_WINDOW (widget), TRUE);
}

static void
take_back_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (widget);

  berth_draft_take_back_all (self->draft);
  berth_two_lists_keep_focus (self->lists, TRUE);
}

/* A companion that the VM shall see. */
static void
give_too_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (widget);
  g_autoptr (GPtrArray) items = berth_bundle_list_dup_selected (self->list, TRUE);
  g_autoptr (GError) error = NULL;

  if (items->len == 1
      && !berth_draft_assign (self->draft,
                              berth_bundle_item_get_address (g_ptr_array_index (items, 0)), &error))
    berth_settings_window_show_toast (self, error->message);
}

static void
clear_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (widget);

  berth_filter_bar_clear (self->filter_bar);
  gtk_widget_grab_focus (GTK_WIDGET (self->filter_bar));
}

static void
search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (BERTH_SETTINGS_WINDOW (widget)->filter_bar));
}

static void
dismiss_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (widget);

  g_clear_pointer (&self->failure, g_free);
  berth_settings_window_update (self);
}

static void
review_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (widget);

  GtkWindow *dialog = berth_review_dialog_new (GTK_WINDOW (self), self->draft);

  g_signal_connect_object (dialog, "remedy", G_CALLBACK (berth_settings_window_take_remedy), self,
                           G_CONNECT_SWAPPED);
  berth_settings_window_show_dialog (self, dialog);
}

static void
split_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  berth_settings_window_split (BERTH_SETTINGS_WINDOW (widget));
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  berth_settings_window_close_without_asking (BERTH_SETTINGS_WINDOW (widget));
}

/* What came of reconnecting is told by the connection itself, which the window follows. */
static void
reconnected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BerthSettingsWindow) self = user_data;

  berth_computer_load_finish (BERTH_COMPUTER (source), result, NULL);
  berth_settings_window_update (self);
}

static void
reconnect_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (widget);

  berth_computer_load_async (self->computer, self->reads, reconnected_cb, g_object_ref (self));
}

static void
apply_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  berth_settings_window_apply (BERTH_SETTINGS_WINDOW (widget), FALSE);
}

static void
ok_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (widget);

  if (berth_draft_get_n_changes (self->draft) > 0)
    berth_settings_window_apply (self, TRUE);
  else
    berth_settings_window_close_without_asking (self);
}

static void
discard_response_cb (BerthSettingsWindow *self, const char *response, GtkWindow *dialog)
{
  if (!g_str_equal (response, "discard"))
    return;

  /* The dialog lives a little longer than the window that it asks about, and GTK 4.8 would look for
   * that window when the dialog goes. */
  gtk_window_set_transient_for (dialog, NULL);
  berth_settings_window_close_without_asking (self);
}

/**
 * berth_settings_window_ask_to_discard:
 *
 * Asks whether the changes may be lost, and closes the window if so.
 */
void
berth_settings_window_ask_to_discard (BerthSettingsWindow *self)
{
  guint n = berth_draft_get_n_changes (self->draft);
  g_autofree char *name = berth_settings_window_dup_vm_name (self);
  g_autofree char *body
    = g_strdup_printf (ngettext ("%u change of the devices of “%s” is not applied yet.",
                                 "%u changes of the devices of “%s” are not applied yet.", n),
                       n, name);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Discard Changes?"), body));

  adw_message_dialog_add_responses (dialog, "keep", _ ("_Keep Editing"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "keep");
  adw_message_dialog_set_close_response (dialog, "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static guint
count_movable (GPtrArray *items)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += berth_bundle_item_is_movable (g_ptr_array_index (items, i));
  return n;
}

/* Why nothing of @items can be moved: for a single one, what the rules say. */
static char *
dup_refusal (BerthSettingsWindow *self, GPtrArray *items, gboolean wanted)
{
  const BerthDraftEntry *entry = NULL;
  const BerthFinding *worst = NULL;

  if (items->len == 0)
    return g_strdup (wanted ? _ ("Select what to take back.") : _ ("Select what to assign."));

  if (items->len == 1)
    entry = berth_draft_lookup_entry (
        self->draft, berth_bundle_item_get_address (g_ptr_array_index (items, 0)));
  if (entry != NULL && !wanted)
    worst = berth_finding_list_get_worst (entry->findings);

  if (worst != NULL)
    return g_strdup (worst->what);
  if (entry != NULL && entry->is_companion)
    return g_strdup (_ ("It goes with another device. Take that one back."));
  return g_strdup (wanted ? _ ("Another program set this up. Change it there.")
                          : _ ("None of these can be given away."));
}

static char *
dup_hint (BerthSettingsWindow *self, GPtrArray *items, gboolean wanted, guint n)
{
  if (n == 0)
    return dup_refusal (self, items, wanted);
  if (wanted)
    return g_strdup_printf (ngettext ("Take %u device back", "Take %u devices back", n), n);
  return g_strdup_printf (ngettext ("Assign %u device", "Assign %u devices", n), n);
}

static guint
count_all_assigned (BerthSettingsWindow *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint n = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (BerthBundleItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      n += berth_bundle_item_is_wanted (item) && berth_bundle_item_is_movable (item);
    }
  return n;
}

static void
update_moves (BerthSettingsWindow *self, gboolean editable, const char *reason)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GPtrArray) available = berth_bundle_list_dup_selected (self->list, FALSE);
  g_autoptr (GPtrArray) assigned = berth_bundle_list_dup_selected (self->list, TRUE);
  guint n_available = editable ? count_movable (available) : 0;
  guint n_assigned = editable ? count_movable (assigned) : 0;
  guint n_all = editable ? count_all_assigned (self) : 0;
  g_autofree char *assign = dup_hint (self, available, FALSE, n_available);
  g_autofree char *take_back = dup_hint (self, assigned, TRUE, n_assigned);

  gtk_widget_action_set_enabled (widget, "devices.assign", n_available > 0);
  gtk_widget_action_set_enabled (widget, "devices.take-back", n_assigned > 0);
  gtk_widget_action_set_enabled (widget, "devices.take-back-all", n_all > 0);
  berth_two_lists_set_hints (self->lists, reason != NULL ? reason : assign,
                             reason != NULL ? reason : take_back,
                             reason != NULL ? reason : _ ("Take all devices back"));
}

/**
 * berth_settings_window_update_actions:
 *
 * Switches on what can be done now, and says why not of the rest.
 */
void
berth_settings_window_update_actions (BerthSettingsWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autofree char *reason = NULL;
  gboolean editable = berth_draft_is_editable (self->draft, &reason);
  gboolean applying = berth_draft_is_applying (self->draft);
  gboolean has_changes = berth_draft_get_n_changes (self->draft) > 0;
  g_autofree char *refusal = berth_settings_window_dup_refusal (self);
  gboolean appliable = editable && has_changes && refusal == NULL;

  update_moves (self, editable && !applying, reason);
  gtk_widget_action_set_enabled (widget, "devices.give-too", editable && !applying);
  gtk_widget_action_set_enabled (widget, "devices.split",
                                 editable && !applying && berth_settings_window_can_split (self));
  gtk_widget_action_set_enabled (widget, "settings.apply", appliable && !applying);
  gtk_widget_action_set_enabled (widget, "settings.ok",
                                 (appliable || !has_changes) && !applying);
  gtk_widget_set_tooltip_text (self->apply_button, refusal);
  gtk_widget_set_tooltip_text (self->ok_button, refusal);
  gtk_widget_action_set_enabled (widget, "settings.cancel", !applying);
  gtk_widget_action_set_enabled (widget, "settings.review", has_changes);
}

/**
 * berth_settings_window_install_actions:
 *
 * All that the buttons and keys of the window do.
 */
void
berth_settings_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "devices.assign", NULL, assign_cb);
  gtk_widget_class_install_action (widget_class, "devices.take-back", NULL, take_back_cb);
  gtk_widget_class_install_action (widget_class, "devices.take-back-all", NULL, take_back_all_cb);
  gtk_widget_class_install_action (widget_class, "devices.give-too", NULL, give_too_cb);
  gtk_widget_class_install_action (widget_class, "devices.split", NULL, split_cb);
  gtk_widget_class_install_action (widget_class, "devices.clear-filter", NULL, clear_filter_cb);
  gtk_widget_class_install_action (widget_class, "settings.apply", NULL, apply_cb);
  gtk_widget_class_install_action (widget_class, "settings.ok", NULL, ok_cb);
  gtk_widget_class_install_action (widget_class, "settings.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "settings.review", NULL, review_cb);
  gtk_widget_class_install_action (widget_class, "settings.details", NULL, review_cb);
  gtk_widget_class_install_action (widget_class, "settings.dismiss", NULL, dismiss_cb);
  gtk_widget_class_install_action (widget_class, "settings.reconnect", NULL, reconnect_cb);
  gtk_widget_class_install_action (widget_class, "settings.search", NULL, search_cb);
}
