/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-application.h"

#include <glib/gi18n-lib.h>

#include "app/berth-application-actions.h"
#include "app/berth-command-line.h"
#include "app/berth-patience.h"
#include "app/berth-refresh.h"
#include "app/berth-settings-window.h"
#include "app/berth-vm-list-window.h"
#include "app/berth-vm-lookup.h"
#include "app/berth-waiting-window.h"
#include "base/berth-error.h"
#include "base/berth-names.h"
#include "session/berth-backend-list.h"

/* As in berthctl. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_NOT_FOUND 4

struct _BerthApplication
{
  AdwApplication parent_instance;

  BerthSession *session; /* owned, from the first command line on */
  BerthRefresh *refresh; /* owned, as long as the session */
  int exit_status;       /* of the call that started this process */
};

/**
 * BerthApplication:
 *
 * The one running Berth of a user: every further call of `berth` arrives here as a command line and
 * leaves with an exit status of its own. It has the session that all windows share.
 */
G_DEFINE_FINAL_TYPE (BerthApplication, berth_application, ADW_TYPE_APPLICATION)

/* One `--vm` whose VM is not known yet. */
typedef struct
{
  BerthApplication *app;            /* owned, and held: the program does not end meanwhile */
  GApplicationCommandLine *cmdline; /* owned: the caller waits as long as it lives */
  GCancellable *cancellable;        /* owned */
  char *name;                       /* owned: the VM as it was typed */
  gboolean is_shown;                /* its settings window is there and shows the waiting itself */
  guint patience_source;
  GtkWindow *waiting_window; /* a weak pointer; NULL: not yet, not needed, or closed */
} Opening;

static void
opening_free (Opening *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_weak_pointer (&self->waiting_window);
  g_application_release (G_APPLICATION (self->app));
  g_object_unref (self->app);
  g_object_unref (self->cmdline);
  g_object_unref (self->cancellable);
  g_free (self->name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static Opening *
opening_new (BerthApplication *app, GApplicationCommandLine *cmdline, const char *name)
{
  Opening *self = g_new0 (Opening, 1);

  g_application_hold (G_APPLICATION (app));
  self->app = g_object_ref (app);
  self->cmdline = g_object_ref (cmdline);
  self->cancellable = g_cancellable_new ();
  self->name = g_strdup (name);
  return self;
}

/* Who closes the window waits no longer. */
static void
show_waiting_window (Opening *opening)
{
  if (opening->waiting_window == NULL)
    {
      g_set_weak_pointer (&opening->waiting_window,
                          berth_waiting_window_new (GTK_APPLICATION (opening->app),
                                                    opening->name));
      g_signal_connect_object (opening->waiting_window, "destroy",
                               G_CALLBACK (g_cancellable_cancel), opening->cancellable,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (opening->waiting_window);
}

static gboolean
patience_over_cb (gpointer user_data)
{
  Opening *opening = user_data;

  opening->patience_source = 0;
  show_waiting_window (opening);
  return G_SOURCE_REMOVE;
}

static int
get_exit_status (const GError *error)
{
  if (g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND))
    return EXIT_NOT_FOUND;
  if (g_error_matches (error, BERTH_ERROR, BERTH_ERROR_INVALID))
    return EXIT_USAGE;
  return EXIT_FAILED;
}

/* The status goes to whoever called: another process reads it from its command line, this one
 * returns it from main() when its last window is closed. */
static void
report_failure (Opening *opening, const GError *error)
{
  int status = get_exit_status (error);

  g_application_command_line_printerr (opening->cmdline, "berth: %s\n", error->message);
  g_application_command_line_set_exit_status (opening->cmdline, status);
  if (!g_application_command_line_get_is_remote (opening->cmdline))
    opening->app->exit_status = status;
}

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (BerthComputer) computer = NULL;
  g_autoptr (BerthConnection) connection = NULL;
  g_autoptr (BerthVm) vm = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = berth_vm_lookup_finish (result, &computer, &connection, &vm, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!found)
    report_failure (opening, error);

  if (opening->is_shown)
    return;
  if (!found)
    {
      show_waiting_window (opening);
      berth_waiting_window_fail (BERTH_WAITING_WINDOW (opening->waiting_window), error);
      return;
    }
  berth_application_show_settings (opening->app, computer, connection, vm->uuid);
  if (opening->waiting_window != NULL)
    gtk_window_destroy (opening->waiting_window);
}

/* A launcher names one connection and a UUID, which is all that a settings window has to know: it
 * opens at once and shows by itself how the connection is getting on. Else a window waits until it
 * is known whose settings they are. */
static void
open_vm (BerthApplication *self, const BerthCommandLine *line, GApplicationCommandLine *cmdline)
{
  Opening *opening = opening_new (self, cmdline, line->vm);
  BerthComputer *computer = NULL;
  BerthConnection *connection = NULL;

  if (g_uuid_string_is_valid (line->vm) && g_strv_length (line->uris) == 1)
    connection = berth_session_lookup_connection (self->session, line->uris[0], &computer);

  opening->is_shown = connection != NULL;
  if (opening->is_shown)
    berth_application_show_settings (self, computer, connection, line->vm);
  else
    opening->patience_source
      = g_timeout_add (BERTH_PATIENCE_MILLISECONDS, patience_over_cb, opening);
  berth_vm_lookup_async (self->session, (const char *const *) line->uris, line->vm,
                         opening->cancellable, lookup_cb, opening);
}

/* Opens what is not open yet and tries again what has failed. */
static void
open_uri (BerthApplication *self, const char *uri)
{
  BerthConnection *connection = berth_session_lookup_connection (self->session, uri, NULL);
  BerthComputer *computer = berth_session_add_uri (self->session, uri);

  if (connection == NULL || berth_connection_get_state (connection) == BERTH_CONNECTION_FAILED)
    berth_computer_load_async (computer, NULL, NULL, NULL);
}

static void
open_uris (BerthApplication *self, const char *const *uris)
{
  g_auto (GStrv) default_uris = NULL;

  if (self->session == NULL)
    {
      self->session = berth_session_new (uris);
      self->refresh = berth_refresh_new (GTK_APPLICATION (self), self->session);
      berth_session_load_async (self->session, NULL, NULL, NULL);
      return;
    }

  if (uris == NULL || uris[0] == NULL)
    {
      default_uris = berth_backend_list_dup_default_uris ();
      uris = (const char *const *) default_uris;
    }
  for (guint i = 0; uris[i] != NULL; i++)
    open_uri (self, uris[i]);
}

static int
berth_application_command_line (GApplication *app, GApplicationCommandLine *cmdline)
{
  BerthApplication *self = BERTH_APPLICATION (app);
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (cmdline, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthCommandLine) line
    = berth_command_line_parse ((const char *const *) arguments, &error);

  if (line == NULL)
    {
      g_application_command_line_printerr (cmdline, "berth: %s\n", error->message);
      return EXIT_USAGE;
    }

  open_uris (self, (const char *const *) line->uris);
  if (line->vm != NULL)
    open_vm (self, line, cmdline);
  else
    berth_application_show_list (self);
  return 0;
}

static void
berth_application_activate (GApplication *app)
{
  BerthApplication *self = BERTH_APPLICATION (app);

  if (self->session == NULL)
    open_uris (self, NULL);
  berth_application_show_list (self);
}

static void
berth_application_startup (GApplication *app)
{
  G_APPLICATION_CLASS (berth_application_parent_class)->startup (app);
  berth_application_add_actions (BERTH_APPLICATION (app));
}

static void
berth_application_dispose (GObject *object)
{
  BerthApplication *self = BERTH_APPLICATION (object);

  g_clear_object (&self->refresh);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (berth_application_parent_class)->dispose (object);
}

static void
berth_application_class_init (BerthApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_application_dispose;
  application_class->startup = berth_application_startup;
  application_class->activate = berth_application_activate;
  application_class->command_line = berth_application_command_line;
}

static void
berth_application_init (BerthApplication *self)
{
}

/**
 * berth_application_new:
 * @demo: has a name of its own on the bus, so that a demo never reaches a real instance
 *
 * Returns: (transfer full)
 */
BerthApplication *
berth_application_new (gboolean demo)
{
  return g_object_new (BERTH_TYPE_APPLICATION,
                       "application-id", demo ? BERTH_APP_ID_DEMO : BERTH_APP_ID,
                       "resource-base-path", BERTH_RESOURCE_PREFIX,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}

/**
 * berth_application_get_exit_status:
 *
 * Returns: what the call that started this process ends with, known when g_application_run() has
 *   returned: 0, or what a VM that was asked for and not found is worth
 */
int
berth_application_get_exit_status (BerthApplication *self)
{
  return self->exit_status;
}

/**
 * berth_application_get_session:
 *
 * Returns: (nullable) (transfer none): %NULL before the first command line
 */
BerthSession *
berth_application_get_session (BerthApplication *self)
{
  return self->session;
}

/**
 * berth_application_show_list:
 *
 * Raises the VM list, or opens it.
 */
void
berth_application_show_list (BerthApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  GtkWindow *window = NULL;

  for (GList *l = windows; l != NULL && window == NULL; l = l->next)
    if (BERTH_IS_VM_LIST_WINDOW (l->data))
      window = l->data;
  if (window == NULL)
    window = berth_vm_list_window_new (GTK_APPLICATION (self), self->session);
  gtk_window_present (window);
}

static GtkWindow *
find_settings_window (BerthApplication *self, BerthConnection *connection, const char *uuid)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    {
      BerthSettingsWindow *window;

      if (!BERTH_IS_SETTINGS_WINDOW (l->data))
        continue;
      window = BERTH_SETTINGS_WINDOW (l->data);
      if (berth_settings_window_get_connection (window) == connection
          && g_ascii_strcasecmp (berth_settings_window_get_vm_uuid (window), uuid) == 0)
        return GTK_WINDOW (window);
    }
  return NULL;
}

/**
 * berth_application_show_settings:
 *
 * Raises the settings window of a VM, or opens it. Two windows on one VM would be two wishes.
 */
void
berth_application_show_settings (BerthApplication *self,
                                 BerthComputer *computer,
                                 BerthConnection *connection,
                                 const char *uuid)
{
  GtkWindow *window = find_settings_window (self, connection, uuid);

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  window = berth_settings_window_new (GTK_APPLICATION (self), computer, connection, uuid);
  berth_patience_present (window, computer, connection);
}
