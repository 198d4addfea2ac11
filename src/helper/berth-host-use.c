/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-host-use.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "facts/berth-boot-binding.h"

static const BerthUsbFacts *
find_usb (const BerthFacts *facts, const BerthAddress *address)
{
  for (guint i = 0; i < facts->usb->len; i++)
    {
      const BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);

      if (berth_address_equal (&usb->address, address))
        return usb;
    }
  return NULL;
}

/* The PCI function that what is at @address is lost with; NULL: none, or nobody knows. */
static const BerthAddress *
find_function (const BerthFacts *facts, const BerthAddress *address)
{
  const BerthUsbFacts *usb;

  if (address->bus_kind == BERTH_BUS_PCI)
    return address;
  usb = find_usb (facts, address);
  return usb != NULL && usb->has_controller ? &usb->controller : NULL;
}

static gboolean
is_behind (const BerthFacts *facts, const BerthUse *use, const BerthPciFacts *pci)
{
  const BerthAddress *function = find_function (facts, &use->address);

  return function != NULL && berth_address_equal (function, &pci->address);
}

typedef enum
{
  INPUT_NONE, /* nobody could work with it */
  INPUT_KEYBOARD,
  INPUT_MOUSE,
} Input;

/* A security key types, but not what a person wants to. Boards have PS/2 ports with nothing plugged
 * in; only of a laptop is it known that its keyboard hangs there. */
static Input
input_of (const BerthFacts *facts, const BerthUse *use)
{
  gboolean is_portable = facts->chassis == BERTH_CHASSIS_PORTABLE;

  if (use->kind != BERTH_USE_INPUT)
    return INPUT_NONE;
  if (g_strcmp0 (use->purpose, BERTH_PURPOSE_KEYBOARD) == 0)
    return INPUT_KEYBOARD;
  if (g_strcmp0 (use->purpose, BERTH_PURPOSE_MOUSE) == 0)
    return INPUT_MOUSE;
  if (g_strcmp0 (use->purpose, BERTH_PURPOSE_PS2_KEYBOARD) == 0)
    return is_portable ? INPUT_KEYBOARD : INPUT_NONE;
  if (g_strcmp0 (use->purpose, BERTH_PURPOSE_PS2_MOUSE) == 0)
    return is_portable ? INPUT_MOUSE : INPUT_NONE;
  return INPUT_NONE;
}

static gboolean
is_bound_by_others (const BerthFacts *facts, const BerthPciFacts *pci)
{
  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      const BerthForeignBinding *binding = g_ptr_array_index (facts->foreign_bindings, i);

      if (binding->has_address
              ? berth_address_equal (&binding->address, &pci->address)
              : binding->vendor == pci->vendor && binding->device == pci->device)
        return TRUE;
    }
  return FALSE;
}

/* Whether it goes to VMs at the next start: what it has is there until then and no longer. A
 * binding that failed this time counts too. */
static gboolean
is_bound_at_boot (const BerthFacts *facts, const BerthPciFacts *pci)
{
  for (guint i = 0; i < facts->boot_bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (facts->boot_bindings, i);

      if (berth_address_equal (&binding->address, &pci->address))
        return TRUE;
    }
  return is_bound_by_others (facts, pci);
}

/* Whether @function still serves the computer when @pci is gone: the functions of a slot are taken
 * one after the other, and those of a group leave together. */
static gboolean
stays (const BerthFacts *facts, const BerthAddress *function, const BerthPciFacts *pci)
{
  const BerthPciFacts *other = berth_facts_lookup_pci (facts, function);

  return other != NULL && !berth_address_same_slot (&other->address, &pci->address)
         && (pci->iommu_group == BERTH_NO_GROUP || other->iommu_group != pci->iommu_group)
         && !is_bound_at_boot (facts, other);
}

static gboolean
has_other_input (const BerthFacts *facts, const BerthPciFacts *pci, Input kind)
{
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);
      const BerthAddress *function = find_function (facts, &use->address);

      if (input_of (facts, use) == kind && function != NULL && stays (facts, function, pci))
        return TRUE;
    }
  return FALSE;
}

/* Returns: (transfer full) (nullable): why @use stands against taking @pci; %NULL: it does not. The
 * computer goes on without a mouse as little as a person who has no other one does. */
static char *
dup_input_refusal (const BerthFacts *facts,
                   const BerthPciFacts *pci,
                   const BerthUse *use,
                   const char *address,
                   const char *subject)
{
  Input kind = input_of (facts, use);

  if (kind == INPUT_NONE || has_other_input (facts, pci, kind))
    return NULL;
  return kind == INPUT_MOUSE
             ? g_strdup_printf (_ ("%s stays with this computer: the only mouse is on it (%s). "
                                   "Plug a second one into another controller first, one that is "
                                   "not bound at boot."),
                                address, subject)
             : g_strdup_printf (_ ("%s stays with this computer: the only keyboard is on it (%s). "
                                   "Plug a second one into another controller first, one that is "
                                   "not bound at boot."),
                                address, subject);
}

/* The same for every use. Stricter than the rules: a disk that is mounted anywhere counts, for what
 * is torn off loses what was not written yet. */
static char *
dup_refusal (const BerthFacts *facts, const BerthPciFacts *pci, const BerthUse *use)
{
  g_autofree char *address = berth_address_dup_string (&pci->address);
  g_autofree char *subject = berth_text_dup_name (use->subject);

  switch (use->kind)
    {
    case BERTH_USE_INPUT:
      return dup_input_refusal (facts, pci, use, address, subject);
    case BERTH_USE_DISK:
      return g_strdup_printf (_ ("%s stays with this computer, which uses the disk %s on it. "
                                 "Unmount all of that disk first; the disk that this computer "
                                 "starts from cannot be given away."),
                              address, subject);
    case BERTH_USE_SWAP:
      return g_strdup_printf (_ ("%s stays with this computer: a part of its memory is on the disk "
                                 "%s (swap). Switch that swap space off first."),
                              address, subject);
    case BERTH_USE_REMOTE_DISK:
      return g_strdup_printf (_ ("%s stays with this computer, which reaches a disk of another "
                                 "computer over it (%s). Unmount that disk first."),
                              address, subject);
    case BERTH_USE_NETWORK:
      return g_strdup_printf (_ ("%s stays with this computer, which reaches the network over it "
                                 "(%s). Connect this computer over another network card first."),
                              address, subject);
    case BERTH_USE_LOGIN:
      return g_strdup_printf (_ ("%s stays with this computer: somebody is logged in over it from "
                                 "far away (%s). Log in over another network card first, or at the "
                                 "computer itself."),
                              address, subject);
    case BERTH_USE_DISPLAY:
      if (g_strcmp0 (use->purpose, BERTH_PURPOSE_DARK_CONSOLE) == 0)
        return NULL;
      return g_strdup_printf (_ ("%s stays with this computer, which shows its screen with it "
                                 "(%s). Let it show its screen with another graphics card first."),
                              address, subject);
    case BERTH_USE_TPM:
    default:
      return g_strdup_printf (_ ("%s stays with this computer: the keys of its disks may be in it "
                                 "(%s)."),
                              address, subject);
    }
}

/**
 * berth_host_use_dup_refusal:
 *
 * Returns: (transfer full) (nullable): a whole sentence why the computer cannot spare @pci or what
 *   is behind it, and what to do; %NULL: nothing is known against it
 */
char *
berth_host_use_dup_refusal (const BerthFacts *facts, const BerthPciFacts *pci)
{
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);
      char *refusal = is_behind (facts, use, pci) ? dup_refusal (facts, pci, use) : NULL;

      if (refusal != NULL)
        return refusal;
    }
  return NULL;
}

static gboolean
is_usb_controller (const BerthPciFacts *pci)
{
  return pci->class_code >> 8 == 0x0c03;
}

/* Which gaps may hide that the computer needs a function of this class (PCI Code and ID Assignment
 * Specification). What is not named here may be anything. */
static guint
gaps_that_matter (const BerthPciFacts *pci)
{
  if (is_usb_controller (pci))
    return BERTH_GAP_USES | BERTH_GAP_USB;
  if (pci->class_code >> 8 == 0x0805)
    return BERTH_GAP_USES_DISK;
  if (pci->class_code >> 8 == 0x0d11)
    return BERTH_GAP_USES_INPUT;

  switch (pci->class_code >> 16)
    {
    case 0x01:
      return BERTH_GAP_USES_DISK;
    case 0x02:
    case 0x0d:
      return BERTH_GAP_USES_NETWORK;
    case 0x03:
      return BERTH_GAP_USES_DISPLAY;
    case 0x04:
      return 0;
    case 0x09:
      return BERTH_GAP_USES_INPUT;
    default:
      return BERTH_GAP_USES;
    }
}

/* Something used whose place is not known: plugged in while the computer was looked at. */
static gboolean
has_lost_usb (const BerthFacts *facts)
{
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);

      if (use->address.bus_kind == BERTH_BUS_USB && find_usb (facts, &use->address) == NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_host_use_dup_doubt:
 *
 * Returns: (transfer full) (nullable): a whole sentence that nobody can tell whether the computer
 *   needs @pci, and what to do; %NULL: all that would tell was seen
 */
char *
berth_host_use_dup_doubt (const BerthFacts *facts, const BerthPciFacts *pci)
{
  g_autofree char *address = NULL;

  if ((facts->gaps & gaps_that_matter (pci)) == 0
      && !(is_usb_controller (pci) && has_lost_usb (facts)))
    return NULL;

  address = berth_address_dup_string (&pci->address);
  return g_strdup_printf (_ ("%s stays with this computer: nobody can tell whether it needs it, "
                             "for not all of the computer can be seen. Check that /sys and /proc "
                             "are mounted, and try again."),
                          address);
}
