/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-list-window-actions.h"

#include <glib/gi18n-lib.h>

#include "app/berth-vm-list-window.h"
#include "app/berth-vm-menu.h"
#include "app/berth-vm-start.h"
#include "base/berth-error.h"
#include "base/berth-text.h"
#include "session/berth-launcher.h"

/* The VM that an action is about; all fields are owned. While it lives the program does not end: a
 * VM that is being started is waited for when its window is closed. */
typedef struct
{
  BerthVmListWindow *window;
  BerthComputer *computer;
  BerthConnection *connection;
  BerthVm *vm;
} Subject;

static Subject *
subject_ref (Subject *self)
{
  return g_rc_box_acquire (self);
}

static void
subject_clear (gpointer data)
{
  Subject *self = data;

  g_application_release (g_application_get_default ());
  g_object_unref (self->window);
  g_object_unref (self->computer);
  g_object_unref (self->connection);
  berth_vm_unref (self->vm);
}

static void
subject_unref (Subject *self)
{
  g_rc_box_release_full (self, subject_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Subject, subject_unref)

/* Returns: (nullable): %NULL if the VM went away while its menu was open */
static Subject *
find_subject (GtkWidget *widget, GVariant *target)
{
  BerthVmListWindow *window = BERTH_VM_LIST_WINDOW (widget);
  BerthComputer *computer = NULL;
  BerthConnection *connection;
  BerthVm *vm = NULL;
  const char *uri, *uuid;
  Subject *self;

  g_variant_get (target, "(&s&s)", &uri, &uuid);
  connection = berth_session_lookup_connection (berth_vm_list_window_get_session (window), uri,
                                                &computer);
  if (connection != NULL)
    vm = berth_connection_lookup_vm (connection, uuid);
  if (vm == NULL)
    return NULL;

  self = g_rc_box_new0 (Subject);
  g_application_hold (g_application_get_default ());
  self->window = g_object_ref (window);
  self->computer = g_object_ref (computer);
  self->connection = g_object_ref (connection);
  self->vm = berth_vm_ref (vm);
  return self;
}

/* The user may have closed the window while something was under way; then nobody is told. */
static gboolean
is_open (Subject *self)
{
  return gtk_window_get_application (GTK_WINDOW (self->window)) != NULL;
}

static void
show_error (Subject *self, const char *heading, const GError *error)
{
  g_autofree char *sentence = berth_text_dup_error (error);
  GtkWidget *dialog;

  if (!is_open (self))
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (self->window), heading, sentence);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_launcher_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Subject) subject = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = berth_launcher_add_finish (result, &error);
  g_autofree char *name = berth_text_dup_markup (subject->vm->name, BERTH_TEXT_NAME_LENGTH);
  /* Translators: %s is the name of a virtual machine */
  g_autofree char *words = g_strdup_printf (_ ("“%s” is in the app menu now"), name);

  if (path == NULL)
    show_error (subject, _ ("Not Added to the App Menu"), error);
  else if (is_open (subject))
    berth_vm_list_window_show_toast (subject->window, words);
}

static void
add_launcher (GtkWidget *widget, const char *action, GVariant *target)
{
  Subject *subject = find_subject (widget, target);

  if (subject != NULL)
    berth_launcher_add_async (subject->vm, NULL, add_launcher_cb, subject);
}

static void
remove_launcher_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Subject) subject = user_data;
  g_autoptr (GError) error = NULL;
  gboolean removed = berth_launcher_remove_finish (result, &error);
  g_autofree char *name = berth_text_dup_markup (subject->vm->name, BERTH_TEXT_NAME_LENGTH);
  /* Translators: %s is the name of a virtual machine */
  g_autofree char *words = g_strdup_printf (_ ("“%s” is no longer in the app menu"), name);

  if (!removed)
    show_error (subject, _ ("Not Removed from the App Menu"), error);
  else if (is_open (subject))
    berth_vm_list_window_show_toast (subject->window, words);
}

static void
remove_launcher (GtkWidget *widget, const char *action, GVariant *target)
{
  Subject *subject = find_subject (widget, target);

  if (subject != NULL)
    berth_launcher_remove_async (subject->vm->uuid, NULL, remove_launcher_cb, subject);
}

static void
start (GtkWidget *widget, const char *action, GVariant *target)
{
  g_autoptr (Subject) subject = find_subject (widget, target);

  if (subject != NULL)
    berth_vm_start (GTK_WINDOW (widget), subject->computer, subject->connection, subject->vm);
}

static void
shut_down_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Subject) subject = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = berth_text_dup_name (subject->vm->name);
  g_autofree char *markup = berth_text_dup_markup (subject->vm->name, BERTH_TEXT_NAME_LENGTH);
  /* Translators: %s is the name of a virtual machine */
  g_autofree char *heading = g_strdup_printf (_ ("“%s” Was Not Asked to Shut Down"), name);
  /* Translators: %s is the name of a virtual machine */
  g_autofree char *words = g_strdup_printf (_ ("“%s” was asked to shut down"), markup);

  if (!berth_connection_set_power_finish (BERTH_CONNECTION (source), result, &error))
    show_error (subject, heading, error);
  else if (is_open (subject))
    berth_vm_list_window_show_toast (subject->window, words);
}

static void
shut_down_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Subject *subject = user_data;

  if (g_str_equal (response, "shut-down"))
    berth_connection_set_power_async (subject->connection, subject->vm->uuid, FALSE, shut_down_cb,
                                      subject_ref (subject));
}

static void
dialog_gone_cb (gpointer data, GClosure *closure)
{
  subject_unref (data);
}

static void
ask_shut_down (GtkWidget *widget, const char *action, GVariant *target)
{
  Subject *subject = find_subject (widget, target);
  AdwMessageDialog *dialog;
  g_autofree char *name = NULL;
  g_autofree char *heading = NULL;

  if (subject == NULL)
    return;

  name = berth_text_dup_name (subject->vm->name);
  /* Translators: %s is the name of a virtual machine */
  heading = g_strdup_printf (_ ("Shut Down “%s”?"), name);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_WINDOW (widget), heading, _ ("What is not saved in it may be lost.")));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "shut-down", _ ("_Shut Down"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "shut-down", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (shut_down_response_cb), subject,
                         dialog_gone_cb, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * berth_vm_list_window_class_install_actions:
 *
 * Installs what a VM's context menu does, but opening its settings, which is the application's.
 */
void
berth_vm_list_window_class_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, BERTH_VM_ACTION_ADD_LAUNCHER, BERTH_VM_TARGET_TYPE,
                                   add_launcher);
  gtk_widget_class_install_action (klass, BERTH_VM_ACTION_REMOVE_LAUNCHER, BERTH_VM_TARGET_TYPE,
                                   remove_launcher);
  gtk_widget_class_install_action (klass, BERTH_VM_ACTION_START, BERTH_VM_TARGET_TYPE, start);
  gtk_widget_class_install_action (klass, BERTH_VM_ACTION_SHUT_DOWN, BERTH_VM_TARGET_TYPE,
                                   ask_shut_down);
}
