/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-checks.h"

#include <glib/gi18n-lib.h>

#include "app/berth-finding-row.h"
#include "app/berth-pane-lines.h"
#include "base/berth-names.h"

/* So many stand there in full, where there is room. More, and what is merely good to know, are one
 * line until somebody wants to read it. */
#define MAX_OPEN 2
#define SCROLLED_HEIGHT 140
#define SCROLLED_HEIGHT_NARROW 96

/* What is to be said about the computer itself, at the top of its view. */
struct _BerthComputerChecks
{
  AdwBin parent_instance;

  /* Template widgets. */
  GtkWidget *calm;
  GtkToggleButton *summary;
  GtkImage *summary_icon;
  GtkLabel *summary_words;
  GtkImage *summary_arrow;
  AdwBin *open_place;
  GtkScrolledWindow *scrolled;
  GtkBox *rows; /* in one of these two */

  GPtrArray *findings; /* owned, nullable: not known yet */
  gboolean is_narrow;
};

G_DEFINE_FINAL_TYPE (BerthComputerChecks, berth_computer_checks, ADW_TYPE_BIN)

static void
update_details (BerthComputerChecks *self)
{
  gboolean has_summary = gtk_widget_get_visible (GTK_WIDGET (self->summary));
  gboolean is_open = gtk_toggle_button_get_active (self->summary);

  gtk_widget_set_visible (GTK_WIDGET (self->open_place), !has_summary || is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->scrolled),
                          is_open && gtk_scrolled_window_get_child (self->scrolled) != NULL);
  gtk_image_set_from_icon_name (self->summary_arrow,
                                is_open ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->summary), GTK_ACCESSIBLE_STATE_EXPANDED,
                               is_open, -1);
}

static void
toggled_cb (BerthComputerChecks *self)
{
  update_details (self);
}

static void
berth_computer_checks_finalize (GObject *object)
{
  BerthComputerChecks *self = BERTH_COMPUTER_CHECKS (object);

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  G_OBJECT_CLASS (berth_computer_checks_parent_class)->finalize (object);
}

static void
berth_computer_checks_class_init (BerthComputerChecksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = berth_computer_checks_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-computer-checks.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthComputerChecks, calm);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerChecks, summary);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerChecks, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerChecks, summary_words);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerChecks, summary_arrow);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerChecks, open_place);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerChecks, scrolled);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerChecks, rows);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
berth_computer_checks_init (BerthComputerChecks *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
is_folded (BerthComputerChecks *self)
{
  const BerthFinding *worst = berth_finding_list_get_worst (self->findings);

  return worst != NULL
         && (self->is_narrow || self->findings->len > MAX_OPEN
             || worst->severity == BERTH_SEVERITY_NOTE);
}

static char *
dup_summary (GPtrArray *findings)
{
  const BerthFinding *only = findings->len == 1 ? g_ptr_array_index (findings, 0) : NULL;

  if (only != NULL)
    return g_strdup (only->what);
  return g_strdup_printf (ngettext ("%u thing to know about this computer",
                                    "%u things to know about this computer", findings->len),
                          findings->len);
}

static void
show_summary (BerthComputerChecks *self)
{
  const BerthFinding *worst = berth_finding_list_get_worst (self->findings);
  g_autofree char *summary = dup_summary (self->findings);

  gtk_label_set_text (self->summary_words, summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->summary), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  summary, -1);
  gtk_image_set_from_icon_name (self->summary_icon,
                                worst != NULL && worst->severity > BERTH_SEVERITY_NOTE
                                    ? "dialog-warning-symbolic"
                                    : "dialog-information-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), is_folded (self));
}

/* A scrolled place is as high as it is asked to be and not as high as its lines need, which few
 * rows shall have. */
static void
fill (BerthComputerChecks *self)
{
  berth_pane_lines_clear (self->rows);
  for (guint i = 0; i < self->findings->len; i++)
    gtk_box_append (self->rows, berth_finding_row_new (g_ptr_array_index (self->findings, i)));

  adw_bin_set_child (self->open_place, NULL);
  gtk_scrolled_window_set_child (self->scrolled, NULL);
  if (self->findings->len > MAX_OPEN || (self->findings->len > 0 && self->is_narrow))
    gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->rows));
  else if (self->findings->len > 0)
    adw_bin_set_child (self->open_place, GTK_WIDGET (self->rows));
}

/* That there is nothing to say is worth a line only where there is room. */
static void
update (BerthComputerChecks *self)
{
  if (self->findings == NULL)
    return;
  fill (self);
  show_summary (self);
  gtk_scrolled_window_set_min_content_height (
      self->scrolled, self->is_narrow ? SCROLLED_HEIGHT_NARROW : SCROLLED_HEIGHT);
  gtk_widget_set_visible (self->calm, self->findings->len == 0 && !self->is_narrow);
  update_details (self);
}

/**
 * berth_computer_checks_show:
 * @findings: (element-type BerthFinding): of the computer, as its devices were read
 */
void
berth_computer_checks_show (BerthComputerChecks *self, GPtrArray *findings)
{
  if (self->findings != NULL && berth_finding_list_equal (self->findings, findings))
    return;
  g_ptr_array_ref (findings);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = findings;
  update (self);
}

/**
 * berth_computer_checks_set_narrow:
 * @is_narrow: room is dear
 */
void
berth_computer_checks_set_narrow (BerthComputerChecks *self, gboolean is_narrow)
{
  if (self->is_narrow == is_narrow)
    return;
  self->is_narrow = is_narrow;
  update (self);
}
