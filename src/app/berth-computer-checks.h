/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/berth-finding.h"

G_BEGIN_DECLS

#define BERTH_TYPE_COMPUTER_CHECKS (berth_computer_checks_get_type ())
G_DECLARE_FINAL_TYPE (BerthComputerChecks, berth_computer_checks, BERTH, COMPUTER_CHECKS, AdwBin)

void berth_computer_checks_show (BerthComputerChecks *self, GPtrArray *findings);
void berth_computer_checks_set_narrow (BerthComputerChecks *self, gboolean is_narrow);

G_END_DECLS
