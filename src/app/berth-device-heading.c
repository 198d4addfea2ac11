/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-device-heading.h"

/**
 * berth_device_heading_new:
 * @inventory: (nullable): where the device is looked up
 *
 * A finding speaks of "it". Where nothing else says of which device, this stands above it.
 *
 * Returns: (transfer floating) (nullable): the device's name and address; %NULL if @finding is not
 *   about a device of @inventory
 */
GtkWidget *
berth_device_heading_new (BerthInventory *inventory, const BerthFinding *finding)
{
  BerthDevice *device = inventory != NULL && finding->has_address
                            ? berth_inventory_lookup (inventory, &finding->address)
                            : NULL;
  g_autofree char *title = device != NULL ? berth_device_dup_title (device) : NULL;
  GtkWidget *label;

  if (title == NULL)
    return NULL;
  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption-heading");
  return label;
}
