/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/berth-computer-device.h"

G_BEGIN_DECLS

#define BERTH_TYPE_COMPUTER_PANE (berth_computer_pane_get_type ())
G_DECLARE_FINAL_TYPE (BerthComputerPane, berth_computer_pane, BERTH, COMPUTER_PANE, AdwBin)

void berth_computer_pane_show (BerthComputerPane *self,
                               BerthComputerDevice *device,
                               GPtrArray *actions);

G_END_DECLS
