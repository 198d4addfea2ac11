/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a recorded computer does not let happen to it, whoever asks: the same that the root helper
 * refuses on a real one. */

#include "backend/demo/berth-demo-refusal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-pci-function.h"
#include "model/berth-need.h"

static gboolean
refuse (GError **error, const BerthDevice *device, const char *reason)
{
  g_autofree char *title = berth_device_dup_title (device);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               /* Translators: a device, and a sentence that says why. */
               _ ("Nothing was done to %s: %s"), title, reason);
  return FALSE;
}

static gboolean
takes_from_host (const BerthHostAction *action)
{
  return action->kind == BERTH_HOST_ACTION_BIND || action->kind == BERTH_HOST_ACTION_BOOT_ADD;
}

static gboolean
moves_driver (const BerthHostAction *action)
{
  return action->kind == BERTH_HOST_ACTION_BIND || action->kind == BERTH_HOST_ACTION_RETURN;
}

static gboolean
check_target (const BerthHostAction *action,
              const BerthFacts *now,
              const BerthDevice *device,
              GError **error)
{
  const BerthPciFacts *pci = device->pci;

  if (takes_from_host (action) && action->target == BERTH_BIND_TARGET_PCIBACK
      && now->pciback != BERTH_TRUTH_YES)
    return refuse (error, device,
                   _ ("xen-pciback is not there. Bind it to vfio-pci, or start Xen."));
  if (takes_from_host (action) && action->target == BERTH_BIND_TARGET_VFIO_PCI
      && pci->iommu_group == BERTH_NO_GROUP)
    return refuse (error, device,
                   _ ("it is in no IOMMU group, and vfio-pci takes nothing without one. Switch the "
                      "IOMMU on in the firmware and on the kernel command line."));
  if (action->kind == BERTH_HOST_ACTION_RETURN && pci->driver != NULL
      && !berth_pci_function_is_put_aside (pci))
    return refuse (error, device, _ ("it is with this computer already. Leave it as it is."));
  if (pci->sriov_count > 0 && action->kind != BERTH_HOST_ACTION_PERMISSIVE)
    return refuse (error, device,
                   _ ("it has virtual functions, which would be gone with it. Choose one of these "
                      "instead."));
  if (action->kind == BERTH_HOST_ACTION_PERMISSIVE && g_strcmp0 (pci->driver, "pciback") != 0)
    return refuse (error, device, _ ("it is not with pciback. Bind it to pciback first."));
  return TRUE;
}

static gboolean
check_host (BerthInventory *inventory, const BerthDevice *device, GError **error)
{
  /* Nobody is asked about VMs: the computer needs it or not. */
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (BerthRoster) roster = berth_roster_new (none);
  g_autoptr (GPtrArray) wanted = berth_assignment_list_new ();
  BerthSituation situation = { .inventory = inventory, .roster = roster, .wanted = wanted };
  BerthNeed need;
  g_autofree char *sentence = NULL;

  if (berth_device_is_bridge (device))
    return refuse (error, device,
                   _ ("it is a bridge: other devices are reached through it. Bind these instead."));
  if (device->device_class == BERTH_DEVICE_HOST_FUNCTION)
    return refuse (error, device,
                   _ ("it is a part of this computer itself. Leave it to the computer."));

  g_ptr_array_add (wanted, berth_assignment_new (&device->address));
  need = berth_need_judge (&situation, device);
  if (need.answer != BERTH_NEED_NEEDED)
    return TRUE;
  sentence = berth_need_dup_sentence (&need);
  return refuse (error, device, sentence);
}

static gboolean
same_group (const BerthPciFacts *a, const BerthAddress *address, const BerthFacts *now)
{
  const BerthPciFacts *b = berth_facts_lookup_pci (now, address);

  return b != NULL
         && (a == b || (a->iommu_group != BERTH_NO_GROUP && a->iommu_group == b->iommu_group));
}

/* vfio lets go of a device, and of those of its group, only when nobody holds it any more; pciback
 * lets go at once, and the VM is without it. */
static gboolean
check_not_held (const BerthFacts *now, GPtrArray *vms, const BerthDevice *device, GError **error)
{
  for (guint i = 0; i < vms->len; i++)
    {
      const BerthVm *vm = g_ptr_array_index (vms, i);

      for (guint j = 0; j < vm->live->len; j++)
        {
          const BerthAssignment *assignment = g_ptr_array_index (vm->live, j);
          g_autofree char *name = NULL;
          g_autofree char *reason = NULL;

          if (!same_group (device->pci, &assignment->address, now))
            continue;
          name = berth_text_dup_name (vm->name);
          reason = g_strdup_printf (_ ("“%s” has it. Shut down “%s” first."), name, name);
          return refuse (error, device, reason);
        }
    }
  return TRUE;
}

/**
 * berth_demo_refusal_check:
 * @now: the computer as it is now
 * @vms: (element-type BerthVm): all VMs of the computer
 *
 * Returns: whether @action may happen; otherwise %FALSE with %BERTH_ERROR_NOT_FOUND,
 *   %BERTH_ERROR_CONFLICT (another device sits there) or %BERTH_ERROR_REFUSED
 */
gboolean
berth_demo_refusal_check (const BerthHostAction *action,
                          BerthFacts *now,
                          GPtrArray *vms,
                          GError **error)
{
  const BerthPciFacts *pci = berth_facts_lookup_pci (now, &action->address);
  g_autofree char *address = berth_address_dup_string (&action->address);
  g_autoptr (BerthInventory) inventory = NULL;
  const BerthDevice *device;
  BerthPciIdentity present;

  /* What is gone can still be forgotten. */
  if (action->kind == BERTH_HOST_ACTION_BOOT_REMOVE
      || action->kind == BERTH_HOST_ACTION_BOOT_CONFIRM)
    return TRUE;

  if (pci == NULL)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                   _ ("There is no device at %s any more. Look at the list of devices again."),
                   address);
      return FALSE;
    }
  present = berth_pci_identity_of (pci);
  if (!berth_pci_identity_equal (&present, &action->identity))
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT,
                   _ ("Another device sits at %s now. Look at the list of devices again."),
                   address);
      return FALSE;
    }

  inventory = berth_inventory_new (now);
  device = berth_inventory_lookup (inventory, &action->address);
  return check_target (action, now, device, error)
         && (!takes_from_host (action) || check_host (inventory, device, error))
         && (!moves_driver (action) || check_not_held (now, vms, device, error));
}
