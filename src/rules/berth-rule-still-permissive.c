/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

/* Who wants it permissive hears elsewhere what that means. */
static gboolean
is_wished_for (const BerthSituation *situation, const BerthDevice *device)
{
  const BerthAssignment *assignment = berth_situation_lookup_wanted (situation, &device->address);

  return assignment != NULL && (assignment->options & BERTH_OPTION_PERMISSIVE) != 0;
}

/* pciback keeps the flag for as long as it has the device, whoever gets it next; there is no way to
 * switch it off (drivers/xen/xen-pciback/pci_stub.c). XSA-120. */
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

      if (device->pci == NULL || device->pci->permissive != BERTH_TRUTH_YES
          || is_wished_for (situation, device)
          || !berth_situation_takes (situation, bundle, device))
        continue;

      title = berth_device_dup_title (device);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &device->address);
      finding->words = g_strdup (_ ("still permissive"));
      finding->what = g_strdup_printf (_ ("%s is permissive until it leaves pciback, whichever VM "
                                          "gets it."),
                                       title);
      finding->why = g_strdup (_ ("Whoever takes over a VM that has it can crash this whole "
                                  "computer (XSA-120), and has more ways to break out."));
      finding->remedy = g_strdup (_ ("Return it to the host, or restart this computer; if it is "
                                     "permissive then too, look for “permissive” in "
                                     "/etc/modprobe.d."));
      g_ptr_array_add (findings, finding);
      return;
    }
}

const BerthRule berth_rule_still_permissive = {
  .id = "still-permissive",
  .link = "https://xenbits.xen.org/xsa/advisory-120.html",
  .check = check,
};
