/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-settings-window.h"

#include <glib/gi18n-lib.h>

#include "base/berth-names.h"
#include "base/berth-text.h"

struct _BerthSettingsWindow
{
  AdwApplicationWindow parent_instance;

  /* Owned. */
  BerthComputer *computer;
  BerthConnection *connection;
  char *vm_uuid;
};

G_DEFINE_FINAL_TYPE (BerthSettingsWindow, berth_settings_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (BerthSettingsWindow *self)
{
  BerthVm *vm = berth_connection_lookup_vm (self->connection, self->vm_uuid);
  g_autofree char *name = berth_text_dup_name (vm != NULL ? vm->name : self->vm_uuid);
  /* Translators: the title of a window; %s is the name of a VM */
  g_autofree char *title = g_strdup_printf (_ ("%s — Device Settings"), name);

  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
berth_settings_window_dispose (GObject *object)
{
  BerthSettingsWindow *self = BERTH_SETTINGS_WINDOW (object);

  g_clear_object (&self->computer);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->vm_uuid, g_free);

  G_OBJECT_CLASS (berth_settings_window_parent_class)->dispose (object);
}

static void
berth_settings_window_class_init (BerthSettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_settings_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-settings-window.ui");
}

static void
berth_settings_window_init (BerthSettingsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * berth_settings_window_new:
 * @app: the window belongs to it
 * @computer: whose devices are offered
 * @connection: has the VM; one of @computer's
 * @vm_uuid: of the VM
 *
 * The window that shows and changes which devices one VM has. @computer and @connection may still
 * be loading; the window shows that and follows them. It reads nothing by itself but what a user
 * asks for ("Reconnect").
 *
 * Returns: (transfer none): not shown yet; GTK owns it until it is closed
 */
GtkWindow *
berth_settings_window_new (GtkApplication *app,
                           BerthComputer *computer,
                           BerthConnection *connection,
                           const char *vm_uuid)
{
  BerthSettingsWindow *self = g_object_new (BERTH_TYPE_SETTINGS_WINDOW, "application", app, NULL);

  self->computer = g_object_ref (computer);
  self->connection = g_object_ref (connection);
  self->vm_uuid = g_strdup (vm_uuid);
  update_title (self);
  return GTK_WINDOW (self);
}

/**
 * berth_settings_window_get_connection:
 *
 * Returns: (transfer none): of the VM that the window is about
 */
BerthConnection *
berth_settings_window_get_connection (BerthSettingsWindow *self)
{
  return self->connection;
}

/**
 * berth_settings_window_get_vm_uuid:
 *
 * Returns: of the VM that the window is about; a second call for the same one raises this window
 */
const char *
berth_settings_window_get_vm_uuid (BerthSettingsWindow *self)
{
  return self->vm_uuid;
}
