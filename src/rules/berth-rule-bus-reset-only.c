/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "model/berth-reset.h"
#include "rules/berth-rule.h"

/* What is alone on its bus, as each card in a slot of PCI Express is, is reset with its bus and
 * nothing is hurt: no words for that. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  BerthReset reset = berth_reset_judge (situation, bundle);
  g_autofree char *title = NULL;
  BerthFinding *finding;

  if (reset.reach != BERTH_RESET_REACH_BUS || reset.sibling == NULL)
    return;

  title = berth_device_dup_title (reset.sibling);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &reset.function->address);
  finding->words = g_strdup (_ ("shares its reset"));
  finding->what
      = g_strdup_printf (_ ("It can be reset only together with %s, which is on the same bus and "
                            "does not go with it."),
                         title);
  finding->why = g_strdup (_ ("While the other one is in use there is no reset: the VM may not "
                              "start, or find what the last one left."));
  finding->remedy = g_strdup (_ ("Give both to the same VM, or plug one into another slot."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_bus_reset_only = {
  .id = "bus-reset-only",
  .link = "https://docs.kernel.org/admin-guide/abi-testing.html",
  .check = check,
};
