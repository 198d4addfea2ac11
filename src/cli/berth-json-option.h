/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-json.h"
#include "model/berth-assignment.h"

G_BEGIN_DECLS

void berth_json_add_option (JsonBuilder *builder, const char *member, BerthOption option);
void berth_json_add_options (JsonBuilder *builder, const char *member, guint options);

G_END_DECLS
