/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-known-resets.h"
#include "rules/berth-rule.h"

/* The module vendor-reset shows its way as a reset of the device's own. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      const BerthKnownReset *known = NULL;
      g_autofree char *title = NULL;
      BerthFinding *finding;

      if (device->pci != NULL && (device->pci->reset_methods & BERTH_RESET_DEVICE_SPECIFIC) == 0
          && berth_situation_takes (situation, bundle, device))
        known = berth_known_resets_lookup (&device->identity);
      if (known == NULL)
        continue;

      title = berth_device_dup_title (device);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, &device->address);
      finding->words = g_strdup (_ ("resets badly"));
      /* Translators: the name of a card, and of the family it is of: “AMD Navi 10”. */
      finding->what = g_strdup_printf (_ ("%s is of a kind that does not come back from a reset "
                                          "(%s)."),
                                       title, known->family);
      finding->why = g_strdup (_ ("When a VM starts with it for the second time, the card may stay "
                                  "dead and freeze this computer."));
      finding->remedy = g_strdup (_ ("Install the kernel module “vendor-reset”, or restart this "
                                     "computer before each further start of the VM."));
      finding->link = known->link;
      g_ptr_array_add (findings, finding);
    }
}

const BerthRule berth_rule_known_bad_reset = { .id = "known-bad-reset", .check = check };
