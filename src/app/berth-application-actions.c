/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-application-actions.h"

#include <glib/gi18n-lib.h>

#include "app/berth-vm-menu.h"
#include "base/berth-names.h"

/* The names of actions are those of the menu, the XML and the table of keys below. */

static void
open_vm (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  BerthApplication *self = BERTH_APPLICATION (user_data);
  BerthComputer *computer = NULL;
  BerthConnection *connection;
  const char *uri, *uuid;

  g_variant_get (target, "(&s&s)", &uri, &uuid);
  connection
    = berth_session_lookup_connection (berth_application_get_session (self), uri, &computer);
  if (connection != NULL)
    berth_application_show_settings (self, computer, connection, uuid, FALSE);
}

/* The computer is loaded with it: a connection that failed could not say which devices it has. */
static void
reconnect (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  BerthSession *session = berth_application_get_session (BERTH_APPLICATION (user_data));
  BerthComputer *computer = NULL;

  if (berth_session_lookup_connection (session, g_variant_get_string (target, NULL), &computer))
    berth_computer_load_async (computer, NULL, NULL, NULL);
}

static void
refresh (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  berth_session_load_async (berth_application_get_session (BERTH_APPLICATION (user_data)), NULL,
                            NULL, NULL);
}

static void
show_list (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  berth_application_show_list (BERTH_APPLICATION (user_data));
}

static void
close_window (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window != NULL)
    gtk_window_close (window);
}

/* Each window is asked, so that one with unsaved changes can ask back. */
static void
quit (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  g_autoptr (GList) windows
    = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
show_about (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  GtkApplication *app = GTK_APPLICATION (user_data);

  adw_show_about_window (gtk_application_get_active_window (app),
                         "application-name", _ ("Berth"),
                         "application-icon", BERTH_APP_ID,
                         "version", BERTH_VERSION,
                         "developer-name", _ ("The Berth contributors"),
                         "comments", _ ("Gives this computer’s PCI and USB devices to its virtual "
                                        "machines, and never lets that break the computer."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your own name, as it shall stand in the About window */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

/* Made when it is asked for: it has more widgets than the window that it explains. */
static void
show_shortcuts (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  g_autoptr (GtkBuilder) builder
    = gtk_builder_new_from_resource (BERTH_RESOURCE_PREFIX "/berth-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}

static const GActionEntry actions[] = {
  { "open-vm", open_vm, BERTH_VM_TARGET_TYPE },
  { "reconnect", reconnect, "s" },
  { "refresh", refresh },
  { "show-list", show_list },
  { "close-window", close_window },
  { "quit", quit },
  { "about", show_about },
  { "shortcuts", show_shortcuts },
};

typedef struct
{
  const char *action;
  const char *keys[3];
} Key;

/* berth-shortcuts.ui tells them to the user. */
static const Key keys[] = {
  { "win.search", { "<Control>f" } },
  { "app.refresh", { "F5", "<Control>r" } },
  { "app.shortcuts", { "<Control>question" } },
  { "app.close-window", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

/**
 * berth_application_add_actions:
 *
 * Adds what can be done from every window, and the keys for it.
 */
void
berth_application_add_actions (BerthApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].keys);
}
