/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

/* The kernel never puts such a device into the domain of a VM ("ineligible for IOMMU domain attach
 * due to platform RMRR requirement", drivers/iommu/intel/iommu.c). Xen goes another way. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  if (berth_inventory_get_facts (situation->inventory)->platform != BERTH_PLATFORM_BARE)
    return;

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      g_autofree char *title = NULL;
      BerthFinding *finding;

      if (!berth_device_is_endpoint (device) || !device->pci->reserved_memory
          || !berth_situation_takes (situation, bundle, device))
        continue;

      title = berth_device_dup_title (device);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, &device->address);
      finding->words = g_strdup (_ ("kept by firmware"));
      finding->what = g_strdup_printf (_ ("The firmware of this computer keeps memory for %s."),
                                       title);
      finding->why = g_strdup (_ ("The start of the VM will fail: that memory cannot be kept apart "
                                  "from the VM."));
      finding->remedy = g_strdup (_ ("Look in the firmware setup for what uses the device (remote "
                                     "management, USB keyboard support) and switch it off, or plug "
                                     "the card into another slot."));
      finding->stops_start = TRUE;
      g_ptr_array_add (findings, finding);
      return;
    }
}

const BerthRule berth_rule_reserved_memory = {
  .id = "reserved-memory",
  .link = "https://docs.kernel.org/admin-guide/abi-testing.html",
  .check = check,
};
