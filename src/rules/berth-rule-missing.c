/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* Whether the VM shall have one of what is missing, and can do without none of that. */
static gboolean
is_required (const BerthSituation *situation, const BerthBundle *bundle)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *assignment
          = berth_situation_lookup_wanted (situation, &device->address);

      if (assignment != NULL && (assignment->options & BERTH_OPTION_OPTIONAL) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Where the first of them that can be found without a guess sits now. */
static const BerthDevice *
find_moved (const BerthSituation *situation,
            const BerthBundle *bundle,
            const BerthDevice **ret_missing)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      const BerthDevice *moved
          = berth_situation_find_moved (situation, &device->address, &device->identity);

      *ret_missing = device;
      if (moved != NULL)
        return moved;
    }
  return NULL;
}

static char *
dup_why (const BerthSituation *situation, gboolean is_required)
{
  g_autofree char *name = NULL;

  if (situation->vm == NULL)
    return g_strdup (_ ("What needs it will not start as long as it is missing."));

  name = berth_text_dup_name (situation->vm->name);
  return is_required
             ? g_strdup_printf (_ ("“%s” will not start as long as it is missing."), name)
             : g_strdup_printf (_ ("“%s” starts without it as long as it is missing."), name);
}

/* libvirt accepts a device that is not there and fails at the start of the VM only. It can do
 * without a USB device (startupPolicy), but never without a PCI device. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  const BerthDevice *missing = NULL;
  const BerthDevice *moved;
  g_autofree char *address = NULL;
  g_autofree char *target = NULL;
  BerthFinding *finding;
  gboolean required;

  if (bundle->reason != BERTH_BUNDLE_GHOST)
    return;

  required = is_required (situation, bundle);
  address = berth_address_dup_short (&bundle->address);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &bundle->address);
  finding->stops_start = required;
  finding->words = g_strdup (_ ("not in this computer"));
  finding->what = g_strdup_printf (_ ("There is no device at %s."), address);
  finding->why = dup_why (situation, required);

  moved = find_moved (situation, bundle, &missing);
  if (moved != NULL)
    {
      target = berth_address_dup_short (&moved->address);
      finding->remedy = g_strdup_printf (_ ("It sits at %s now: use that one."), target);
      berth_finding_add_remedy (finding,
                                berth_remedy_new_move (&missing->address, &moved->address));
    }
  else
    {
      finding->remedy
          = g_strdup (_ ("Put the device back into this computer, or take it back here."));
    }
  berth_finding_add_remedy (finding, berth_remedy_new (BERTH_REMEDY_TAKE_BACK, &bundle->address));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_missing = { .id = "missing", .check = check };
