/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-json.h"
#include "session/berth-record.h"

/* What the callback needs: the run, and where the recording lies. */
typedef struct
{
  BerthInvocation *invocation;
  GFile *folder;
} Errand;

static void
errand_free (Errand *errand)
{
  g_object_unref (errand->folder);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

/* Returns: (nullable): "3 serial numbers, 1 name of a person"; NULL: nothing */
static char *
dup_replaced (const BerthReplaced *replaced)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const guint counts[] = { replaced->n_serials, replaced->n_interfaces, replaced->n_users,
                           replaced->n_volumes, replaced->n_peers,      replaced->n_disks };
  const char *const words[] = {
    g_dngettext (GETTEXT_PACKAGE, "serial number", "serial numbers", counts[0]),
    g_dngettext (GETTEXT_PACKAGE, "name of a network interface", "names of network interfaces",
                 counts[1]),
    g_dngettext (GETTEXT_PACKAGE, "name of a person", "names of people", counts[2]),
    g_dngettext (GETTEXT_PACKAGE, "name of a volume", "names of volumes", counts[3]),
    g_dngettext (GETTEXT_PACKAGE, "address of somebody logged in",
                 "addresses of people logged in", counts[4]),
    g_dngettext (GETTEXT_PACKAGE, "name of a remote disk", "names of remote disks", counts[5]),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (counts[i] > 0)
        g_string_append_printf (list, "%s%u %s", list->len > 0 ? ", " : "", counts[i], words[i]);
    }
  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}

static void
append_words (GString *output, GFile *folder, const char *uri, const BerthReplaced *replaced)
{
  g_autofree char *shown = berth_text_dup_line (g_file_peek_path (folder),
                                                BERTH_TEXT_SENTENCE_LENGTH);
  g_autofree char *list = dup_replaced (replaced);
  g_autofree char *shown_uri = berth_terminal_dup_sentence (uri);
  g_autofree char *command = g_strdup_printf ("berthctl --connect %s devices", shown_uri);

  /* Translators: %s is the path of a folder. */
  g_string_append_printf (output, _ ("Recorded: %s"), shown);
  g_string_append_c (output, '\n');
  if (list != NULL)
    /* Translators: %s is a list like “3 serial numbers, 1 name of a person”. */
    g_string_append_printf (output, _ ("Replaced: %s."), list);
  else
    g_string_append (output, _ ("Nothing had to be replaced."));
  g_string_append_c (output, '\n');
  /* Translators: %s is a command to type. */
  g_string_append_printf (output, _ ("Look at it with: %s"), command);
  g_string_append_c (output, '\n');
}

static void
append_json (GString *output, GFile *folder, const char *uri, const BerthReplaced *replaced)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  berth_json_add_text (builder, "folder", g_file_peek_path (folder));
  berth_json_add_text (builder, "connection", uri);
  berth_json_add_number (builder, "replaced_serials", replaced->n_serials);
  berth_json_add_number (builder, "replaced_interfaces", replaced->n_interfaces);
  berth_json_add_number (builder, "replaced_people", replaced->n_users);
  berth_json_add_number (builder, "replaced_volumes", replaced->n_volumes);
  berth_json_add_number (builder, "replaced_peers", replaced->n_peers);
  berth_json_add_number (builder, "replaced_disks", replaced->n_disks);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  berth_json_append (output, builder, TRUE);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  BerthInvocation *invocation = errand->invocation;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  BerthReplaced replaced;

  if (!berth_computer_record_finish (BERTH_COMPUTER (source), result, &replaced, &error))
    {
      berth_invocation_fail (invocation, error);
      return;
    }
  uri = berth_record_dup_uri (errand->folder);
  if (invocation->json)
    append_json (invocation->output, errand->folder, uri, &replaced);
  else
    append_words (invocation->output, errand->folder, uri, &replaced);
  berth_invocation_end (invocation, BERTH_EXIT_DONE);
}

void
berth_verb_record (BerthInvocation *invocation)
{
  GListModel *computers = berth_session_get_computers (invocation->session);
  g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, 0);
  Errand *errand = NULL;

  if (g_list_model_get_n_items (computers) != 1)
    {
      g_autoptr (GError) error
          = g_error_new (BERTH_ERROR, BERTH_ERROR_INVALID,
                         _ ("One computer can be recorded at a time. Name the one with "
                            "“--connect”."));

      berth_invocation_fail (invocation, error);
      return;
    }

  errand = g_new0 (Errand, 1);
  errand->invocation = invocation;
  errand->folder = g_file_new_for_path (invocation->arguments[0]);
  berth_computer_record_async (computer, errand->folder, NULL, recorded_cb, errand);
}
