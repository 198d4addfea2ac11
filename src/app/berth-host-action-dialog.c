/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-host-action-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/berth-boxed-list.h"
#include "app/berth-command-card.h"
#include "app/berth-device-action.h"
#include "app/berth-device-heading.h"
#include "app/berth-finding-row.h"
#include "app/berth-mnemonic-button.h"
#include "app/berth-pane-lines.h"
#include "app/berth-patience.h"
#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"
#include "plan/berth-host-plan.h"
#include "session/berth-host-actions.h"

#define WIDTH 520
#define BORDERS 12 /* as wide as they get, both together */
#define MAX_HEIGHT 640

typedef enum
{
  PHASE_ASKING,
  PHASE_RUNNING,
  PHASE_FAILED,
} Phase;

/* What one action on the host's side will do to one device: what stands against it first, then the
 * steps in their order, and the commands that a person would type for the same. It only asks and
 * shows: whoever opened it does it. */
struct _BerthHostActionDialog
{
  AdwWindow parent_instance;

  /* Template widgets. */
  GtkWidget *header;
  GtkWidget *content;
  GtkWidget *decisions;
  GtkLabel *question;
  GtkBox *findings;
  GtkWidget *steps_section;
  GtkListBox *steps;
  BerthCommandCard *commands;
  GtkWidget *progress;
  GtkSpinner *spinner;
  GtkLabel *progress_text;
  GtkButton *close_button;
  GtkButton *go_button;

  /* Owned. */
  BerthComputer *computer;
  BerthDevice *device;

  BerthHostAction action;
  Phase phase;
  guint spinner_source;
};

enum
{
  SIGNAL_ACCEPTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthHostActionDialog, berth_host_action_dialog, ADW_TYPE_WINDOW)

static void
go_cb (BerthHostActionDialog *self)
{
  if (self->phase == PHASE_ASKING)
    g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0);
}

static int
measure_height (GtkWidget *widget)
{
  int height;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, WIDTH - BORDERS, NULL, &height, NULL, NULL);
  return height;
}

/* As high as what is in it, as far as that goes. GtkScrolledWindow of GTK 4.8 asks for the height
 * that texts would have if they were not wrapped. */
static void
berth_host_action_dialog_show (GtkWidget *widget)
{
  BerthHostActionDialog *self = BERTH_HOST_ACTION_DIALOG (widget);
  int height = measure_height (self->header) + measure_height (self->content)
               + measure_height (self->decisions) + BORDERS;

  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, MIN (height, MAX_HEIGHT));
  GTK_WIDGET_CLASS (berth_host_action_dialog_parent_class)->show (widget);
}

/* Not before: a window of GTK 4.8 that has a focus before it is there is no window to screen
 * readers. */
static void
berth_host_action_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (berth_host_action_dialog_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (BERTH_HOST_ACTION_DIALOG (widget)->close_button));
}

static void
berth_host_action_dialog_dispose (GObject *object)
{
  BerthHostActionDialog *self = BERTH_HOST_ACTION_DIALOG (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_object (&self->computer);
  g_clear_pointer (&self->device, berth_device_unref);

  G_OBJECT_CLASS (berth_host_action_dialog_parent_class)->dispose (object);
}

static void
berth_host_action_dialog_class_init (BerthHostActionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_host_action_dialog_dispose;
  widget_class->show = berth_host_action_dialog_show;
  widget_class->map = berth_host_action_dialog_map;

  /* The user wants it done. */
  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (BERTH_TYPE_COMMAND_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, BERTH_RESOURCE_PREFIX "/berth-host-action-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, header);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, content);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, decisions);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, question);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, steps_section);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, commands);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, progress_text);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BerthHostActionDialog, go_button);
  gtk_widget_class_bind_template_callback (widget_class, go_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
berth_host_action_dialog_init (BerthHostActionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
new_step (guint number, const char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  /* Translators: the number of a step, in a list of steps */
  g_autofree char *text = g_strdup_printf (_ ("%u."), number);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_hexpand (berth_pane_lines_add (GTK_BOX (box), words), TRUE);
  return box;
}

static void
show_steps (BerthHostActionDialog *self)
{
  g_auto (GStrv) steps = berth_host_plan_dup_steps (&self->action, self->device);

  berth_boxed_list_clear (self->steps);
  for (guint i = 0; steps[i] != NULL; i++)
    berth_boxed_list_append (self->steps, new_step (i + 1, steps[i]), steps[i]);
  gtk_widget_set_visible (self->steps_section, steps[0] != NULL);
}

/* Above what is about another device stands its name. */
static void
append_finding (BerthHostActionDialog *self, GtkListBox *list, const BerthFinding *finding)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = NULL;
  g_autoptr (BerthFinding) shown = berth_finding_copy (finding);

  /* Another window cannot be used before this question is answered. */
  g_ptr_array_set_size (shown->remedies, 0);
  if (!finding->has_address || !berth_address_equal (&finding->address, &self->action.address))
    heading
        = berth_device_heading_new (berth_computer_get_inventory (self->computer), finding);
  if (heading != NULL)
    {
      gtk_widget_set_margin_start (heading, 28);
      gtk_box_append (GTK_BOX (box), heading);
    }
  gtk_box_append (GTK_BOX (box), berth_finding_row_new (shown));
  berth_boxed_list_append (list, box, finding->what != NULL ? finding->what : "");
}

static void
show_findings (BerthHostActionDialog *self, GPtrArray *findings)
{
  GtkListBox *list = berth_boxed_list_new (_ ("To Think Of"));

  berth_pane_lines_clear (self->findings);
  for (guint i = 0; i < findings->len; i++)
    append_finding (self, list, g_ptr_array_index (findings, i));
  gtk_box_append (self->findings, GTK_WIDGET (list));
  gtk_widget_set_visible (GTK_WIDGET (self->findings), findings->len > 0);
}

/* Something is lost: red. Else it is what the window was opened for. */
static void
show_decisions (BerthHostActionDialog *self, BerthSeverity severity)
{
  gboolean can_go = self->phase != PHASE_FAILED && severity < BERTH_SEVERITY_REFUSED;
  const char *classes[]
      = { severity >= BERTH_SEVERITY_DANGER ? "destructive-action" : "suggested-action", NULL };

  berth_mnemonic_button_set_label (self->close_button, can_go ? _ ("_Cancel") : _ ("_Close"));
  gtk_widget_set_css_classes (GTK_WIDGET (self->go_button), classes);
  gtk_widget_set_visible (GTK_WIDGET (self->go_button), can_go);
}

/* What refuses it, what is asked about: as things are now. */
static void
show_question (BerthHostActionDialog *self)
{
  g_autoptr (GPtrArray) findings
      = berth_computer_check_action (self->computer, &self->action);
  g_auto (GStrv) commands = berth_computer_dup_action_commands (self->computer, &self->action);
  const BerthFinding *worst = berth_finding_list_get_worst (findings);
  BerthSeverity severity = worst != NULL ? worst->severity : BERTH_SEVERITY_NOTE;

  show_findings (self, findings);
  show_steps (self);
  berth_command_card_show (self->commands, (const char *const *) commands);
  show_decisions (self, severity);
  if (severity == BERTH_SEVERITY_REFUSED)
    {
      gtk_widget_set_visible (self->steps_section, FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->commands), FALSE);
    }
}

static void
computer_changed_cb (BerthHostActionDialog *self)
{
  if (self->phase == PHASE_ASKING)
    show_question (self);
}

/* A hyphen is a place where a line may end, and “vfio-” is no driver. */
static void
keep_driver_whole (GtkLabel *question, const char *driver)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  const char *text = gtk_label_get_text (question);

  for (const char *at = strstr (text, driver); at != NULL; at = strstr (at + 1, driver))
    {
      PangoAttribute *unbroken = pango_attr_allow_breaks_new (FALSE);

      unbroken->start_index = (guint) (at - text);
      unbroken->end_index = unbroken->start_index + (guint) strlen (driver);
      pango_attr_list_insert (attributes, unbroken);
    }
  gtk_label_set_attributes (question, attributes);
}

/**
 * berth_host_action_dialog_new:
 * @parent: the dialog stands before it
 * @device: that @action is about, as the user saw it
 *
 * Emits "accepted" when the user wants it done; where a rule refuses it there is no way to that.
 * The button that changes nothing is the one that has the keyboard.
 *
 * Returns: (transfer none): not shown yet; GTK owns it until it is closed
 */
BerthHostActionDialog *
berth_host_action_dialog_new (GtkWindow *parent,
                              BerthComputer *computer,
                              const BerthHostAction *action,
                              BerthDevice *device)
{
  BerthHostActionDialog *self = g_object_new (
      BERTH_TYPE_HOST_ACTION_DIALOG, "application", gtk_window_get_application (parent),
      "transient-for", parent, "destroy-with-parent", TRUE, "modal", TRUE, "title",
      berth_device_action_get_title (action->kind), NULL);
  g_autofree char *question = berth_host_plan_dup_question (action, device);

  self->computer = g_object_ref (computer);
  self->device = berth_device_ref (device);
  self->action = *action;
  gtk_label_set_text (self->question, question);
  keep_driver_whole (self->question, berth_bind_target_get_driver (action->target));
  g_signal_connect_object (computer, "changed", G_CALLBACK (computer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_question (self);
  berth_mnemonic_button_set_label (self->go_button, berth_device_action_get_button (action->kind));
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->close_button));
  return self;
}

static gboolean
spinner_due_cb (gpointer user_data)
{
  BerthHostActionDialog *self = BERTH_HOST_ACTION_DIALOG (user_data);

  self->spinner_source = 0;
  gtk_widget_set_visible (self->progress, TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
stop_spinner (BerthHostActionDialog *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (self->progress, FALSE);
}

/**
 * berth_host_action_dialog_show_running:
 *
 * It is being done. To close the dialog stops nothing.
 */
void
berth_host_action_dialog_show_running (BerthHostActionDialog *self)
{
  self->phase = PHASE_RUNNING;
  gtk_label_set_text (self->progress_text, berth_device_action_get_progress (self->action.kind));
  berth_mnemonic_button_set_label (self->close_button, _ ("_Close"));
  gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_button), FALSE);
  self->spinner_source = g_timeout_add (BERTH_PATIENCE_MILLISECONDS, spinner_due_cb, self);
}

/* Where something was begun, the sentence says already how that ended. */
static gboolean
says_state (BerthHostActionKind kind, const GError *error)
{
  gboolean moves_driver = kind == BERTH_HOST_ACTION_BIND || kind == BERTH_HOST_ACTION_RETURN;

  return g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED)
         || (moves_driver
             && (g_error_matches (error, BERTH_ERROR, BERTH_ERROR_FAILED)
                 || g_error_matches (error, BERTH_ERROR, BERTH_ERROR_STUCK)));
}

/**
 * berth_host_action_dialog_show_error:
 * @error: why it was not done
 *
 * Says so, and how things stand now.
 */
void
berth_host_action_dialog_show_error (BerthHostActionDialog *self, const GError *error)
{
  BerthInventory *inventory = berth_computer_get_inventory (self->computer);
  g_autoptr (BerthFinding) finding
      = berth_finding_new ("failed", BERTH_SEVERITY_DANGER, &self->action.address);
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();

  finding->what = berth_text_dup_error (error);
  if (inventory != NULL && !says_state (self->action.kind, error))
    finding->remedy
        = berth_device_action_dup_now (self->action.kind, inventory, &self->action.address);
  g_ptr_array_add (findings, g_steal_pointer (&finding));

  self->phase = PHASE_FAILED;
  stop_spinner (self);
  show_findings (self, findings);
  gtk_widget_set_visible (self->steps_section, FALSE);
  show_decisions (self, BERTH_SEVERITY_DANGER);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
}
