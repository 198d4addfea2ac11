/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "model/berth-reset.h"
#include "rules/berth-rule.h"

/* libvirt resets by itself under Xen and gives up when it cannot (virPCIDeviceReset(), "no FLR, PM
 * reset or bus reset available"); Qubes can be told not to mind. VFIO goes on without a word. */
static void
say_for_xen (BerthFinding *finding, gboolean is_qubes, const BerthAssignment *assignment)
{
  guint option = BERTH_OPTION_NO_STRICT_RESET;

  if (is_qubes && assignment != NULL && (assignment->options & option) != 0)
    {
      finding->severity = BERTH_SEVERITY_NOTE;
      finding->why = g_strdup (_ ("It is given all the same, as the option says: the next qube may "
                                  "find in it what the last one left."));
      finding->remedy = g_strdup (_ ("Restart this computer before a qube gets it that trusts the "
                                     "last one less."));
      return;
    }

  finding->stops_start = TRUE;
  if (is_qubes)
    {
      finding->why = g_strdup (_ ("The qube will not start with it, because the next qube could "
                                  "find in it what the last one left."));
      finding->remedy = g_strdup (_ ("Switch on “no strict reset” for it if that does not "
                                     "matter."));
      if (assignment != NULL)
        berth_finding_add_remedy (finding, berth_remedy_new_option (&assignment->address, option,
                                                                    TRUE));
      finding->link = "https://www.qubes-os.org/doc/how-to-use-pci-devices/";
    }
  else
    {
      finding->why = g_strdup (_ ("The VM will not start with it, because the next VM could find "
                                  "in it what the last one left."));
      finding->remedy = g_strdup (_ ("Give a device that can be reset."));
    }
}

static void
say_for_vfio (BerthFinding *finding)
{
  finding->why = g_strdup (_ ("After the VM has stopped, it may not work again before this "
                              "computer is restarted."));
  finding->remedy = g_strdup (_ ("Restart this computer before it is used again, or give a device "
                                 "that can be reset."));
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  BerthPlatform platform = berth_inventory_get_facts (situation->inventory)->platform;
  gboolean is_qubes = platform == BERTH_PLATFORM_QUBES;
  BerthReset reset = berth_reset_judge (situation, bundle);
  const BerthAssignment *assignment = NULL;
  g_autofree char *title = NULL;
  BerthFinding *finding;

  if (reset.reach != BERTH_RESET_REACH_NONE)
    return;

  assignment = berth_situation_lookup_wanted (situation, &reset.function->address);
  title = berth_device_dup_title (reset.function);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &reset.function->address);
  finding->words = g_strdup (_ ("cannot be reset"));
  finding->what = g_strdup_printf (_ ("%s cannot be reset: this computer knows no way."), title);
  if (is_qubes || platform == BERTH_PLATFORM_XEN)
    say_for_xen (finding, is_qubes, assignment);
  else
    say_for_vfio (finding);
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_no_reset = {
  .id = "no-reset",
  .link = "https://docs.kernel.org/admin-guide/abi-testing.html",
  .check = check,
};
