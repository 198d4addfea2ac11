/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* Only where Linux itself has the hardware: under Xen there are never any groups, and what a server
 * tells of a computer far away may leave them out. */
static gboolean
is_off (const BerthFacts *facts)
{
  return facts->platform == BERTH_PLATFORM_BARE && !facts->iommu && !facts->is_remote
         && (facts->gaps & BERTH_GAP_GROUPS) == 0;
}

static void
check_vm (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (!is_off (berth_inventory_get_facts (situation->inventory))
      || !berth_situation_wants_pci (situation))
    return;

  name = berth_text_dup_name (situation->vm->name);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, NULL);
  finding->words = g_strdup (_ ("no IOMMU"));
  finding->what = g_strdup_printf (_ ("“%s” shall have a PCI device, and this computer has no "
                                      "IOMMU that is switched on."),
                                   name);
  finding->why = g_strdup (_ ("The VM will not start: without an IOMMU the device could read and "
                              "write all memory of this computer."));
  finding->remedy = g_strdup (_ ("Switch on “VT-d”, “AMD-Vi” or “IOMMU” in the firmware setup of "
                                 "this computer, then restart it."));
  finding->stops_start = TRUE;
  g_ptr_array_add (findings, finding);
}

static BerthFinding *
off_finding (const BerthRule *self)
{
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, NULL);

  finding->words = g_strdup (_ ("no IOMMU"));
  finding->what = g_strdup (_ ("No VM can be given a PCI device: this computer has no IOMMU that "
                               "is switched on."));
  finding->why = g_strdup (_ ("The IOMMU keeps a device from reading and writing the memory of "
                              "others. USB devices can be given without one."));
  finding->remedy = g_strdup (_ ("Switch on “VT-d”, “AMD-Vi” or “IOMMU” in the firmware setup of "
                                 "this computer, then restart it."));
  return finding;
}

static BerthFinding *
hidden_finding (const BerthRule *self)
{
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, NULL);

  finding->words = g_strdup (_ ("IOMMU not seen"));
  finding->what = g_strdup (_ ("Whether this computer has an IOMMU cannot be seen from here: Xen "
                               "keeps it to itself."));
  finding->why = g_strdup (_ ("Without an IOMMU a PCI device could read and write all memory, also "
                              "that of other VMs."));
  finding->remedy = g_strdup (_ ("Run “xl info”: it is on when “virt_caps” names “hvm_directio”."));
  finding->link = "https://wiki.xenproject.org/wiki/VTd_HowTo";
  return finding;
}

static void
check_computer (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);

  if (is_off (facts))
    g_ptr_array_add (findings, off_finding (self));
  else if (facts->platform == BERTH_PLATFORM_XEN || facts->platform == BERTH_PLATFORM_QUBES)
    g_ptr_array_add (findings, hidden_finding (self));
}

const BerthRule berth_rule_no_iommu = {
  .id = "no-iommu",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check_vm = check_vm,
  .check_computer = check_computer,
};
