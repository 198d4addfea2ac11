/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* XSA-120 (CVE-2015-2150): who may write the command register switches the device's memory off;
 * the next access of the host may end in a fatal interrupt. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  const BerthAssignment *assignment
      = berth_situation_find_option (situation, bundle, BERTH_OPTION_PERMISSIVE);
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (assignment == NULL || situation->vm == NULL)
    return;

  name = berth_text_dup_name (situation->vm->name);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &assignment->address);
  finding->words = g_strdup (_ ("less protected"));
  finding->what = g_strdup_printf (_ ("“%s” may write every setting of it, also those that are "
                                      "known to be harmful."),
                                   name);
  finding->why = g_strdup_printf (_ ("Whoever takes over “%s” can crash this whole computer "
                                     "(XSA-120), and has more ways to break out of it."),
                                  name);
  finding->remedy = g_strdup (_ ("Switch “permissive” off, unless the device does not work without "
                                 "it. Then this computer must restart once."));
  berth_finding_add_remedy (finding, berth_remedy_new_option (&assignment->address,
                                                              BERTH_OPTION_PERMISSIVE, FALSE));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_permissive = {
  .id = "permissive",
  .link = "https://xenbits.xen.org/xsa/advisory-120.html",
  .check = check,
};
