/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-command-line.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

/* Where GOption leaves what was typed, before it is checked. */
typedef struct
{
  gboolean help;
  gboolean version;
  gboolean demo;
  gboolean reset;
  GStrv uris;
  GStrv vms;
} Typed;

static void
typed_clear (Typed *self)
{
  g_clear_pointer (&self->uris, g_strfreev);
  g_clear_pointer (&self->vms, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static gboolean
demo_cb (const char *option, const char *value, gpointer data, GError **error)
{
  Typed *typed = data;
  g_autofree char *shown = NULL;

  typed->demo = TRUE;
  if (value == NULL)
    return TRUE;
  if (g_str_equal (value, "reset"))
    {
      typed->reset = TRUE;
      return TRUE;
    }

  shown = berth_text_dup_line (value, BERTH_TEXT_NAME_LENGTH);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               _ ("“%s” is nothing the demo knows; use --demo or --demo=reset."), shown);
  return FALSE;
}

/* GOption's own --help ends the program by exit(); a second call of berth arrives in the process
 * of the first, which would die of it. So --help is an option like the others. */
static GOptionContext *
new_context (Typed *typed)
{
  const GOptionEntry entries[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &typed->help, N_ ("Show this text"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &typed->version, N_ ("Show the version"), NULL },
    { "connect", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &typed->uris,
      N_ ("Open this connection; may be given more than once"), N_ ("URI") },
    { "vm", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed->vms,
      N_ ("Open the device settings of this VM"), N_ ("NAME|UUID") },
    { "demo", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, demo_cb,
      N_ ("Show two recorded computers, touch nothing; --demo=reset starts over"), NULL },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new (NULL, NULL, NULL, typed, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, N_ ("Gives this computer’s PCI and USB devices to its virtual machines."));
  return context;
}

static gboolean
is_demo_uri (const char *uri)
{
  return g_str_has_prefix (uri, "demo:");
}

static gboolean
fill_uris (BerthCommandLine *self, const Typed *typed, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_demo = 0;

  for (guint i = 0; typed->uris != NULL && typed->uris[i] != NULL; i++)
    {
      const char *uri = typed->uris[i];

      if (*uri == '\0')
        {
          g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                               _ ("--connect needs a URI, such as qemu:///system."));
          return FALSE;
        }
      if (!g_hash_table_add (seen, typed->uris[i]))
        continue;
      g_strv_builder_add (builder, uri);
      n_demo += is_demo_uri (uri);
    }

  if (typed->demo && n_demo < g_hash_table_size (seen))
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                           _ ("--demo never reaches a real connection; leave out --demo or "
                              "--connect."));
      return FALSE;
    }

  if (typed->demo && n_demo == 0)
    g_strv_builder_add_many (builder, BERTH_URI_DEMO_KVM, BERTH_URI_DEMO_QUBES, NULL);
  self->demo = typed->demo || (n_demo > 0 && n_demo == g_hash_table_size (seen));
  self->uris = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
fill_vm (BerthCommandLine *self, const Typed *typed, GError **error)
{
  if (typed->vms == NULL)
    return TRUE;
  if (g_strv_length (typed->vms) > 1 || *typed->vms[0] == '\0')
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                           _ ("--vm needs the name or UUID of one virtual machine."));
      return FALSE;
    }
  self->vm = g_strdup (typed->vms[0]);
  return TRUE;
}

static gboolean
check_no_rest (const char *const *rest, GError **error)
{
  g_autofree char *shown = NULL;

  if (rest[0] == NULL || rest[1] == NULL)
    return TRUE;

  shown = berth_text_dup_line (rest[1], BERTH_TEXT_NAME_LENGTH);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               _ ("“%s” is no option; to open a virtual machine use --vm."), shown);
  return FALSE;
}

/**
 * berth_command_line_parse:
 * @arguments: %NULL-terminated; the first is the program's own name; foreign text
 *
 * Understands the arguments of one call of `berth`. Prints nothing and never exits,
 * so it may be used on the arguments of another process.
 *
 * Returns: (transfer full): what was asked for; %NULL on error: %BERTH_ERROR_INVALID
 */
BerthCommandLine *
berth_command_line_parse (const char *const *arguments, GError **error)
{
  g_autoptr (BerthCommandLine) self = g_new0 (BerthCommandLine, 1);
  g_auto (Typed) typed = { 0 };
  g_autoptr (GOptionContext) context = new_context (&typed);
  g_auto (GStrv) rest = g_strdupv ((GStrv) arguments);
  g_autoptr (GError) typing_error = NULL;

  if (!g_option_context_parse_strv (context, &rest, &typing_error))
    {
      g_autofree char *shown
          = berth_text_dup_line (typing_error->message, BERTH_TEXT_SENTENCE_LENGTH);

      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_INVALID, shown);
      return NULL;
    }

  self->help = typed.help;
  self->version = typed.version;
  self->reset = typed.reset;
  if (!check_no_rest ((const char *const *) rest, error) || !fill_uris (self, &typed, error)
      || !fill_vm (self, &typed, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
berth_command_line_free (BerthCommandLine *self)
{
  g_strfreev (self->uris);
  g_free (self->vm);
  g_free (self);
}

/**
 * berth_command_line_dup_help:
 *
 * Returns: (transfer full): the text of `--help`, translated, with a line break at its end
 */
char *
berth_command_line_dup_help (void)
{
  g_auto (Typed) typed = { 0 };
  g_autoptr (GOptionContext) context = new_context (&typed);

  return g_option_context_get_help (context, TRUE, NULL);
}
