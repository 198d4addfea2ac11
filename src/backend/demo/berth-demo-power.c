/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What starting and stopping a VM does to it and to its computer. */

#include "backend/demo/berth-demo-power.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-pci-function.h"
#include "model/berth-identity.h"

static gboolean
is_xen (const BerthFacts *facts)
{
  return facts->platform == BERTH_PLATFORM_XEN || facts->platform == BERTH_PLATFORM_QUBES;
}

static void
set_not_started (GError **error, const BerthVm *vm, const char *reason, const char *remedy)
{
  g_autofree char *shown = berth_text_dup_name (vm->name);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
               /* Translators: a VM, the reason in the words of libvirt or Qubes, what to do. */
               _ ("“%s” was not started: %s. %s"), shown, reason, remedy);
}

static const BerthVm *
find_holder (GPtrArray *vms, const BerthVm *except, const BerthAddress *address)
{
  for (guint i = 0; i < vms->len; i++)
    {
      const BerthVm *vm = g_ptr_array_index (vms, i);

      if (!g_str_equal (vm->uuid, except->uuid) && berth_vm_is_active (vm)
          && berth_assignment_list_lookup (vm->live, address) != NULL)
        return vm;
    }
  return NULL;
}

static gboolean
check_free (const BerthVm *vm,
            GPtrArray *vms,
            const BerthAssignment *assignment,
            const BerthFacts *facts,
            GError **error)
{
  const BerthVm *holder = find_holder (vms, vm, &assignment->address);
  g_autofree char *address = NULL;
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *remedy = NULL;

  if (holder == NULL)
    return TRUE;

  address = berth_address_dup_string (&assignment->address);
  name = berth_text_dup_name (holder->name);
  reason = g_strdup_printf ("%s device %s is in use by driver %s, domain %s",
                            assignment->address.bus_kind == BERTH_BUS_PCI ? "PCI" : "USB", address,
                            is_xen (facts) ? "xenlight" : "QEMU", name);
  remedy = g_strdup_printf (_ ("Shut down “%s” first."), name);
  set_not_started (error, vm, reason, remedy);
  return FALSE;
}

/* Returns: whether a device is there, and in @ret_identity which one. */
static gboolean
find_present (const BerthFacts *facts, const BerthAddress *address, BerthIdentity *ret_identity)
{
  const BerthPciFacts *pci = berth_facts_lookup_pci (facts, address);

  if (pci != NULL)
    {
      *ret_identity = berth_identity_of_pci (pci);
      return TRUE;
    }

  for (guint i = 0; i < facts->usb->len; i++)
    {
      const BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);

      if (berth_address_equal (&usb->address, address))
        {
          *ret_identity = berth_identity_of_usb (usb);
          return TRUE;
        }
    }
  return FALSE;
}

/* libvirt looks only at the address of a PCI device and starts a VM with whatever sits there; of a
 * USB device it looks for the ids. Qubes R4.3 compares the identity that it wrote down. */
static gboolean
is_there (const BerthAssignment *assignment, const BerthFacts *facts, gboolean *ret_is_another)
{
  gboolean by_address = assignment->address.bus_kind == BERTH_BUS_PCI && !is_xen (facts);
  BerthIdentity present;

  *ret_is_another = FALSE;
  if (!find_present (facts, &assignment->address, &present))
    return FALSE;
  *ret_is_another
      = berth_identity_judge (&assignment->identity, &present) == BERTH_IDENTITY_CHANGED;
  return by_address || !*ret_is_another;
}

/* A VM can do without what is missing: it starts as if it had not been assigned. */
static gboolean
is_left_out (const BerthAssignment *assignment, const BerthFacts *facts)
{
  gboolean is_another;

  return (assignment->options & BERTH_OPTION_OPTIONAL) != 0
         && !is_there (assignment, facts, &is_another);
}

static gboolean
check_present (const BerthVm *vm,
               const BerthAssignment *assignment,
               const BerthFacts *facts,
               GError **error)
{
  gboolean is_another;
  g_autofree char *address = berth_address_dup_string (&assignment->address);
  g_autofree char *reason = NULL;

  if (is_there (assignment, facts, &is_another))
    return TRUE;

  if (is_xen (facts))
    reason = g_strdup_printf (is_another ? "PCI device dom0:%s not available"
                                         : "PCI device dom0:%s does not exist",
                              address);
  else if (assignment->address.bus_kind == BERTH_BUS_USB)
    reason = g_strdup_printf ("internal error: Did not find USB device %04x:%04x",
                              assignment->identity.vendor, assignment->identity.device);
  else
    reason = g_strdup_printf ("Device %s not found: could not access "
                              "/sys/bus/pci/devices/%s/config: No such file or directory",
                              address, address);
  set_not_started (error, vm, reason, _ ("Take the device back, or put it into the computer."));
  return FALSE;
}

/**
 * berth_demo_power_start:
 * @vm: changed in place
 * @vms: (element-type BerthVm): all VMs of the computer
 * @facts: of the computer
 *
 * Makes a VM run with what is configured, or refuses as libvirt and Qubes would.
 *
 * Returns: %FALSE with %BERTH_ERROR_FAILED
 */
gboolean
berth_demo_power_start (BerthVm *vm, GPtrArray *vms, const BerthFacts *facts, GError **error)
{
  g_autoptr (GPtrArray) live = berth_assignment_list_new ();

  if (berth_vm_is_active (vm))
    {
      g_autofree char *shown = berth_text_dup_name (vm->name);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                   _ ("“%s” runs already. Shut it down first if it should start again."), shown);
      return FALSE;
    }

  for (guint i = 0; i < vm->configured->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (vm->configured, i);

      if (is_left_out (assignment, facts))
        continue;
      if (!check_present (vm, assignment, facts, error)
          || !check_free (vm, vms, assignment, facts, error))
        return FALSE;
      g_ptr_array_add (live, berth_assignment_copy (assignment));
    }

  g_ptr_array_unref (vm->live);
  vm->live = g_steal_pointer (&live);
  vm->state = BERTH_VM_RUNNING;
  return TRUE;
}

/**
 * berth_demo_power_shut_down:
 * @vm: changed in place
 *
 * Shuts a VM down. A recorded guest has nothing to save: it is down as soon as it was asked.
 *
 * Returns: %FALSE with %BERTH_ERROR_FAILED
 */
gboolean
berth_demo_power_shut_down (BerthVm *vm, GError **error)
{
  if (!berth_vm_is_active (vm))
    {
      g_autofree char *shown = berth_text_dup_name (vm->name);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                   _ ("“%s” does not run, so there is nothing to shut down."), shown);
      return FALSE;
    }

  g_ptr_array_set_size (vm->live, 0);
  vm->state = BERTH_VM_HALTED;
  return TRUE;
}

static gboolean
is_taken (GPtrArray *vms, const BerthAddress *address)
{
  for (guint i = 0; i < vms->len; i++)
    {
      const BerthVm *vm = g_ptr_array_index (vms, i);

      if (berth_assignment_list_lookup (vm->live, address) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Whether what is at @address is not with the host: a VM has it, or a driver that holds devices for
 * VMs. */
static gboolean
is_away (const BerthFacts *facts, GPtrArray *vms, const BerthAddress *address)
{
  const BerthPciFacts *pci = berth_facts_lookup_pci (facts, address);

  return is_taken (vms, address) || (pci != NULL && berth_pci_function_is_put_aside (pci));
}

static void
give_to_vm (const BerthFacts *facts, GPtrArray *vms, BerthPciFacts *pci)
{
  for (guint i = 0; i < vms->len; i++)
    {
      const BerthVm *vm = g_ptr_array_index (vms, i);
      const BerthAssignment *assignment = berth_assignment_list_lookup (vm->live, &pci->address);

      if (assignment == NULL)
        continue;
      g_free (pci->driver);
      pci->driver = g_strdup (is_xen (facts) ? "pciback" : "vfio-pci");
      pci->enable_count = 1;
      if (is_xen (facts) && (assignment->options & BERTH_OPTION_PERMISSIVE) != 0)
        pci->permissive = BERTH_TRUTH_YES;
    }
}

/* Virtual functions are there only while the driver of their card is. */
static void
remove_lost_functions (BerthFacts *facts, GPtrArray *vms)
{
  for (guint i = facts->pci->len; i > 0; i--)
    {
      BerthPciFacts *pci = g_ptr_array_index (facts->pci, i - 1);

      if (is_away (facts, vms, &pci->address))
        pci->sriov_count = 0;
      if (pci->is_virtual && is_away (facts, vms, &pci->physical_function))
        g_ptr_array_remove_index (facts->pci, i - 1);
    }
}

/**
 * berth_demo_power_take_from_host:
 * @facts: of the computer with its drivers as of now, not yet shared; changed in place
 * @vms: (element-type BerthVm): all VMs of the computer
 *
 * What running VMs hold is with the driver that passes it on. That, and what was bound to such a
 * driver, the host neither uses any more nor sees the USB devices that hang on it.
 */
void
berth_demo_power_take_from_host (BerthFacts *facts, GPtrArray *vms)
{
  for (guint i = 0; i < facts->pci->len; i++)
    give_to_vm (facts, vms, g_ptr_array_index (facts->pci, i));
  remove_lost_functions (facts, vms);

  for (guint i = facts->usb->len; i > 0; i--)
    {
      BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i - 1);

      if (usb->has_controller && is_away (facts, vms, &usb->controller))
        g_ptr_array_remove_index (facts->usb, i - 1);
    }

  for (guint i = facts->uses->len; i > 0; i--)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i - 1);
      BerthIdentity present;

      if (is_away (facts, vms, &use->address) || !find_present (facts, &use->address, &present))
        g_ptr_array_remove_index (facts->uses, i - 1);
    }
}
