/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-refusals.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "facts/berth-pci-function.h"
#include "helper/berth-host-use.h"

/* Which methods a refusal is for. */
enum
{
  BIND = 1 << 0,
  BOOT = 1 << 1,
  PERMISSIVE = 1 << 2,
  RETURN = 1 << 3,
  CONFIRM = 1 << 4,
};

#define TAKES (BIND | BOOT | PERMISSIVE)

/* What is not in it is refused. */
static const struct
{
  const char *method;
  guint kind;
} methods[] = {
  { "Bind", BIND },
  { "AddToBoot", BOOT },
  { "SetPermissive", PERMISSIVE },
  { "ReturnToHost", RETURN },
  { "ConfirmBoot", CONFIRM },
  /* They look at things, or take back a wish. */
  { "Inspect", 0 },
  { "ListBoot", 0 },
  { "RemoveFromBoot", 0 },
};

/* A request and what it is about. */
typedef struct
{
  const BerthFacts *facts;
  const BerthRequest *request;
  const BerthPciFacts *pci; /* NULL: there is no such function */
  const char *address;      /* as it is printed */
  guint kind;
} Question;

static char *
find_missing (const Question *question)
{
  if (question->pci != NULL)
    return NULL;
  return g_strdup_printf (_ ("There is no PCI device at %s. Look at the list of devices again: it "
                             "may have moved or been unplugged."),
                          question->address);
}

static char *
find_changed (const Question *question)
{
  const BerthPciIdentity *meant = &question->request->identity;
  BerthPciIdentity found = berth_pci_identity_of (question->pci);

  if (!question->request->has_identity || berth_pci_identity_equal (meant, &found))
    return NULL;
  /* Translators: first an address, then two pairs of numbers like “8086:10d3”. */
  return g_strdup_printf (_ ("Another device sits at %s than the one that was meant: %04x:%04x, "
                             "not %04x:%04x. Look at the list of devices again."),
                          question->address, found.vendor, found.device, meant->vendor,
                          meant->device);
}

/* Classes of the PCI Code and ID Assignment Specification, by their two higher bytes. This is a
 * second opinion: what model/ thinks of a class is not asked for here. */
static gboolean
is_bridge_class (guint32 class_code)
{
  switch (class_code >> 8)
    {
    case 0x0600: /* host bridge */
    case 0x0604: /* PCI bridge, also each port of PCI Express */
    case 0x0607: /* CardBus bridge */
    case 0x0609: /* semi-transparent PCI bridge */
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whatever class it gives itself. */
static gboolean
has_children (const BerthFacts *facts, const BerthPciFacts *pci)
{
  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *other = g_ptr_array_index (facts->pci, i);

      if (other->has_parent && berth_address_equal (&other->parent, &pci->address))
        return TRUE;
    }
  return FALSE;
}

/* pciback, told a bridge, takes all that is behind it (xen-pciback/pci_stub.c). */
static char *
find_bridge (const Question *question)
{
  if (!is_bridge_class (question->pci->class_code)
      && !has_children (question->facts, question->pci))
    return NULL;
  return g_strdup_printf (_ ("%s is a bridge: this computer reaches other devices through it. It "
                             "keeps its driver. Choose a device behind it."),
                          question->address);
}

/* What power, timers, sensors, memory or the firmware of a running computer hang on. */
static gboolean
is_part_class (guint32 class_code)
{
  switch (class_code >> 8)
    {
    case 0x0502: /* CXL memory: programs run in it */
    case 0x0780: /* management engine */
    case 0x0c05: /* SMBus */
    case 0x1180: /* sensors */
      return TRUE;
    case 0x0805: /* card reader: the one thing among the parts that can be spared */
      return FALSE;
    default:
      /* ISA and other bridges; interrupt and DMA controllers, timers, IOMMU */
      return class_code >> 16 == 0x06 || class_code >> 16 == 0x08;
    }
}

static char *
find_part (const Question *question)
{
  if (!is_part_class (question->pci->class_code))
    return NULL;
  return g_strdup_printf (_ ("%s is a part of this computer itself, which nothing replaces while "
                             "the computer runs. It keeps its driver. Choose another device."),
                          question->address);
}

/* When its driver lets go, the virtual functions are gone at once, whoever has them; one that a VM
 * has lets the kernel wait without end (drivers/pci/iov.c). */
static char *
find_physical (const Question *question)
{
  if (question->pci->sriov_count == 0)
    return NULL;
  return g_strdup_printf (_ ("%s has virtual functions, which would vanish under whoever uses "
                             "them. Choose one of these instead, or remove them first: write 0 to "
                             "sriov_numvfs of the card."),
                          question->address);
}

static gboolean
has_driver (const BerthPciFacts *pci, const char *part)
{
  return pci->driver != NULL && strstr (pci->driver, part) != NULL;
}

/* VFIO enables what it has open, but of a group only the functions that the guest sees: one that is
 * enabled speaks for all of them. */
static gboolean
is_group_open (const BerthFacts *facts, const BerthPciFacts *pci)
{
  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *other = g_ptr_array_index (facts->pci, i);
      gboolean goes_along = berth_address_equal (&other->address, &pci->address)
                            || (pci->iommu_group != BERTH_NO_GROUP
                                && other->iommu_group == pci->iommu_group);

      if (goes_along && has_driver (other, "vfio") && other->enable_count > 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_on_xen (const BerthFacts *facts)
{
  return facts->platform == BERTH_PLATFORM_XEN || facts->platform == BERTH_PLATFORM_QUBES;
}

/* pciback is nowhere but on Xen: where that was not seen, nobody was asked about its domains. */
static gboolean
is_holder_unknown (const BerthFacts *facts, const BerthPciFacts *pci)
{
  if (has_driver (pci, "pciback"))
    return (facts->gaps & BERTH_GAP_HOLDERS) != 0 || !is_on_xen (facts);
  return has_driver (pci, "vfio") && (facts->gaps & BERTH_GAP_GROUPS) != 0;
}

/* The kernel waits without end for a VM to let go of VFIO, and tears a device off a Xen domain
 * without asking. */
static char *
find_held (const Question *question)
{
  const BerthPciFacts *pci = question->pci;

  if (pci->xen_domain != 0)
    return g_strdup_printf (_ ("%s is in use by the Xen domain %u. Shut down that VM first."),
                            question->address, pci->xen_domain);
  if (is_group_open (question->facts, pci))
    return g_strdup_printf (_ ("%s, or a device that cannot be kept apart from it, is in use by a "
                               "VM. Shut down that VM first."),
                            question->address);
  if (is_holder_unknown (question->facts, pci))
    return g_strdup_printf (_ ("Nobody can tell whether a VM has %s now. Shut down all VMs and try "
                               "again; if that does not help, restart this computer."),
                            question->address);
  return NULL;
}

static char *
find_not_put_aside (const Question *question)
{
  if (question->pci->driver == NULL || berth_pci_function_is_put_aside (question->pci))
    return NULL;
  return g_strdup_printf (_ ("%s is with this computer already: there is nothing to return."),
                          question->address);
}

static char *
find_not_on_pciback (const Question *question)
{
  const char *pciback = berth_bind_target_get_driver (BERTH_BIND_TARGET_PCIBACK);

  if (g_strcmp0 (question->pci->driver, pciback) == 0)
    return NULL;
  return g_strdup_printf (_ ("%s is not bound to pciback, and only pciback can be told to be "
                             "permissive. Bind it to pciback first."),
                          question->address);
}

/* Whether the module is there is not asked: it is loaded on the way. */
static char *
find_no_pciback (const Question *question)
{
  if (is_on_xen (question->facts))
    return NULL;
  return g_strdup_printf (_ ("%s cannot be bound to pciback: this computer does not run on Xen. "
                             "Bind it to vfio-pci."),
                          question->address);
}

/* vfio-pci takes no function without a group: its probe fails and the function is left with no
 * driver at all. */
static char *
find_no_vfio (const Question *question)
{
  const BerthFacts *facts = question->facts;

  if (question->pci->iommu_group != BERTH_NO_GROUP)
    return NULL;
  if (is_on_xen (facts))
    return g_strdup_printf (_ ("%s cannot be bound to vfio-pci: on Xen the IOMMU belongs to Xen. "
                               "Bind it to pciback."),
                            question->address);
  if ((facts->gaps & BERTH_GAP_GROUPS) != 0)
    return g_strdup_printf (_ ("%s cannot be bound to vfio-pci: its IOMMU group cannot be read. "
                               "Check that /sys is mounted."),
                            question->address);
  return facts->iommu
             ? g_strdup_printf (_ ("%s cannot be bound to vfio-pci: it is in no IOMMU group, so "
                                   "that nothing would keep a VM to its own memory. Choose another "
                                   "device."),
                                question->address)
             : g_strdup_printf (_ ("%s cannot be bound to vfio-pci: the IOMMU of this computer is "
                                   "off. Switch it on in the firmware setup (VT-d, AMD-Vi) and "
                                   "with “intel_iommu=on” on the kernel command line."),
                                question->address);
}

static char *
find_no_target (const Question *question)
{
  return question->request->target == BERTH_BIND_TARGET_PCIBACK ? find_no_pciback (question)
                                                                : find_no_vfio (question);
}

static char *
find_use (const Question *question)
{
  return berth_host_use_dup_refusal (question->facts, question->pci);
}

static char *
find_gap (const Question *question)
{
  return berth_host_use_dup_doubt (question->facts, question->pci);
}

/* Trust that nothing has earned yet. */
static char *
find_untried (const Question *question)
{
  GPtrArray *bindings = question->facts->boot_bindings;

  for (guint i = 0; i < bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (bindings, i);

      if (binding->trial == BERTH_BOOT_TRIAL_NEW
          && berth_address_equal (&binding->address, &question->request->address))
        return g_strdup_printf (_ ("That %s is bound at every boot has not been tried yet. Restart "
                                   "this computer, see that all works, and confirm it then."),
                                question->address);
    }
  return NULL;
}

/* THE table of what root refuses, whoever asks. From the top: the first that has something to say
 * is the answer, and those below may rely on it. */
static const struct
{
  guint methods;
  BerthError code;
  /* Returns: (transfer full) (nullable): the whole sentence, NULL: nothing against it */
  char *(*find) (const Question *question);
} refusals[] = {
  { TAKES | RETURN, BERTH_ERROR_NOT_FOUND, find_missing },
  { TAKES | RETURN, BERTH_ERROR_CONFLICT, find_changed },
  { TAKES | RETURN, BERTH_ERROR_REFUSED, find_bridge },
  { TAKES, BERTH_ERROR_REFUSED, find_part },
  { BIND | BOOT | RETURN, BERTH_ERROR_REFUSED, find_physical },
  { BIND | RETURN, BERTH_ERROR_REFUSED, find_held },
  { RETURN, BERTH_ERROR_REFUSED, find_not_put_aside },
  { PERMISSIVE, BERTH_ERROR_REFUSED, find_not_on_pciback },
  { BIND | BOOT, BERTH_ERROR_NOT_SUPPORTED, find_no_target },
  { TAKES, BERTH_ERROR_REFUSED, find_use },
  { BIND | BOOT, BERTH_ERROR_REFUSED, find_gap },
  { CONFIRM, BERTH_ERROR_REFUSED, find_untried },
};

static gboolean
find_kind (const char *method, guint *ret_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      if (g_strcmp0 (methods[i].method, method) == 0)
        {
          *ret_kind = methods[i].kind;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * berth_refusals_check:
 * @facts: of this computer, read by root just now
 * @request: understood; it may come from anybody, root included
 *
 * Whether @request would hurt the computer or somebody's VM, whoever asks and whatever was
 * authorised. Without judgement of model/ or rules/: a second opinion, and the stricter one.
 *
 * Returns: %TRUE: nothing stands against it. %FALSE with %BERTH_ERROR_REFUSED,
 *   %BERTH_ERROR_NOT_FOUND (no such device), %BERTH_ERROR_CONFLICT (another device than the caller
 *   saw) or %BERTH_ERROR_NOT_SUPPORTED (the computer cannot), and what to do
 */
gboolean
berth_refusals_check (const BerthFacts *facts, const BerthRequest *request, GError **error)
{
  g_autofree char *address = berth_address_dup_string (&request->address);
  Question question = { .facts = facts, .request = request, .address = address };

  if (!find_kind (request->method, &question.kind))
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                           _ ("Nothing of this name is done here. Berth and its helper may be of "
                              "different versions: update both."));
      return FALSE;
    }

  question.pci = berth_facts_lookup_pci (facts, &request->address);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *sentence = NULL;

      if ((refusals[i].methods & question.kind) == 0)
        continue;
      sentence = refusals[i].find (&question);
      if (sentence == NULL)
        continue;
      g_set_error_literal (error, BERTH_ERROR, refusals[i].code, sentence);
      return FALSE;
    }
  return TRUE;
}
