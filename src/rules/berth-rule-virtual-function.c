/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

/* A virtual function has no network address (MAC) of its own: it gets one by chance whenever it is
 * reset, unless somebody sets it through the card itself. libvirt does that for
 * `<interface type='hostdev'>`, and not for a plain host device. */
static gboolean
is_plain (const BerthAssignment *assignment)
{
  return assignment != NULL && assignment->form == BERTH_FORM_HOSTDEV
         && assignment->role == BERTH_ROLE_GIVEN;
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  BerthPlatform platform = berth_inventory_get_facts (situation->inventory)->platform;
  const BerthDevice *device = berth_bundle_get_first (bundle);
  BerthFinding *finding;

  if (bundle->reason != BERTH_BUNDLE_VIRTUAL_FUNCTION
      || device->device_class != BERTH_DEVICE_NETWORK || platform == BERTH_PLATFORM_QUBES
      || !is_plain (berth_situation_lookup_wanted (situation, &device->address)))
    return;

  finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, &device->address);
  finding->words = g_strdup (_ ("changing MAC address"));
  finding->what = g_strdup (_ ("It gets another network address (MAC) by chance at each start."));
  finding->why = g_strdup (_ ("Networks that know their computers by this address, for a fixed IP "
                              "address or a firewall, do not know the VM again."));
  finding->remedy = g_strdup (_ ("For a fixed address, take it back here and add it as a network "
                                 "interface of the host device kind, with “virsh edit”: "
                                 "<interface type='hostdev'>."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_virtual_function = {
  .id = "virtual-function",
  .link = "https://libvirt.org/formatdomain.html#pci-passthrough",
  .check = check,
};
