/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* A device writes to memory by itself, so that all of a VM's memory has to stay where it is. */
static void
say_for_platform (BerthFinding *finding, BerthPlatform platform, const char *name)
{
  if (platform == BERTH_PLATFORM_QUBES)
    {
      finding->why = g_strdup (_ ("Its memory is balanced with that of other qubes, and some "
                                  "devices do not work then."));
      finding->remedy
          = g_strdup_printf (_ ("Take “%s” out of memory balancing in its settings."), name);
      finding->link = "https://www.qubes-os.org/doc/how-to-use-pci-devices/";
    }
  else if (platform == BERTH_PLATFORM_XEN)
    {
      /* "PCI device assignment for HVM guest failed due to PoD enabled", libxl_create.c; SUPPORT.md
       * says the same of populate-on-demand. */
      finding->why = g_strdup (_ ("Xen does not start a VM with hardware virtualisation that "
                                  "begins with less memory than its most and has a PCI device."));
      finding->remedy = g_strdup (_ ("Set its memory and its most memory to the same figure."));
      finding->link = "https://xenbits.xen.org/docs/unstable/SUPPORT.html";
      finding->stops_start = TRUE;
    }
  else
    {
      finding->why = g_strdup (_ ("All of its memory is taken at the start and cannot shrink: less "
                                  "is left for this computer and for other VMs."));
      finding->remedy = g_strdup (_ ("Set its memory and its most memory to the same figure, which "
                                     "this computer can spare."));
    }
}

static void
check_vm (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  BerthPlatform platform = berth_inventory_get_facts (situation->inventory)->platform;
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (situation->vm->balloons != BERTH_TRUTH_YES || !berth_situation_wants_pci (situation))
    return;

  name = berth_text_dup_name (situation->vm->name);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, NULL);
  finding->words = g_strdup (_ ("memory changes"));
  finding->what = g_strdup_printf (_ ("“%s” shall have a PCI device, and its memory grows and "
                                      "shrinks."),
                                   name);
  say_for_platform (finding, platform, name);
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_balloon = {
  .id = "balloon",
  .link = "https://libvirt.org/formatdomain.html",
  .check_vm = check_vm,
};
