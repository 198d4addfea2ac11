/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-menu-button.h"

/**
 * berth_menu_button_set_label:
 * @label: what the button is called for screen readers
 *
 * Names a button that shows only an icon. In GTK 4.8 the keyboard's focus is on a button inside the
 * GtkMenuButton, which is told neither the label nor the tooltip of the outer one: a screen reader
 * would say "button" and nothing else.
 */
void
berth_menu_button_set_label (GtkMenuButton *button, const char *label)
{
  GtkAccessible *outer = GTK_ACCESSIBLE (button);
  GtkAccessible *inner = GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (button)));

  gtk_accessible_update_property (outer, GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (inner, GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
