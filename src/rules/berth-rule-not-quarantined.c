/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

static gboolean
is_hidden (const BerthFacts *facts, const BerthPciFacts *pci)
{
  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      const BerthForeignBinding *binding = g_ptr_array_index (facts->foreign_bindings, i);

      if (binding->kind == BERTH_FOREIGN_BINDING_PCIBACK_HIDE
          && berth_address_equal (&binding->address, &pci->address))
        return TRUE;
    }
  return FALSE;
}

/* xl's assignable-add quarantines a device, and finds it by its slot: it writes no driver_override.
 * Who does write one does not ask Xen, and neither does the kernel's command line. */
static gboolean
is_bound_by_hand (const BerthFacts *facts, const BerthPciFacts *pci)
{
  return g_strcmp0 (pci->driver, "pciback") == 0
         && (g_strcmp0 (pci->driver_override, "pciback") == 0 || is_hidden (facts, pci));
}

/* While a VM of libvirt's has it, it was bound for that start and is returned behind it. */
static gboolean
speaks_of (const BerthSituation *situation, const BerthDevice *device)
{
  return device->pci != NULL
         && is_bound_by_hand (berth_inventory_get_facts (situation->inventory), device->pci)
         && berth_roster_find_holder (situation->roster, &device->address, NULL) == NULL;
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      g_autofree char *title = NULL;
      BerthFinding *finding;

      if (!speaks_of (situation, device) || !berth_situation_takes (situation, bundle, device))
        continue;

      title = berth_device_dup_title (device);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, &device->address);
      finding->words = g_strdup (_ ("not quarantined"));
      finding->what = g_strdup_printf (_ ("%s was bound to pciback by hand or at boot: Xen does "
                                          "not quarantine it."),
                                       title);
      finding->why = g_strdup (_ ("What it still writes when a VM has just stopped can reach the "
                                  "memory of this computer (XSA-306)."));
      finding->remedy = g_strdup (_ ("Where VMs are run by xl, return it and use “xl "
                                     "pci-assignable-add”; else give it only to VMs that you "
                                     "trust."));
      g_ptr_array_add (findings, finding);
      return;
    }
}

const BerthRule berth_rule_not_quarantined = {
  .id = "not-quarantined",
  .link = "https://xenbits.xen.org/xsa/advisory-306.html",
  .check = check,
};
