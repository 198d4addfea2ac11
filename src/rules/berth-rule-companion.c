/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "model/berth-need.h"
#include "rules/berth-rule.h"

/* Another VM that runs with @companion: the kernel never splits an IOMMU group between two. */
static void
check_holder (const BerthRule *self,
              const BerthSituation *situation,
              const BerthDevice *companion,
              GPtrArray *findings)
{
  const char *uuid = situation->vm != NULL ? situation->vm->uuid : NULL;
  const BerthVm *holder
      = berth_roster_find_holder (situation->roster, &companion->address, uuid);
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (holder == NULL)
    return;

  title = berth_device_dup_title (companion);
  name = berth_text_dup_name (holder->name);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &companion->address);
  finding->words = g_strdup_printf (_ ("shared with %s"), name);
  finding->what = g_strdup_printf (_ ("“%s” has %s now, which cannot be kept apart from it."), name,
                                   title);
  finding->why = g_strdup (_ ("Devices of one IOMMU group can be used by one VM at a time only."));
  finding->remedy = g_strdup_printf (_ ("Shut down “%s” before this is used."), name);
  g_ptr_array_add (findings, finding);
}

/* A companion leaves the host with the bundle: what the host needs cannot be one. */
static void
check_need (const BerthRule *self,
            const BerthSituation *situation,
            const BerthBundle *bundle,
            const BerthDevice *companion,
            GPtrArray *findings)
{
  BerthNeed need = berth_need_judge (situation, companion);
  gboolean is_part = companion->device_class == BERTH_DEVICE_HOST_FUNCTION;
  g_autofree char *title = NULL;
  BerthFinding *finding;

  if (need.answer != BERTH_NEED_NEEDED && !is_part)
    return;

  title = berth_device_dup_title (companion);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_REFUSED, &companion->address);
  finding->words = g_strdup (_ ("takes along what is needed"));
  finding->what
      = g_strdup_printf (_ ("%s would have to leave this computer with it: both are in one IOMMU "
                            "group."),
                         title);
  finding->why = is_part ? g_strdup (_ ("That is a part of this computer itself."))
                         : berth_need_dup_sentence (&need);
  finding->remedy = g_strdup (
      bundle->reason == BERTH_BUNDLE_CARD
          ? _ ("Plug the card into another slot: slots differ in what they keep apart.")
          : _ ("Leave both to the computer: what is built in cannot be moved apart."));
  g_ptr_array_add (findings, finding);
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  for (guint i = 0; i < bundle->companions->len; i++)
    {
      const BerthDevice *companion = g_ptr_array_index (bundle->companions, i);

      check_need (self, situation, bundle, companion, findings);
      check_holder (self, situation, companion, findings);
    }
}

const BerthRule berth_rule_companion = { .id = "companion", .check = check };
