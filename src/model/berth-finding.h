/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-remedy.h"

G_BEGIN_DECLS

/**
 * BerthSeverity:
 * @BERTH_SEVERITY_NOTE: good to know
 * @BERTH_SEVERITY_CAUTION: think before
 * @BERTH_SEVERITY_DANGER: asked about before anything is written
 * @BERTH_SEVERITY_REFUSED: cannot be applied
 */
typedef enum
{
  BERTH_SEVERITY_NOTE,
  BERTH_SEVERITY_CAUTION,
  BERTH_SEVERITY_DANGER,
  BERTH_SEVERITY_REFUSED,
} BerthSeverity;

/**
 * BerthFinding:
 * @id: of the rule, stable, for scripts
 * @severity: how bad
 * @address: the device it is about; counts only if @has_address
 * @words: two or three words for a row: "used by work"
 * @what: one line: what was found
 * @why: one line: why it matters
 * @remedy: one line: what to do
 * @remedies: (element-type BerthRemedy): ways to do that with one click; often none
 * @link: (nullable): a page to read more about it
 * @stops_start: as things are, the VM will not start with it
 * @can_force: refused because of what it does to the computer, not because it cannot work: who
 *   names the address on the command line may have it all the same
 *
 * One thing that a rule has to say. All texts are translated and final; foreign parts in them went
 * through base/berth-text.
 */
typedef struct
{
  const char *id;
  BerthSeverity severity;
  BerthAddress address;
  gboolean has_address;
  char *words;
  char *what;
  char *why;
  char *remedy;
  GPtrArray *remedies;
  const char *link;
  gboolean stops_start;
  gboolean can_force;
} BerthFinding;

BerthFinding *
berth_finding_new (const char *id, BerthSeverity severity, const BerthAddress *address);
BerthFinding *berth_finding_copy (const BerthFinding *self);
void berth_finding_free (BerthFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthFinding, berth_finding_free)

void berth_finding_add_remedy (BerthFinding *self, BerthRemedy *remedy);

GPtrArray *berth_finding_list_new (void);
gboolean berth_finding_list_equal (GPtrArray *a, GPtrArray *b);
const BerthFinding *berth_finding_list_get_worst (GPtrArray *findings);
const char *berth_severity_get_nick (BerthSeverity severity);

G_END_DECLS
