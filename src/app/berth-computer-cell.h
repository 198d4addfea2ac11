/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/berth-computer-device-order.h"

G_BEGIN_DECLS

#define BERTH_TYPE_COMPUTER_CELL (berth_computer_cell_get_type ())
G_DECLARE_FINAL_TYPE (BerthComputerCell, berth_computer_cell, BERTH, COMPUTER_CELL, GtkBox)

GtkWidget *berth_computer_cell_new (BerthDeviceColumn column, gboolean is_narrow);

void berth_computer_cell_set_list_item (BerthComputerCell *self, GtkListItem *list_item);
GtkListItem *berth_computer_cell_get_list_item (BerthComputerCell *self);

G_END_DECLS
