/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-settings-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-words.h"
#include "app/berth-option-warning.h"
#include "app/berth-review-dialog.h"
#include "base/berth-text.h"

static char *
dup_vm_name (BerthSettingsWindow *self)
{
  BerthVm *vm = berth_draft_get_vm (self->draft);

  return berth_text_dup_name (vm != NULL ? vm->name : self->vm_uuid);
}

/* Toasts always read markup: @sentence is escaped here. */
static void
show_toast (BerthSettingsWindow *self, const char *sentence)
{
  g_autofree char *markup = berth_text_dup_markup (sentence, BERTH_TEXT_SENTENCE_LENGTH);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

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
    show_toast (self, error->message);
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
  berth_draft_take_back_all (BERTH_SETTINGS_WINDOW (widget)->draft);
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
    show_toast (self, error->message);
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

  gtk_window_present (berth_review_dialog_new (GTK_WINDOW (self), self->draft));
}

static void
close_without_asking (BerthSettingsWindow *self)
{
  self->discards = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  close_without_asking (BERTH_SETTINGS_WINDOW (widget));
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

/* One Apply under way. It outlives the window: the program must not end in the middle of a write,
 * and a failure that nobody sees any more is told outside of it. */
typedef struct
{
  BerthSettingsWindow *window; /* owned */
  GApplication *app;           /* owned, held */
} Applying;

static void
applying_free (Applying *self)
{
  g_application_release (self->app);
  g_object_unref (self->app);
  g_object_unref (self->window);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Applying, applying_free)

static void
notify_failure (Applying *self, const char *sentence)
{
  g_autofree char *name = dup_vm_name (self->window);
  /* Translators: title of a notification; %s is the name of a VM */
  g_autofree char *title = g_strdup_printf (_ ("The devices of “%s” were not changed"), name);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, sentence);
  g_application_send_notification (self->app, NULL, notification);
}

static void
show_failure (BerthSettingsWindow *self, const char *sentence)
{
  gboolean pending = berth_draft_get_n_changes (self->draft) > 0;

  g_free (self->failure);
  self->failure = g_strdup_printf (
      "%s %s", sentence,
      pending ? _ ("What you see is how it is now, with your changes still to be applied.")
              : _ ("What you see is how it is now."));
  berth_settings_window_update (self);
}

static void
show_success (BerthSettingsWindow *self)
{
  BerthVm *vm = berth_draft_get_vm (self->draft);
  g_autofree char *name = dup_vm_name (self);
  g_autofree char *sentence = NULL;

  if (self->closes_after_apply)
    {
      close_without_asking (self);
      return;
    }

  if (vm != NULL && berth_vm_is_active (vm))
    /* Translators: %s is the name of a running VM */
    sentence = g_strdup_printf (_ ("Applied. Used when “%s” next starts."), name);
  else
    sentence = g_strdup (_ ("Applied"));
  show_toast (self, sentence);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Applying) applying = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (berth_draft_apply_finish (BERTH_DRAFT (source), result, &error))
    {
      if (!applying->window->is_closed)
        show_success (applying->window);
      return;
    }

  sentence = berth_text_dup_shown (error->message, BERTH_TEXT_SENTENCE_LENGTH);
  if (applying->window->is_closed)
    notify_failure (applying, sentence);
  else
    show_failure (applying->window, sentence);
}

static void
apply (BerthSettingsWindow *self, gboolean closes)
{
  Applying *applying = g_new0 (Applying, 1);

  applying->window = g_object_ref (self);
  applying->app = g_object_ref (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  g_application_hold (applying->app);

  g_clear_pointer (&self->failure, g_free);
  self->closes_after_apply = closes;
  berth_draft_apply_async (self->draft, applied_cb, applying);
}

static void
apply_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  apply (BERTH_SETTINGS_WINDOW (widget), FALSE);
}

static void
ok_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (widget);

  if (berth_draft_get_n_changes (self->draft) > 0)
    apply (self, TRUE);
  else
    close_without_asking (self);
}

static void
discard_response_cb (BerthSettingsWindow *self, const char *response, GtkWindow *dialog)
{
  if (!g_str_equal (response, "discard"))
    return;

  /* The dialog lives a little longer than the window that it asks about, and GTK 4.8 would look for
   * that window when the dialog goes. */
  gtk_window_set_transient_for (dialog, NULL);
  close_without_asking (self);
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
  g_autofree char *name = dup_vm_name (self);
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

/* The one bundle that the pane shows options of. */
static const BerthDraftEntry *
get_optioned_entry (BerthSettingsWindow *self)
{
  g_autoptr (GPtrArray) items = berth_bundle_list_dup_selected (self->list, TRUE);

  if (items->len != 1)
    return NULL;
  return berth_draft_lookup_entry (self->draft,
                                   berth_bundle_item_get_address (g_ptr_array_index (items, 0)));
}

static gboolean
resets_alone (const BerthBundle *bundle)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      if (!berth_device_resets_alone (g_ptr_array_index (bundle->functions, i)))
        return FALSE;
    }
  return TRUE;
}

/* An option that somebody was asked about. */
typedef struct
{
  BerthSettingsWindow *window; /* owned */
  BerthAddress bundle;
  BerthOption option;
} OptionQuestion;

static void
set_option (BerthSettingsWindow *self, const BerthAddress *bundle, BerthOption option, gboolean on)
{
  g_autoptr (GError) error = NULL;

  if (!berth_draft_set_option (self->draft, bundle, option, on, &error))
    show_toast (self, error->message);
}

static void
option_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OptionQuestion *question = user_data;

  if (berth_option_warning_ask_finish (result) && !question->window->is_closed)
    set_option (question->window, &question->bundle, question->option, TRUE);
  g_object_unref (question->window);
  g_free (question);
}

static void
ask_option (BerthSettingsWindow *self,
            const BerthDraftEntry *entry,
            BerthOption option,
            const BerthOptionTerms *terms)
{
  OptionQuestion *question = g_new0 (OptionQuestion, 1);

  question->window = g_object_ref (self);
  question->bundle = entry->bundle->address;
  question->option = option;
  berth_option_warning_ask_async (GTK_WINDOW (self), option, terms, option_answered_cb, question);
}

/* With @asks, asks before @option is switched on; else only explains it. */
static void
talk_about_option (BerthSettingsWindow *self,
                   const BerthDraftEntry *entry,
                   BerthOption option,
                   gboolean asks)
{
  g_autofree char *title = berth_bundle_words_dup_title (entry->bundle);
  g_autofree char *name = dup_vm_name (self);
  BerthOptionTerms terms = {
    .device_title = title,
    .vm_name = name,
    .is_qube = (berth_connection_get_features (self->connection) & BERTH_FEATURE_QUBES) != 0,
    .resets_alone = resets_alone (entry->bundle),
  };

  if (asks)
    ask_option (self, entry, option, &terms);
  else
    berth_option_warning_explain (GTK_WINDOW (self), option, &terms);
}

/**
 * berth_settings_window_ask_option:
 * @option: exactly one option
 * @on: what the user wants of it for the selected bundle
 *
 * Switches it, after a question where that opens something.
 */
void
berth_settings_window_ask_option (BerthSettingsWindow *self, BerthOption option, gboolean on)
{
  const BerthDraftEntry *entry = get_optioned_entry (self);
  BerthAddress bundle;

  if (entry == NULL)
    return;

  bundle = entry->bundle->address;
  if (on && berth_option_words_needs_warning (option))
    talk_about_option (self, entry, option, TRUE);
  else
    set_option (self, &bundle, option, on);
}

/**
 * berth_settings_window_explain_option:
 * @option: exactly one option
 *
 * Says at length what the option opens for the selected bundle.
 */
void
berth_settings_window_explain_option (BerthSettingsWindow *self, BerthOption option)
{
  const BerthDraftEntry *entry = get_optioned_entry (self);

  if (entry != NULL)
    talk_about_option (self, entry, option, FALSE);
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

  update_moves (self, editable && !applying, reason);
  gtk_widget_action_set_enabled (widget, "devices.give-too", editable && !applying);
  gtk_widget_action_set_enabled (widget, "settings.apply", editable && has_changes && !applying);
  gtk_widget_action_set_enabled (widget, "settings.ok",
                                 (editable || !has_changes) && !applying);
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
  gtk_widget_class_install_action (widget_class, "devices.clear-filter", NULL, clear_filter_cb);
  gtk_widget_class_install_action (widget_class, "settings.apply", NULL, apply_cb);
  gtk_widget_class_install_action (widget_class, "settings.ok", NULL, ok_cb);
  gtk_widget_class_install_action (widget_class, "settings.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "settings.review", NULL, review_cb);
  gtk_widget_class_install_action (widget_class, "settings.dismiss", NULL, dismiss_cb);
  gtk_widget_class_install_action (widget_class, "settings.reconnect", NULL, reconnect_cb);
  gtk_widget_class_install_action (widget_class, "settings.search", NULL, search_cb);
}
