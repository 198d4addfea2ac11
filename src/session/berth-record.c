/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-record.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-facts-recorded.h"

/* What the thread works on. */
typedef struct
{
  BerthFacts *facts;
  GFile *folder;
  BerthReplaced replaced;
} Recording;

static void
recording_free (gpointer data)
{
  Recording *recording = data;

  berth_facts_unref (recording->facts);
  g_object_unref (recording->folder);
  g_free (recording);
}

static char *
dup_shown_folder (GFile *folder)
{
  g_autofree char *name = g_file_get_parse_name (folder);

  return berth_text_dup_line (name, BERTH_TEXT_SENTENCE_LENGTH);
}

static gboolean
make_folder (GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *reason = NULL;

  if (g_file_make_directory_with_parents (folder, cancellable, &local_error)
      || g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return TRUE;

  shown = dup_shown_folder (folder);
  reason = berth_text_dup_line (local_error->message, BERTH_TEXT_SENTENCE_LENGTH);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
               /* Translators: a folder, and the system's sentence. */
               _ ("The folder “%s” cannot be made: %s"), shown, reason);
  return FALSE;
}

/* What lies there already would be mixed with the recording, or replaced by it. */
static gboolean
check_empty (GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *shown = dup_shown_folder (folder);
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GFileInfo) first = NULL;

  children = g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                        G_FILE_QUERY_INFO_NONE, cancellable, &local_error);
  if (children != NULL)
    first = g_file_enumerator_next_file (children, cancellable, &local_error);

  if (first != NULL)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                   _ ("The folder “%s” is not empty. Name one that is empty or not there yet."),
                   shown);
    }
  else if (local_error != NULL)
    {
      g_autofree char *reason
          = berth_text_dup_line (local_error->message, BERTH_TEXT_SENTENCE_LENGTH);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                   /* Translators: a folder, and the system's sentence. */
                   _ ("The folder “%s” cannot be used: %s"), shown, reason);
    }
  return first == NULL && local_error == NULL;
}

static void
record_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Recording *recording = task_data;
  g_autoptr (BerthFacts) plain
      = berth_facts_dup_anonymous (recording->facts, &recording->replaced);
  g_autoptr (GError) error = NULL;

  if (make_folder (recording->folder, cancellable, &error)
      && check_empty (recording->folder, cancellable, &error)
      && berth_facts_write_recorded (plain, recording->folder, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * berth_computer_record_async:
 * @folder: where to; it is made, with what is above it, and has to be empty if it is there
 *
 * Writes the devices of @computer, as last read, down as a recorded computer
 * (docs/recorded-computers.md) that may be shown to strangers: see berth_facts_dup_anonymous().
 */
void
berth_computer_record_async (BerthComputer *computer,
                             GFile *folder,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (computer, cancellable, callback, user_data);
  BerthInventory *inventory = berth_computer_get_inventory (computer);
  const GError *error = berth_computer_get_error (computer);
  Recording *recording = NULL;

  g_task_set_source_tag (task, berth_computer_record_async);
  if (inventory == NULL)
    {
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_FAILED,
                                 _ ("The devices of the computer were not read yet. Try again."));
      return;
    }

  recording = g_new0 (Recording, 1);
  recording->facts = berth_facts_ref (berth_inventory_get_facts (inventory));
  recording->folder = g_object_ref (folder);
  g_task_set_task_data (task, recording, recording_free);
  g_task_run_in_thread (task, record_in_thread);
}

/**
 * berth_computer_record_finish:
 * @ret_replaced: (out) (optional): how much was replaced
 *
 * Returns: %FALSE with why the devices could not be read, or with %BERTH_ERROR_FAILED when the
 *   folder is not empty or cannot be written
 */
gboolean
berth_computer_record_finish (BerthComputer *computer,
                              GAsyncResult *result,
                              BerthReplaced *ret_replaced,
                              GError **error)
{
  const Recording *recording = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (ret_replaced != NULL)
    *ret_replaced = recording->replaced;
  return TRUE;
}

/**
 * berth_record_dup_uri:
 * @folder: a local folder
 *
 * Returns: (transfer full): the connection that shows what was recorded there; nothing in it means
 *   anything to a shell
 */
char *
berth_record_dup_uri (GFile *folder)
{
  const char *path = g_file_peek_path (folder);
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);

  return g_strconcat ("folder://", escaped, NULL);
}
