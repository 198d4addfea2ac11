/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Beside the flags of facts/berth-pciback: the kernel has not finished a write. The value crosses
 * the bus: it stays. */
#define BERTH_INSPECTION_STUCK (1 << 3)

GVariant *berth_inspection_read (int root, GError **error);
GVariant *berth_inspection_mark_stuck (GVariant *inspection, GArray *stuck);

G_END_DECLS
