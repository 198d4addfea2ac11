/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-mnemonic-button.h"

/**
 * berth_mnemonic_button_set_label:
 * @label: with an underscore before the letter that presses it together with Alt
 *
 * GTK 4.8 tells screen readers a button's own label with the underscore, and then once more. A name
 * that is given beside a label inside counts alone.
 */
void
berth_mnemonic_button_set_label (GtkButton *button, const char *label)
{
  GtkWidget *child = gtk_label_new_with_mnemonic (label);

  gtk_button_set_child (button, child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (child)), -1);
}
