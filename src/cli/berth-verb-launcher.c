/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-json.h"
#include "session/berth-launcher.h"

/* What a callback needs: the run, and whose launcher it is about. */
typedef struct
{
  BerthInvocation *invocation;
  char *uuid;
} Errand;

static void
errand_free (Errand *errand)
{
  g_free (errand->uuid);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

static Errand *
errand_new (BerthInvocation *invocation, const char *uuid)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->invocation = invocation;
  errand->uuid = g_strdup (uuid);
  return errand;
}

/* Ends with one object in an array, like every answer: where the entry is; null: there is none. */
static void
end (const Errand *errand, const char *path, const char *sentence)
{
  BerthInvocation *invocation = errand->invocation;

  if (invocation->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_array (builder);
      json_builder_begin_object (builder);
      berth_json_add_text (builder, "uuid", errand->uuid);
      berth_json_add_text (builder, "launcher", path);
      json_builder_end_object (builder);
      json_builder_end_array (builder);
      berth_json_append (invocation->output, builder, TRUE);
    }
  else
    {
      g_string_append_printf (invocation->output, "%s\n", sentence);
    }
  berth_invocation_end (invocation, BERTH_EXIT_DONE);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = berth_launcher_add_finish (result, &error);
  g_autofree char *shown = NULL;
  g_autofree char *sentence = NULL;

  if (path == NULL)
    {
      berth_invocation_fail (errand->invocation, error);
      return;
    }

  shown = berth_text_dup_line (path, BERTH_TEXT_SENTENCE_LENGTH);
  /* Translators: %s is the path of a file. */
  sentence = g_strdup_printf (_ ("Added to the app menu: %s"), shown);
  end (errand, path, sentence);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;

  if (berth_launcher_remove_finish (result, &error))
    end (errand, NULL, _ ("Removed from the app menu."));
  else
    berth_invocation_fail (errand->invocation, error);
}

static void
remove_launcher (BerthInvocation *invocation, const char *uuid)
{
  berth_launcher_remove_async (uuid, NULL, removed_cb, errand_new (invocation, uuid));
}

void
berth_verb_launcher (BerthInvocation *invocation)
{
  const char *action = invocation->arguments[0];
  const char *name = invocation->arguments[1];
  gboolean adds = g_str_equal (action, "add");
  g_autoptr (BerthVm) vm = NULL;
  g_autoptr (GError) error = NULL;

  if (!adds && !g_str_equal (action, "remove"))
    {
      g_autofree char *shown = berth_text_dup_name (action);

      error = g_error_new (BERTH_ERROR, BERTH_ERROR_INVALID,
                           _ ("A launcher can be added or removed, but not “%s”. Write "
                              "“berthctl launcher add VM” or “berthctl launcher remove VM”."),
                           shown);
      berth_invocation_fail (invocation, error);
      return;
    }

  /* A launcher outlives a VM that was deleted elsewhere, and must not stay for ever. */
  if (!adds && berth_launcher_exists (name))
    {
      remove_launcher (invocation, name);
      return;
    }

  if (!berth_session_find_vm (invocation->session, name, NULL, NULL, &vm, &error))
    berth_invocation_fail (invocation, error);
  else if (adds)
    berth_launcher_add_async (vm, NULL, added_cb, errand_new (invocation, vm->uuid));
  else
    remove_launcher (invocation, vm->uuid);
}
