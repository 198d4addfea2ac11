/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plan/berth-host-caution.h"

#include <string.h>

#include "scene.h"

#define CARD "0000:04:00.0"
#define MATE "0000:04:00.1"

/* One card of two functions, both in one IOMMU group, and perhaps a VM that has something of it. */
typedef struct
{
  BerthFacts *facts;
  BerthPciFacts *card;
  BerthPciFacts *mate;
  GPtrArray *vms;
  BerthHostAction action;
} Scene;

static void
set_up (Scene *s, BerthHostActionKind kind, BerthBindTarget target, const char *driver)
{
  s->facts = berth_facts_new ();
  s->facts->platform
      = target == BERTH_BIND_TARGET_PCIBACK ? BERTH_PLATFORM_XEN : BERTH_PLATFORM_BARE;
  s->facts->iommu = TRUE;
  s->facts->pciback = BERTH_TRUTH_YES;
  s->card = scene_add_pci (s->facts, CARD, 0x020000, 7);
  s->card->driver = g_strdup (driver);
  s->card->reset_methods = BERTH_RESET_FLR;
  s->mate = scene_add_pci (s->facts, MATE, 0x0c0330, 7);
  s->vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  s->action = (BerthHostAction){
    .kind = kind,
    .address = scene_address (CARD),
    .target = target,
  };
}

/* "held:refused no-reset:danger": what is said of it, in order; gives all of the scene back */
static char *
check (Scene *s, GPtrArray **ret_findings)
{
  g_autoptr (BerthInventory) inventory = scene_inventory (s->facts);
  g_autoptr (BerthRoster) roster = berth_roster_new (s->vms);
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  g_autoptr (GString) words = g_string_new (NULL);

  berth_host_caution_check (&s->action, inventory, roster, findings);
  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      g_assert_true (finding->words != NULL && finding->what != NULL && finding->why != NULL
                     && finding->remedy != NULL);
      g_assert_true (g_str_has_suffix (finding->what, "."));
      g_assert_null (strchr (finding->what, '%'));
      g_assert_false (finding->can_force);
      g_string_append_printf (words, "%s%s:%s", words->len > 0 ? " " : "", finding->id,
                              berth_severity_get_nick (finding->severity));
    }
  if (ret_findings != NULL)
    *ret_findings = g_ptr_array_ref (findings);
  berth_facts_unref (s->facts);
  g_ptr_array_unref (s->vms);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_holder (Scene *s, const char *address)
{
  BerthVm *vm = berth_vm_new ("qemu:///system", "11111111-1111-1111-1111-111111111111",
                              "work\033[2J");
  BerthAddress at = scene_address (address);

  vm->state = BERTH_VM_RUNNING;
  g_ptr_array_add (vm->live, berth_assignment_new (&at));
  g_ptr_array_add (s->vms, vm);
}

#define BIND BERTH_HOST_ACTION_BIND
#define RETURN BERTH_HOST_ACTION_RETURN
#define PERMISSIVE BERTH_HOST_ACTION_PERMISSIVE
#define BOOT_ADD BERTH_HOST_ACTION_BOOT_ADD
#define BOOT_REMOVE BERTH_HOST_ACTION_BOOT_REMOVE
#define VFIO BERTH_BIND_TARGET_VFIO_PCI
#define PCIBACK BERTH_BIND_TARGET_PCIBACK

/* What is said of one function, by what it is and who has it. */
static void
test_plain (void)
{
  const struct
  {
    BerthHostActionKind kind;
    BerthBindTarget target;
    const char *driver;
    guint32 class_code;
    guint reset_methods;
    const char *said;
  } cases[] = {
    { BIND, VFIO, "igb", 0x020000, BERTH_RESET_FLR, "" },
    { BIND, VFIO, NULL, 0x020000, 0, "" },
    { BIND, PCIBACK, "igb", 0x020000, BERTH_RESET_FLR, "not-quarantined:caution" },
    { BOOT_ADD, PCIBACK, "igb", 0x020000, BERTH_RESET_FLR, "not-quarantined:caution" },
    { BIND, VFIO, "amdgpu", 0x030000, BERTH_RESET_FLR, "live-graphics:caution" },
    { BIND, VFIO, "vfio-pci", 0x030000, BERTH_RESET_FLR, "" },
    { BOOT_ADD, VFIO, "amdgpu", 0x030000, BERTH_RESET_FLR, "" },
    { RETURN, VFIO, "vfio-pci", 0x020000, BERTH_RESET_FLR, "return-after-vm:caution" },
    { RETURN, VFIO, "mlx5_vfio_pci", 0x020000, BERTH_RESET_BUS, "return-after-vm:caution" },
    { RETURN, VFIO, "pciback", 0x020000, BERTH_RESET_UNKNOWN, "return-after-vm:caution" },
    { RETURN, VFIO, "pciback", 0x020000, 0, "return-unreset:danger" },
    { RETURN, VFIO, NULL, 0x020000, 0, "" },
    { RETURN, VFIO, "igb", 0x020000, 0, "with-host:refused" },
    { RETURN, VFIO, "pci-stub", 0x020000, BERTH_RESET_FLR, "return-after-vm:caution" },
    { RETURN, VFIO, "vfio-pci", 0x030000, BERTH_RESET_FLR,
      "return-after-vm:caution live-graphics:caution" },
    { PERMISSIVE, PCIBACK, "pciback", 0x020000, BERTH_RESET_FLR, "permissive-now:caution" },
    { PERMISSIVE, PCIBACK, "igb", 0x020000, BERTH_RESET_FLR,
      "not-pciback:refused permissive-now:caution" },
    { BOOT_REMOVE, VFIO, "vfio-pci", 0x030000, 0, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Scene s;
      g_autofree char *said = NULL;

      set_up (&s, cases[i].kind, cases[i].target, cases[i].driver);
      s.card->class_code = cases[i].class_code;
      s.card->reset_methods = cases[i].reset_methods;
      said = check (&s, NULL);
      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

/* Held: seen or not, itself or through its group. What is bound at boot does not mind. */
static void
test_held (void)
{
  const struct
  {
    BerthHostActionKind kind;
    const char *held_by_vm;
    const char *mate_driver;
    guint mate_enabled;
    guint xen_domain;
    gboolean is_refused;
  } cases[] = {
    { BIND, CARD, NULL, 0, 0, TRUE },
    { RETURN, CARD, NULL, 0, 0, TRUE },
    { RETURN, MATE, NULL, 0, 0, TRUE },
    { RETURN, NULL, "vfio-pci", 1, 0, TRUE },
    { RETURN, NULL, "vfio-pci", 0, 0, FALSE },
    { RETURN, NULL, "xhci_hcd", 1, 0, FALSE },
    { RETURN, NULL, NULL, 0, 3, TRUE },
    { BIND, NULL, NULL, 0, 3, TRUE },
    { BOOT_ADD, CARD, "vfio-pci", 1, 3, FALSE },
    { PERMISSIVE, CARD, "vfio-pci", 1, 3, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Scene s;
      g_autofree char *said = NULL;
      g_autoptr (GPtrArray) findings = NULL;

      set_up (&s, cases[i].kind, VFIO, "pciback");
      s.mate->driver = g_strdup (cases[i].mate_driver);
      s.mate->enable_count = cases[i].mate_enabled;
      s.card->xen_domain = cases[i].xen_domain;
      if (cases[i].held_by_vm != NULL)
        add_holder (&s, cases[i].held_by_vm);
      said = check (&s, &findings);
      g_test_message ("%" G_GSIZE_FORMAT ": %s", i, said);
      g_assert_cmpint (strstr (said, "held:refused") != NULL, ==, cases[i].is_refused);
      if (cases[i].held_by_vm == NULL || !cases[i].is_refused)
        continue;
      g_assert_nonnull (strstr (((BerthFinding *) findings->pdata[0])->what, "“work"));
      g_assert_null (strchr (((BerthFinding *) findings->pdata[0])->what, '\033'));
      g_assert_cmpuint (((BerthFinding *) findings->pdata[0])->remedies->len, ==, 1);
    }
}

static void
test_target (void)
{
  Scene s;
  g_autofree char *no_group = NULL;
  g_autofree char *hidden_groups = NULL;
  g_autofree char *no_pciback = NULL;
  g_autofree char *loaded_at_boot = NULL;
  g_autofree char *unknown_pciback = NULL;
  g_autofree char *no_xen = NULL;
  g_autofree char *xen_has_iommu = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  set_up (&s, BIND, VFIO, "igb");
  s.card->iommu_group = BERTH_NO_GROUP;
  no_group = check (&s, NULL);
  g_assert_cmpstr (no_group, ==, "no-iommu:refused");

  set_up (&s, BIND, VFIO, "igb");
  s.card->iommu_group = BERTH_NO_GROUP;
  s.facts->gaps = BERTH_GAP_GROUPS;
  hidden_groups = check (&s, NULL);
  g_assert_cmpstr (hidden_groups, ==, "");

  set_up (&s, BOOT_ADD, PCIBACK, "igb");
  s.facts->pciback = BERTH_TRUTH_NO;
  loaded_at_boot = check (&s, NULL);
  g_assert_cmpstr (loaded_at_boot, ==, "not-quarantined:caution");

  set_up (&s, BIND, PCIBACK, "igb");
  s.facts->pciback = BERTH_TRUTH_NO;
  no_pciback = check (&s, NULL);
  g_assert_cmpstr (no_pciback, ==, "no-pciback:refused not-quarantined:caution");

  set_up (&s, BIND, PCIBACK, "igb");
  s.facts->pciback = BERTH_TRUTH_UNKNOWN;
  unknown_pciback = check (&s, NULL);
  g_assert_cmpstr (unknown_pciback, ==, "not-quarantined:caution");

  /* The driver that the other kind of computer has: not even at boot. */
  set_up (&s, BOOT_ADD, PCIBACK, "igb");
  s.facts->platform = BERTH_PLATFORM_BARE;
  s.facts->pciback = BERTH_TRUTH_UNKNOWN;
  no_xen = check (&s, NULL);
  g_assert_cmpstr (no_xen, ==, "no-pciback:refused");

  set_up (&s, BIND, VFIO, "igb");
  s.facts->platform = BERTH_PLATFORM_QUBES;
  s.card->iommu_group = BERTH_NO_GROUP;
  xen_has_iommu = check (&s, &findings);
  g_assert_cmpstr (xen_has_iommu, ==, "no-iommu:refused");
  g_assert_nonnull (
      strstr (((BerthFinding *) g_ptr_array_index (findings, 0))->remedy, "to pciback"));
}

static void
test_switched_off (void)
{
  const struct
  {
    BerthHostActionKind kind;
    gboolean is_refused;
  } cases[] = {
    { BIND, TRUE },
    { BOOT_ADD, TRUE },
    { BERTH_HOST_ACTION_BOOT_CONFIRM, TRUE },
    { PERMISSIVE, TRUE },
    { RETURN, FALSE },
    { BOOT_REMOVE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Scene s;
      g_autofree char *said = NULL;

      set_up (&s, cases[i].kind, VFIO, "igb");
      s.facts->boot_switched_off = TRUE;
      said = check (&s, NULL);
      g_assert_cmpint (g_str_has_prefix (said, "switched-off:refused"), ==, cases[i].is_refused);
    }
}

static void
test_virtual_functions (void)
{
  const struct
  {
    BerthHostActionKind kind;
    const char *said;
  } cases[] = {
    { BIND, "virtual-functions:refused" },
    { BOOT_ADD, "virtual-functions:refused" },
    { BOOT_REMOVE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Scene s;
      g_autofree char *said = NULL;

      set_up (&s, cases[i].kind, VFIO, "igb");
      s.card->sriov_count = 2;
      said = check (&s, NULL);
      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

/* What stays with the host is named; what is there for VMs already, or is a bridge, is not. */
static void
test_group (void)
{
  Scene s;
  g_autofree char *stays = NULL;
  g_autofree char *bound = NULL;
  g_autofree char *on_xen = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  set_up (&s, BIND, VFIO, "igb");
  s.mate->driver = g_strdup ("xhci_hcd");
  stays = check (&s, &findings);
  g_assert_cmpstr (stays, ==, "group-stays:note");
  g_assert_nonnull (strstr (((BerthFinding *) findings->pdata[0])->what, "(04:00.1)"));

  set_up (&s, BIND, VFIO, "igb");
  s.mate->driver = g_strdup ("vfio-pci");
  bound = check (&s, NULL);
  g_assert_cmpstr (bound, ==, "");

  set_up (&s, BIND, PCIBACK, "igb");
  s.mate->driver = g_strdup ("xhci_hcd");
  on_xen = check (&s, NULL);
  g_assert_cmpstr (on_xen, ==, "not-quarantined:caution");
}

static void
add_foreign (Scene *s, gboolean by_address)
{
  BerthForeignBinding *binding = g_new0 (BerthForeignBinding, 1);

  binding->kind = by_address ? BERTH_FOREIGN_BINDING_DRIVERCTL : BERTH_FOREIGN_BINDING_VFIO_IDS;
  binding->has_address = by_address;
  binding->address = scene_address (CARD);
  binding->vendor = s->card->vendor;
  binding->device = s->card->device;
  g_ptr_array_add (s->facts->foreign_bindings, binding);
}

static void
test_foreign (void)
{
  for (int by_address = 0; by_address <= 1; by_address++)
    {
      Scene s;
      g_autofree char *boot = NULL;
      g_autofree char *back = NULL;
      g_autofree char *bind = NULL;

      set_up (&s, BOOT_ADD, VFIO, "igb");
      add_foreign (&s, by_address != 0);
      boot = check (&s, NULL);
      g_assert_cmpstr (boot, ==, "bound-elsewhere:note");

      set_up (&s, RETURN, VFIO, NULL);
      add_foreign (&s, by_address != 0);
      back = check (&s, NULL);
      g_assert_cmpstr (back, ==, "bound-elsewhere:note");

      set_up (&s, BIND, VFIO, "igb");
      add_foreign (&s, by_address != 0);
      bind = check (&s, NULL);
      g_assert_cmpstr (bind, ==, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-caution/plain", test_plain);
  g_test_add_func ("/host-caution/held", test_held);
  g_test_add_func ("/host-caution/target", test_target);
  g_test_add_func ("/host-caution/switched-off", test_switched_off);
  g_test_add_func ("/host-caution/virtual-functions", test_virtual_functions);
  g_test_add_func ("/host-caution/group", test_group);
  g_test_add_func ("/host-caution/foreign", test_foreign);
  return g_test_run ();
}
