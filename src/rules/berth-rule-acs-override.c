/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

static void
check_computer (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);
  BerthFinding *finding;

  if (facts->acs_override != BERTH_TRUTH_YES)
    return;

  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, NULL);
  finding->words = g_strdup (_ ("groups not proven"));
  finding->what = g_strdup (_ ("IOMMU groups are declared here, not proven: the kernel was told to "
                               "split them (ACS override)."));
  finding->why = g_strdup (_ ("Devices that look apart may still reach each other’s memory without "
                              "passing the IOMMU."));
  finding->remedy = g_strdup (_ ("Give devices of one real group to VMs that trust each other, or "
                                 "take the option out of the kernel command line."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_acs_override = {
  .id = "acs-override",
  .link = "https://vfio.blogspot.com/2014/08/iommu-groups-inside-and-out.html",
  .check_computer = check_computer,
  .is_said_of_vms = TRUE,
};
