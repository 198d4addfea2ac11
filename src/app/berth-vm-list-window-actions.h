/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void berth_vm_list_window_class_install_actions (GtkWidgetClass *klass);

G_END_DECLS
