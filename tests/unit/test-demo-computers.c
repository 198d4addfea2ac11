/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-backend.h"

#include "base/berth-names.h"
#include "blocking.h"
#include "model/berth-vm-summary.h"
#include "rules/berth-ruleset.h"
#include "scene.h"
#include "state-folder.h"

/* A recorded computer as it is for a person who opens it. */
typedef struct
{
  BerthFacts *facts;
  BerthInventory *inventory;
  BerthRoster *roster;
  GPtrArray *vms;
} Computer;

static void
computer_set_up (Computer *computer, gconstpointer uri)
{
  g_autoptr (BerthBackend) backend = berth_demo_backend_new (uri);
  g_autoptr (GError) error = NULL;

  state_folder_clear ();
  blocking_open (backend, &error);
  g_assert_no_error (error);
  computer->facts = blocking_read_facts (backend);
  computer->inventory = berth_inventory_new (computer->facts);
  computer->vms = blocking_list_vms (backend, &error);
  g_assert_no_error (error);
  computer->roster = berth_roster_new (computer->vms);
}

static void
computer_tear_down (Computer *computer, gconstpointer uri)
{
  berth_roster_unref (computer->roster);
  g_ptr_array_unref (computer->vms);
  berth_inventory_unref (computer->inventory);
  berth_facts_unref (computer->facts);
}

static const BerthVm *
lookup_vm (const Computer *computer, const char *name)
{
  for (guint i = 0; i < computer->vms->len; i++)
    {
      const BerthVm *vm = g_ptr_array_index (computer->vms, i);

      if (g_str_equal (vm->name, name))
        return vm;
    }
  g_assert_not_reached ();
}

/* Every address in the recording leads to something, and the tree is one that can be built. */
static void
test_tree (Computer *computer, gconstpointer uri)
{
  gboolean has_groups = g_str_equal (uri, BERTH_URI_DEMO_KVM);

  for (guint i = 0; i < computer->facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (computer->facts->pci, i);
      g_autofree char *address = berth_address_dup_string (&pci->address);

      g_test_message ("%s", address);
      g_assert_nonnull (pci->vendor_name);
      g_assert_nonnull (pci->product_name);
      g_assert_cmpint (pci->reset_methods & BERTH_RESET_UNKNOWN, ==, 0);
      g_assert_cmpint (pci->iommu_group != BERTH_NO_GROUP, ==, has_groups);
      g_assert_cmpint (pci->has_parent, ==, pci->address.bus != 0);
      if (pci->has_parent)
        {
          const BerthPciFacts *parent = berth_facts_lookup_pci (computer->facts, &pci->parent);

          g_assert_nonnull (parent);
          g_assert_cmphex (parent->class_code >> 8, ==, 0x0604);
          g_assert_cmpint (parent->address.bus, <, pci->address.bus);
        }
      if (pci->is_virtual)
        g_assert_cmpuint (
            berth_facts_lookup_pci (computer->facts, &pci->physical_function)->sriov_count, >, 0);
    }

  for (guint i = 0; i < computer->facts->usb->len; i++)
    {
      const BerthUsbFacts *usb = g_ptr_array_index (computer->facts->usb, i);

      g_assert_true (usb->has_controller);
      g_assert_cmphex (
          berth_facts_lookup_pci (computer->facts, &usb->controller)->class_code, ==, 0x0c0330);
    }

  for (guint i = 0; i < computer->facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (computer->facts->uses, i);

      g_assert_nonnull (berth_inventory_lookup (computer->inventory, &use->address));
    }
}

typedef struct
{
  const char *bundle;
  const char *functions;
  const char *companions;
  gboolean is_refused; /* for a VM that can take anything */
} BundleCase;

static void
check_bundles (Computer *computer, const char *vm, const BundleCase *cases, gsize n_cases)
{
  const BerthSituation situation = {
    .inventory = computer->inventory,
    .roster = computer->roster,
    .vm = lookup_vm (computer, vm),
  };

  for (gsize i = 0; i < n_cases; i++)
    {
      BerthAddress address = scene_address (cases[i].bundle);
      BerthBundle *bundle = berth_inventory_lookup_bundle (computer->inventory, &address);
      g_autofree char *functions = scene_addresses (bundle->functions);
      g_autofree char *companions = scene_addresses (bundle->companions);
      g_autoptr (GPtrArray) findings = berth_ruleset_check (&situation, bundle);
      const BerthFinding *worst = berth_finding_list_get_worst (findings);

      g_test_message ("%s", cases[i].bundle);
      g_assert_cmpstr (functions, ==, cases[i].functions);
      g_assert_cmpstr (companions, ==, cases[i].companions);
      g_assert_cmpint (worst != NULL && worst->severity == BERTH_SEVERITY_REFUSED, ==,
                       cases[i].is_refused);
    }
}

static void
test_kvm_bundles (Computer *computer, gconstpointer uri)
{
  static const BundleCase cases[] = {
    { "01:00.0", "01:00.0 01:00.1 01:00.2 01:00.3", "", FALSE },
    { "05:00.0", "05:00.0 05:00.1", "", FALSE },
    { "00:14.3", "00:14.3", "", FALSE },
    { "3c:00.0", "3c:00.0", "", FALSE },
    { "3e:10.0", "3e:10.0", "", FALSE },
    { "09:00.0", "09:00.0", "0c:00.0 3b:00.0", FALSE },
    { "0c:00.0", "0c:00.0", "09:00.0 3b:00.0", FALSE },
    { "1-6", "1-6", "", FALSE },
    { "00:02.0", "00:02.0", "", TRUE },
    { "00:14.0", "00:14.0", "00:14.2", TRUE },
    { "00:1f.3", "00:1f.3", "00:1f.0 00:1f.4 00:1f.5", TRUE },
    { "03:00.0", "03:00.0", "", TRUE },
    { "04:00.0", "04:00.0", "", TRUE },
    { "1-1", "1-1", "", TRUE },
  };

  check_bundles (computer, "work", cases, G_N_ELEMENTS (cases));
}

static void
test_qubes_bundles (Computer *computer, gconstpointer uri)
{
  static const BundleCase cases[] = {
    { "00:14.0", "00:14.0", "", FALSE },     { "00:14.3", "00:14.3", "", FALSE },
    { "00:1f.3", "00:1f.3", "", FALSE },     { "00:1f.6", "00:1f.6", "", FALSE },
    { "2d:00.0", "2d:00.0", "", FALSE },     { "2f:00.0", "2f:00.0", "", FALSE },
    { "00:02.0", "00:02.0", "", TRUE },      { "2e:00.0", "2e:00.0", "", TRUE },
    { "00:1f.0", "00:1f.0 00:1f.4 00:1f.5", "", TRUE },
  };

  check_bundles (computer, "vault", cases, G_N_ELEMENTS (cases));
}

typedef struct
{
  const char *name;
  BerthVmState state;
  guint n_devices;
  guint n_missing;
  guint n_changed;
  guint n_held;
  gboolean can_take;
} VmCase;

static void
check_vms (Computer *computer, const VmCase *cases, gsize n_cases)
{
  g_assert_cmpuint (computer->vms->len, ==, n_cases);

  for (gsize i = 0; i < n_cases; i++)
    {
      const BerthVm *vm = g_ptr_array_index (computer->vms, i);
      BerthVmSummary summary = berth_vm_summary_of (vm, computer->inventory, computer->roster);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (vm->name, ==, cases[i].name);
      g_assert_cmpint (vm->state, ==, cases[i].state);
      g_assert_cmpuint (summary.n_devices, ==, cases[i].n_devices);
      g_assert_cmpuint (summary.n_missing, ==, cases[i].n_missing);
      g_assert_cmpuint (summary.n_changed, ==, cases[i].n_changed);
      g_assert_cmpuint (summary.n_held, ==, cases[i].n_held);
      g_assert_cmpint ((vm->takes & BERTH_VM_TAKES_PCI) != 0, ==, cases[i].can_take);
      g_assert_cmpint (vm->cannot_take == NULL, ==, cases[i].can_take);
      g_assert_true (berth_vm_is_active (vm) || vm->live->len == 0);
    }
}

static void
test_kvm_vms (Computer *computer, gconstpointer uri)
{
  static const VmCase cases[] = {
    { "build-server", BERTH_VM_RUNNING, 2, 0, 0, 0, TRUE },
    { "media", BERTH_VM_HALTED, 2, 0, 1, 0, TRUE },
    { "old-mac", BERTH_VM_HALTED, 1, 1, 0, 0, TRUE },
    { "sandbox", BERTH_VM_HALTED, 0, 0, 0, 0, FALSE },
    { "windows-11", BERTH_VM_RUNNING, 3, 0, 0, 0, TRUE },
    { "work", BERTH_VM_HALTED, 1, 0, 0, 0, TRUE },
  };
  BerthAddress card = scene_address ("01:00.1");

  check_vms (computer, cases, G_N_ELEMENTS (cases));
  g_assert_cmpstr (berth_facts_lookup_pci (computer->facts, &card)->driver, ==, "vfio-pci");
}

static void
test_qubes_vms (Computer *computer, gconstpointer uri)
{
  static const VmCase cases[] = {
    { "banking", BERTH_VM_RUNNING, 0, 0, 0, 0, TRUE },
    { "mirage-firewall", BERTH_VM_HALTED, 0, 0, 0, 0, FALSE },
    { "personal", BERTH_VM_HALTED, 1, 0, 0, 1, TRUE },
    { "sys-audio", BERTH_VM_RUNNING, 1, 0, 0, 0, TRUE },
    { "sys-firewall", BERTH_VM_RUNNING, 0, 0, 0, 0, TRUE },
    { "sys-net", BERTH_VM_RUNNING, 2, 0, 0, 0, TRUE },
    { "sys-usb", BERTH_VM_RUNNING, 2, 0, 0, 0, TRUE },
    { "untrusted", BERTH_VM_HALTED, 1, 1, 0, 0, TRUE },
    { "vault", BERTH_VM_HALTED, 0, 0, 0, 0, TRUE },
  };

  check_vms (computer, cases, G_N_ELEMENTS (cases));
  for (guint i = 0; i < computer->vms->len; i++)
    g_assert_nonnull (((const BerthVm *) g_ptr_array_index (computer->vms, i))->label_color);
}

static void
add (const char *path, const char *uri, void (*test) (Computer *, gconstpointer))
{
  g_test_add (path, Computer, uri, computer_set_up, test, computer_tear_down);
}

int
main (int argc, char **argv)
{
  int result;

  state_folder_make ();
  g_test_init (&argc, &argv, NULL);
  add ("/demo-computers/kvm/tree", BERTH_URI_DEMO_KVM, test_tree);
  add ("/demo-computers/kvm/bundles", BERTH_URI_DEMO_KVM, test_kvm_bundles);
  add ("/demo-computers/kvm/vms", BERTH_URI_DEMO_KVM, test_kvm_vms);
  add ("/demo-computers/qubes/tree", BERTH_URI_DEMO_QUBES, test_tree);
  add ("/demo-computers/qubes/bundles", BERTH_URI_DEMO_QUBES, test_qubes_bundles);
  add ("/demo-computers/qubes/vms", BERTH_URI_DEMO_QUBES, test_qubes_vms);
  result = g_test_run ();
  state_folder_remove ();
  return result;
}
