/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Giving single functions of a device. */

#include "app/berth-settings-window-private.h"

#include "app/berth-bundle-words.h"
#include "app/berth-option-warning.h"
#include "app/berth-split-dialog.h"
#include "base/berth-text.h"

/* The one bundle that is selected, on whichever side. */
static const BerthDraftEntry *
get_selected_entry (BerthSettingsWindow *self)
{
  g_autoptr (GPtrArray) items = berth_bundle_list_dup_selected (self->list, FALSE);

  g_ptr_array_extend_and_steal (items, berth_bundle_list_dup_selected (self->list, TRUE));
  if (items->len != 1)
    return NULL;
  return berth_draft_lookup_entry (self->draft,
                                   berth_bundle_item_get_address (g_ptr_array_index (items, 0)));
}

/* What was chosen in the dialog, while a question about it stands there. */
typedef struct
{
  BerthSettingsWindow *window; /* owned */
  BerthSplitDialog *dialog;    /* owned */
  BerthAddress bundle;
  GArray *functions; /* owned (element-type BerthAddress) */
} Choice;

static void
choice_free (Choice *self)
{
  g_object_unref (self->window);
  g_object_unref (self->dialog);
  g_array_unref (self->functions);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

/* With @option, switches that on too. */
static void
give (const Choice *choice, BerthOption option)
{
  BerthDraft *draft = choice->window->draft;
  g_autoptr (GError) error = NULL;

  if (berth_draft_set_functions (draft, &choice->bundle, choice->functions, &error)
      && (option == 0 || berth_draft_set_option (draft, &choice->bundle, option, TRUE, &error)))
    gtk_window_close (GTK_WINDOW (choice->dialog));
  else
    {
      g_autofree char *sentence = berth_text_dup_error (error);

      berth_split_dialog_show_error (choice->dialog, sentence);
    }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Choice) choice = user_data;

  if (!berth_option_warning_ask_finish (result) || choice->window->is_closed)
    return;
  berth_settings_window_agree (choice->window, &choice->bundle, BERTH_OPTION_NO_STRICT_RESET);
  give (choice, BERTH_OPTION_NO_STRICT_RESET);
}

/* A function that can be reset only together with others is given alone without a reset. */
static gboolean
needs_no_reset (const Choice *choice, const BerthDraftEntry *entry)
{
  guint features = berth_connection_get_features (choice->window->connection);

  if ((features & BERTH_FEATURE_NO_STRICT_RESET) == 0
      || (entry->options & BERTH_OPTION_NO_STRICT_RESET) != 0
      || choice->functions->len == entry->bundle->functions->len)
    return FALSE;

  for (guint i = 0; i < choice->functions->len; i++)
    {
      const BerthDevice *function = berth_bundle_lookup_function (
          entry->bundle, &g_array_index (choice->functions, BerthAddress, i));

      if (function != NULL && !berth_device_resets_alone (function))
        return TRUE;
    }
  return FALSE;
}

static void
ask_about_reset (Choice *choice, const BerthDraftEntry *entry)
{
  BerthSettingsWindow *self = choice->window;
  g_autofree char *title = berth_bundle_words_dup_title (entry->bundle);
  g_autofree char *name = berth_settings_window_dup_vm_name (self);
  BerthOptionTerms terms = {
    .device_title = title,
    .vm_name = name,
    .is_qube = (berth_connection_get_features (self->connection) & BERTH_FEATURE_QUBES) != 0,
  };

  berth_option_warning_ask_async (GTK_WINDOW (choice->dialog), BERTH_OPTION_NO_STRICT_RESET,
                                  &terms, answered_cb, choice);
}

static void
chosen_cb (BerthSettingsWindow *self,
           const BerthAddress *bundle,
           GArray *functions,
           BerthSplitDialog *dialog)
{
  const BerthDraftEntry *entry = berth_draft_lookup_entry (self->draft, bundle);
  g_autoptr (Choice) choice = NULL;

  if (entry == NULL)
    {
      gtk_window_close (GTK_WINDOW (dialog));
      return;
    }
  choice = g_new0 (Choice, 1);
  choice->window = g_object_ref (self);
  choice->dialog = g_object_ref (dialog);
  choice->bundle = *bundle;
  choice->functions = g_array_ref (functions);
  if (needs_no_reset (choice, entry))
    ask_about_reset (g_steal_pointer (&choice), entry);
  else
    give (choice, 0);
}

/**
 * berth_settings_window_can_split:
 *
 * Returns: whether single functions of what is selected can be given
 */
gboolean
berth_settings_window_can_split (BerthSettingsWindow *self)
{
  const BerthDraftEntry *entry = get_selected_entry (self);

  return entry != NULL && berth_draft_can_split (entry) && entry->form == BERTH_FORM_HOSTDEV
         && !entry->is_companion;
}

/**
 * berth_settings_window_split:
 *
 * Asks which functions of what is selected shall be given.
 */
void
berth_settings_window_split (BerthSettingsWindow *self)
{
  const BerthDraftEntry *entry = get_selected_entry (self);
  GtkWindow *dialog;

  if (entry == NULL || !berth_settings_window_can_split (self))
    return;
  dialog = berth_split_dialog_new (GTK_WINDOW (self), self->draft, entry);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  berth_settings_window_show_dialog (self, dialog);
}
