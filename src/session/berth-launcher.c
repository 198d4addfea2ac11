/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-launcher.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

/* The file of one VM; what stands between is the UUID. */
#define FILE_PREFIX BERTH_APP_ID ".vm."
#define FILE_SUFFIX ".desktop"

/* File names may have 255 bytes (NAME_MAX), and each character may become three. */
#define MAX_UUID 64
/* More than any real URI, less than what menus choke on. */
#define MAX_URI 1024

/* What stands in an argument of Exec without quotes; the specification reserves all that a shell
 * knows (Desktop Entry Specification 1.5, "The Exec key"). */
#define PLAIN_CHARACTERS \
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:@+,=%[]"

typedef struct
{
  char *path;
  char *name;     /* of the VM, safe to show */
  char *contents; /* of the file */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_free (errand->path);
  g_free (errand->name);
  g_free (errand->contents);
  g_free (errand);
}

/* A UUID as it is; any other identifier (Qubes R4.2 has only names, a server may say anything) so
 * that it is one component of a path and no two become the same. NULL: it cannot be one. */
static char *
dup_file_name (const char *uuid)
{
  g_autoptr (GString) name = g_string_new (FILE_PREFIX);
  gsize length = strnlen (uuid, MAX_UUID + 1);

  if (length == 0 || length > MAX_UUID)
    return NULL;
  for (const char *p = uuid; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || *p == '-')
        g_string_append_c (name, *p);
      else
        g_string_append_printf (name, "_%02x", (guchar) *p);
    }
  g_string_append (name, FILE_SUFFIX);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* Returns: (nullable): where the launcher of the VM is, or would be */
static char *
dup_path (const char *uuid)
{
  g_autofree char *name = dup_file_name (uuid);

  if (name == NULL)
    return NULL;
  return g_build_filename (g_get_user_data_dir (), "applications", name, NULL);
}

static char *
dup_path_or_error (const char *uuid, GError **error)
{
  char *path = dup_path (uuid);
  g_autofree char *shown = NULL;

  if (path == NULL)
    {
      shown = berth_text_dup_name (uuid);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("“%s” cannot be the UUID of a VM, so that it has no menu entry."), shown);
    }
  return path;
}

/**
 * berth_launcher_exists:
 *
 * Returns: whether the VM is in the app menu of this user
 */
gboolean
berth_launcher_exists (const char *vm_uuid)
{
  g_autofree char *path = dup_path (vm_uuid);

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* The program that was installed with this one; in a build that is not installed, whichever one is
 * found when the entry is used. */
static const char *
get_program (void)
{
  const char *installed = BERTH_BINDIR "/berth";

  return g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE) ? installed : "berth";
}

/* Appends one argument as Exec wants it: quoted where anything in it means something, and "%",
 * which begins a field code even in quotes, doubled. */
static void
append_argument (GString *exec, const char *argument)
{
  gboolean plain = *argument != '\0' && argument[strspn (argument, PLAIN_CHARACTERS)] == '\0';

  if (exec->len > 0)
    g_string_append_c (exec, ' ');
  if (!plain)
    g_string_append_c (exec, '"');
  for (const char *p = argument; *p != '\0'; p++)
    {
      if (*p == '%')
        g_string_append_c (exec, '%');
      else if (strchr ("\"`$\\", *p) != NULL)
        g_string_append_c (exec, '\\');
      g_string_append_c (exec, *p);
    }
  if (!plain)
    g_string_append_c (exec, '"');
}

/* Whether @text can stand in a file of lines at all. */
static gboolean
is_one_line (const char *text)
{
  if (strnlen (text, MAX_URI + 1) > MAX_URI || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* Returns: (nullable): the whole file, or %NULL with @error set */
static char *
dup_contents (const BerthVm *vm, const char *shown_name, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GString) exec = g_string_new (NULL);
  /* Translators: an entry of the app menu; %s is a VM */
  g_autofree char *name = g_strdup_printf (_ ("%s — Device Settings"), shown_name);
  const char *group = G_KEY_FILE_DESKTOP_GROUP;

  if (!is_one_line (vm->connection) || !is_one_line (vm->uuid))
    {
      g_autofree char *shown = berth_text_dup_name (vm->connection);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("The connection “%s” cannot be written into a menu entry. Open “%s” over a "
                      "connection with a simpler URI."),
                   shown, shown_name);
      return NULL;
    }

  append_argument (exec, get_program ());
  append_argument (exec, "--connect");
  append_argument (exec, vm->connection);
  append_argument (exec, "--vm");
  append_argument (exec, vm->uuid);

  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_TYPE, "Application");
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_NAME, name);
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_COMMENT,
                         _ ("Choose which devices of this computer the virtual machine gets"));
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_EXEC, exec->str);
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_ICON, BERTH_APP_ID);
  g_key_file_set_boolean (file, group, G_KEY_FILE_DESKTOP_KEY_TERMINAL, FALSE);
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_CATEGORIES, "System;");
  /* No StartupWMClass: all windows are of one program, and this entry must not claim them all. */
  g_key_file_set_boolean (file, group, G_KEY_FILE_DESKTOP_KEY_STARTUP_NOTIFY, TRUE);
  return g_key_file_to_data (file, NULL, NULL);
}

/* What the system said, as an error of ours about @sentence (transfer full). */
static void
return_file_error (GTask *task, GFileError file_error, char *sentence)
{
  g_autofree char *owned = sentence;
  BerthError code = BERTH_ERROR_FAILED;

  if (file_error == G_FILE_ERROR_ACCES || file_error == G_FILE_ERROR_PERM
      || file_error == G_FILE_ERROR_ROFS)
    code = BERTH_ERROR_DENIED;
  g_task_return_new_error (task, BERTH_ERROR, code, "%s", owned);
}

/* Writes the file whole, or leaves what was there. */
static gboolean
write_file (const Errand *errand, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (errand->path);

  /* 0700 for folders below the user's data home: XDG Base Directory Specification 0.8. */
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int system_error = errno;

      g_set_error_literal (error, G_FILE_ERROR, (int) g_file_error_from_errno (system_error),
                           g_strerror (system_error));
      return FALSE;
    }
  return g_file_set_contents_full (errand->path, errand->contents, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
}

static void
add_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Errand *errand = task_data;
  g_autofree char *path = berth_text_dup_shown (errand->path, BERTH_TEXT_SENTENCE_LENGTH);
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;

  if (write_file (errand, &error))
    {
      g_task_return_pointer (task, g_strdup (errand->path), g_free);
      return;
    }
  reason = berth_text_dup_shown (error->message, BERTH_TEXT_SENTENCE_LENGTH);
  return_file_error (task, (GFileError) error->code,
                     /* Translators: a VM, a file, and what the system says */
                     g_strdup_printf (_ ("The menu entry of “%s” could not be written to %s: %s"),
                                      errand->name, path, reason));
}

/**
 * berth_launcher_add_async:
 * @vm: (transfer none)
 *
 * Puts the settings of @vm into the app menu of this user, or writes the entry anew. It starts
 * Berth by connection and UUID; the name of the VM, which may change and is foreign text, is only
 * shown.
 */
void
berth_launcher_add_async (const BerthVm *vm,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, berth_launcher_add_async);
  g_task_set_task_data (task, errand, errand_free);
  errand->name = berth_text_dup_name (vm->name);
  errand->path = dup_path_or_error (vm->uuid, &error);
  if (errand->path != NULL)
    errand->contents = dup_contents (vm, errand->name, &error);
  if (errand->contents == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_run_in_thread (task, add_in_thread);
}

/**
 * berth_launcher_add_finish:
 *
 * Returns: (transfer full): the path of the file, or %NULL with @error set: %BERTH_ERROR_INVALID if
 *   UUID or URI cannot stand in one, %BERTH_ERROR_DENIED, %BERTH_ERROR_FAILED
 */
char *
berth_launcher_add_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
remove_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Errand *errand = task_data;
  g_autofree char *path = berth_text_dup_shown (errand->path, BERTH_TEXT_SENTENCE_LENGTH);
  int system_error;

  if (g_unlink (errand->path) == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  system_error = errno;
  if (system_error == ENOENT || system_error == ENOTDIR)
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                             _ ("“%s” is not in the app menu, so that there is nothing to "
                                "remove."),
                             errand->name);
  else
    return_file_error (task, g_file_error_from_errno (system_error),
                       /* Translators: a file, and what the system says */
                       g_strdup_printf (_ ("The menu entry %s could not be removed: %s"), path,
                                        g_strerror (system_error)));
}

/**
 * berth_launcher_remove_async:
 *
 * Takes the VM out of the app menu of this user. The VM need not exist any more.
 */
void
berth_launcher_remove_async (const char *vm_uuid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, berth_launcher_remove_async);
  g_task_set_task_data (task, errand, errand_free);
  errand->name = berth_text_dup_name (vm_uuid);
  errand->path = dup_path_or_error (vm_uuid, &error);
  if (errand->path != NULL)
    g_task_run_in_thread (task, remove_in_thread);
  else
    g_task_return_error (task, error);
}

/**
 * berth_launcher_remove_finish:
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_NOT_FOUND if there is none, %BERTH_ERROR_DENIED,
 *   %BERTH_ERROR_FAILED
 */
gboolean
berth_launcher_remove_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
