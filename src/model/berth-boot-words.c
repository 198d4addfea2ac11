/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-boot-words.h"

#include <glib/gi18n-lib.h>

/**
 * berth_boot_words_dup_kernel_text:
 *
 * Returns: (transfer full): what to add to the kernel command line where a driver of the host's is
 *   always first. That for vfio-pci takes every device of the same model
 */
char *
berth_boot_words_dup_kernel_text (const BerthBootBinding *binding)
{
  g_autofree char *address = berth_address_dup_string (&binding->address);

  if (binding->target == BERTH_BIND_TARGET_PCIBACK)
    return g_strdup_printf ("xen-pciback.hide=(%s)", address);
  return g_strdup_printf ("vfio-pci.ids=%04x:%04x", binding->identity.vendor,
                          binding->identity.device);
}

static guint
count_twins (const BerthFacts *facts, const BerthBootBinding *binding)
{
  guint n_twins = 0;

  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      n_twins += pci->vendor == binding->identity.vendor && pci->device == binding->identity.device
                     ? 1
                     : 0;
    }
  return n_twins;
}

/**
 * berth_boot_words_dup_earlier:
 * @facts: of the computer
 *
 * What there is to do where a driver of the host's has the device before any service can: it is in
 * the initramfs or a part of the kernel. Only the kernel command line is earlier still, and Berth
 * never writes that. To keep the host's driver out of the initramfs is no advice: it may be the one
 * of the disk that the computer starts from.
 *
 * Returns: (transfer full): one or two sentences
 */
char *
berth_boot_words_dup_earlier (const BerthBootBinding *binding, const BerthFacts *facts)
{
  g_autofree char *text = berth_boot_words_dup_kernel_text (binding);
  guint n_twins = count_twins (facts, binding);

  if (binding->target == BERTH_BIND_TARGET_PCIBACK)
    return g_strdup_printf (_ ("Add “%s” to the kernel command line, and xen-pciback to the "
                               "initramfs, so that it is loaded before that driver."),
                            text);
  if (n_twins < 2)
    return g_strdup_printf (_ ("Add “%s” to the kernel command line, and vfio-pci to the "
                               "initramfs, so that it is loaded before that driver. It takes every "
                               "device of this model then."),
                            text);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "“%s” on the kernel command line, with vfio-pci loaded before that driver in "
                   "the initramfs, takes all devices of this model: %u here. Add it only if this "
                   "computer can do without all of them.",
                   "“%s” on the kernel command line, with vfio-pci loaded before that driver in "
                   "the initramfs, takes all devices of this model: %u here. Add it only if this "
                   "computer can do without all of them.",
                   n_twins),
      text, n_twins);
}
