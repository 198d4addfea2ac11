/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starting a VM, from whichever window: what would make it fail is named first, and what it would
 * take from the computer. The hypervisor would refuse the one too, but in words about drivers and
 * groups, and on Xen only after the device of another VM was reset; the other it just does. */

#include "app/berth-vm-start.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/berth-device-heading.h"
#include "app/berth-finding-row.h"
#include "app/berth-vm-menu.h"
#include "base/berth-text.h"
#include "session/berth-check.h"

#define WIDTH 440

/* One start; all fields are owned. While it lives the program does not end: a VM that is being
 * started is waited for when its window is closed. */
typedef struct
{
  GtkWindow *parent;
  BerthConnection *connection;
  BerthVm *vm;
} Start;

static void
start_free (Start *self)
{
  g_application_release (g_application_get_default ());
  g_object_unref (self->parent);
  g_object_unref (self->connection);
  berth_vm_unref (self->vm);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Start, start_free)

/* The user may have closed the window meanwhile; then nobody is told. */
static gboolean
is_open (Start *self)
{
  return gtk_window_get_application (self->parent) != NULL;
}

static void
show_error (Start *self, const GError *error)
{
  g_autofree char *name = berth_text_dup_name (self->vm->name);
  /* Translators: %s is the name of a virtual machine */
  g_autofree char *heading = g_strdup_printf (_ ("“%s” Did Not Start"), name);
  g_autofree char *sentence = berth_text_dup_error (error);
  GtkWidget *dialog = adw_message_dialog_new (self->parent, heading, sentence);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* That it started is seen in its row; only a failure needs words. */
static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Start) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!berth_connection_set_power_finish (BERTH_CONNECTION (source), result, &error)
      && is_open (self))
    show_error (self, error);
}

/* Takes over @self. */
static void
start_now (Start *self)
{
  berth_connection_set_power_async (self->connection, self->vm->uuid, TRUE, started_cb, self);
}

static void
response_cb (Start *self, const char *response)
{
  if (g_str_equal (response, "start"))
    {
      start_now (self);
      return;
    }
  if (g_str_equal (response, "settings") && is_open (self))
    gtk_widget_activate_action (GTK_WIDGET (self->parent), BERTH_VM_ACTION_OPEN,
                                BERTH_VM_TARGET_TYPE, self->vm->connection, self->vm->uuid);
  start_free (self);
}

static GtkWidget *
new_list (BerthComputer *computer, GPtrArray *findings)
{
  GtkBox *rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);
      g_autoptr (BerthFinding) shown = berth_finding_copy (finding);
      GtkWidget *heading
          = berth_device_heading_new (berth_computer_get_inventory (computer), finding);
      GtkWidget *row;

      /* Another window cannot be used before this question is answered. */
      g_ptr_array_set_size (shown->remedies, 0);
      /* Here nothing is refused: it would happen. */
      if (!shown->stops_start)
        shown->severity = BERTH_SEVERITY_DANGER;
      row = berth_finding_row_new (shown);
      if (heading != NULL)
        gtk_box_append (rows, heading);
      gtk_widget_set_margin_bottom (row, 6);
      gtk_box_append (rows, row);
    }
  gtk_widget_set_size_request (GTK_WIDGET (rows), WIDTH, -1);
  return GTK_WIDGET (rows);
}

static gboolean
is_stopped (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (finding->stops_start)
        return TRUE;
    }
  return FALSE;
}

/* Takes over @self. The button that changes nothing is the one that Enter and Escape press. */
static void
ask (Start *self, BerthComputer *computer, GPtrArray *findings)
{
  g_autofree char *name = berth_text_dup_name (self->vm->name);
  /* Translators: %s is the name of a virtual machine */
  g_autofree char *heading
      = g_strdup_printf (is_stopped (findings) ? _ ("“%s” Would Not Start Now")
                                               : _ ("“%s” Takes What This Computer Needs"),
                         name);
  AdwMessageDialog *dialog
      = ADW_MESSAGE_DIALOG (adw_message_dialog_new (self->parent, heading, NULL));

  adw_message_dialog_set_extra_child (dialog, new_list (computer, findings));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "start", _ ("Start _Anyway"),
                                    "settings", _ ("_Open Settings"), NULL);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * berth_vm_start:
 * @parent: dialogs stand before it
 * @computer: the one that @vm runs on
 *
 * Starts @vm. What would make the start fail, and what the computer would lose by it, is named
 * first, each with what to do; whether it is tried all the same is the user's decision. Says so
 * when it fails.
 */
void
berth_vm_start (GtkWindow *parent,
                BerthComputer *computer,
                BerthConnection *connection,
                BerthVm *vm)
{
  g_autoptr (GPtrArray) findings = berth_check_start (computer, vm);
  Start *self = g_new0 (Start, 1);

  g_application_hold (g_application_get_default ());
  self->parent = g_object_ref (parent);
  self->connection = g_object_ref (connection);
  self->vm = berth_vm_ref (vm);
  if (findings->len > 0)
    ask (self, computer, findings);
  else
    start_now (self);
}
