/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-review-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/berth-boxed-list.h"
#include "app/berth-command-card.h"
#include "app/berth-finding-group.h"
#include "app/berth-finding-row.h"
#include "app/berth-pane-lines.h"
#include "base/berth-names.h"
#include "plan/berth-plan.h"

/* What Apply would do: the steps in their order, what there is to think of, and the commands that a
 * person would type for the same. Without changes, what there is to think of about the VM. It
 * follows the draft, so that a way out that is taken here is seen here. */
struct _BerthReviewDialog
{
  AdwWindow parent_instance;

  /* Template widgets. */
  GtkBox *general;
  GtkWidget *steps_section;
  GtkListBox *steps;
  GtkWidget *findings_section;
  GtkBox *findings;
  BerthCommandCard *commands;
  AdwToastOverlay *toasts;

  BerthDraft *draft; /* owned */
};

enum
{
  SIGNAL_REMEDY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthReviewDialog, berth_review_dialog, ADW_TYPE_WINDOW)

static void
remedy_cb (BerthReviewDialog *self, gpointer remedy)
{
  g_signal_emit (self, signals[SIGNAL_REMEDY], 0, remedy);
}

static void
berth_review_dialog_finalize (GObject *object)
{
  BerthReviewDialog *self = BERTH_REVIEW_DIALOG (object);

  g_object_unref (self->draft);

  G_OBJECT_CLASS (berth_review_dialog_parent_class)->finalize (object);
}

static void
berth_review_dialog_class_init (BerthReviewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = berth_review_dialog_finalize;

  /* The user takes a way out (pointer to a #BerthRemedy) of one of the findings. */
  signals[SIGNAL_REMEDY] = g_signal_new ("remedy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (BERTH_TYPE_COMMAND_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-review-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthReviewDialog, general);
  gtk_widget_class_bind_template_child (widget_class, BerthReviewDialog, steps_section);
  gtk_widget_class_bind_template_child (widget_class, BerthReviewDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, BerthReviewDialog, findings_section);
  gtk_widget_class_bind_template_child (widget_class, BerthReviewDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, BerthReviewDialog, commands);
  gtk_widget_class_bind_template_child (widget_class, BerthReviewDialog, toasts);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
berth_review_dialog_init (BerthReviewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static const char *
get_step_icon (BerthStepKind kind)
{
  switch (kind)
    {
    case BERTH_STEP_ASSIGN:
      return "list-add-symbolic";
    case BERTH_STEP_COMPANION:
      return "mail-attachment-symbolic";
    case BERTH_STEP_PIN:
    case BERTH_STEP_OPTION:
      return "document-edit-symbolic";
    case BERTH_STEP_TAKE_BACK:
      return "list-remove-symbolic";
    case BERTH_STEP_RESTART:
    default:
      return "view-refresh-symbolic";
    }
}

static GtkWidget *
create_step (const BerthStep *step)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (get_step_icon (step->kind));
  GtkWidget *label = gtk_label_new (step->words);

  gtk_widget_add_css_class (icon, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static gboolean
has_child (GtkBox *box)
{
  return gtk_widget_get_first_child (GTK_WIDGET (box)) != NULL;
}

static void
show_steps (BerthReviewDialog *self)
{
  g_autoptr (GPtrArray) steps = berth_draft_list_steps (self->draft);

  berth_boxed_list_clear (self->steps);
  for (guint i = 0; i < steps->len; i++)
    {
      const BerthStep *step = g_ptr_array_index (steps, i);

      berth_boxed_list_append (self->steps, create_step (step), step->words);
    }
  gtk_widget_set_visible (self->steps_section, steps->len > 0);
}

static GtkWidget *
create_group_title (const BerthFindingGroup *group)
{
  gboolean is_device = group->subject == BERTH_SUBJECT_DEVICE;
  /* Translators: heading of what there is to think of about a VM; %s is its name */
  g_autofree char *quoted = group->subject == BERTH_SUBJECT_VM
                              ? g_strdup_printf (_ ("“%s” as a Whole"), group->title)
                              : NULL;
  GtkWidget *label = gtk_label_new (quoted != NULL ? quoted : group->title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, is_device ? "caption-heading" : "heading");
  if (is_device)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}

/* Everything about one device stands together under its name. */
static GtkWidget *
create_group (BerthReviewDialog *self, const BerthFindingGroup *group, gboolean changeable)
{
  gboolean is_device = group->subject == BERTH_SUBJECT_DEVICE;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, is_device ? 6 : 12);
  GtkListBox *list = berth_boxed_list_new (group->title);

  for (guint i = 0; i < group->findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (group->findings, i);
      GtkWidget *row = berth_finding_row_new (finding);

      if (changeable)
        berth_finding_row_offer_remedies (BERTH_FINDING_ROW (row));
      g_signal_connect_object (row, "remedy", G_CALLBACK (remedy_cb), self, G_CONNECT_SWAPPED);
      berth_boxed_list_append (list, row, finding->what);
    }
  gtk_box_append (GTK_BOX (box), create_group_title (group));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (list));
  return box;
}

/* What is so of the VM or the computer stands before everything, what is so of a device behind what
 * Apply will do with it. */
static void
show_findings (BerthReviewDialog *self)
{
  g_autoptr (GPtrArray) groups = berth_finding_group_list (self->draft);
  gboolean changeable
    = berth_draft_is_editable (self->draft, NULL) && !berth_draft_is_applying (self->draft);

  berth_pane_lines_clear (self->general);
  berth_pane_lines_clear (self->findings);
  for (guint i = 0; i < groups->len; i++)
    {
      const BerthFindingGroup *group = g_ptr_array_index (groups, i);

      gtk_box_append (group->subject == BERTH_SUBJECT_DEVICE ? self->findings : self->general,
                      create_group (self, group, changeable));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->general), has_child (self->general));
  gtk_widget_set_visible (self->findings_section, has_child (self->findings));
}

/* When the last change was taken back and nothing is left to think of, nothing is left to show. */
static void
update (BerthReviewDialog *self)
{
  g_auto (GStrv) commands = berth_draft_dup_commands (self->draft);

  show_steps (self);
  show_findings (self);
  berth_command_card_show (self->commands, (const char *const *) commands);
  if (!gtk_widget_get_visible (self->steps_section) && !has_child (self->general)
      && !has_child (self->findings))
    gtk_window_close (GTK_WINDOW (self));
}

static void
draft_changed_cb (BerthReviewDialog *self)
{
  update (self);
}

/**
 * berth_review_dialog_new:
 * @parent: the dialog stands before it
 * @draft: what it shows and follows
 *
 * Returns: (transfer none): not shown yet; GTK owns it until it is closed
 */
GtkWindow *
berth_review_dialog_new (GtkWindow *parent, BerthDraft *draft)
{
  BerthReviewDialog *self
    = g_object_new (BERTH_TYPE_REVIEW_DIALOG, "application", gtk_window_get_application (parent),
                    "transient-for", parent, "modal", TRUE, NULL);

  self->draft = g_object_ref (draft);
  g_signal_connect_object (draft, "changed", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WINDOW (self);
}

/**
 * berth_review_dialog_show_toast:
 * @markup: a sentence
 */
void
berth_review_dialog_show_toast (BerthReviewDialog *self, const char *markup)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}
