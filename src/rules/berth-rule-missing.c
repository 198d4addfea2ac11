/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* libvirt accepts a device that is not there and fails at the start of the VM only. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  g_autofree char *address = NULL;
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (bundle->reason != BERTH_BUNDLE_GHOST)
    return;

  address = berth_address_dup_string (&bundle->address);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &bundle->address);
  finding->words = g_strdup (_ ("not in this computer"));
  finding->what = g_strdup_printf (_ ("There is no device at %s."), address);
  if (situation->vm != NULL)
    {
      name = berth_text_dup_name (situation->vm->name);
      finding->why = g_strdup_printf (_ ("“%s” will not start as long as it is missing."), name);
    }
  else
    {
      finding->why = g_strdup (_ ("What needs it will not start as long as it is missing."));
    }
  finding->remedy = g_strdup (_ ("Put the device back into this computer, or take it back here."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_missing = { .id = "missing", .check = check };
