/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>

#include "model/berth-vm-summary.h"

#define MAX_ASSIGNMENTS 4

/* Identities by their device id; 0 pins nothing. */
typedef struct
{
  const char *address;
  guint16 pinned_device;
  gboolean companion;
} Had;

typedef struct
{
  const char *name;
  BerthVmState state;
  Had configured[MAX_ASSIGNMENTS];
  Had live[MAX_ASSIGNMENTS];
  guint n_devices, n_missing, n_changed, n_held;
} Row;

static const Row rows[] = {
  { .name = "nothing" },
  { .name = "one card, both functions, counts once",
    .configured = { { "03:00.0", 0x1001 }, { "03:00.1", 0x1002 } },
    .n_devices = 1 },
  { .name = "configured and live are one device",
    .state = BERTH_VM_RUNNING,
    .configured = { { "03:00.0", 0x1001 } },
    .live = { { "03:00.0", 0x1001 } },
    .n_devices = 1 },
  { .name = "live only is a device too",
    .state = BERTH_VM_RUNNING,
    .configured = { { "03:00.0", 0x1001 } },
    .live = { { "04:00.0", 0x2000 } },
    .n_devices = 2 },
  { .name = "companions do not count",
    .configured = { { "03:00.0", 0x1001 }, { "04:00.0", 0x2000, .companion = TRUE } },
    .n_devices = 1 },
  { .name = "missing", .configured = { { "09:00.0", 0x1001 } }, .n_devices = 1, .n_missing = 1 },
  { .name = "not pinned and missing",
    .configured = { { "09:00.0", 0 } },
    .n_devices = 1,
    .n_missing = 1 },
  { .name = "changed", .configured = { { "03:00.0", 0x7777 } }, .n_devices = 1, .n_changed = 1 },
  { .name = "not pinned is not changed", .configured = { { "03:00.0", 0 } }, .n_devices = 1 },
  { .name = "worst of a card's functions",
    .configured = { { "03:00.0", 0x1001 }, { "03:00.1", 0x7777 } },
    .n_devices = 1,
    .n_changed = 1 },
  { .name = "held by the other VM",
    .configured = { { "05:00.0", 0x3000 } },
    .n_devices = 1,
    .n_held = 1 },
  { .name = "held does not stop who runs already",
    .state = BERTH_VM_RUNNING,
    .configured = { { "05:00.0", 0x3000 } },
    .n_devices = 1 },
  { .name = "nobody looked at USB", .configured = { { "1-2", 0x1001 } }, .n_devices = 1 },
};

static void
add_pci (BerthFacts *facts, const char *text, guint16 device)
{
  BerthAddress address;
  BerthPciFacts *pci;

  g_assert_true (berth_address_parse (text, &address, NULL));
  pci = berth_facts_add_pci (facts, &address);
  pci->vendor = 0x8086;
  pci->device = device;
  pci->class_code = 0x020000;
  /* Behind a port, so that the functions of 03:00 are one card. */
  pci->has_parent = TRUE;
  pci->parent = berth_address_pci (0, 0, 0x1c, 0);
}

static BerthInventory *
make_inventory (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();

  facts->gaps = BERTH_GAP_USB;
  add_pci (facts, "03:00.0", 0x1001);
  add_pci (facts, "03:00.1", 0x1002);
  add_pci (facts, "04:00.0", 0x2000);
  add_pci (facts, "05:00.0", 0x3000);
  berth_facts_sort (facts);
  return berth_inventory_new (facts);
}

static void
add_had (GPtrArray *assignments, const Had *had)
{
  for (gsize i = 0; i < MAX_ASSIGNMENTS && had[i].address != NULL; i++)
    {
      BerthAssignment *assignment;
      BerthAddress address;

      g_assert_true (berth_address_parse (had[i].address, &address, NULL));
      assignment = berth_assignment_new (&address);
      assignment->role = had[i].companion ? BERTH_ROLE_COMPANION : BERTH_ROLE_GIVEN;
      if (had[i].pinned_device != 0)
        assignment->identity = (BerthIdentity){ .known = BERTH_IDENTITY_DEVICE,
                                                .device = had[i].pinned_device };
      g_ptr_array_add (assignments, assignment);
    }
}

static BerthVm *
make_vm (const Row *row)
{
  BerthVm *vm = berth_vm_new ("demo:///a", "uuid-of-it", row->name);

  vm->state = row->state;
  add_had (vm->configured, row->configured);
  add_had (vm->live, row->live);
  return vm;
}

static const Row other = {
  .name = "other",
  .state = BERTH_VM_RUNNING,
  .live = { { "05:00.0", 0x3000 } },
};

static BerthRoster *
make_roster (BerthVm *vm)
{
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  BerthVm *holder = make_vm (&other);

  g_free (holder->uuid);
  holder->uuid = g_strdup ("uuid-of-other");
  g_ptr_array_add (vms, berth_vm_ref (vm));
  g_ptr_array_add (vms, holder);
  return berth_roster_new (vms);
}

static void
test_counts (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (BerthInventory) inventory = make_inventory ();
  g_autoptr (BerthVm) vm = make_vm (row);
  g_autoptr (BerthRoster) roster = make_roster (vm);
  BerthVmSummary summary = berth_vm_summary_of (vm, inventory, roster);

  g_assert_cmpuint (summary.n_devices, ==, row->n_devices);
  g_assert_cmpuint (summary.n_missing, ==, row->n_missing);
  g_assert_cmpuint (summary.n_changed, ==, row->n_changed);
  g_assert_cmpuint (summary.n_held, ==, row->n_held);
  g_assert_cmpstr (summary.holder != NULL ? summary.holder->name : NULL, ==,
                   row->n_held > 0 ? "other" : NULL);
  g_assert_cmpint (berth_vm_summary_is_fine (&summary), ==,
                   row->n_missing + row->n_changed + row->n_held == 0);
}

/* "Cannot tell" is no finding: nothing is missing from a computer that nobody has read yet. */
static void
test_unknown (void)
{
  g_autoptr (BerthVm) vm = make_vm (&rows[5]);
  BerthVmSummary summary = berth_vm_summary_of (vm, NULL, NULL);

  g_assert_cmpuint (summary.n_devices, ==, 1);
  g_assert_true (berth_vm_summary_is_fine (&summary));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/vm-summary/counts/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_counts);
    }
  g_test_add_func ("/vm-summary/unknown", test_unknown);
  return g_test_run ();
}
