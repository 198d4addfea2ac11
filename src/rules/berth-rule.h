/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-finding.h"
#include "model/berth-situation.h"

G_BEGIN_DECLS

typedef struct _BerthRule BerthRule;

/**
 * BerthRule:
 * @id: stable, in kebab-case; appears in findings, JSON and documentation
 * @link: (nullable): a page to read more about it
 * @check: (nullable): appends what it finds about giving @bundle to the situation's VM to
 *   @findings; without a VM in the situation, what it finds about @bundle as such
 * @check_vm: (nullable): appends what it finds about all that the situation's VM shall have,
 *   taken together; its findings have no address. Asked once for each VM
 * @check_computer: (nullable): appends what it finds about the computer itself, whoever gets what;
 *   its findings have no address. It looks at no VM
 * @is_said_of_vms: what @check_computer finds concerns every VM that shall have a PCI device: it is
 *   said of each of these too
 *
 * One reason why something is dangerous or impossible. A rule is pure: it looks at the situation
 * and nothing else, changes nothing and does not know other rules. Each one is a constant in a file
 * of its own, `berth-rule-NAME.c`, and a row in berth-ruleset.c.
 */
struct _BerthRule
{
  const char *id;
  const char *link;
  void (*check) (const BerthRule *self,
                 const BerthSituation *situation,
                 BerthBundle *bundle,
                 GPtrArray *findings);
  void (*check_vm) (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings);
  void (*check_computer) (const BerthRule *self,
                          const BerthSituation *situation,
                          GPtrArray *findings);
  gboolean is_said_of_vms;
};

G_END_DECLS
