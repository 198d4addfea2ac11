/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-menu-button.h"

/**
 * berth_menu_button_set_label:
 * @label: what the button is called for screen readers
 *
 * Names a button that shows only an icon; its tooltip does not. The button inside it, which has the
 * keyboard's focus in GTK 4.8, takes the name over: given one of its own, it would say it twice.
 */
void
berth_menu_button_set_label (GtkMenuButton *button, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}
