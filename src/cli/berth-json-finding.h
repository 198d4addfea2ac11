/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-json.h"
#include "cli/berth-remedy-command.h"

G_BEGIN_DECLS

void berth_json_add_findings (JsonBuilder *builder,
                              const char *member,
                              GPtrArray *findings,
                              const BerthRemedyTerms *terms);
void berth_json_append_error (GString *output,
                              const char *nick,
                              const char *message,
                              GPtrArray *findings,
                              const BerthRemedyTerms *terms);

G_END_DECLS
