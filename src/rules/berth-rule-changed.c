/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* The device that was meant, as far as its identity tells: "network card 8086:1533". */
static char *
dup_meant (const BerthAddress *address, const BerthIdentity *identity)
{
  g_autoptr (BerthDevice) meant = berth_device_new_ghost (address, identity);

  return berth_text_dup_name (meant->name);
}

static BerthFinding *
changed_finding (const BerthRule *self,
                 const BerthSituation *situation,
                 const BerthDevice *device,
                 const BerthAssignment *assignment)
{
  const BerthDevice *moved
      = berth_situation_find_moved (situation, &device->address, &assignment->identity);
  BerthFinding *finding
      = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, &device->address);
  g_autofree char *title = berth_device_dup_title (device);
  g_autofree char *meant = moved != NULL ? berth_text_dup_name (moved->name)
                                         : dup_meant (&device->address, &assignment->identity);

  finding->words = g_strdup (_ ("another device"));
  /* Translators: first what sits there now, then what was meant */
  finding->what
      = g_strdup_printf (_ ("%s sits where another device was meant (%s)."), title, meant);
  finding->why = g_strdup (_ ("Addresses move when a card is added or removed. The wrong device "
                              "would be given away."));
  if (moved != NULL)
    {
      g_autofree char *address = berth_address_dup_short (&moved->address);

      finding->remedy = g_strdup_printf (_ ("What was meant is at %s now: use that one."), address);
      berth_finding_add_remedy (finding,
                                berth_remedy_new_move (&device->address, &moved->address));
    }
  else
    {
      finding->remedy = g_strdup (_ ("Take it back, unless it is the one that you mean now."));
    }
  berth_finding_add_remedy (finding, berth_remedy_new (BERTH_REMEDY_PIN, &device->address));
  berth_finding_add_remedy (finding, berth_remedy_new (BERTH_REMEDY_TAKE_BACK, &device->address));
  return finding;
}

/* Another card is said once, however many functions it has. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *assignment
          = berth_situation_lookup_wanted (situation, &device->address);

      if (assignment == NULL || berth_device_is_ghost (device)
          || berth_identity_judge (&assignment->identity, &device->identity)
                 != BERTH_IDENTITY_CHANGED)
        continue;

      g_ptr_array_add (findings, changed_finding (self, situation, device, assignment));
      return;
    }
}

const BerthRule berth_rule_changed = { .id = "changed", .check = check };
