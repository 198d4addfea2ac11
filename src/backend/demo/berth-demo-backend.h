/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/berth-backend.h"

G_BEGIN_DECLS

#define BERTH_TYPE_DEMO_BACKEND (berth_demo_backend_get_type ())
G_DECLARE_FINAL_TYPE (BerthDemoBackend, berth_demo_backend, BERTH, DEMO_BACKEND, GObject)

BerthBackend *berth_demo_backend_new (const char *uri);

gboolean berth_demo_backend_reset (const char *uri, GError **error);

G_END_DECLS
