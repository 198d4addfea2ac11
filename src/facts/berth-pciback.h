/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/berth-address.h"

G_BEGIN_DECLS

#define BERTH_PCIBACK_FOLDER "sys/bus/pci/drivers/pciback"

/**
 * BerthPcibackFlags:
 * @BERTH_PCIBACK_SLOT: it is in the list of what pciback may take. That proves nothing: it stays
 *   there when another driver has the function
 * @BERTH_PCIBACK_PERMISSIVE: all of its configuration space may be written
 * @BERTH_PCIBACK_QUIRKS: parts of its configuration space may be written besides
 *
 * The values cross the bus: they stay.
 */
typedef enum
{
  BERTH_PCIBACK_SLOT = 1 << 0,
  BERTH_PCIBACK_PERMISSIVE = 1 << 1,
  BERTH_PCIBACK_QUIRKS = 1 << 2,
} BerthPcibackFlags;

/**
 * BerthPcibackFunction:
 * @flags: #BerthPcibackFlags; none of them: pciback only holds it
 *
 * What pciback says of one function. A plain value.
 */
typedef struct
{
  BerthAddress address;
  guint flags;
} BerthPcibackFunction;

GArray *berth_pciback_read (int root);
guint berth_pciback_get_flags (GArray *functions, const BerthAddress *address);

G_END_DECLS
