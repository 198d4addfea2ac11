/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-host-action.h"

/**
 * berth_host_action_of:
 * @facts: of the computer that @pci belongs to
 *
 * Returns: @kind for @pci as it was seen, with the target that fits the computer: pciback where Xen
 *   runs, vfio-pci elsewhere
 */
BerthHostAction
berth_host_action_of (BerthHostActionKind kind, const BerthFacts *facts, const BerthPciFacts *pci)
{
  gboolean is_xen
      = facts->platform == BERTH_PLATFORM_XEN || facts->platform == BERTH_PLATFORM_QUBES;

  return (BerthHostAction){
    .kind = kind,
    .address = pci->address,
    .identity = berth_pci_identity_of (pci),
    .target = is_xen ? BERTH_BIND_TARGET_PCIBACK : BERTH_BIND_TARGET_VFIO_PCI,
  };
}

/**
 * berth_host_action_kind_get_nick:
 *
 * Returns: a stable word for programs
 */
const char *
berth_host_action_kind_get_nick (BerthHostActionKind kind)
{
  switch (kind)
    {
    case BERTH_HOST_ACTION_BIND:
      return "bind";
    case BERTH_HOST_ACTION_RETURN:
      return "return";
    case BERTH_HOST_ACTION_PERMISSIVE:
      return "permissive";
    case BERTH_HOST_ACTION_BOOT_ADD:
      return "boot-add";
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      return "boot-remove";
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      return "boot-confirm";
    }
  g_return_val_if_reached ("");
}
