/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session/berth-computer.h"

G_BEGIN_DECLS

void berth_vm_start (GtkWindow *parent,
                     BerthComputer *computer,
                     BerthConnection *connection,
                     BerthVm *vm);

G_END_DECLS
