/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session/berth-session.h"

G_BEGIN_DECLS

#define BERTH_TYPE_REFRESH (berth_refresh_get_type ())
G_DECLARE_FINAL_TYPE (BerthRefresh, berth_refresh, BERTH, REFRESH, GObject)

BerthRefresh *berth_refresh_new (GtkApplication *app, BerthSession *session);

G_END_DECLS
