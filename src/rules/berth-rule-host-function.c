/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

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

      if (device->device_class != BERTH_DEVICE_HOST_FUNCTION
          || !berth_situation_takes (situation, bundle, device))
        continue;

      title = berth_device_dup_title (device);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_REFUSED, &device->address);
      finding->words = g_strdup (_ ("part of this computer"));
      finding->what = g_strdup_printf (_ ("%s is a part of this computer itself."), title);
      finding->why = g_strdup (_ ("Power, timers, sensors or the firmware need it. Nothing "
                                  "replaces it while the computer runs."));
      finding->remedy = g_strdup (_ ("Leave it to the computer."));
      g_ptr_array_add (findings, finding);
    }
}

const BerthRule berth_rule_host_function = { .id = "host-function", .check = check };
