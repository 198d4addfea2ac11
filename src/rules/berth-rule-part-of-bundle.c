/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

/* Other tools give single functions of a card; the rest stays with the host or with another VM. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  GPtrArray *wanted = berth_situation_get_wanted (situation);
  const BerthDevice *left_out = NULL;
  g_autofree char *title = NULL;
  BerthFinding *finding;
  guint n_wanted = 0;

  for (guint i = 0; wanted != NULL && i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);

      if (berth_assignment_list_lookup (wanted, &device->address) != NULL)
        n_wanted++;
      else if (left_out == NULL)
        left_out = device;
    }

  if (n_wanted == 0 || left_out == NULL)
    return;

  title = berth_device_dup_title (left_out);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &left_out->address);
  finding->words = g_strdup (_ ("only in part"));
  finding->what = g_strdup_printf (_ ("Only a part of it is assigned: %s is not."), title);
  finding->why = g_strdup (_ ("Its functions share one reset: what happens in the VM reaches the "
                              "part that stayed, and the start may fail."));
  finding->remedy = g_strdup (_ ("Take it back and assign it again: then all of it goes."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_part_of_bundle = { .id = "part-of-bundle", .check = check };
