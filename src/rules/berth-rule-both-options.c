/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  const BerthAssignment *permissive
      = berth_situation_find_option (situation, bundle, BERTH_OPTION_PERMISSIVE);
  const BerthAssignment *no_reset
      = berth_situation_find_option (situation, bundle, BERTH_OPTION_NO_STRICT_RESET);
  BerthFinding *finding;

  if (permissive == NULL || no_reset == NULL)
    return;

  finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, &permissive->address);
  finding->words = g_strdup (_ ("two protections off"));
  finding->what = g_strdup (_ ("“Permissive” and “No strict reset” are both on."));
  finding->why = g_strdup (_ ("The VM can change anything in the device, and nothing undoes that "
                              "before the next VM gets it."));
  finding->remedy = g_strdup (_ ("Switch off the one that the device works without."));
  berth_finding_add_remedy (finding, berth_remedy_new_option (&permissive->address,
                                                              BERTH_OPTION_PERMISSIVE, FALSE));
  berth_finding_add_remedy (finding, berth_remedy_new_option (&no_reset->address,
                                                              BERTH_OPTION_NO_STRICT_RESET, FALSE));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_both_options = {
  .id = "both-options",
  .link = "https://www.qubes-os.org/doc/device-handling-security/",
  .check = check,
};
