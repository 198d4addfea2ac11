/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-application.h"

#include <glib/gi18n-lib.h>

#include "app/berth-application-actions.h"
#include "app/berth-command-line.h"
#include "app/berth-patience.h"
#include "app/berth-refresh.h"
#include "app/berth-settings-window.h"
#include "app/berth-vm-list-window.h"
#include "app/berth-vm-opening.h"
#include "base/berth-names.h"
#include "base/berth-text.h"
#include "session/berth-backend-list.h"

/* As in berthctl. */
#define EXIT_USAGE 2

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
      g_autofree char *shown = berth_text_dup_line (error->message, BERTH_TEXT_ERROR_LENGTH);

      g_application_command_line_printerr (cmdline, "berth: %s\n", shown);
      return EXIT_USAGE;
    }

  open_uris (self, (const char *const *) line->uris);
  if (line->vm != NULL)
    berth_vm_opening_begin (self, cmdline, line);
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
 * berth_application_set_exit_status:
 * @status: not 0
 *
 * Lets this process end with @status when its last window is closed.
 */
void
berth_application_set_exit_status (BerthApplication *self, int status)
{
  self->exit_status = status;
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
 * @at_once: show the window also while there is nothing in it yet
 *
 * Raises the settings window of a VM, or opens it. Two windows on one VM would be two wishes.
 */
void
berth_application_show_settings (BerthApplication *self,
                                 BerthComputer *computer,
                                 BerthConnection *connection,
                                 const char *uuid,
                                 gboolean at_once)
{
  GtkWindow *window = find_settings_window (self, connection, uuid);

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  window = berth_settings_window_new (GTK_APPLICATION (self), computer, connection, uuid);
  if (at_once)
    gtk_window_present (window);
  else
    berth_patience_present (window, computer, connection);
}
