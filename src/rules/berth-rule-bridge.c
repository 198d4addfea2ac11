/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

/* libvirt takes a bridge into a configuration without a word and even detaches a root port from
 * its driver; xen-pciback, told a bridge, seizes everything behind it. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  BerthFinding *finding;

  if (!berth_device_is_bridge (berth_bundle_get_first (bundle)))
    return;

  finding = berth_finding_new (self->id, BERTH_SEVERITY_REFUSED, &bundle->address);
  finding->words = g_strdup (_ ("leads to other devices"));
  finding->what = g_strdup (_ ("It is a bridge: other devices are reached through it."));
  finding->why = g_strdup (_ ("Without it this computer loses everything behind it."));
  finding->remedy = g_strdup (_ ("Give the devices behind it instead."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_bridge = { .id = "bridge", .check = check };
