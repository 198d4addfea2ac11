/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/berth-rule.h"

G_BEGIN_DECLS

const BerthRule *const *berth_ruleset_get (gsize *ret_n_rules);
GPtrArray *berth_ruleset_check (const BerthSituation *situation, BerthBundle *bundle);
GPtrArray *berth_ruleset_check_vm (const BerthSituation *situation);
GPtrArray *berth_ruleset_check_computer (const BerthSituation *situation);

G_END_DECLS
