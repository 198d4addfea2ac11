/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-driver.h"

G_BEGIN_DECLS

gboolean berth_boot_run (const BerthDriverSetup *setup, GError **error);
gboolean berth_boot_confirm (int root, guint patience, GError **error);

G_END_DECLS
