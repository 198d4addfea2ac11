/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-finding.h"
#include "model/berth-situation.h"

G_BEGIN_DECLS

/**
 * BerthRule:
 * @id: stable, in kebab-case; appears in findings, JSON and documentation
 * @check: appends what it finds about giving @bundle to the situation's VM to @findings
 *
 * One reason why something is dangerous or impossible. A rule is pure: it looks at the situation
 * and nothing else, changes nothing and does not know other rules.
 */
typedef struct
{
  const char *id;
  void (*check) (const char *id,
                 const BerthSituation *situation,
                 BerthBundle *bundle,
                 GPtrArray *findings);
} BerthRule;

const BerthRule *berth_ruleset_get (gsize *ret_n_rules);
GPtrArray *berth_ruleset_check (const BerthSituation *situation, BerthBundle *bundle);

G_END_DECLS
