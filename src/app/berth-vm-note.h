/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session/berth-connection.h"

G_BEGIN_DECLS

#define BERTH_TYPE_VM_NOTE (berth_vm_note_get_type ())
G_DECLARE_FINAL_TYPE (BerthVmNote, berth_vm_note, BERTH, VM_NOTE, GtkBox)

GtkWidget *berth_vm_note_new (void);

void berth_vm_note_show (BerthVmNote *self, BerthConnection *connection, const char *words);
gboolean berth_vm_note_focus_button (BerthVmNote *self);

G_END_DECLS
