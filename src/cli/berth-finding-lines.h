/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-remedy-command.h"
#include "cli/berth-terminal.h"
#include "model/berth-finding.h"

G_BEGIN_DECLS

/**
 * BerthFindingForm:
 * @terminal: who reads them
 * @terms: of the commands that their remedies are
 * @indent: how many columns the first line of each stands to the right
 * @tells_start: say of each whether it stops the start of the VM that it is about
 *
 * How findings are printed. Borrowed.
 */
typedef struct
{
  const BerthTerminal *terminal;
  const BerthRemedyTerms *terms;
  guint indent;
  gboolean tells_start;
} BerthFindingForm;

BerthStyle berth_finding_lines_get_style (BerthSeverity severity);
void
berth_finding_lines_append (GString *output, const BerthFindingForm *form, GPtrArray *findings);

G_END_DECLS
