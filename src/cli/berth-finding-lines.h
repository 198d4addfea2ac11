/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-terminal.h"
#include "model/berth-finding.h"

G_BEGIN_DECLS

BerthStyle berth_finding_lines_get_style (BerthSeverity severity);
void berth_finding_lines_append (GString *output,
                                 const BerthTerminal *terminal,
                                 GPtrArray *findings);

G_END_DECLS
