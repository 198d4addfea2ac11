/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-pane-lines.h"

/**
 * berth_pane_lines_clear:
 *
 * Takes out of @box all that is in it.
 */
void
berth_pane_lines_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/**
 * berth_pane_lines_add:
 * @line: safe to show
 *
 * Adds a line that wraps. Each has a label of its own: in one label, lines in another direction
 * than the window's would stand at the wrong edge.
 *
 * Returns: (transfer none): the label
 */
GtkWidget *
berth_pane_lines_add (GtkBox *box, const char *line)
{
  GtkWidget *label = gtk_label_new (line);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (box, label);
  return label;
}

/**
 * berth_pane_lines_add_small:
 * @line: safe to show
 *
 * Adds a line for those who want to know exactly: small and dim, its figures of one width.
 */
void
berth_pane_lines_add_small (GtkBox *box, const char *line)
{
  GtkWidget *label = berth_pane_lines_add (box, line);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
}
