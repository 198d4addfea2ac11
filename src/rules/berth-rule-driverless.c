/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* The kernel answers nothing when the driver that is named there is not loaded, or refuses the
 * device (vfio-pci does where there is no IOMMU): it simply has none. */
static gboolean
is_half_bound (const BerthDevice *device)
{
  const char *override = device->pci != NULL ? device->pci->driver_override : NULL;

  return override != NULL && device->pci->driver == NULL && berth_device_is_endpoint (device)
         && (strstr (override, "vfio") != NULL || g_str_equal (override, "pciback"));
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
      g_autofree char *driver = NULL;
      BerthFinding *finding;

      if (!is_half_bound (device) || !berth_situation_takes (situation, bundle, device))
        continue;

      title = berth_device_dup_title (device);
      driver = berth_text_dup_name (device->pci->driver_override);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &device->address);
      finding->words = g_strdup (_ ("half bound"));
      /* Translators: a device, then a driver */
      finding->what = g_strdup_printf (_ ("%s has no driver: it was taken from its own and %s did "
                                          "not take it."),
                                       title, driver);
      finding->why = g_strdup (_ ("As it is, neither this computer nor a VM can use it."));
      finding->remedy = g_strdup_printf (_ ("Return it to the host; to bind it again, run "
                                            "“modprobe %s” as root first."),
                                         g_str_equal (driver, "pciback") ? "xen-pciback" : driver);
      g_ptr_array_add (findings, finding);
      return;
    }
}

const BerthRule berth_rule_driverless = {
  .id = "driverless",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check = check,
};
