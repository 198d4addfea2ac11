/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What there is to think of before a driver is changed, beside what the rules say of the device.
 * Measured on real kernels where nothing else is said. */

#include "plan/berth-host-caution.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-text.h"

/* What is looked at. */
typedef struct
{
  const BerthHostAction *action;
  BerthInventory *inventory;
  BerthRoster *roster;
  const BerthDevice *device;
  const BerthFacts *facts;
  char *title;
} Case;

typedef struct
{
  BerthSeverity severity;
  const char *id;
  const char *words;
  const char *what; /* %s: the device, unless it says something of the computer */
  const char *why;
  const char *remedy;
  const char *link;
} Said;

static BerthFinding *
say (const Case *c, const Said *said, GPtrArray *findings)
{
  BerthFinding *finding = berth_finding_new (said->id, said->severity, &c->action->address);
  const char *what = _ (said->what);
  const char *place = strstr (what, "%s");

  finding->words = g_strdup (_ (said->words));
  finding->what = place != NULL ? g_strdup_printf ("%.*s%s%s", (int) (place - what), what, c->title,
                                                   place + strlen ("%s"))
                                : g_strdup (what);
  finding->why = g_strdup (_ (said->why));
  finding->remedy = g_strdup (_ (said->remedy));
  finding->link = said->link;
  g_ptr_array_add (findings, finding);
  return finding;
}

static gboolean
takes_from_host (const Case *c)
{
  return c->action->kind == BERTH_HOST_ACTION_BIND
         || c->action->kind == BERTH_HOST_ACTION_BOOT_ADD;
}

static gboolean
moves_driver (const Case *c)
{
  return c->action->kind == BERTH_HOST_ACTION_BIND || c->action->kind == BERTH_HOST_ACTION_RETURN;
}

static gboolean
is_for_pciback (const Case *c)
{
  return takes_from_host (c) && c->action->target == BERTH_BIND_TARGET_PCIBACK;
}

static gboolean
is_for_vfio (const Case *c)
{
  return takes_from_host (c) && c->action->target == BERTH_BIND_TARGET_VFIO_PCI;
}

static gboolean
is_on_xen (const Case *c)
{
  return c->facts->platform == BERTH_PLATFORM_XEN || c->facts->platform == BERTH_PLATFORM_QUBES;
}

static gboolean
is_vfio (const char *driver)
{
  return driver != NULL && strstr (driver, "vfio") != NULL;
}

/* Newer kernels give it the name of its module. */
static gboolean
is_pciback (const char *driver)
{
  return driver != NULL && strstr (driver, "pciback") != NULL;
}

static gboolean
same_group (const BerthPciFacts *a, const BerthPciFacts *b)
{
  return a == b || (a->iommu_group != BERTH_NO_GROUP && a->iommu_group == b->iommu_group);
}

/* The root helper changes nothing then, but for giving back and taking out of the list. */
static void
check_switched_off (const Case *c, GPtrArray *findings)
{
  static const Said off = {
    BERTH_SEVERITY_REFUSED,
    "switched-off",
    N_ ("switched off"),
    N_ ("This computer was started with berth.disable=1."),
    N_ ("As long as it runs, nothing is bound for VMs."),
    N_ ("Restart it without that word on the kernel command line."),
    NULL,
  };

  if (c->facts->boot_switched_off && c->action->kind != BERTH_HOST_ACTION_RETURN
      && c->action->kind != BERTH_HOST_ACTION_BOOT_REMOVE)
    say (c, &off, findings);
}

/* The driver that the other kind of computer has. */
static void
check_platform (const Case *c, GPtrArray *findings)
{
  static const Said xen_has_iommu = {
    BERTH_SEVERITY_REFUSED,
    "no-iommu",
    N_ ("not on Xen"),
    N_ ("%s is in no IOMMU group: on Xen the IOMMU belongs to Xen."),
    N_ ("vfio-pci takes no such device: the host would lose it, and no VM could have it."),
    N_ ("Bind it to pciback instead."),
    NULL,
  };
  static const Said no_xen = {
    BERTH_SEVERITY_REFUSED,
    "no-pciback",
    N_ ("no Xen"),
    N_ ("This computer does not run on Xen."),
    N_ ("Only Xen gives devices to VMs through pciback."),
    N_ ("Bind it to vfio-pci instead."),
    NULL,
  };

  if (is_for_pciback (c) && c->facts->platform == BERTH_PLATFORM_BARE)
    say (c, &no_xen, findings);
  if (is_for_vfio (c) && is_on_xen (c) && c->device->pci->iommu_group == BERTH_NO_GROUP)
    say (c, &xen_has_iommu, findings);
}

static void
check_target (const Case *c, GPtrArray *findings)
{
  static const Said no_iommu = {
    BERTH_SEVERITY_REFUSED,
    "no-iommu",
    N_ ("no IOMMU"),
    N_ ("%s is in no IOMMU group."),
    N_ ("vfio-pci takes no such device: the host would lose it, and no VM could have it."),
    N_ ("Switch the IOMMU on in the firmware and on the kernel command line, then restart."),
    "https://docs.kernel.org/driver-api/vfio.html",
  };
  static const Said no_pciback = {
    BERTH_SEVERITY_REFUSED,
    "no-pciback",
    N_ ("no pciback"),
    N_ ("The kernel has not loaded xen-pciback."),
    N_ ("Nothing can be bound to pciback without it."),
    N_ ("Run “modprobe xen-pciback” as root, then look again."),
    NULL,
  };
  static const Said not_pciback = {
    BERTH_SEVERITY_REFUSED,
    "not-pciback",
    N_ ("not on pciback"),
    N_ ("%s is not with pciback."),
    N_ ("Only pciback has a list of what VMs may write, and only there it can be opened."),
    N_ ("Bind it to pciback first."),
    NULL,
  };
  static const Said with_host = {
    BERTH_SEVERITY_REFUSED,
    "with-host",
    N_ ("with the host"),
    N_ ("%s is with the host already: a driver of this computer has it."),
    N_ ("There is nothing to return."),
    N_ ("Leave it as it is."),
    NULL,
  };

  /* At boot its unit loads the module. */
  if (is_for_pciback (c) && moves_driver (c) && c->facts->platform != BERTH_PLATFORM_BARE
      && c->facts->pciback == BERTH_TRUTH_NO)
    say (c, &no_pciback, findings);
  if (is_for_vfio (c) && c->facts->platform == BERTH_PLATFORM_BARE && !c->facts->is_remote
      && (c->facts->gaps & BERTH_GAP_GROUPS) == 0 && c->device->pci->iommu_group == BERTH_NO_GROUP)
    say (c, &no_iommu, findings);
  if (c->action->kind == BERTH_HOST_ACTION_PERMISSIVE && !is_pciback (c->device->pci->driver))
    say (c, &not_pciback, findings);
  if (c->action->kind == BERTH_HOST_ACTION_RETURN && c->device->pci->driver != NULL
      && !berth_device_is_put_aside (c->device))
    say (c, &with_host, findings);
}

/* When the driver of a card (SR-IOV) lets go of it, its virtual functions are gone at once, whoever
 * has them (pci_disable_sriov()). */
static void
check_virtual_functions (const Case *c, GPtrArray *findings)
{
  static const Said has_some = {
    BERTH_SEVERITY_REFUSED,
    "virtual-functions",
    N_ ("has virtual functions"),
    N_ ("%s has virtual functions, which would be gone with it."),
    N_ ("Whoever uses one of them would lose it at once."),
    N_ ("Choose one of these instead, or write 0 to sriov_numvfs of the card first."),
    "https://docs.kernel.org/PCI/pci-iov-howto.html",
  };

  if (c->device->pci->sriov_count > 0 && (takes_from_host (c) || moves_driver (c)))
    say (c, &has_some, findings);
}

/* vfio-pci does not let go as long as somebody has a member of the group open, and the write never
 * ends (vfio_unregister_group_dev()); pciback lets go under a running VM with one line in the
 * kernel's log. */
static void
check_held (const Case *c, GPtrArray *findings)
{
  static const Said unseen = {
    BERTH_SEVERITY_REFUSED,
    "held",
    N_ ("in use elsewhere"),
    N_ ("%s, or a device of its IOMMU group, is in use by a VM or a program that Berth cannot "
        "see."),
    N_ ("The kernel would wait without an end, or tear it off the VM that has it."),
    N_ ("Look for VMs of other users and of other programs, and shut down the one that has it."),
    "https://docs.kernel.org/driver-api/vfio.html",
  };
  GPtrArray *all = c->facts->pci;

  if (!moves_driver (c))
    return;
  for (guint i = 0; i < all->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (all, i);
      const BerthVm *holder;
      BerthFinding *finding;
      g_autofree char *name = NULL;

      if (!same_group (c->device->pci, pci))
        continue;
      holder = berth_roster_find_holder (c->roster, &pci->address, NULL);
      if (holder == NULL && pci->xen_domain == 0
          && !(is_vfio (pci->driver) && pci->enable_count > 0))
        continue;

      finding = say (c, &unseen, findings);
      if (holder == NULL)
        return;
      name = berth_text_dup_name (holder->name);
      g_free (finding->words);
      g_free (finding->what);
      g_free (finding->remedy);
      finding->words = g_strdup_printf (_ ("used by %s"), name);
      finding->what
          = pci == c->device->pci
                ? g_strdup_printf (_ ("“%s” is using it now."), name)
                : g_strdup_printf (_ ("“%s” is using a device of its IOMMU group now."), name);
      finding->remedy = g_strdup_printf (_ ("Shut down “%s” first."), name);
      berth_finding_add_remedy (finding, berth_remedy_new_open_vm (holder));
      return;
    }
}

/* A VM can change what a device carries (its firmware, what it does by itself), and a device that
 * the host has again can read and write the host's memory as its driver allows. */
static void
check_return (const Case *c, GPtrArray *findings)
{
  static const Said no_reset = {
    BERTH_SEVERITY_DANGER,
    "return-unreset",
    N_ ("cannot be reset"),
    N_ ("%s cannot be reset: what a VM left in it is still there."),
    N_ ("A VM that had it may have made it a tool against this computer, and it acts as soon as a "
        "driver of this computer takes it."),
    N_ ("Restart this computer instead; that is strongly advised. Return it now only if you trust "
        "every VM that had it."),
    "https://www.qubes-os.org/doc/how-to-use-pci-devices/",
  };
  static const Said after_vm = {
    BERTH_SEVERITY_CAUTION,
    "return-after-vm",
    N_ ("was given to VMs"),
    N_ ("%s was kept for VMs, and a VM may have had it."),
    N_ ("A device that a VM changed can attack this computer as soon as a driver of this computer "
        "takes it. A reset does not undo everything."),
    N_ ("Restart this computer instead: that is the safe way. Return it now if you trust every VM "
        "that had it."),
    "https://www.qubes-os.org/doc/how-to-use-pci-devices/",
  };
  const BerthPciFacts *pci = c->device->pci;

  if (c->action->kind != BERTH_HOST_ACTION_RETURN || !berth_device_is_put_aside (c->device))
    return;
  say (c, (pci->reset_methods == 0) ? &no_reset : &after_vm, findings);
}

/* nvidia and amdgpu wait in unbind for whoever has the card open, some versions without an end, or
 * they crash (joeknock90/Single-GPU-Passthrough #6, T-vK/MobilePassThrough #18); taking a card back
 * hangs with a resized BAR (bryansteiner/gpu-passthrough-tutorial #36). */
static void
check_graphics (const Case *c, GPtrArray *findings)
{
  static const Said live = {
    BERTH_SEVERITY_CAUTION,
    "live-graphics",
    N_ ("may hang"),
    N_ ("Graphics drivers are bad at letting go of a card that they have."),
    N_ ("The driver, or the whole computer, can hang until it is switched off."),
    N_ ("Bind it at boot instead, before a driver of this computer takes it."),
    NULL,
  };
  static const Said back = {
    BERTH_SEVERITY_CAUTION,
    "live-graphics",
    N_ ("may hang"),
    N_ ("Graphics drivers are bad at taking a card that a VM had."),
    N_ ("The driver, or the whole computer, can hang until it is switched off."),
    N_ ("Restart this computer instead: it has the card again then, unless it is bound at boot."),
    NULL,
  };
  const char *driver = c->device->pci->driver;

  if (c->device->device_class != BERTH_DEVICE_GRAPHICS)
    return;
  if (c->action->kind == BERTH_HOST_ACTION_RETURN)
    say (c, &back, findings);
  else if (c->action->kind == BERTH_HOST_ACTION_BIND && driver != NULL
           && !berth_device_is_put_aside (c->device))
    say (c, &live, findings);
}

/* XSA-120 (CVE-2015-2150). pciback keeps the flag in what it knows of the device and forgets it
 * only with the device (pci_stub.c, permissive_add()): there is no way to switch it off. */
static void
check_permissive (const Case *c, GPtrArray *findings)
{
  static const Said permissive = {
    BERTH_SEVERITY_CAUTION,
    "permissive-now",
    N_ ("less protected"),
    N_ ("Every VM that gets %s may write all of its settings, until it leaves pciback."),
    N_ ("Whoever takes over such a VM can crash this whole computer (XSA-120), and has more ways "
        "to break out of it."),
    N_ ("Leave it as it is, unless the device does not work without."),
    "https://xenbits.xen.org/xsa/advisory-120.html",
  };

  if (c->action->kind == BERTH_HOST_ACTION_PERMISSIVE)
    say (c, &permissive, findings);
}

/* XSA-306 (CVE-2019-19579): only libxl's own way makes a device known to the hypervisor as one that
 * goes to nobody between two VMs. */
static void
check_quarantine (const Case *c, GPtrArray *findings)
{
  static const Said quarantine = {
    BERTH_SEVERITY_CAUTION,
    "not-quarantined",
    N_ ("not quarantined"),
    N_ ("%s is bound to pciback by hand: Xen does not quarantine it."),
    N_ ("What it still writes when a VM has just stopped can reach the memory of this computer "
        "(XSA-306)."),
    N_ ("Use “xl pci-assignable-add” instead where VMs are run by xl, or give it only to VMs that "
        "you trust."),
    "https://xenbits.xen.org/xsa/advisory-306.html",
  };

  if (is_for_pciback (c) && c->facts->platform != BERTH_PLATFORM_BARE)
    say (c, &quarantine, findings);
}

static void
check_group (const Case *c, GPtrArray *findings)
{
  GPtrArray *devices = berth_inventory_get_devices (c->inventory);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) titles = NULL;
  g_autofree char *list = NULL;
  BerthFinding *finding;

  if (!is_for_vfio (c))
    return;
  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (devices, i);
      g_autofree char *title = NULL;

      if (device == c->device || device->pci == NULL || berth_device_is_bridge (device)
          || !same_group (c->device->pci, device->pci) || is_vfio (device->pci->driver)
          || device->pci->driver == NULL)
        continue;
      title = berth_device_dup_title (device);
      g_strv_builder_add (builder, title);
    }

  titles = g_strv_builder_end (builder);
  if (titles[0] == NULL)
    return;
  list = g_strjoinv (", ", titles);
  finding = berth_finding_new ("group-stays", BERTH_SEVERITY_NOTE, &c->action->address);
  finding->words = g_strdup (_ ("only a part of its group"));
  /* Translators: names of devices, separated by commas. */
  finding->what = g_strdup_printf (_ ("The others of its IOMMU group are not bound with it: %s."),
                                   list);
  finding->why = g_strdup (_ ("A VM starts with it only when no driver of this computer has one of "
                              "these."));
  finding->remedy = g_strdup (_ ("Bind these too, or let the VM take them as companions when it "
                                 "starts."));
  g_ptr_array_add (findings, finding);
}

static gboolean
is_bound_elsewhere (const Case *c, const BerthForeignBinding *binding)
{
  if (binding->has_address)
    return berth_address_equal (&binding->address, &c->action->address);
  return binding->vendor == c->device->pci->vendor && binding->device == c->device->pci->device;
}

static void
check_foreign (const Case *c, GPtrArray *findings)
{
  static const Said at_boot = {
    BERTH_SEVERITY_NOTE,
    "bound-elsewhere",
    N_ ("bound at boot already"),
    N_ ("Another program, or the kernel command line, binds %s at every boot."),
    N_ ("Berth leaves that alone, and only one of the two is needed."),
    N_ ("Take it out there if Berth shall do it."),
    NULL,
  };
  static const Said comes_back = {
    BERTH_SEVERITY_NOTE,
    "bound-elsewhere",
    N_ ("bound at boot"),
    N_ ("Another program, or the kernel command line, binds %s at every boot."),
    N_ ("It is with the host until then, and not any longer."),
    N_ ("Take it out there if the host shall keep it."),
    NULL,
  };

  for (guint i = 0; i < c->facts->foreign_bindings->len; i++)
    {
      if (!is_bound_elsewhere (c, g_ptr_array_index (c->facts->foreign_bindings, i)))
        continue;
      if (c->action->kind == BERTH_HOST_ACTION_BOOT_ADD)
        say (c, &at_boot, findings);
      else if (c->action->kind == BERTH_HOST_ACTION_RETURN)
        say (c, &comes_back, findings);
      return;
    }
}

/**
 * berth_host_caution_check:
 * @inventory: of the computer, with the device of @action in it
 * @roster: who has what on it
 * @findings: (element-type BerthFinding): added to
 *
 * What there is to say before @action, beside what the rules say of the device: whether a VM has
 * it, whether the target can take it, and what a change of driver brings with it. What is refused
 * here cannot be forced: the root helper refuses it too.
 */
void
berth_host_caution_check (const BerthHostAction *action,
                          BerthInventory *inventory,
                          BerthRoster *roster,
                          GPtrArray *findings)
{
  Case c = {
    .action = action,
    .inventory = inventory,
    .roster = roster,
    .device = berth_inventory_lookup (inventory, &action->address),
    .facts = berth_inventory_get_facts (inventory),
  };
  g_autofree char *title = NULL;

  check_switched_off (&c, findings);
  if (c.device == NULL || c.device->pci == NULL)
    return;

  c.title = title = berth_device_dup_title (c.device);
  check_platform (&c, findings);
  check_target (&c, findings);
  check_virtual_functions (&c, findings);
  check_held (&c, findings);
  check_return (&c, findings);
  check_graphics (&c, findings);
  check_permissive (&c, findings);
  check_quarantine (&c, findings);
  check_group (&c, findings);
  check_foreign (&c, findings);
}
