/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "facts/berth-pci-function.h"
#include "rules/berth-rule.h"

/* driverctl may choose among drivers of the host's, and then nothing is given away. */
static gboolean
is_for_vms (const BerthForeignBinding *binding)
{
  return binding->driver == NULL || berth_pci_driver_puts_aside (binding->driver);
}

static gboolean
is_meant (const BerthForeignBinding *binding, const BerthPciFacts *pci)
{
  return binding->has_address
             ? berth_address_equal (&binding->address, &pci->address)
             : binding->vendor == pci->vendor && binding->device == pci->device;
}

static const BerthForeignBinding *
find_binding (const BerthFacts *facts, const BerthPciFacts *pci)
{
  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      const BerthForeignBinding *binding = g_ptr_array_index (facts->foreign_bindings, i);

      if (is_for_vms (binding) && is_meant (binding, pci))
        return binding;
    }
  return NULL;
}

static guint
count_meant (const BerthFacts *facts, const BerthForeignBinding *binding)
{
  guint n_meant = 0;

  for (guint i = 0; i < facts->pci->len; i++)
    n_meant += is_meant (binding, g_ptr_array_index (facts->pci, i)) ? 1 : 0;
  return n_meant;
}

static const char *
get_place (const BerthForeignBinding *binding)
{
  switch (binding->kind)
    {
    case BERTH_FOREIGN_BINDING_VFIO_IDS:
      return _ ("the kernel command line (vfio-pci.ids=)");
    case BERTH_FOREIGN_BINDING_MODPROBE_IDS:
      return _ ("a file in /etc/modprobe.d (options vfio-pci ids=)");
    case BERTH_FOREIGN_BINDING_PCIBACK_HIDE:
      return _ ("the kernel command line (xen-pciback.hide=)");
    case BERTH_FOREIGN_BINDING_DRIVERCTL:
    default:
      return _ ("driverctl (/etc/driverctl.d)");
    }
}

/* By its numbers, it takes what has the same: a card for a VM and its twin with the disks. */
static char *
dup_why (const BerthFacts *facts, const BerthForeignBinding *binding)
{
  guint n_meant = count_meant (facts, binding);

  if (n_meant < 2)
    return g_strdup (_ ("Berth leaves that alone: whatever is done now, it goes that way again at "
                        "the next boot."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "That is meant for every device of its model: %u here.",
                                       "That is meant for every device of its model: %u here.",
                                       n_meant),
                          n_meant);
}

/* What a VM shall have is the same whoever binds it; it is said of the computer only. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);

  for (guint i = 0; i < bundle->functions->len && situation->vm == NULL; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      const BerthForeignBinding *binding
          = device->pci != NULL ? find_binding (facts, device->pci) : NULL;
      g_autofree char *title = NULL;
      BerthFinding *finding;

      if (binding == NULL)
        continue;

      title = berth_device_dup_title (device);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, &device->address);
      finding->words = g_strdup (_ ("bound by others"));
      /* Translators: a device, then a place: "the kernel command line (vfio-pci.ids=)" */
      finding->what = g_strdup_printf (_ ("%s is bound for VMs at every boot by %s."), title,
                                       get_place (binding));
      finding->why = dup_why (facts, binding);
      /* Translators: the same place */
      finding->remedy = g_strdup_printf (_ ("If this computer shall keep it, take it out of %s."),
                                         get_place (binding));
      g_ptr_array_add (findings, finding);
      return;
    }
}

const BerthRule berth_rule_bound_elsewhere = {
  .id = "bound-elsewhere",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check = check,
};
