/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "model/berth-reset.h"
#include "rules/berth-rule.h"

/* The bus is reset only when nothing else is in use on it. */
static gboolean
can_be_reset (const BerthReset *reset)
{
  return reset->reach == BERTH_RESET_REACH_ALONE
         || (reset->reach == BERTH_RESET_REACH_BUS && reset->sibling == NULL);
}

/* The patched libvirt of Qubes OS goes on when the reset fails, and tells Xen to be relaxed about
 * memory that the firmware keeps for devices, so that those sharing some may be split. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  const BerthAssignment *assignment
      = berth_situation_find_option (situation, bundle, BERTH_OPTION_NO_STRICT_RESET);
  BerthReset reset = berth_reset_judge (situation, bundle);
  BerthFinding *finding;

  if (assignment == NULL)
    return;

  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &assignment->address);
  if (can_be_reset (&reset))
    {
      finding->words = g_strdup (_ ("not needed"));
      finding->what = g_strdup (_ ("“No strict reset” is on, but this device can be reset."));
      finding->why = g_strdup (_ ("The option only takes protection away: a reset that fails one "
                                  "day goes unnoticed, and devices that share memory may be split "
                                  "between VMs."));
      finding->remedy = g_strdup (_ ("Switch it off."));
    }
  else
    {
      finding->words = g_strdup (_ ("may keep traces"));
      finding->what = g_strdup (_ ("It is given even if it cannot be emptied by a reset before."));
      finding->why = g_strdup (_ ("The next VM may find what the last one left in it, data or a "
                                  "changed firmware. Devices that share memory may also be split "
                                  "between VMs."));
      finding->remedy = g_strdup (_ ("Give it to no other VM after this one, or try whether it "
                                     "starts without the option."));
    }
  berth_finding_add_remedy (finding,
                            berth_remedy_new_option (&assignment->address,
                                                     BERTH_OPTION_NO_STRICT_RESET, FALSE));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_no_strict_reset = {
  .id = "no-strict-reset",
  .link = "https://www.qubes-os.org/doc/how-to-use-pci-devices/",
  .check = check,
};
