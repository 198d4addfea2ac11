/* SPDX-License-Identifier: GPL-3.0-or-later */

/* all-findings N_DEVICES N_VMS: prints three medians in seconds: making the devices and bundles of
 * a computer out of its facts; asking all rules about every bundle for one VM; asking them about
 * every VM with what it has configured. Then how many findings these were. Every card has two
 * functions, every IOMMU group two cards, and each VM has four cards, one of which another VM has
 * too. */

#include <stdlib.h>

#include "rules/berth-ruleset.h"

#define N_TURNS 15

static BerthFacts *
new_facts (guint n_devices)
{
  BerthFacts *facts = berth_facts_new ();

  for (guint i = 0; i < n_devices; i++)
    {
      BerthAddress address = { .bus_kind = BERTH_BUS_PCI };
      BerthPciFacts *pci;

      address.bus = (guint8) (1 + i / 2 % 255);
      address.slot = (guint8) (i / 510);
      address.function = (guint8) (i % 2);
      pci = berth_facts_add_pci (facts, &address);
      pci->vendor = 0x8086;
      pci->device = (guint16) (0x1000 + i);
      pci->class_code = i % 2 == 0 ? 0x020000 : 0x030000;
      pci->iommu_group = (int) (i / 4);
      pci->has_parent = TRUE;
      pci->reset_methods = i % 3 == 0 ? 0 : BERTH_RESET_FLR;
      pci->vendor_name = g_strdup ("Intel Corporation");
      pci->product_name = g_strdup ("Ethernet Controller I350 [Gigabit]");
      if (i % 50 == 0)
        berth_facts_add_use (facts, BERTH_USE_NETWORK, &address, "eth0", "default route");
    }
  berth_facts_sort (facts);
  return facts;
}

static void
assign (GPtrArray *list, BerthInventory *inventory, guint nth)
{
  GPtrArray *bundles = berth_inventory_get_bundles (inventory);
  const BerthBundle *bundle = g_ptr_array_index (bundles, nth % bundles->len);

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      BerthAssignment *assignment;

      if (berth_assignment_list_lookup (list, &function->address) != NULL)
        continue;
      assignment = berth_assignment_new (&function->address);
      assignment->bundle = bundle->address;
      assignment->identity = function->identity;
      g_ptr_array_add (list, assignment);
    }
}

static BerthRoster *
new_roster (BerthInventory *inventory, guint n_vms)
{
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);

  for (guint i = 0; i < n_vms; i++)
    {
      g_autofree char *uuid = g_strdup_printf ("00000000-0000-0000-0000-%012u", i);
      g_autofree char *name = g_strdup_printf ("vm-%u", i);
      BerthVm *vm = berth_vm_new ("bench:///", uuid, name);

      for (guint j = 0; j < 4; j++)
        assign (vm->configured, inventory, i * 3 + j);
      if (i % 4 == 0)
        {
          vm->state = BERTH_VM_RUNNING;
          assign (vm->live, inventory, i * 3);
        }
      g_ptr_array_add (vms, vm);
    }
  return berth_roster_new (vms);
}

static guint
check_bundles (BerthInventory *inventory, BerthRoster *roster)
{
  GPtrArray *bundles = berth_inventory_get_bundles (inventory);
  const BerthVm *vm = g_ptr_array_index (berth_roster_get_vms (roster), 0);
  g_autoptr (GHashTable) wanted_at = berth_assignment_list_index (vm->configured);
  BerthSituation situation
      = { .inventory = inventory, .roster = roster, .vm = vm, .wanted_at = wanted_at };
  guint n = 0;

  for (guint i = 0; i < bundles->len; i++)
    {
      g_autoptr (GPtrArray) findings
          = berth_ruleset_check (&situation, g_ptr_array_index (bundles, i));

      n += findings->len;
    }
  return n;
}

static guint
check_vms (BerthInventory *inventory, BerthRoster *roster)
{
  GPtrArray *vms = berth_roster_get_vms (roster);
  guint n = 0;

  for (guint i = 0; i < vms->len; i++)
    {
      const BerthVm *vm = g_ptr_array_index (vms, i);
      g_autoptr (GHashTable) wanted_at = berth_assignment_list_index (vm->configured);
      BerthSituation situation
          = { .inventory = inventory, .roster = roster, .vm = vm, .wanted_at = wanted_at };
      g_autoptr (GPtrArray) all = berth_ruleset_check_vm (&situation);

      n += all->len;
      for (guint j = 0; j < vm->configured->len; j++)
        {
          const BerthAssignment *assignment = g_ptr_array_index (vm->configured, j);
          g_autoptr (GPtrArray) findings = NULL;

          if (!berth_address_equal (&assignment->address, &assignment->bundle))
            continue;
          findings = berth_ruleset_check (
              &situation, berth_inventory_lookup_bundle (inventory, &assignment->address));
          n += findings->len;
        }
    }
  return n;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static void
add_time (GArray *times, gint64 from, gint64 to)
{
  gint64 taken = to - from;

  g_array_append_val (times, taken);
}

static double
median (GArray *times)
{
  g_array_sort (times, compare_times);
  return (double) g_array_index (times, gint64, times->len / 2) / 1e6;
}

int
main (int argc, char **argv)
{
  g_autoptr (BerthFacts) facts = new_facts (argc == 3 ? (guint) atoi (argv[1]) : 1024);
  g_autoptr (BerthInventory) inventory = berth_inventory_new (facts);
  g_autoptr (BerthRoster) roster = new_roster (inventory, argc == 3 ? (guint) atoi (argv[2]) : 200);
  g_autoptr (GArray) making = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) bundles = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) vms = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_bundle_findings = 0;
  guint n_vm_findings = 0;

  for (guint i = 0; i < N_TURNS; i++)
    {
      gint64 times[4];

      times[0] = g_get_monotonic_time ();
      berth_inventory_unref (berth_inventory_new (facts));
      times[1] = g_get_monotonic_time ();
      n_bundle_findings = check_bundles (inventory, roster);
      times[2] = g_get_monotonic_time ();
      n_vm_findings = check_vms (inventory, roster);
      times[3] = g_get_monotonic_time ();
      add_time (making, times[0], times[1]);
      add_time (bundles, times[1], times[2]);
      add_time (vms, times[2], times[3]);
    }
  g_print ("%f %f %f %u %u\n", median (making), median (bundles), median (vms), n_bundle_findings,
           n_vm_findings);
  return 0;
}
