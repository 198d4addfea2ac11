/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-note.h"

#include "base/berth-names.h"

struct _BerthVmNote
{
  GtkBox parent_instance;

  /* Template widgets. */
  GtkSpinner *spinner;
  GtkLabel *label;
  GtkWidget *retry;
};

/**
 * BerthVmNote:
 *
 * What stands in a card of the VM list instead of VMs: that the connection is being opened, why it
 * could not be, or that it has none.
 */
G_DEFINE_FINAL_TYPE (BerthVmNote, berth_vm_note, GTK_TYPE_BOX)

static void
berth_vm_note_class_init (BerthVmNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-vm-note.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthVmNote, spinner);
  gtk_widget_class_bind_template_child (widget_class, BerthVmNote, label);
  gtk_widget_class_bind_template_child (widget_class, BerthVmNote, retry);
}

static void
berth_vm_note_init (BerthVmNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * berth_vm_note_new:
 *
 * Returns: (transfer floating): says nothing yet
 */
GtkWidget *
berth_vm_note_new (void)
{
  return g_object_new (BERTH_TYPE_VM_NOTE, NULL);
}

/**
 * berth_vm_note_show:
 * @words: how @connection stands, safe to show
 */
void
berth_vm_note_show (BerthVmNote *self, BerthConnection *connection, const char *words)
{
  BerthConnectionState state = berth_connection_get_state (connection);
  gboolean is_waiting = state == BERTH_CONNECTION_WAITING;

  gtk_label_set_label (self->label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_waiting);
  gtk_spinner_set_spinning (self->spinner, is_waiting);
  if (is_waiting)
    gtk_widget_add_css_class (GTK_WIDGET (self), "waiting");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "waiting");

  gtk_widget_set_visible (self->retry, state == BERTH_CONNECTION_FAILED);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry), "s",
                                    berth_connection_get_uri (connection));
}

/**
 * berth_vm_note_focus_button:
 *
 * Returns: %FALSE if there is nothing to try again
 */
gboolean
berth_vm_note_focus_button (BerthVmNote *self)
{
  return gtk_widget_get_visible (self->retry) && gtk_widget_grab_focus (self->retry);
}
