/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/berth-finding.h"

G_BEGIN_DECLS

#define BERTH_TYPE_FINDING_ROW (berth_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (BerthFindingRow, berth_finding_row, BERTH, FINDING_ROW, GtkBox)

GtkWidget *berth_finding_row_new (const BerthFinding *finding);
void berth_finding_row_offer_remedies (BerthFindingRow *self);

G_END_DECLS
