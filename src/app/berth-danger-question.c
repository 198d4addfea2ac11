/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-danger-question.h"

#include <glib/gi18n-lib.h>

#include "app/berth-finding-group.h"

/* More are a wall that nobody reads; the review has them all. */
#define MAX_FINDINGS 4

static char *
dup_heading (const char *vm_name, GPtrArray *groups)
{
  const BerthFindingGroup *first = g_ptr_array_index (groups, 0);

  if (first->subject == BERTH_SUBJECT_VM)
    /* Translators: %s is the name of a VM */
    return g_strdup_printf (_ ("Change “%s” Like This?"), vm_name);
  if (groups->len > 1)
    /* Translators: a number of devices, and the name of a VM */
    return g_strdup_printf (ngettext ("Give %u Device to “%s”?", "Give %u Devices to “%s”?",
                                      groups->len),
                            groups->len, vm_name);
  /* Translators: a device and the name of a VM */
  return g_strdup_printf (_ ("Give %s to “%s”?"), first->title, vm_name);
}

static void
append_finding (GString *body, const BerthFinding *finding)
{
  g_string_append_printf (body, "%s%s", body->len > 0 ? "\n\n" : "", finding->what);
  if (finding->why != NULL && *finding->why != '\0')
    g_string_append_printf (body, "\n%s", finding->why);
}

static char *
dup_body (GPtrArray *groups)
{
  g_autoptr (GString) body = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      const BerthFindingGroup *group = g_ptr_array_index (groups, i);

      if (groups->len > 1 && n < MAX_FINDINGS)
        g_string_append_printf (body, "%s%s:", body->len > 0 ? "\n\n" : "", group->title);
      for (guint j = 0; j < group->findings->len; j++, n++)
        {
          if (n < MAX_FINDINGS)
            append_finding (body, g_ptr_array_index (group->findings, j));
        }
    }

  if (n > MAX_FINDINGS)
    g_string_append_printf (body, ngettext ("\n\nThe review has %u more.",
                                            "\n\nThe review has %u more.", n - MAX_FINDINGS),
                            n - MAX_FINDINGS);
  return g_string_free (g_steal_pointer (&body), FALSE);
}

/* What is answered may close the window that the dialog asks about. The dialog lives a little
 * longer, and GTK 4.8 would look for that window when the dialog goes. */
static void
response_cb (GTask *task, const char *response, GtkWindow *dialog)
{
  gtk_window_set_transient_for (dialog, NULL);
  g_task_return_boolean (task, g_str_equal (response, "apply"));
  g_object_unref (task);
}

/**
 * berth_danger_question_ask_async:
 * @parent: the dialog stands before it
 * @vm_name: safe to show
 * @groups: (element-type BerthFindingGroup): the dangers, not empty; not kept
 *
 * Tells what makes the change dangerous, and asks. The button that changes nothing is the one that
 * Enter and Escape press.
 */
void
berth_danger_question_ask_async (GtkWindow *parent,
                                 const char *vm_name,
                                 GPtrArray *groups,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *heading = dup_heading (vm_name, groups);
  g_autofree char *body = dup_body (groups);
  AdwMessageDialog *dialog
    = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, berth_danger_question_ask_async);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "apply", _ ("_Apply Anyway"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "apply", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * berth_danger_question_ask_finish:
 *
 * Returns: whether the user wants it all the same
 */
gboolean
berth_danger_question_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
