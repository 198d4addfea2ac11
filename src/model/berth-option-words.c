/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-option-words.h"

#include <glib/gi18n-lib.h>

/**
 * berth_option_words_needs_warning:
 *
 * Returns: whether switching it on opens something, so that it has to be asked about
 */
gboolean
berth_option_words_needs_warning (BerthOption option)
{
  return option == BERTH_OPTION_PERMISSIVE || option == BERTH_OPTION_NO_STRICT_RESET;
}

/**
 * berth_option_words_get_line:
 *
 * Returns: (transfer none): what it opens, in one line
 */
const char *
berth_option_words_get_line (BerthOption option, gboolean is_qube)
{
  switch (option)
    {
    case BERTH_OPTION_PERMISSIVE:
      return is_qube ? _ ("Lets the qube write all of the device’s configuration space.")
                     : _ ("Lets the VM write all of the device’s configuration space.");
    case BERTH_OPTION_NO_STRICT_RESET:
      return is_qube ? _ ("The next qube may find what the last one left in the device.")
                     : _ ("The next VM may find what the last one left in the device.");
    case BERTH_OPTION_MANAGED:
      return _ ("libvirt takes the device from this computer at start and gives it back after.");
    case BERTH_OPTION_HIDE_ROM:
      return _ ("The VM does not see the start-up program that is built into the card.");
    case BERTH_OPTION_OPTIONAL:
      return _ ("The VM also starts when the device is not plugged in.");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * berth_option_words_dup_question:
 *
 * Returns: (transfer full): what is asked before it is switched on
 */
char *
berth_option_words_dup_question (BerthOption option, const BerthOptionTerms *terms)
{
  /* Translators: first the name of an option, then a device */
  return g_strdup_printf (_ ("Switch on “%s” for %s?"), berth_option_get_words (option),
                          terms->device_title);
}

/* XSA-120 (CVE-2015-2150): a guest that may write the command register switches off the device's
 * memory and port decoding; the next access of the host then ends in a non-maskable interrupt.
 * pciback keeps the flag until it lets go of the device (drivers/xen/xen-pciback/conf_space.c). */
static char *
dup_permissive (const BerthOptionTerms *terms)
{
  const char *name = terms->vm_name;
  g_autofree char *opens
    = terms->is_qube
        ? g_strdup_printf (
              _ ("Xen normally lets “%s” write only those settings of the device that are known to "
                 "be harmless. With this option it may write all of them. Whoever takes over the "
                 "qube can then crash this whole computer (Xen security advisory XSA-120), and has "
                 "more ways to break out of the qube."),
              name)
        : g_strdup_printf (
              _ ("Xen normally lets “%s” write only those settings of the device that are known to "
                 "be harmless. With this option it may write all of them. Whoever takes over the "
                 "VM can then crash this whole computer (Xen security advisory XSA-120), and has "
                 "more ways to break out of the VM."),
              name);

  return g_strconcat (opens, "\n\n",
                      _ ("It is needed only by the few devices that do not work without it. Try "
                         "without it first."),
                      "\n\n",
                      _ ("Once used, it stays on in the device until this computer restarts."),
                      NULL);
}

/* The patched libvirt of Qubes OS goes on when the reset fails, and tells Xen to be relaxed about
 * memory regions that devices reserve, so that those sharing one may be split. */
static char *
dup_no_strict_reset (const BerthOptionTerms *terms)
{
  const char *name = terms->vm_name;
  g_autofree char *opens
    = terms->is_qube
        ? g_strdup_printf (
              _ ("Normally a device is reset before it is given, so that it comes empty. With this "
                 "option “%s” gets it even if that is not possible. Whatever the last qube left in "
                 "it, data or a changed firmware, is then still there: the next one can read it, "
                 "or be attacked by it. Devices that share reserved memory may also be split "
                 "between qubes."),
              name)
        : g_strdup_printf (
              _ ("Normally a device is reset before it is given, so that it comes empty. With this "
                 "option “%s” gets it even if that is not possible. Whatever the last VM left in "
                 "it, data or a changed firmware, is then still there: the next one can read it, "
                 "or be attacked by it. Devices that share reserved memory may also be split "
                 "between VMs."),
              name);
  const char *need
    = terms->resets_alone
        ? _ ("This device can be reset by itself, so it should not need this option.")
        : _ ("It is needed only when starting fails because the device cannot be reset. Then give "
             "the device to no other after it.");

  return g_strconcat (opens, "\n\n", need, NULL);
}

static char *
dup_managed (void)
{
  return g_strdup (_ ("With this option, libvirt takes the device from this computer’s driver when "
                      "the VM starts, and gives it back when the VM stops.\n\n"
                      "Without it, the device must be bound to vfio-pci or pciback before the VM "
                      "starts, for example since this computer started. That is worth the trouble "
                      "for devices whose driver does not let go of them."));
}

/* What a PCI expansion ROM is for: PCI Local Bus Specification 3.0, 6.3. That the guest sees none
 * with <rom bar='off'/>: libvirt, "Domain XML format", Host device assignment. */
static char *
dup_hide_rom (void)
{
  return g_strdup (_ ("A card can bring a small program of its own, its ROM, which runs when a "
                      "computer starts: it lets a graphics card show something before its driver "
                      "is there, and a network card start a computer over the network.\n\n"
                      "With this option the VM does not see it. That helps when starting hangs in "
                      "that program. A graphics card then stays dark until its driver runs."));
}

/* libvirt, "Domain XML format", startupPolicy: "optional" drops what is missing at any start. */
static char *
dup_optional (const BerthOptionTerms *terms)
{
  return g_strdup_printf (_ ("Normally “%s” does not start while something that is assigned to it "
                             "is missing. With this option it starts without this device, and has "
                             "it again from the next start with the device plugged in.\n\n"
                             "It is meant for what is not always there, such as a stick or a "
                             "camera."),
                          terms->vm_name);
}

/**
 * berth_option_words_dup_explanation:
 *
 * Returns: (transfer full): what it opens, and when it is needed at all
 */
char *
berth_option_words_dup_explanation (BerthOption option, const BerthOptionTerms *terms)
{
  switch (option)
    {
    case BERTH_OPTION_PERMISSIVE:
      return dup_permissive (terms);
    case BERTH_OPTION_NO_STRICT_RESET:
      return dup_no_strict_reset (terms);
    case BERTH_OPTION_MANAGED:
      return dup_managed ();
    case BERTH_OPTION_HIDE_ROM:
      return dup_hide_rom ();
    case BERTH_OPTION_OPTIONAL:
      return dup_optional (terms);
    default:
      g_return_val_if_reached (NULL);
    }
}
