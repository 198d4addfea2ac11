/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-json.h"
#include "cli/berth-remedy-command.h"
#include "model/berth-situation.h"

G_BEGIN_DECLS

void berth_json_add_device (JsonBuilder *builder,
                            const char *computer,
                            const BerthSituation *situation,
                            const BerthDevice *device,
                            GPtrArray *findings,
                            const BerthRemedyTerms *terms);

G_END_DECLS
