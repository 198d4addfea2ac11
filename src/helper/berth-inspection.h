/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/berth-address.h"

G_BEGIN_DECLS

/**
 * BerthInspectionFlags:
 * @BERTH_INSPECTION_SLOT: pciback's list of slots has it, which does not mean that pciback holds it
 * @BERTH_INSPECTION_PERMISSIVE: all of its configuration space may be written
 * @BERTH_INSPECTION_QUIRKS: some more of its configuration space may be written
 * @BERTH_INSPECTION_STUCK: the kernel has not finished a write
 *
 * The values cross the bus: they stay.
 */
typedef enum
{
  BERTH_INSPECTION_SLOT = 1 << 0,
  BERTH_INSPECTION_PERMISSIVE = 1 << 1,
  BERTH_INSPECTION_QUIRKS = 1 << 2,
  BERTH_INSPECTION_STUCK = 1 << 3,
} BerthInspectionFlags;

GVariant *berth_inspection_read (int root);

G_END_DECLS
