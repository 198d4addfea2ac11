/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  GPtrArray *wanted = berth_situation_get_wanted (situation);

  for (guint i = 0; wanted != NULL && i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *assignment
          = berth_assignment_list_lookup (wanted, &device->address);
      g_autofree char *title = NULL;
      g_autofree char *meant = NULL;
      BerthFinding *finding;

      if (assignment == NULL || berth_device_is_ghost (device)
          || berth_identity_judge (&assignment->identity, &device->identity)
                 != BERTH_IDENTITY_CHANGED)
        continue;

      title = berth_device_dup_title (device);
      meant = berth_identity_dup_words (&assignment->identity);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, &device->address);
      finding->words = g_strdup (_ ("another device"));
      finding->what
          = g_strdup_printf (_ ("%s sits where another device was meant (%s)."), title, meant);
      finding->why = g_strdup (_ ("Addresses move when a card is added or removed. The wrong "
                                  "device would be given away."));
      finding->remedy = g_strdup (_ ("Take it back, and assign the device that was meant from "
                                     "where it is now."));
      g_ptr_array_add (findings, finding);
    }
}

const BerthRule berth_rule_changed = { .id = "changed", .check = check };
