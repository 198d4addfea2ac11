/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-patience.h"

/* A window that is about to be shown. */
typedef struct
{
  GtkWindow *window;           /* a weak pointer */
  BerthComputer *computer;     /* owned */
  BerthConnection *connection; /* owned */
  guint source;
} Patience;

static gboolean
has_something_to_show (Patience *self)
{
  if (berth_connection_get_state (self->connection) == BERTH_CONNECTION_WAITING)
    return FALSE;
  return berth_connection_get_error (self->connection) != NULL
         || berth_computer_get_inventory (self->computer) != NULL
         || berth_computer_get_error (self->computer) != NULL;
}

static void
patience_end (Patience *self)
{
  g_signal_handlers_disconnect_by_data (self->computer, self);
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->window != NULL)
    gtk_window_present (self->window);

  g_clear_weak_pointer (&self->window);
  g_object_unref (self->computer);
  g_object_unref (self->connection);
  g_free (self);
}

static gboolean
time_over_cb (gpointer user_data)
{
  Patience *self = user_data;

  self->source = 0;
  patience_end (self);
  return G_SOURCE_REMOVE;
}

static void
computer_changed_cb (BerthComputer *computer, gpointer user_data)
{
  Patience *self = user_data;

  if (has_something_to_show (self))
    patience_end (self);
}

/**
 * berth_patience_present:
 * @window: shows what @connection and @computer say, and waits visibly while they say nothing
 *
 * Shows @window with something in it if that takes only a moment: a window that first shows that it
 * waits flashes, and painting it twice makes the wait longer. Other things go on meanwhile; when
 * the moment is over the window is shown as it is.
 */
void
berth_patience_present (GtkWindow *window, BerthComputer *computer, BerthConnection *connection)
{
  Patience *self = g_new0 (Patience, 1);

  g_set_weak_pointer (&self->window, window);
  self->computer = g_object_ref (computer);
  self->connection = g_object_ref (connection);
  if (has_something_to_show (self))
    {
      patience_end (self);
      return;
    }
  /* After the window's own handler, so that it has taken in what there is now. A computer also
   * says when a connection of it changes. */
  g_signal_connect_after (computer, "changed", G_CALLBACK (computer_changed_cb), self);
  self->source = g_timeout_add (BERTH_PATIENCE_MILLISECONDS, time_over_cb, self);
}
