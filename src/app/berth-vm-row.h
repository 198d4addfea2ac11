/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/berth-vm-item.h"

G_BEGIN_DECLS

#define BERTH_TYPE_VM_ROW (berth_vm_row_get_type ())
G_DECLARE_FINAL_TYPE (BerthVmRow, berth_vm_row, BERTH, VM_ROW, GtkBox)

GtkWidget *berth_vm_row_new (void);

void berth_vm_row_bind (BerthVmRow *self, GtkListItem *list_item);
void berth_vm_row_unbind (BerthVmRow *self);
gboolean berth_vm_row_open_menu (BerthVmRow *self);
gboolean berth_vm_row_focus_button (BerthVmRow *self);

G_END_DECLS
