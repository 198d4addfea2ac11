/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

static BerthFinding *
shared_finding (const BerthRule *self, const BerthDevice *device, const BerthDevice *sharer)
{
  g_autofree char *title = berth_device_dup_title (sharer);
  BerthFinding *finding
      = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &device->address);

  finding->words = g_strdup (_ ("shares memory"));
  finding->what
      = g_strdup_printf (_ ("Its registers lie in one page of memory with those of %s."), title);
  finding->why = g_strdup (_ ("Memory is given away in pages: who has one of them reaches into the "
                              "other one. Xen does not promise safety then."));
  finding->remedy = g_strdup (_ ("Give both to the same VM, or start Linux with "
                                 "“pci=resource_alignment=” for one of them."));
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

  function = berth_situation_find_shared (situation, bundle, BERTH_SHARED_PAGE, &sharer);
  if (function != NULL)
    g_ptr_array_add (findings, shared_finding (self, function, sharer));
}

const BerthRule berth_rule_shared_page = {
  .id = "shared-page",
  .link = "https://xenbits.xen.org/xsa/advisory-461.html",
  .check = check,
};
