/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session/berth-computer.h"

G_BEGIN_DECLS

/* What takes less is there at once, for a person; what takes more is waited for in sight. */
#define BERTH_PATIENCE_MILLISECONDS 200

void berth_patience_present (GtkWindow *window,
                             BerthComputer *computer,
                             BerthConnection *connection);

G_END_DECLS
