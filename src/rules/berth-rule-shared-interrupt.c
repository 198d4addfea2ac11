/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "facts/berth-pci-function.h"
#include "rules/berth-rule.h"

/* A driver of the host's shows which interrupts it uses; a driver that only keeps the device for
 * VMs, or none, shows nothing. */
static gboolean
is_seen (const BerthDevice *device)
{
  return device->pci->driver != NULL && !berth_pci_function_is_put_aside (device->pci);
}

static BerthFinding *
shared_finding (const BerthRule *self, const BerthDevice *device, const BerthDevice *sharer)
{
  gboolean seen = is_seen (device) && is_seen (sharer);
  g_autofree char *title = berth_device_dup_title (sharer);
  BerthFinding *finding
      = berth_finding_new (self->id, seen ? BERTH_SEVERITY_CAUTION : BERTH_SEVERITY_NOTE,
                           &device->address);

  finding->words = g_strdup (_ ("shares its interrupt"));
  finding->what
      = seen ? g_strdup_printf (_ ("It shares its interrupt line with %s."), title)
             : g_strdup_printf (_ ("It may share its interrupt line with %s: what the two use "
                                   "shows only while they work."),
                                title);
  finding->why = g_strdup (_ ("Who has one of them can stop the other one from working. Xen does "
                              "not promise safety then."));
  finding->remedy = g_strdup (_ ("Give both to the same VM, or plug one into another slot."));
  return finding;
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  BerthPlatform platform = berth_inventory_get_facts (situation->inventory)->platform;
  const BerthDevice *function;
  const BerthDevice *sharer;

  if (platform != BERTH_PLATFORM_XEN && platform != BERTH_PLATFORM_QUBES)
    return;

  function = berth_situation_find_shared (situation, bundle, BERTH_SHARED_LINE, &sharer);
  if (function != NULL)
    g_ptr_array_add (findings, shared_finding (self, function, sharer));
}

const BerthRule berth_rule_shared_interrupt = {
  .id = "shared-interrupt",
  .link = "https://xenbits.xen.org/xsa/advisory-461.html",
  .check = check,
};
