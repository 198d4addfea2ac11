/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

/* The switch has an effect only where interrupts are not remapped (vfio_iommu_type1.c). */
static BerthFinding *
find (const BerthRule *self, const BerthFacts *facts)
{
  BerthFinding *finding;

  if (facts->unsafe_interrupts != BERTH_TRUTH_YES
      || facts->interrupt_remapping == BERTH_TRUTH_YES)
    return NULL;

  finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, NULL);
  finding->words = g_strdup (_ ("unsafe interrupts"));
  finding->what = g_strdup (_ ("This computer was told to give PCI devices to VMs although nothing "
                               "checks their interrupts (allow_unsafe_interrupts)."));
  finding->why = g_strdup (_ ("A VM could send interrupts as if they came from others, and take "
                              "over this computer that way."));
  finding->remedy = g_strdup (_ ("Take the option “allow_unsafe_interrupts” of vfio_iommu_type1 "
                                 "out of /etc/modprobe.d, then restart this computer."));
  return finding;
}

static void
check_vm (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  BerthFinding *finding = NULL;

  if (berth_situation_wants_pci (situation))
    finding = find (self, berth_inventory_get_facts (situation->inventory));
  if (finding != NULL)
    g_ptr_array_add (findings, finding);
}

static void
check_computer (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  BerthFinding *finding = find (self, berth_inventory_get_facts (situation->inventory));

  if (finding != NULL)
    g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_unsafe_interrupts = {
  .id = "unsafe-interrupts",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check_vm = check_vm,
  .check_computer = check_computer,
};
