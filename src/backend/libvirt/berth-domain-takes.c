/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-domain-takes.h"

#include <glib/gi18n-lib.h>

#include "backend/libvirt/berth-xml.h"

#define TAKES_ALL (BERTH_VM_TAKES_PCI | BERTH_VM_TAKES_USB)

/* libvirt lists the first PCI bus of every machine of QEMU on which it could put something, also
 * where nobody wrote one (qemuDomainDefAddDefaultDevices). There is none on microvm and isapc, nor
 * on most boards of ARM, RISC-V and m68k. */
static gboolean
has_pci (const xmlNode *devices)
{
  for (const xmlNode *node = berth_xml_lookup_child (devices, "controller"); node != NULL;
       node = berth_xml_lookup_next (node, "controller"))
    {
      if (berth_xml_attribute_is (node, "type", "pci")
          && berth_xml_attribute_is (node, "index", "0"))
        return TRUE;
    }
  return FALSE;
}

static const char *
get_reason_of_no_pci (const xmlNode *type)
{
  static const char *const with_virt[] = { "aarch64", "armv7l", "riscv64", "loongarch64" };

  if (berth_xml_attribute_is (type, "arch", "x86_64")
      || berth_xml_attribute_is (type, "arch", "i686"))
    return _ ("This kind of virtual machine has no PCI bus. "
              "Change its machine type to “q35” first.");
  for (gsize i = 0; i < G_N_ELEMENTS (with_virt); i++)
    {
      if (berth_xml_attribute_is (type, "arch", with_virt[i]))
        return _ ("This kind of virtual machine has no PCI bus. "
                  "Change its machine type to “virt” first.");
    }
  return _ ("This kind of virtual machine has no PCI bus. Give the device to another VM.");
}

static gboolean
has_usb_switched_off (const xmlNode *devices)
{
  for (const xmlNode *node = berth_xml_lookup_child (devices, "controller"); node != NULL;
       node = berth_xml_lookup_next (node, "controller"))
    {
      if (berth_xml_attribute_is (node, "type", "usb")
          && berth_xml_attribute_is (node, "model", "none"))
        return TRUE;
    }
  return FALSE;
}

static guint
get_takes_of_qemu (const xmlNode *root, const char **ret_reason)
{
  const xmlNode *devices = berth_xml_lookup_child (root, "devices");

  if (!has_pci (devices))
    {
      *ret_reason = get_reason_of_no_pci (
        berth_xml_lookup_child (berth_xml_lookup_child (root, "os"), "type"));
      return 0;
    }
  if (has_usb_switched_off (devices))
    {
      *ret_reason = _ ("This VM has no USB controller. Add one to it first.");
      return BERTH_VM_TAKES_PCI;
    }
  return TAKES_ALL;
}

static guint
get_takes_of_xen (const xmlNode *root, const char **ret_reason)
{
  g_autofree char *type = berth_xml_dup_content (
    berth_xml_lookup_child (berth_xml_lookup_child (root, "os"), "type"));

  if (g_strcmp0 (type, "xenpvh") == 0)
    {
      *ret_reason = _ ("Xen gives no PCI devices to a VM of the PVH kind. "
                       "Change it to HVM or PV first.");
      return BERTH_VM_TAKES_USB;
    }
  return TAKES_ALL;
}

/**
 * berth_domain_takes_get:
 * @ret_reason: (out) (transfer none) (nullable): why not everything, a whole translated sentence
 *
 * Returns: #BerthVmAbility
 */
guint
berth_domain_takes_get (xmlDoc *doc, const char **ret_reason)
{
  static const char *const qemu_types[] = { "qemu", "kvm", "hvf" };
  const xmlNode *root = xmlDocGetRootElement (doc);
  g_autofree char *type = berth_xml_dup_attribute (root, "type");

  *ret_reason = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (qemu_types); i++)
    {
      if (g_strcmp0 (type, qemu_types[i]) == 0)
        return get_takes_of_qemu (root, ret_reason);
    }
  if (g_strcmp0 (type, "xen") == 0)
    return get_takes_of_xen (root, ret_reason);
  if (g_strcmp0 (type, "test") == 0)
    return TAKES_ALL;

  *ret_reason = _ ("libvirt gives host devices to VMs of QEMU, KVM and Xen only.");
  return 0;
}
