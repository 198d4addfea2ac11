/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/berth-address.h"

G_BEGIN_DECLS

/**
 * BerthInterfaceCarrier:
 * @name: of the network interface that is hardware
 * @address: the PCI function or USB device that it is of
 */
typedef struct
{
  char *name;
  BerthAddress address;
} BerthInterfaceCarrier;

gboolean berth_interface_find_carriers (int root, const char *name, GPtrArray **ret_carriers);
gboolean berth_interface_exists (int root, const char *name);
gboolean berth_interface_is_bridge (int root, const char *name);
gboolean berth_interface_is_ppp (int root, const char *name);

G_END_DECLS
