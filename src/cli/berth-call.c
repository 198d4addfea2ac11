/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-call.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

/* Where GOption leaves what was typed, before it is checked. */
typedef struct
{
  BerthCall *call;
  GPtrArray *uris; /* of owned strings */
} Typed;

static gboolean
connect_cb (const char *option, const char *value, gpointer data, GError **error)
{
  Typed *typed = data;

  if (*value == '\0')
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("%s needs a URI, such as qemu:///system, or “none”."), option);
      return FALSE;
    }
  g_ptr_array_add (typed->uris, g_strdup (value));
  return TRUE;
}

static gboolean
demo_cb (const char *option, const char *value, gpointer data, GError **error)
{
  Typed *typed = data;
  g_autofree char *shown = NULL;

  typed->call->demo = TRUE;
  if (*value == '\0')
    return TRUE;
  if (g_str_equal (value, "reset"))
    {
      typed->call->reset = TRUE;
      return TRUE;
    }

  shown = berth_text_dup_line (value, BERTH_TEXT_NAME_LENGTH);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               _ ("“%s” is nothing the demo knows; use --demo or --demo=reset."), shown);
  return FALSE;
}

/* Knows the options of every verb, and those of @verb where there is one already. */
static GOptionContext *
new_context (Typed *typed, const BerthVerb *verb)
{
  const GOptionEntry entries[] = {
    { "connect", 'c', G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, connect_cb,
      N_ ("Open this connection, may be given more than once; “none”: devices only"), N_ ("URI") },
    { "demo", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, demo_cb,
      N_ ("Use two recorded computers, touch nothing; --demo=reset starts over"), NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &typed->call->json, N_ ("Answer in JSON, for programs"),
      NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &typed->call->help, N_ ("Show this text"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &typed->call->version, N_ ("Show the version"), NULL },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new (NULL, NULL, NULL, typed, NULL);

  g_option_group_add_entries (group, entries);
  if (verb != NULL && verb->options != NULL)
    g_option_group_add_entries (group, verb->options);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);
  /* As long as the verb is not known, neither are the options behind it. */
  g_option_context_set_strict_posix (context, verb == NULL);
  return context;
}

static gboolean
takes_optional_value (const BerthVerb *verb, const char *name)
{
  const GOptionEntry *entry = verb != NULL ? verb->options : NULL;

  if (g_str_equal (name, "demo"))
    return TRUE;

  for (; entry != NULL && entry->long_name != NULL; entry++)
    {
      if (g_str_equal (entry->long_name, name))
        return (entry->flags & G_OPTION_FLAG_OPTIONAL_ARG) != 0;
    }
  return FALSE;
}

/* GOption takes the word behind an option for its value even where the value may be left out, and
 * "--demo vms" would lose its verb. With an "=" behind it the option has a value, an empty one. */
static void
close_optional_values (const BerthVerb *verb, GStrv words)
{
  for (; *words != NULL && !g_str_equal (*words, "--"); words++)
    {
      char *word = *words;

      if (g_str_has_prefix (word, "--") && takes_optional_value (verb, word + strlen ("--")))
        {
          *words = g_strconcat (word, "=", NULL);
          g_free (word);
        }
    }
}

/* Takes the options out of @words, which keeps the program's name and the rest. */
static gboolean
take_options (Typed *typed, const BerthVerb *verb, GStrv *words, GError **error)
{
  g_autoptr (GOptionContext) context = new_context (typed, verb);
  g_autoptr (GError) own = NULL;
  g_autofree char *shown = NULL;

  close_optional_values (verb, *words);
  if (g_option_context_parse_strv (context, words, &own))
    return TRUE;

  if (own->domain == BERTH_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return FALSE;
    }
  shown = berth_text_dup_line (own->message, BERTH_TEXT_SENTENCE_LENGTH);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID, "%s.", shown);
  return FALSE;
}

static gboolean
find_verb (BerthCall *self, const BerthVerb *verbs, const char *word, GError **error)
{
  const char *nearest;
  g_autofree char *shown = NULL;

  self->verb = berth_verb_find (verbs, word);
  if (self->verb != NULL)
    return TRUE;

  nearest = berth_verb_find_nearest (verbs, word);
  shown = berth_text_dup_line (word, BERTH_TEXT_NAME_LENGTH);
  if (nearest != NULL)
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                 _ ("berthctl knows no verb “%s”. Did you mean “%s”?"), shown, nearest);
  else
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                 _ ("berthctl knows no verb “%s”. “berthctl --help” lists all."), shown);
  return FALSE;
}

/* The demo must never reach a real connection, also not beside one. */
static gboolean
fill_uris (BerthCall *self, Typed *typed, GError **error)
{
  if (self->demo && typed->uris->len == 0)
    {
      g_ptr_array_add (typed->uris, g_strdup (BERTH_URI_DEMO_KVM));
      g_ptr_array_add (typed->uris, g_strdup (BERTH_URI_DEMO_QUBES));
    }

  for (guint i = 0; self->demo && i < typed->uris->len; i++)
    {
      if (!g_str_has_prefix (g_ptr_array_index (typed->uris, i), "demo:"))
        {
          g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                               _ ("--demo never reaches a real connection; leave out --demo or "
                                  "--connect."));
          return FALSE;
        }
    }

  g_ptr_array_add (typed->uris, NULL);
  self->uris = g_strdupv ((GStrv) typed->uris->pdata);
  return TRUE;
}

static gboolean
check_arguments (BerthCall *self, GError **error)
{
  guint n = g_strv_length (self->arguments);

  if (n >= self->verb->min_arguments && n <= self->verb->max_arguments)
    return TRUE;

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               n < self->verb->min_arguments
                   ? _ ("Something is missing. Write “berthctl %s %s”.")
                   : _ ("That is too much. Write “berthctl %s %s”."),
               self->verb->name, _ (self->verb->arguments));
  return FALSE;
}

/* What stands behind the verb, without its options. */
static gboolean
fill_arguments (Typed *typed, GStrv words, GError **error)
{
  BerthCall *self = typed->call;
  g_auto (GStrv) rest = g_strdupv (words);
  GStrv first;

  if (!take_options (typed, self->verb, &rest, error))
    return FALSE;

  first = rest + (rest[0] != NULL);
  /* GOption leaves it where it guards something that looks like an option. */
  if (*first != NULL && g_str_equal (*first, "--"))
    first++;
  self->arguments = g_strdupv (first);
  return self->help || self->version || check_arguments (self, error);
}

/**
 * berth_call_new:
 *
 * Returns: (transfer full): for berth_call_parse() to fill
 */
BerthCall *
berth_call_new (void)
{
  return g_new0 (BerthCall, 1);
}

void
berth_call_free (BerthCall *self)
{
  g_strfreev (self->arguments);
  g_strfreev (self->uris);
  g_free (self);
}

/**
 * berth_call_parse:
 * @self: (out): new; what was understood before the error stays, so that the error can be told in
 *   the form that was asked for
 * @verbs: the table
 * @words: (array zero-terminated=1): the program's name and what was typed behind it; foreign text
 *
 * Understands one call. The options of every verb may stand before the verb and behind it, those
 * of one verb behind it.
 *
 * Returns: %FALSE with %BERTH_ERROR_INVALID
 */
gboolean
berth_call_parse (BerthCall *self,
                  const BerthVerb *verbs,
                  const char *const *words,
                  GError **error)
{
  g_auto (GStrv) rest = g_strdupv ((GStrv) words);
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);
  Typed typed = { .call = self, .uris = uris };

  self->json = g_strv_contains (words, "--json");
  if (!take_options (&typed, NULL, &rest, error))
    return FALSE;

  if (rest[0] != NULL && rest[1] != NULL)
    {
      if (!find_verb (self, verbs, rest[1], error) || !fill_arguments (&typed, rest + 1, error))
        return FALSE;
    }
  else if (!self->help && !self->version && !self->reset)
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                           _ ("What shall be done? “berthctl --help” lists the verbs."));
      return FALSE;
    }
  return fill_uris (self, &typed, error);
}

/* The verbs in two columns, as GOption prints the options below. */
static char *
dup_verb_list (const BerthVerb *verbs)
{
  g_autoptr (GString) list = g_string_new (_ ("Verbs:\n"));

  for (const BerthVerb *verb = verbs; verb->name != NULL; verb++)
    {
      g_autofree char *usage
          = g_strdup_printf ("%s %s", verb->name, *verb->arguments ? _ (verb->arguments) : "");
      gsize width = (gsize) g_utf8_strlen (usage, -1);

      g_string_append_printf (list, "  %s%*s %s\n", usage, width < 24 ? (int) (24 - width) : 0, "",
                              _ (verb->summary));
    }
  g_string_truncate (list, list->len - 1);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/**
 * berth_call_dup_help:
 * @verb: (nullable): the verb to explain; %NULL: the program
 *
 * Returns: (transfer full): what `--help` prints
 */
char *
berth_call_dup_help (const BerthVerb *verbs, const BerthVerb *verb)
{
  g_autoptr (BerthCall) call = berth_call_new ();
  Typed typed = { .call = call };
  g_autoptr (GOptionContext) context = new_context (&typed, verb);
  g_autofree char *list = verb == NULL ? dup_verb_list (verbs) : NULL;
  g_autofree char *text = NULL;
  const char *options;
  g_autoptr (GString) help = g_string_new (NULL);

  if (verb != NULL)
    g_string_append_printf (help, "%s berthctl %s [%s] %s\n\n%s.\n", _ ("Usage:"), verb->name,
                            _ ("OPTION…"), *verb->arguments ? _ (verb->arguments) : "",
                            _ (verb->summary));
  else
    g_string_append_printf (
        help, "%s berthctl [%s] %s\n\n%s\n\n%s\n", _ ("Usage:"), _ ("OPTION…"), _ ("VERB …"),
        _ ("Gives this computer’s PCI and USB devices to its virtual machines."), list);

  /* All of GOption's text but its first paragraph, which knows no verbs. */
  text = g_option_context_get_help (context, TRUE, NULL);
  options = strstr (text, "\n\n");
  g_string_append (help, options != NULL ? options + 1 : text);
  return g_string_free (g_steal_pointer (&help), FALSE);
}
