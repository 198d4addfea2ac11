/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/berth-finding.h"
#include "model/berth-inventory.h"

G_BEGIN_DECLS

GtkWidget *berth_device_heading_new (BerthInventory *inventory, const BerthFinding *finding);

G_END_DECLS
