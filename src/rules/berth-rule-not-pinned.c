/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* Other tools write down an address and nothing else. Only a plain host device has a place where
 * more can be written. */
static gboolean
is_not_pinned (const BerthAssignment *assignment, const BerthDevice *device)
{
  return assignment != NULL && assignment->form == BERTH_FORM_HOSTDEV
         && assignment->role == BERTH_ROLE_GIVEN && !berth_device_is_ghost (device)
         && berth_identity_judge (&assignment->identity, &device->identity)
                == BERTH_IDENTITY_NOT_PINNED;
}

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

      if (!is_not_pinned (berth_situation_lookup_wanted (situation, &device->address), device))
        continue;

      title = berth_device_dup_title (device);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, &device->address);
      finding->words = g_strdup (_ ("named by place only"));
      finding->what = g_strdup_printf (_ ("Nobody wrote down that %s is the device that is meant."),
                                       title);
      finding->why = g_strdup (_ ("Addresses move when a card is added or removed. Then another "
                                  "device would be given away, and nobody would notice."));
      finding->remedy = g_strdup (_ ("Say that this is the right one."));
      berth_finding_add_remedy (finding, berth_remedy_new (BERTH_REMEDY_PIN, &device->address));
      g_ptr_array_add (findings, finding);
      return;
    }
}

const BerthRule berth_rule_not_pinned = { .id = "not-pinned", .check = check };
