/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* The same device may be assigned to several VMs; only one of them can run with it. */
static BerthFinding *
claim_finding (const BerthRule *self, const BerthClaim *claim)
{
  g_autofree char *name = berth_text_dup_name (claim->vm->name);
  BerthFinding *finding
      = berth_finding_new (self->id, claim->is_live ? BERTH_SEVERITY_CAUTION : BERTH_SEVERITY_NOTE,
                           &claim->assignment->address);

  if (claim->is_live)
    {
      finding->words = g_strdup_printf (_ ("used by %s"), name);
      finding->what = g_strdup_printf (_ ("“%s” is using it now."), name);
    }
  else
    {
      finding->words = g_strdup_printf (_ ("also for %s"), name);
      finding->what = g_strdup_printf (_ ("It is assigned to “%s” too."), name);
    }
  finding->why = g_strdup (_ ("Only one can have it at a time: the second one will not start while "
                              "the first one runs."));
  finding->remedy
      = g_strdup_printf (_ ("Never run both at once, or take it back from “%s”."), name);
  return finding;
}

/* First the VMs that use it now, then those that may: one finding for each VM, however many of the
 * functions it has. */
static void
check_claims (const BerthRule *self,
              const BerthSituation *situation,
              BerthBundle *bundle,
              gboolean live,
              GPtrArray *told,
              GPtrArray *findings)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      GArray *claims = berth_roster_lookup (situation->roster, &device->address);

      for (guint j = 0; claims != NULL && j < claims->len; j++)
        {
          const BerthClaim *claim = &g_array_index (claims, BerthClaim, j);

          if (claim->is_live != live || g_ptr_array_find (told, claim->vm, NULL)
              || (situation->vm != NULL
                  && g_str_equal (claim->vm->uuid, situation->vm->uuid)))
            continue;

          g_ptr_array_add (told, (gpointer) claim->vm);
          g_ptr_array_add (findings, claim_finding (self, claim));
        }
    }
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new ();

  /* Without a VM that wants it there is no second one to warn about. */
  if (situation->vm == NULL)
    return;

  check_claims (self, situation, bundle, TRUE, told, findings);
  check_claims (self, situation, bundle, FALSE, told, findings);
}

const BerthRule berth_rule_claimed = { .id = "claimed", .check = check };
