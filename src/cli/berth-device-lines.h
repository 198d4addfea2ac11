/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-finding-lines.h"
#include "model/berth-situation.h"

G_BEGIN_DECLS

char *berth_device_lines_dup_name (const BerthDevice *device);
char *berth_device_lines_dup_group (const BerthDevice *device);
char *berth_device_lines_dup_users (BerthRoster *roster, const BerthAddress *address);

void berth_device_lines_append_host_side (GString *output,
                                          BerthInventory *inventory,
                                          const BerthAddress *address);
void berth_device_lines_append (GString *output,
                                const BerthFindingForm *form,
                                const char *computer,
                                const BerthSituation *situation,
                                const BerthBundle *bundle,
                                const BerthDevice *device,
                                GPtrArray *findings);

G_END_DECLS
