/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "model/berth-reset.h"
#include "rules/berth-rule.h"

/* What the guest gets of a bundle, and what it does not. */
typedef struct
{
  guint n_given;
  const BerthDevice *stays; /* nullable: with the computer, or for another VM */
  const BerthDevice *along; /* nullable: leaves the computer, unseen by the guest */
} Parts;

static Parts
sort_out (const BerthSituation *situation, const BerthBundle *bundle)
{
  Parts parts = { 0 };

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *assignment
          = berth_situation_lookup_wanted (situation, &device->address);

      if (assignment != NULL && assignment->role == BERTH_ROLE_GIVEN)
        parts.n_given++;
      else if (!berth_situation_takes (situation, bundle, device))
        parts.stays = parts.stays != NULL ? parts.stays : device;
      else
        parts.along = parts.along != NULL ? parts.along : device;
    }
  return parts;
}

static gboolean
has_option (const BerthSituation *situation, const BerthDevice *device)
{
  const BerthAssignment *assignment
      = berth_situation_lookup_wanted (situation, &device->address);

  return assignment != NULL && (assignment->options & BERTH_OPTION_NO_STRICT_RESET) != 0;
}

/* Qubes and libvirt under Xen reset what they give, and do not start the VM when that is not
 * possible. Only Qubes can be told not to mind. */
static void
say_for_xen (BerthFinding *finding,
             const BerthSituation *situation,
             const BerthDevice *function,
             const char *name)
{
  gboolean is_qubes
      = berth_inventory_get_facts (situation->inventory)->platform == BERTH_PLATFORM_QUBES;

  if (is_qubes && has_option (situation, function))
    {
      finding->severity = BERTH_SEVERITY_CAUTION;
      finding->why = g_strdup_printf (_ ("It is given without a reset: “%s” may find what was left "
                                         "in it, and reach the part that stayed."),
                                      name);
      finding->remedy = g_strdup (_ ("Give all of it if you can spare it."));
      return;
    }

  finding->severity = BERTH_SEVERITY_DANGER;
  finding->stops_start = TRUE;
  finding->why = g_strdup_printf (_ ("It cannot be reset without the other part, so that “%s” will "
                                     "not start."),
                                  name);
  if (is_qubes)
    {
      finding->remedy = g_strdup (_ ("Give all of it, or do without the reset."));
      berth_finding_add_remedy (finding,
                                berth_remedy_new_option (&function->address,
                                                         BERTH_OPTION_NO_STRICT_RESET, TRUE));
    }
  else
    {
      finding->remedy = g_strdup (_ ("Give all of it."));
    }
}

/* VFIO resets a part by itself or, when something else hangs on the same reset, not at all. */
static void
say_for_vfio (BerthFinding *finding)
{
  finding->severity = BERTH_SEVERITY_CAUTION;
  finding->why = g_strdup (_ ("Both share one reset: what the VM does to its part can reach the "
                              "part that stayed."));
  finding->remedy = g_strdup (_ ("Give all of it if you can spare it."));
}

/* What stays is not touched, or nobody can see whether it is. */
static void
say_apart (BerthFinding *finding, BerthResetReach reach)
{
  finding->why = g_strdup (reach == BERTH_RESET_REACH_ALONE
                               ? _ ("Each part can be reset by itself, so that this works. The "
                                    "rest stays where it is.")
                               : _ ("Whether each part can be reset by itself cannot be seen from "
                                    "here. If not, the VM may not start."));
  finding->remedy = g_strdup (_ ("Give all of it if the VM needs the rest too."));
}

static void
say_along (BerthFinding *finding)
{
  finding->why = g_strdup (_ ("The rest leaves this computer all the same while the VM runs, and "
                              "nobody can use it."));
  finding->remedy = g_strdup (_ ("Give all of it, or leave it so."));
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  BerthPlatform platform = berth_inventory_get_facts (situation->inventory)->platform;
  Parts parts = sort_out (situation, bundle);
  const BerthDevice *rest = parts.stays != NULL ? parts.stays : parts.along;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  BerthFinding *finding;
  BerthReset reset;

  if (situation->vm == NULL || parts.n_given == 0 || rest == NULL)
    return;

  reset = berth_reset_judge (situation, bundle);
  title = berth_device_dup_title (rest);
  name = berth_text_dup_name (situation->vm->name);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, &rest->address);
  finding->words = g_strdup (_ ("only in part"));
  finding->what = g_strdup_printf (_ ("Only a part of it is assigned: %s is not."), title);

  if (parts.stays == NULL)
    say_along (finding);
  else if (reset.reach <= BERTH_RESET_REACH_UNKNOWN)
    say_apart (finding, reset.reach);
  else if (platform == BERTH_PLATFORM_XEN || platform == BERTH_PLATFORM_QUBES)
    say_for_xen (finding, situation, reset.function, name);
  else
    say_for_vfio (finding);
  berth_finding_add_remedy (finding, berth_remedy_new (BERTH_REMEDY_COMPLETE, &bundle->address));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_split = { .id = "split", .check = check };
