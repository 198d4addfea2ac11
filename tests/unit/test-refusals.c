/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-refusals.h"

#include "base/berth-error.h"
#include "scene.h"

#define NIC "0000:03:00.0"
#define ON_XEN "0000:04:00.0"

/* A network card in a group of two, one for Xen, and what must stay: everything is spared as it
 * stands here, and a case breaks one thing. */
static BerthFacts *
new_computer (void)
{
  BerthFacts *facts = berth_facts_new ();

  facts->iommu = TRUE;
  facts->platform = BERTH_PLATFORM_BARE;
  facts->pciback = BERTH_TRUTH_YES;
  scene_add_pci (facts, "00:00.0", 0x060000, 0);
  scene_add_pci (facts, "00:00.3", 0x060400, 1);
  scene_add_pci (facts, "00:1c.5", 0x060400, 1); /* nothing is plugged in behind it */
  scene_add_pci (facts, "00:1f.0", 0x060100, 2);
  scene_add_pci (facts, "00:1f.4", 0x0c0500, 2);
  scene_add_pci (facts, NIC, 0x020000, 3);
  scene_add_pci (facts, "03:00.1", 0x040300, 3);
  scene_add_pci (facts, ON_XEN, 0x020000, BERTH_NO_GROUP);
  berth_facts_sort (facts);
  return facts;
}

static BerthPciFacts *
function (BerthFacts *facts, const char *text)
{
  BerthAddress address = scene_address (text);

  return (BerthPciFacts *) berth_facts_lookup_pci (facts, &address);
}

static void
hold (BerthFacts *facts, const char *address, const char *driver)
{
  BerthPciFacts *pci = function (facts, address);

  g_free (pci->driver);
  pci->driver = g_strdup (driver);
}

static void
on_xen (BerthFacts *facts)
{
  facts->platform = BERTH_PLATFORM_XEN;
  facts->iommu = FALSE;
}

static void
on_pciback (BerthFacts *facts)
{
  on_xen (facts);
  hold (facts, ON_XEN, "pciback");
}

static void
on_vfio (BerthFacts *facts)
{
  hold (facts, NIC, "vfio-pci");
}

static void
with_host_driver (BerthFacts *facts)
{
  hold (facts, NIC, "e1000e");
}

static void
other_device (BerthFacts *facts)
{
  function (facts, NIC)->subsystem_device = 0x4711;
}

static void
with_virtual_functions (BerthFacts *facts)
{
  function (facts, NIC)->sriov_count = 2;
}

static void
on_vfio_with_virtual_functions (BerthFacts *facts)
{
  on_vfio (facts);
  with_virtual_functions (facts);
}

static void
held (BerthFacts *facts)
{
  on_vfio (facts);
  function (facts, NIC)->enable_count = 1;
}

static void
mate_held (BerthFacts *facts)
{
  on_vfio (facts);
  hold (facts, "03:00.1", "vfio-pci");
  function (facts, "03:00.1")->enable_count = 1;
}

static void
other_group_held (BerthFacts *facts)
{
  on_vfio (facts);
  hold (facts, "00:1f.4", "vfio-pci");
  function (facts, "00:1f.4")->enable_count = 1;
}

static void
mate_enabled_by_host (BerthFacts *facts)
{
  on_vfio (facts);
  hold (facts, "03:00.1", "pci-stub");
  function (facts, "03:00.1")->enable_count = 1;
}

/* No group is not a group. */
static void
stranger_held (BerthFacts *facts)
{
  on_pciback (facts);
  function (facts, NIC)->iommu_group = BERTH_NO_GROUP;
  hold (facts, NIC, "vfio-pci");
  function (facts, NIC)->enable_count = 1;
}

static void
held_by_domain (BerthFacts *facts)
{
  on_pciback (facts);
  function (facts, ON_XEN)->xen_domain = 7;
}

static void
holders_hidden (BerthFacts *facts)
{
  on_pciback (facts);
  facts->gaps |= BERTH_GAP_HOLDERS;
}

/* Or rather on Xen, which does not tell. */
static void
pciback_without_xen (BerthFacts *facts)
{
  on_pciback (facts);
  facts->platform = BERTH_PLATFORM_UNKNOWN;
}

static void
groups_hidden (BerthFacts *facts)
{
  on_vfio (facts);
  facts->gaps |= BERTH_GAP_GROUPS;
}

static void
no_groups_seen (BerthFacts *facts)
{
  facts->gaps |= BERTH_GAP_GROUPS;
  function (facts, NIC)->iommu_group = BERTH_NO_GROUP;
}

static void
without_group (BerthFacts *facts)
{
  function (facts, NIC)->iommu_group = BERTH_NO_GROUP;
}

static void
without_iommu (BerthFacts *facts)
{
  facts->iommu = FALSE;
  without_group (facts);
}

static void
without_module (BerthFacts *facts)
{
  on_xen (facts);
  facts->pciback = BERTH_TRUTH_NO;
}

static void
as_bridge (BerthFacts *facts)
{
  function (facts, NIC)->class_code = 0x060980;
}

static void
as_cardbus (BerthFacts *facts)
{
  function (facts, NIC)->class_code = 0x060700;
}

static void
as_parent (BerthFacts *facts)
{
  BerthPciFacts *child = function (facts, ON_XEN);

  child->has_parent = TRUE;
  child->parent = scene_address (NIC);
}

static void
as_engine (BerthFacts *facts)
{
  function (facts, NIC)->class_code = 0x078000;
}

static void
as_iommu (BerthFacts *facts)
{
  function (facts, NIC)->class_code = 0x080600;
}

static void
as_card_reader (BerthFacts *facts)
{
  function (facts, NIC)->class_code = 0x080501;
}

static void
as_sensor (BerthFacts *facts)
{
  function (facts, NIC)->class_code = 0x118000;
}

static void
as_memory (BerthFacts *facts)
{
  function (facts, NIC)->class_code = 0x050210;
}

static void
with_route (BerthFacts *facts)
{
  scene_add_use (facts, BERTH_USE_NETWORK, NIC, "eth0", BERTH_PURPOSE_ROUTE);
}

static void
with_gap (BerthFacts *facts)
{
  facts->gaps |= BERTH_GAP_USES_NETWORK;
}

static void
with_gap_on_pciback (BerthFacts *facts)
{
  on_pciback (facts);
  facts->gaps |= BERTH_GAP_USES_NETWORK;
}

static void
route_on_pciback (BerthFacts *facts)
{
  on_pciback (facts);
  scene_add_use (facts, BERTH_USE_NETWORK, ON_XEN, "eth1", BERTH_PURPOSE_ROUTE);
}

static void
add_boot (BerthFacts *facts, BerthBootTrial trial)
{
  BerthBootBinding *binding = g_new0 (BerthBootBinding, 1);

  binding->address = scene_address (NIC);
  binding->trial = trial;
  g_ptr_array_add (facts->boot_bindings, binding);
}

static void
boot_new (BerthFacts *facts)
{
  add_boot (facts, BERTH_BOOT_TRIAL_NEW);
}

static void
boot_tried (BerthFacts *facts)
{
  add_boot (facts, BERTH_BOOT_TRIAL_TRIED);
}

#define VFIO BERTH_BIND_TARGET_VFIO_PCI
#define PCIBACK BERTH_BIND_TARGET_PCIBACK
#define OK (-1)

typedef struct
{
  const char *method;
  const char *address;
  BerthBindTarget target;
  void (*change) (BerthFacts *facts);
  int code;             /* BerthError, or OK */
  const char *sentence; /* a piece of it */
} Case;

static const Case cases[] = {
  /* nothing stands against it */
  { "Bind", NIC, VFIO, NULL, OK, NULL },
  { "Bind", NIC, VFIO, with_host_driver, OK, NULL },
  { "Bind", NIC, VFIO, on_vfio, OK, NULL },
  { "Bind", ON_XEN, PCIBACK, on_xen, OK, NULL },
  { "Bind", ON_XEN, PCIBACK, without_module, OK, NULL },
  { "AddToBoot", ON_XEN, PCIBACK, without_module, OK, NULL },
  { "AddToBoot", NIC, VFIO, NULL, OK, NULL },
  { "AddToBoot", NIC, VFIO, held, OK, NULL },
  { "AddToBoot", ON_XEN, PCIBACK, holders_hidden, OK, NULL },
  { "SetPermissive", ON_XEN, 0, on_pciback, OK, NULL },
  { "SetPermissive", ON_XEN, 0, held_by_domain, OK, NULL },
  { "SetPermissive", ON_XEN, 0, with_gap_on_pciback, OK, NULL },
  { "ReturnToHost", NIC, 0, on_vfio, OK, NULL },
  { "ReturnToHost", ON_XEN, 0, on_pciback, OK, NULL },
  { "ReturnToHost", ON_XEN, 0, stranger_held, OK, NULL },
  { "ReturnToHost", NIC, 0, mate_enabled_by_host, OK, NULL },
  { "ReturnToHost", NIC, 0, other_group_held, OK, NULL },
  /* half of a binding: no driver at all */
  { "ReturnToHost", NIC, 0, NULL, OK, NULL },
  { "ReturnToHost", NIC, 0, with_gap, OK, NULL },
  { "Inspect", NIC, 0, NULL, OK, NULL },
  { "ListBoot", NIC, 0, NULL, OK, NULL },
  { "RemoveFromBoot", "0000:55:00.0", 0, NULL, OK, NULL },
  { "ConfirmBoot", NIC, 0, NULL, OK, NULL },
  { "ConfirmBoot", NIC, 0, boot_tried, OK, NULL },
  { "ConfirmBoot", ON_XEN, 0, boot_new, OK, NULL },

  { "Format", NIC, VFIO, NULL, BERTH_ERROR_REFUSED, "update both" },
  { "bind", NIC, VFIO, NULL, BERTH_ERROR_REFUSED, "update both" },

  { "Bind", "0000:55:00.0", VFIO, NULL, BERTH_ERROR_NOT_FOUND, "no PCI device at 0000:55:00.0" },
  { "AddToBoot", "0000:55:00.0", VFIO, NULL, BERTH_ERROR_NOT_FOUND, NULL },
  { "SetPermissive", "0000:55:00.0", 0, NULL, BERTH_ERROR_NOT_FOUND, NULL },
  { "ReturnToHost", "0000:55:00.0", 0, NULL, BERTH_ERROR_NOT_FOUND, NULL },

  { "Bind", NIC, VFIO, other_device, BERTH_ERROR_CONFLICT, "Another device" },
  { "AddToBoot", NIC, VFIO, other_device, BERTH_ERROR_CONFLICT, NULL },
  { "SetPermissive", NIC, 0, other_device, BERTH_ERROR_CONFLICT, NULL },
  { "ReturnToHost", NIC, 0, other_device, BERTH_ERROR_CONFLICT, NULL },

  { "Bind", "00:00.0", VFIO, NULL, BERTH_ERROR_REFUSED, "a bridge" },
  { "Bind", "00:00.3", VFIO, NULL, BERTH_ERROR_REFUSED, "a bridge" },
  { "AddToBoot", "00:00.3", VFIO, NULL, BERTH_ERROR_REFUSED, "a bridge" },
  { "SetPermissive", "00:00.3", 0, NULL, BERTH_ERROR_REFUSED, "a bridge" },
  { "ReturnToHost", "00:00.3", 0, NULL, BERTH_ERROR_REFUSED, "a bridge" },
  { "ReturnToHost", "00:1c.5", 0, NULL, BERTH_ERROR_REFUSED, "a bridge" },
  { "Bind", NIC, VFIO, as_bridge, BERTH_ERROR_REFUSED, "a bridge" },
  { "Bind", NIC, VFIO, as_cardbus, BERTH_ERROR_REFUSED, "a bridge" },
  { "Bind", NIC, VFIO, as_parent, BERTH_ERROR_REFUSED, "a bridge" },

  { "Bind", "00:1f.0", VFIO, NULL, BERTH_ERROR_REFUSED, "a part of this computer" },
  { "AddToBoot", "00:1f.4", VFIO, NULL, BERTH_ERROR_REFUSED, "a part of this computer" },
  { "SetPermissive", "00:1f.4", 0, NULL, BERTH_ERROR_REFUSED, "a part of this computer" },
  { "Bind", NIC, VFIO, as_engine, BERTH_ERROR_REFUSED, "a part of this computer" },
  { "Bind", NIC, VFIO, as_iommu, BERTH_ERROR_REFUSED, "a part of this computer" },
  { "Bind", NIC, VFIO, as_sensor, BERTH_ERROR_REFUSED, "a part of this computer" },
  { "Bind", NIC, VFIO, as_memory, BERTH_ERROR_REFUSED, "a part of this computer" },
  { "Bind", NIC, VFIO, as_card_reader, OK, NULL },

  { "Bind", NIC, VFIO, with_virtual_functions, BERTH_ERROR_REFUSED, "virtual functions" },
  { "AddToBoot", NIC, VFIO, with_virtual_functions, BERTH_ERROR_REFUSED, "virtual functions" },
  { "ReturnToHost", NIC, 0, on_vfio_with_virtual_functions, BERTH_ERROR_REFUSED,
    "virtual functions" },

  { "ReturnToHost", NIC, 0, held, BERTH_ERROR_REFUSED, "in use by a VM" },
  { "ReturnToHost", NIC, 0, mate_held, BERTH_ERROR_REFUSED, "in use by a VM" },
  { "Bind", NIC, VFIO, held, BERTH_ERROR_REFUSED, "in use by a VM" },
  { "ReturnToHost", NIC, 0, groups_hidden, BERTH_ERROR_REFUSED, "Nobody can tell" },
  { "ReturnToHost", ON_XEN, 0, held_by_domain, BERTH_ERROR_REFUSED, "the Xen domain 7" },
  { "Bind", ON_XEN, PCIBACK, held_by_domain, BERTH_ERROR_REFUSED, "the Xen domain 7" },
  { "ReturnToHost", ON_XEN, 0, holders_hidden, BERTH_ERROR_REFUSED, "Nobody can tell" },
  { "ReturnToHost", ON_XEN, 0, pciback_without_xen, BERTH_ERROR_REFUSED, "Nobody can tell" },
  { "ReturnToHost", NIC, 0, with_host_driver, BERTH_ERROR_REFUSED, "nothing to return" },

  { "SetPermissive", NIC, 0, on_vfio, BERTH_ERROR_REFUSED, "not bound to pciback" },
  { "SetPermissive", ON_XEN, 0, on_xen, BERTH_ERROR_REFUSED, "not bound to pciback" },

  { "Bind", ON_XEN, VFIO, NULL, BERTH_ERROR_NOT_SUPPORTED, "in no IOMMU group" },
  { "AddToBoot", NIC, VFIO, without_iommu, BERTH_ERROR_NOT_SUPPORTED, "is off" },
  { "Bind", NIC, VFIO, without_group, BERTH_ERROR_NOT_SUPPORTED, "in no IOMMU group" },
  { "Bind", NIC, VFIO, no_groups_seen, BERTH_ERROR_NOT_SUPPORTED, "cannot be read" },
  { "Bind", ON_XEN, VFIO, on_xen, BERTH_ERROR_NOT_SUPPORTED, "belongs to Xen" },
  { "Bind", NIC, PCIBACK, NULL, BERTH_ERROR_NOT_SUPPORTED, "does not run on Xen" },
  { "AddToBoot", NIC, PCIBACK, NULL, BERTH_ERROR_NOT_SUPPORTED, "does not run on Xen" },

  { "Bind", NIC, VFIO, with_route, BERTH_ERROR_REFUSED, "the network over it" },
  { "AddToBoot", NIC, VFIO, with_route, BERTH_ERROR_REFUSED, "the network over it" },
  { "SetPermissive", ON_XEN, 0, route_on_pciback, BERTH_ERROR_REFUSED, "the network over it" },
  { "Bind", NIC, VFIO, with_gap, BERTH_ERROR_REFUSED, "nobody can tell" },
  { "AddToBoot", NIC, VFIO, with_gap, BERTH_ERROR_REFUSED, "nobody can tell" },

  { "ConfirmBoot", NIC, 0, boot_new, BERTH_ERROR_REFUSED, "not been tried yet" },
};

/* The caller means what is there, unless another device was put in its place. */
static BerthRequest
request_of (const Case *c, BerthFacts *facts)
{
  BerthRequest request = { .method = c->method, .address = scene_address (c->address) };
  const BerthPciFacts *pci = berth_facts_lookup_pci (facts, &request.address);

  request.has_identity = pci != NULL;
  if (pci != NULL)
    request.identity = berth_pci_identity_of (pci);
  if (c->change == other_device)
    request.identity.subsystem_device = 0;
  request.target = c->target;
  request.has_target = c->target != 0;
  return request;
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (BerthFacts) facts = new_computer ();
      g_autoptr (GError) error = NULL;
      BerthRequest request;
      gboolean is_fine;

      if (c->change != NULL)
        c->change (facts);
      request = request_of (c, facts);
      is_fine = berth_refusals_check (facts, &request, &error);
      g_test_message ("%" G_GSIZE_FORMAT " %s %s: %s", i, c->method, c->address,
                      is_fine ? "fine" : error->message);
      if (c->code == OK)
        {
          g_assert_no_error (error);
          g_assert_true (is_fine);
          continue;
        }
      g_assert_false (is_fine);
      g_assert_error (error, BERTH_ERROR, c->code);
      if (c->sentence != NULL)
        g_assert_nonnull (strstr (error->message, c->sentence));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusals/cases", test_cases);
  return g_test_run ();
}
