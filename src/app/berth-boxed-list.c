/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-boxed-list.h"

/**
 * berth_boxed_list_new:
 * @name: what it is called for screen readers
 *
 * Returns: (transfer floating): an empty list with an edge, of rows that are only read
 */
GtkListBox *
berth_boxed_list_new (const char *name)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_list_box_new ());

  gtk_list_box_set_selection_mode (list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return list;
}

/**
 * berth_boxed_list_append:
 * @child: (transfer floating): what the row shows
 * @words: its name for screen readers, for GTK 4.8 does not read a row out by what is in it
 *
 * Adds a row.
 */
void
berth_boxed_list_append (GtkListBox *list, GtkWidget *child, const char *words)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_margin_start (child, 12);
  gtk_widget_set_margin_end (child, 12);
  gtk_widget_set_margin_top (child, 9);
  gtk_widget_set_margin_bottom (child, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (list, row);
}

/**
 * berth_boxed_list_clear:
 *
 * Takes all rows out.
 */
void
berth_boxed_list_clear (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}
