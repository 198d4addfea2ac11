/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "session/berth-session.h"

/* More than two or three guesses help nobody. */
#define MAX_GUESSES 3

/* One VM and where it is. Borrowed from the session. */
typedef struct
{
  BerthComputer *computer;
  BerthConnection *connection;
  BerthVm *vm;
} Place;

static gboolean
is_among (BerthConnection *connection, const char *const *uris)
{
  return uris == NULL || uris[0] == NULL
         || g_strv_contains (uris, berth_connection_get_uri (connection));
}

/* Returns: (element-type Place): the connections to look in, the VM left open */
static GArray *
list_scope (BerthSession *self, const char *const *uris)
{
  GListModel *computers = berth_session_get_computers (self);
  GArray *scope = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      GListModel *connections = berth_computer_get_connections (computer);

      for (guint j = 0; j < g_list_model_get_n_items (connections); j++)
        {
          g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, j);
          Place place = { computer, connection, NULL };

          if (is_among (connection, uris))
            g_array_append_val (scope, place);
        }
    }
  return scope;
}

/* Returns: (element-type Place): every VM in @scope */
static GArray *
list_places (GArray *scope)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < scope->len; i++)
    {
      Place place = g_array_index (scope, Place, i);
      GPtrArray *vms = berth_connection_get_vms (place.connection);

      for (guint j = 0; j < vms->len; j++)
        {
          place.vm = g_ptr_array_index (vms, j);
          g_array_append_val (places, place);
        }
    }
  return places;
}

static gboolean
has_uuid (const BerthVm *vm, const char *text)
{
  return g_ascii_strcasecmp (vm->uuid, text) == 0;
}

static gboolean
has_name (const BerthVm *vm, const char *text)
{
  return g_str_equal (vm->name, text);
}

/* Keeps those of @places that @matches. */
static GArray *
filter_places (GArray *places,
               gboolean (*matches) (const BerthVm *vm, const char *text),
               const char *text)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < places->len; i++)
    {
      Place *place = &g_array_index (places, Place, i);

      if (matches (place->vm, text))
        g_array_append_val (found, *place);
    }
  return found;
}

/* "“a”, “b”" out of foreign words. */
static char *
dup_quoted_list (GPtrArray *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    {
      g_autofree char *shown = berth_text_dup_name (g_ptr_array_index (words, i));

      if (i > 0)
        /* Translators: between the names in a list */
        g_string_append (text, _ (", "));
      /* Translators: a name in a list */
      g_string_append_printf (text, _ ("“%s”"), shown);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_ambiguous_error (GError **error, const char *text, GArray *found)
{
  g_autoptr (GPtrArray) uris = g_ptr_array_new ();
  g_autofree char *shown = berth_text_dup_name (text);
  g_autofree char *list = NULL;

  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (uris, (char *) g_array_index (found, Place, i).vm->connection);
  list = dup_quoted_list (uris);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               /* Translators: the second %s is a list of connections */
               _ ("More than one VM is called “%s”: on %s. Say which one with its connection or "
                  "its UUID."),
               shown, list);
}

/* The number of characters to type, remove or replace to make one out of the other, or anything
 * above @max. */
static guint
measure_distance (const char *a, const char *b, guint max)
{
  gsize n_a = strlen (a);
  gsize n_b = strlen (b);
  g_autofree guint *row = NULL;

  if (MAX (n_a, n_b) - MIN (n_a, n_b) > max)
    return max + 1;

  row = g_new (guint, n_b + 1);
  for (gsize j = 0; j <= n_b; j++)
    row[j] = (guint) j;
  for (gsize i = 1; i <= n_a; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= n_b; j++)
        {
          guint replaced = diagonal + (a[i - 1] != b[j - 1]);

          diagonal = row[j];
          row[j] = MIN (replaced, 1 + MIN (row[j], row[j - 1]));
        }
    }
  return row[n_b];
}

/* Another case, the beginning of the name or UUID, or a slip of the fingers. */
static gboolean
is_near (const BerthVm *vm, const char *text)
{
  g_autofree char *typed = g_utf8_strdown (text, -1);
  g_autofree char *name = g_utf8_strdown (vm->name, -1);
  gsize length = strlen (typed);
  guint max = length > 3 ? 2 : 1;

  /* The time to measure grows with the product of both lengths. */
  if (length == 0 || length > BERTH_TEXT_NAME_LENGTH)
    return FALSE;
  return g_str_has_prefix (name, typed) || g_str_has_prefix (vm->uuid, typed)
         || measure_distance (name, typed, max) <= max;
}

/* The error of the first connection that could not be asked. */
static const GError *
find_connection_error (GArray *scope, gboolean *ret_any_ready)
{
  const GError *error = NULL;

  *ret_any_ready = FALSE;
  for (guint i = 0; i < scope->len; i++)
    {
      BerthConnection *connection = g_array_index (scope, Place, i).connection;

      if (berth_connection_get_state (connection) == BERTH_CONNECTION_READY)
        *ret_any_ready = TRUE;
      else if (error == NULL)
        error = berth_connection_get_error (connection);
    }
  return error;
}

static void
set_not_found_error (GArray *scope, GError **error, const char *text, GArray *places)
{
  g_autofree char *shown = berth_text_dup_name (text);
  g_autoptr (GString) sentence = g_string_new (NULL);
  g_autoptr (GArray) near = NULL;
  gboolean any_ready;
  const GError *unasked = find_connection_error (scope, &any_ready);

  if (unasked != NULL && !any_ready)
    {
      g_propagate_error (error, g_error_copy (unasked));
      return;
    }

  g_string_append_printf (sentence, _ ("There is no VM with the name or UUID “%s”."), shown);
  near = filter_places (places, is_near, text);
  if (near->len > 0)
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new ();
      g_autofree char *list = NULL;

      for (guint i = 0; i < MIN (near->len, MAX_GUESSES); i++)
        g_ptr_array_add (names, g_array_index (near, Place, i).vm->name);
      list = dup_quoted_list (names);
      /* Translators: %s is one or more names of VMs, in quotes */
      g_string_append_printf (sentence, _ (" Did you mean %s?"), list);
    }
  if (unasked != NULL)
    {
      g_autofree char *why = berth_text_dup_error (unasked);

      /* Translators: %s is a whole sentence that says why a connection could not be asked */
      g_string_append_printf (sentence, _ (" Not every connection could be asked: %s"), why);
    }
  g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND, sentence->str);
}

/**
 * berth_session_find_vm_among:
 * @uris: (nullable) (array zero-terminated=1): look on these connections only; %NULL or empty: on
 *   all of them
 * @name_or_uuid: what a person typed; a UUID counts before a name
 * @ret_computer: (out) (optional) (transfer full)
 * @ret_connection: (out) (optional) (transfer full)
 * @ret_vm: (out) (optional) (transfer full): the VM as last read
 *
 * Looks among the VMs of loaded connections.
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_NOT_FOUND; %BERTH_ERROR_INVALID if several VMs are
 *   called so; the connection's own error if none could be asked
 */
gboolean
berth_session_find_vm_among (BerthSession *self,
                             const char *const *uris,
                             const char *name_or_uuid,
                             BerthComputer **ret_computer,
                             BerthConnection **ret_connection,
                             BerthVm **ret_vm,
                             GError **error)
{
  g_autoptr (GArray) scope = list_scope (self, uris);
  g_autoptr (GArray) places = list_places (scope);
  g_autoptr (GArray) found = filter_places (places, has_uuid, name_or_uuid);
  const Place *place;

  if (found->len == 0)
    {
      g_array_unref (found);
      found = filter_places (places, has_name, name_or_uuid);
    }
  if (found->len == 0)
    {
      set_not_found_error (scope, error, name_or_uuid, places);
      return FALSE;
    }
  if (found->len > 1)
    {
      set_ambiguous_error (error, name_or_uuid, found);
      return FALSE;
    }

  place = &g_array_index (found, Place, 0);
  if (ret_computer != NULL)
    *ret_computer = g_object_ref (place->computer);
  if (ret_connection != NULL)
    *ret_connection = g_object_ref (place->connection);
  if (ret_vm != NULL)
    *ret_vm = berth_vm_ref (place->vm);
  return TRUE;
}

/**
 * berth_session_find_vm:
 *
 * berth_session_find_vm_among() all connections.
 */
gboolean
berth_session_find_vm (BerthSession *self,
                       const char *name_or_uuid,
                       BerthComputer **ret_computer,
                       BerthConnection **ret_connection,
                       BerthVm **ret_vm,
                       GError **error)
{
  return berth_session_find_vm_among (self, NULL, name_or_uuid, ret_computer, ret_connection,
                                      ret_vm, error);
}
