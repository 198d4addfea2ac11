/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-opening.h"

#include "app/berth-patience.h"
#include "app/berth-vm-lookup.h"
#include "app/berth-waiting-window.h"
#include "base/berth-error.h"
#include "base/berth-text.h"

/* As in berthctl. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_NOT_FOUND 4

/* One `--vm` whose VM is not known yet. */
typedef struct
{
  BerthApplication *app;            /* owned, and held: the program does not end meanwhile */
  GApplicationCommandLine *cmdline; /* owned: the caller waits as long as it lives */
  GCancellable *cancellable;        /* owned */
  char *name;                       /* owned: the VM as it was typed */
  BerthComputer *computer;          /* owned, nullable */
  BerthConnection *connection;      /* owned; set if it is clear whose settings are meant */
  gboolean is_shown;                /* the settings window is there and shows the waiting itself */
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
  g_clear_object (&self->computer);
  g_clear_object (&self->connection);
  g_free (self->name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* A launcher names one connection and a UUID, which is all that a settings window has to know: it
 * shows by itself how the connection is getting on, and offers to try again. */
static void
remember_if_clear (Opening *self, const BerthCommandLine *line)
{
  BerthSession *session = berth_application_get_session (self->app);
  BerthComputer *computer = NULL;
  BerthConnection *connection = NULL;

  if (g_uuid_string_is_valid (line->vm) && g_strv_length (line->uris) == 1)
    connection = berth_session_lookup_connection (session, line->uris[0], &computer);
  if (connection == NULL)
    return;
  self->computer = g_object_ref (computer);
  self->connection = g_object_ref (connection);
}

static Opening *
opening_new (BerthApplication *app, GApplicationCommandLine *cmdline, const BerthCommandLine *line)
{
  Opening *self = g_new0 (Opening, 1);

  g_application_hold (G_APPLICATION (app));
  self->app = g_object_ref (app);
  self->cmdline = g_object_ref (cmdline);
  self->cancellable = g_cancellable_new ();
  self->name = g_strdup (line->vm);
  remember_if_clear (self, line);
  return self;
}

/* Who closes the window waits no longer. */
static void
show_waiting_window (Opening *self)
{
  if (self->waiting_window == NULL)
    {
      g_set_weak_pointer (&self->waiting_window,
                          berth_waiting_window_new (GTK_APPLICATION (self->app), self->name));
      g_signal_connect_object (self->waiting_window, "destroy", G_CALLBACK (g_cancellable_cancel),
                               self->cancellable, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->waiting_window);
}

/* Shows the window in which the user sees the waiting, or why there is nothing to wait for. */
static void
show_something (Opening *self)
{
  if (self->is_shown)
    return;
  self->is_shown = self->connection != NULL;
  if (self->is_shown)
    berth_application_show_settings (self->app, self->computer, self->connection, self->name,
                                     TRUE);
  else
    show_waiting_window (self);
}

static gboolean
patience_over_cb (gpointer user_data)
{
  Opening *self = user_data;

  self->patience_source = 0;
  show_something (self);
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
fail (Opening *self, const GError *error)
{
  int status = get_exit_status (error);
  g_autofree char *shown = berth_text_dup_line (error->message, BERTH_TEXT_ERROR_LENGTH);

  g_application_command_line_printerr (self->cmdline, "berth: %s\n", shown);
  g_application_command_line_set_exit_status (self->cmdline, status);
  if (!g_application_command_line_get_is_remote (self->cmdline))
    berth_application_set_exit_status (self->app, status);

  show_something (self);
  if (self->waiting_window != NULL)
    berth_waiting_window_fail (BERTH_WAITING_WINDOW (self->waiting_window), error);
}

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) self = user_data;
  g_autoptr (BerthComputer) computer = NULL;
  g_autoptr (BerthConnection) connection = NULL;
  g_autoptr (BerthVm) vm = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = berth_vm_lookup_finish (result, &computer, &connection, &vm, &error);
  gboolean is_waiting_seen = self->waiting_window != NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!found)
    fail (self, error);
  if (!found || self->is_shown)
    return;

  berth_application_show_settings (self->app, computer, connection, vm->uuid, is_waiting_seen);
  if (is_waiting_seen)
    gtk_window_destroy (self->waiting_window);
}

/**
 * berth_vm_opening_begin:
 * @cmdline: who calls; told when it is known whether there is such a VM
 * @line: names a VM, and where to look for it
 *
 * Shows the settings of the VM that @line asks for, as soon as it is known which one that is. A VM
 * that is found in a moment gets its window with something in it; else the user sees that it takes
 * time, or what is wrong.
 */
void
berth_vm_opening_begin (BerthApplication *app,
                        GApplicationCommandLine *cmdline,
                        const BerthCommandLine *line)
{
  Opening *self = opening_new (app, cmdline, line);

  self->patience_source = g_timeout_add (BERTH_PATIENCE_MILLISECONDS, patience_over_cb, self);
  berth_vm_lookup_async (berth_application_get_session (app), (const char *const *) line->uris,
                         line->vm, self->cancellable, lookup_cb, self);
}
