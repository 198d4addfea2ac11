/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/berth-bundle-filter.h"
#include "app/berth-computer-device-list.h"
#include "app/berth-computer-device-order.h"

G_BEGIN_DECLS

#define BERTH_TYPE_COMPUTER_TABLE (berth_computer_table_get_type ())
G_DECLARE_FINAL_TYPE (BerthComputerTable, berth_computer_table, BERTH, COMPUTER_TABLE, AdwBin)

void berth_computer_table_set_list (BerthComputerTable *self, BerthComputerDeviceList *list);
void berth_computer_table_set_filter (BerthComputerTable *self,
                                      BerthBundleFilter *filter,
                                      guint users);
void berth_computer_table_sort (BerthComputerTable *self, BerthDeviceColumn column);
void berth_computer_table_set_narrow (BerthComputerTable *self, gboolean is_narrow);

BerthComputerDevice *berth_computer_table_get_chosen (BerthComputerTable *self);
gboolean berth_computer_table_choose (BerthComputerTable *self, const BerthAddress *address);
guint berth_computer_table_get_n_shown (BerthComputerTable *self);

G_END_DECLS
