/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-option-warning.h"

#include <glib/gi18n-lib.h>

static AdwMessageDialog *
create_dialog (GtkWindow *parent,
               const char *heading,
               BerthOption option,
               const BerthOptionTerms *terms)
{
  g_autofree char *body = berth_option_words_dup_explanation (option, terms);

  return ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
}

/* What is answered may close the window that the dialog asks about. The dialog lives a little
 * longer, and GTK 4.8 would look for that window when the dialog goes. */
static void
response_cb (GTask *task, const char *response, GtkWindow *dialog)
{
  gtk_window_set_transient_for (dialog, NULL);
  g_task_return_boolean (task, g_str_equal (response, "switch-on"));
  g_object_unref (task);
}

/**
 * berth_option_warning_ask_async:
 * @parent: the dialog stands before it
 * @option: what shall be switched on
 *
 * Says what the option opens and when it is needed at all, and asks. The button that changes
 * nothing is the one that Enter and Escape press.
 */
void
berth_option_warning_ask_async (GtkWindow *parent,
                                BerthOption option,
                                const BerthOptionTerms *terms,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autofree char *question = berth_option_words_dup_question (option, terms);
  AdwMessageDialog *dialog = create_dialog (parent, question, option, terms);
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, berth_option_warning_ask_async);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Leave Off"), "switch-on",
                                    _ ("_Switch On"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "switch-on", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * berth_option_warning_ask_finish:
 *
 * Returns: whether the user wants it on
 */
gboolean
berth_option_warning_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * berth_option_warning_explain:
 *
 * The same words, with nothing to decide.
 */
void
berth_option_warning_explain (GtkWindow *parent, BerthOption option, const BerthOptionTerms *terms)
{
  AdwMessageDialog *dialog = create_dialog (parent, berth_option_get_words (option), option, terms);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  adw_message_dialog_set_default_response (dialog, "close");
  adw_message_dialog_set_close_response (dialog, "close");
  gtk_window_present (GTK_WINDOW (dialog));
}
