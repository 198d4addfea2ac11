/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-boot-entry.h"
#include "cli/berth-json.h"

G_BEGIN_DECLS

void berth_json_add_boot_entry (JsonBuilder *builder,
                                const char *computer,
                                BerthInventory *inventory,
                                const BerthBootEntry *entry);
void berth_json_add_boot_entries (JsonBuilder *builder,
                                  const char *member,
                                  const char *computer,
                                  BerthInventory *inventory,
                                  const BerthAddress *address);
void berth_json_add_truth (JsonBuilder *builder, const char *member, BerthTruth truth);

G_END_DECLS
