/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

/* The switch has an effect only where interrupts are not remapped (vfio_iommu_type1.c). */
static void
check_computer (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);
  BerthFinding *finding;

  if (facts->unsafe_interrupts != BERTH_TRUTH_YES
      || facts->interrupt_remapping == BERTH_TRUTH_YES)
    return;

  finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, NULL);
  finding->words = g_strdup (_ ("unsafe interrupts"));
  finding->what = g_strdup (_ ("This computer was told to give PCI devices to VMs although nothing "
                               "checks their interrupts (allow_unsafe_interrupts)."));
  finding->why = g_strdup (_ ("A VM could send interrupts as if they came from others, and take "
                              "over this computer that way."));
  finding->remedy = g_strdup (_ ("Take the option “allow_unsafe_interrupts” of vfio_iommu_type1 "
                                 "out of /etc/modprobe.d, then restart this computer."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_unsafe_interrupts = {
  .id = "unsafe-interrupts",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check_computer = check_computer,
  .is_said_of_vms = TRUE,
};
