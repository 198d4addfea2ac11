/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/berth-address.h"

G_BEGIN_DECLS

/**
 * BerthXenHolder:
 * @address: of a PCI function
 * @domain: the Xen domain that has it; never 0
 *
 * A plain value.
 */
typedef struct
{
  BerthAddress address;
  guint domain;
} BerthXenHolder;

GArray *berth_xen_holders_read (int root);

G_END_DECLS
