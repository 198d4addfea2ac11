/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* VFIO refuses the whole group then ("No interrupt remapping support", vfio_iommu_type1.c). What it
 * means to tell it to go on all the same is said of unsafe interrupts. */
static gboolean
is_lacking (const BerthFacts *facts)
{
  return facts->platform == BERTH_PLATFORM_BARE && facts->iommu
         && facts->interrupt_remapping == BERTH_TRUTH_NO
         && facts->unsafe_interrupts != BERTH_TRUTH_YES;
}

static BerthFinding *
lacking_finding (const BerthRule *self, BerthSeverity severity)
{
  BerthFinding *finding = berth_finding_new (self->id, severity, NULL);

  finding->words = g_strdup (_ ("interrupts not checked"));
  finding->remedy = g_strdup (_ ("Switch on “interrupt remapping” or “x2APIC” in the firmware "
                                 "setup of this computer, or install newer firmware."));
  return finding;
}

static void
check_vm (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (!is_lacking (berth_inventory_get_facts (situation->inventory))
      || !berth_situation_wants_pci (situation))
    return;

  name = berth_text_dup_name (situation->vm->name);
  finding = lacking_finding (self, BERTH_SEVERITY_DANGER);
  finding->what = g_strdup_printf (_ ("“%s” shall have a PCI device, and the IOMMU of this "
                                      "computer does not check interrupts."),
                                   name);
  finding->why = g_strdup (_ ("The VM will not start: with its device it could send the interrupts "
                              "of others."));
  finding->stops_start = TRUE;
  g_ptr_array_add (findings, finding);
}

static void
check_computer (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  BerthFinding *finding;

  if (!is_lacking (berth_inventory_get_facts (situation->inventory)))
    return;

  finding = lacking_finding (self, BERTH_SEVERITY_CAUTION);
  finding->what = g_strdup (_ ("The IOMMU of this computer does not check interrupts (no interrupt "
                               "remapping)."));
  finding->why = g_strdup (_ ("A VM with a PCI device could send the interrupts of others, so it "
                              "will not start."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_interrupt_remapping = {
  .id = "interrupt-remapping",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check_vm = check_vm,
  .check_computer = check_computer,
};
