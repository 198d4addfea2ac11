/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

static gboolean
is_removable (const BerthDevice *device)
{
  return device->usb != NULL ? !device->usb->is_fixed
                             : device->pci != NULL && device->pci->removable;
}

/* What the VM shall have and would not start without. */
static gboolean
is_required (const BerthAssignment *assignment)
{
  return assignment != NULL && assignment->role == BERTH_ROLE_GIVEN
         && assignment->form == BERTH_FORM_HOSTDEV
         && (assignment->options & BERTH_OPTION_OPTIONAL) == 0;
}

/* libvirt can do without a USB device that is missing at the start (startupPolicy), but has
 * nothing like it for PCI: "Setting startupPolicy is only allowed for USB devices". */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  for (guint i = 0; situation->vm != NULL && i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      gboolean is_usb = device->usb != NULL;
      g_autofree char *name = NULL;
      BerthFinding *finding;

      if (!is_removable (device)
          || !is_required (berth_situation_lookup_wanted (situation, &device->address)))
        continue;

      name = berth_text_dup_name (situation->vm->name);
      finding = berth_finding_new (self->id,
                                   is_usb ? BERTH_SEVERITY_CAUTION : BERTH_SEVERITY_NOTE,
                                   &device->address);
      finding->words = g_strdup (_ ("must be plugged in"));
      finding->what = g_strdup (_ ("It can be unplugged from this computer."));
      finding->why
          = g_strdup_printf (_ ("“%s” will not start while it is unplugged."), name);
      finding->remedy = is_usb ? g_strdup (_ ("Let the VM start without it."))
                               : g_strdup (_ ("Keep it plugged in whenever the VM starts."));
      if (is_usb)
        berth_finding_add_remedy (finding, berth_remedy_new_option (&device->address,
                                                                    BERTH_OPTION_OPTIONAL, TRUE));
      g_ptr_array_add (findings, finding);
      return;
    }
}

const BerthRule berth_rule_removable = {
  .id = "removable",
  .link = "https://libvirt.org/formatdomain.html#usb-pci-scsi-devices",
  .check = check,
};
