/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rules/berth-rule.h"

/* A VM that nobody told Berth of: of another user, or started by hand. VFIO enables a device for as
 * long as somebody has it open (vfio_pci_core.c), and never gives it to a second one. pciback
 * enables devices for reasons of its own, but on Xen the domain is known that has one. */
static gboolean
is_held (const BerthSituation *situation, const BerthDevice *device)
{
  const BerthPciFacts *pci = device->pci;
  gboolean is_open = pci != NULL && pci->driver != NULL && strstr (pci->driver, "vfio") != NULL
                     && pci->enable_count > 0;

  return (is_open || (pci != NULL && pci->xen_domain != 0))
         && berth_roster_find_holder (situation->roster, &device->address, NULL) == NULL;
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

      if (!is_held (situation, device) || !berth_situation_takes (situation, bundle, device))
        continue;

      title = berth_device_dup_title (device);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &device->address);
      finding->words = g_strdup (_ ("in use elsewhere"));
      finding->what
          = g_strdup_printf (_ ("%s is in use by a VM or a program that Berth cannot see."), title);
      finding->why = g_strdup (_ ("Only one can have it at a time: the VM will not start as long "
                                  "as that lasts."));
      finding->remedy = g_strdup (_ ("Look for VMs of other users and of other programs, and shut "
                                     "down the one that has it."));
      finding->stops_start = TRUE;
      g_ptr_array_add (findings, finding);
      return;
    }
}

const BerthRule berth_rule_held_unseen = {
  .id = "held-unseen",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check = check,
};
