/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-refresh.h"

/* Long enough that nobody pays for it, short enough that what stands on the screen is true for
 * whoever reads it. */
#define PERIOD_SECONDS 15

/* What was read so long ago is not read again for a window that opens or gets the focus. */
#define FRESH_MICROSECONDS (2 * G_USEC_PER_SEC)

/**
 * BerthRefresh:
 *
 * Looks again while somebody is looking. libvirt 9.0 says nothing when another program attaches a
 * device to a configuration, and a driver can be bound without a word to anybody: so everything
 * that is open is read again when one of our windows gets the focus, and now and then while it has
 * it. What failed is left alone: trying it again is up to the user.
 */
struct _BerthRefresh
{
  GObject parent_instance;

  BerthSession *session; /* owned */
  guint period_source;
  gint64 refreshed_at; /* monotonic, microseconds */
};

G_DEFINE_FINAL_TYPE (BerthRefresh, berth_refresh, G_TYPE_OBJECT)

static void
refresh_computer (BerthComputer *computer)
{
  GListModel *connections = berth_computer_get_connections (computer);

  /* What is on its way for the first time need not be asked for twice. */
  if (berth_computer_get_inventory (computer) == NULL)
    return;

  berth_computer_read_inventory_async (computer, NULL, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, i);

      if (berth_connection_get_state (connection) == BERTH_CONNECTION_READY)
        berth_connection_load_async (connection, NULL, NULL, NULL);
    }
}

static void
refresh (BerthRefresh *self)
{
  GListModel *computers = berth_session_get_computers (self->session);

  self->refreshed_at = g_get_monotonic_time ();
  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);

      refresh_computer (computer);
    }
}

static gboolean
period_over_cb (gpointer user_data)
{
  refresh (BERTH_REFRESH (user_data));
  return G_SOURCE_CONTINUE;
}

/* From one of our windows to another the focus leaves the first before or after it arrives, so a
 * window that loses it stops the clock only until the next one has it. */
static void
focus_changed_cb (BerthRefresh *self, GParamSpec *pspec, GtkWindow *window)
{
  g_clear_handle_id (&self->period_source, g_source_remove);
  if (!gtk_window_is_active (window))
    return;
  self->period_source = g_timeout_add_seconds (PERIOD_SECONDS, period_over_cb, self);
  if (g_get_monotonic_time () - self->refreshed_at > FRESH_MICROSECONDS)
    refresh (self);
}

static void
window_added_cb (BerthRefresh *self, GtkWindow *window)
{
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (focus_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
berth_refresh_dispose (GObject *object)
{
  BerthRefresh *self = BERTH_REFRESH (object);

  g_clear_handle_id (&self->period_source, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (berth_refresh_parent_class)->dispose (object);
}

static void
berth_refresh_class_init (BerthRefreshClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = berth_refresh_dispose;
}

static void
berth_refresh_init (BerthRefresh *self)
{
}

/**
 * berth_refresh_new:
 * @app: whose windows are watched, from now on
 * @session: what is read again; is being loaded just now
 *
 * Returns: (transfer full): drop it to stop
 */
BerthRefresh *
berth_refresh_new (GtkApplication *app, BerthSession *session)
{
  BerthRefresh *self = g_object_new (BERTH_TYPE_REFRESH, NULL);

  self->session = g_object_ref (session);
  self->refreshed_at = g_get_monotonic_time ();
  g_signal_connect_object (app, "window-added", G_CALLBACK (window_added_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
