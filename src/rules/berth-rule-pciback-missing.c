/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* libvirt 9 asks modprobe for a module called pciback, which there never was in Linux itself: the
 * start of a VM then ends in “Failed to load PCI … module pciback”, although modprobe has
 * xen-pciback. Qubes OS loads it itself. */
static gboolean
is_missing (const BerthFacts *facts)
{
  return facts->platform == BERTH_PLATFORM_XEN && facts->pciback == BERTH_TRUTH_NO;
}

static BerthFinding *
missing_finding (const BerthRule *self)
{
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, NULL);

  finding->words = g_strdup (_ ("xen-pciback missing"));
  finding->remedy = g_strdup (_ ("Run “modprobe xen-pciback” as root, and write “xen-pciback” into "
                                 "the file /etc/modules-load.d/xen-pciback.conf to have it at "
                                 "every boot."));
  return finding;
}

static void
check_vm (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (!is_missing (berth_inventory_get_facts (situation->inventory))
      || !berth_situation_wants_pci (situation))
    return;

  name = berth_text_dup_name (situation->vm->name);
  finding = missing_finding (self);
  finding->what = g_strdup_printf (_ ("“%s” shall have a PCI device, and this computer has not "
                                      "loaded xen-pciback."),
                                   name);
  finding->why = g_strdup (_ ("The VM will not start: libvirt looks for the module by a wrong "
                              "name."));
  finding->stops_start = TRUE;
  g_ptr_array_add (findings, finding);
}

static void
check_computer (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  BerthFinding *finding;

  if (!is_missing (berth_inventory_get_facts (situation->inventory)))
    return;

  finding = missing_finding (self);
  finding->what = g_strdup (_ ("No VM can be given a PCI device: this computer has not loaded "
                               "xen-pciback."));
  finding->why = g_strdup (_ ("Xen gives devices to VMs through it, and libvirt does not load it: "
                              "it looks for it by a wrong name."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_pciback_missing = {
  .id = "pciback-missing",
  .link = "https://wiki.xenproject.org/wiki/Xen_PCI_Passthrough",
  .check_vm = check_vm,
  .check_computer = check_computer,
};
