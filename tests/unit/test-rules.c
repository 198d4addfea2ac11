/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rules/berth-ruleset.h"
#include "scene.h"

/* One computer for all rules:
 *   00:00.0 host bridge            00:1c.0 root port
 *   00:14.0 USB controller with the only keyboard (1-2) and a stick (1-3)
 *   00:1f.0 ISA bridge, 00:1f.3 sound (group 9, resets alone)
 *   01:00.0 graphics + 01:00.1 sound (group 1)
 *   02:00.0 NVMe with the system   03:00.0 NVMe with /srv
 *   04:00.0 network, default route, group 4 together with 05:00.0 disk controller
 *   06:00.0 sound and 07:00.0 serial port in group 6
 * VMs: “work” is changed; “other” runs with 01:00.0 and 07:00.0 and has 01:00.1 configured */
typedef struct
{
  BerthFacts *facts;
  BerthInventory *inventory;
  BerthVm *work;
  BerthVm *other;
  BerthRoster *roster;
  GPtrArray *wanted;
} Computer;

static void
add_devices (BerthFacts *facts)
{
  scene_add_pci (facts, "00:00.0", 0x060000, 0);
  scene_add_pci (facts, "00:1c.0", 0x060400, 0);
  scene_add_pci (facts, "00:14.0", 0x0c0330, 2)->reset_methods = BERTH_RESET_PM;
  scene_add_pci (facts, "00:1f.0", 0x060100, 9);
  scene_add_pci (facts, "00:1f.3", 0x040300, 9)->reset_methods = BERTH_RESET_PM;
  scene_add_pci (facts, "01:00.0", 0x030000, 1);
  scene_add_pci (facts, "01:00.1", 0x040300, 1);
  scene_add_pci (facts, "02:00.0", 0x010802, 3);
  scene_add_pci (facts, "03:00.0", 0x010802, 5);
  scene_add_pci (facts, "04:00.0", 0x020000, 4);
  scene_add_pci (facts, "05:00.0", 0x010400, 4);
  scene_add_pci (facts, "06:00.0", 0x040300, 6);
  scene_add_pci (facts, "07:00.0", 0x070000, 6);
  scene_add_usb (facts, "1-2", "00:14.0", "030101");
  scene_add_usb (facts, "1-3", "00:14.0", "080650");
  scene_add_use (facts, BERTH_USE_INPUT, "1-2", "Logitech K120", "keyboard");
  scene_add_use (facts, BERTH_USE_DISK, "02:00.0", "nvme0n1p2", "/");
  scene_add_use (facts, BERTH_USE_DISK, "03:00.0", "nvme1n1p1", "/srv");
  scene_add_use (facts, BERTH_USE_NETWORK, "04:00.0", "eth0", "default route");
}

static void
make_roster (Computer *self)
{
  g_autoptr (GPtrArray) vms = g_ptr_array_new ();

  g_clear_pointer (&self->roster, berth_roster_unref);
  g_ptr_array_add (vms, self->work);
  g_ptr_array_add (vms, self->other);
  self->roster = berth_roster_new (vms);
}

static void
set_up (Computer *self, gconstpointer data)
{
  self->facts = berth_facts_new ();
  add_devices (self->facts);
  self->inventory = scene_inventory (self->facts);
  self->work = berth_vm_new ("test:", "uuid-work", "work");
  self->other = berth_vm_new ("test:", "uuid-other", "other");
  self->other->state = BERTH_VM_RUNNING;
  scene_assign (self->other->live, self->inventory, "01:00.0");
  scene_assign (self->other->live, self->inventory, "07:00.0");
  scene_assign (self->other->configured, self->inventory, "01:00.0");
  scene_assign (self->other->configured, self->inventory, "01:00.1");
  self->wanted = berth_assignment_list_new ();
  make_roster (self);
}

static void
tear_down (Computer *self, gconstpointer data)
{
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  g_clear_pointer (&self->roster, berth_roster_unref);
  g_clear_pointer (&self->work, berth_vm_unref);
  g_clear_pointer (&self->other, berth_vm_unref);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  g_clear_pointer (&self->facts, berth_facts_unref);
}

/* What all rules say about the bundle at @address: "id severity address, …". */
static char *
findings_of (Computer *self, BerthBundle *bundle)
{
  BerthSituation situation = { .inventory = self->inventory,
                               .roster = self->roster,
                               .vm = self->work,
                               .wanted = self->wanted };
  g_autoptr (GPtrArray) findings = berth_ruleset_check (&situation, bundle);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *address = berth_address_dup_short (&finding->address);

      g_assert_true (finding->has_address);
      g_assert_cmpstr (finding->words, !=, NULL);
      g_assert_cmpstr (finding->what, !=, NULL);
      g_assert_cmpstr (finding->why, !=, NULL);
      g_assert_cmpstr (finding->remedy, !=, NULL);
      g_string_append_printf (text, "%s%s %s %s", i > 0 ? ", " : "", finding->id,
                              berth_severity_get_nick (finding->severity), address);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_findings (Computer *self, const char *address, const char *expected)
{
  BerthAddress at = scene_address (address);
  BerthBundle *bundle = berth_inventory_lookup_bundle (self->inventory, &at);
  g_autofree char *found = NULL;

  g_assert_nonnull (bundle);
  found = findings_of (self, bundle);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_bridge (Computer *self, gconstpointer data)
{
  assert_findings (self, "00:00.0", "bridge refused 00:00.0");
  assert_findings (self, "00:1c.0", "bridge refused 00:1c.0");
}

static void
test_host_function (Computer *self, gconstpointer data)
{
  assert_findings (self, "00:1f.0", "host-function refused 00:1f.0");
}

static void
test_host_need (Computer *self, gconstpointer data)
{
  assert_findings (self, "02:00.0", "host-need refused 02:00.0");
  assert_findings (self, "03:00.0", "host-need caution 03:00.0");
  assert_findings (self, "00:14.0", "host-need refused 00:14.0");
  assert_findings (self, "1-2", "host-need refused 1-2");
  assert_findings (self, "1-3", "");
}

/* With a second keyboard behind another controller both may go, one at a time. */
static void
test_second_keyboard (Computer *self, gconstpointer data)
{
  scene_add_pci (self->facts, "08:00.0", 0x0c0330, 8);
  scene_add_usb (self->facts, "3-1", "08:00.0", "030101");
  scene_add_use (self->facts, BERTH_USE_INPUT, "3-1", "Cherry", "keyboard");
  berth_inventory_unref (self->inventory);
  self->inventory = scene_inventory (self->facts);

  assert_findings (self, "00:14.0", "host-need caution 00:14.0");
  assert_findings (self, "08:00.0", "host-need caution 08:00.0");
}

/* Two keyboards on one controller do not help when the controller goes. */
static void
test_second_keyboard_same_controller (Computer *self, gconstpointer data)
{
  scene_add_usb (self->facts, "1-4", "00:14.0", "030101");
  scene_add_use (self->facts, BERTH_USE_INPUT, "1-4", "Cherry", "keyboard");
  berth_inventory_unref (self->inventory);
  self->inventory = scene_inventory (self->facts);

  assert_findings (self, "00:14.0", "host-need refused 00:14.0");
  assert_findings (self, "1-2", "host-need caution 1-2");
}

/* What could not be looked at is never free, and only where it matters. */
static void
test_cannot_tell (Computer *self, gconstpointer data)
{
  self->facts->gaps = BERTH_GAP_USES_DISK;
  assert_findings (self, "03:00.0", "host-need note 03:00.0");
  assert_findings (self, "02:00.0", "host-need refused 02:00.0");
  assert_findings (self, "1-3", "host-need note 1-3");
  assert_findings (self, "06:00.0", "companion caution 07:00.0");
}

static void
test_companion (Computer *self, gconstpointer data)
{
  assert_findings (self, "05:00.0", "companion refused 04:00.0");
  assert_findings (self, "00:1f.3", "companion refused 00:1f.0");
  assert_findings (self, "06:00.0", "companion caution 07:00.0");
}

static void
test_vm_cannot_take (Computer *self, gconstpointer data)
{
  self->work->takes = BERTH_VM_TAKES_USB;
  assert_findings (self, "06:00.0",
                   "companion caution 07:00.0, vm-cannot-take refused 06:00.0");
  assert_findings (self, "1-3", "");

  self->work->takes = BERTH_VM_TAKES_PCI;
  assert_findings (self, "1-3", "vm-cannot-take refused 1-3");
}

/* One finding for each VM, however many functions it has; its own claims do not count. */
static void
test_claimed (Computer *self, gconstpointer data)
{
  assert_findings (self, "01:00.0", "claimed caution 01:00.0");

  g_ptr_array_set_size (self->other->live, 0);
  make_roster (self);
  assert_findings (self, "01:00.0", "claimed note 01:00.0");

  g_ptr_array_set_size (self->other->configured, 0);
  scene_assign (self->work->live, self->inventory, "01:00.0");
  make_roster (self);
  assert_findings (self, "01:00.0", "");
}

static void
test_part_of_bundle (Computer *self, gconstpointer data)
{
  g_ptr_array_set_size (self->other->live, 0);
  g_ptr_array_set_size (self->other->configured, 0);
  make_roster (self);

  scene_assign (self->wanted, self->inventory, "01:00.0");
  assert_findings (self, "01:00.0", "part-of-bundle caution 01:00.1");
  scene_assign (self->wanted, self->inventory, "01:00.1");
  assert_findings (self, "01:00.0", "");
}

static void
test_missing (Computer *self, gconstpointer data)
{
  BerthAddress address = scene_address ("0a:00.0");
  BerthIdentity nothing = { 0 };
  g_autoptr (BerthBundle) ghost = berth_bundle_new_ghost (&address, &nothing);
  g_autofree char *found = findings_of (self, ghost);

  g_assert_cmpstr (found, ==, "missing caution 0a:00.0");
}

static void
test_changed (Computer *self, gconstpointer data)
{
  BerthAssignment *assignment = scene_assign (self->wanted, self->inventory, "06:00.0");

  assert_findings (self, "06:00.0", "companion caution 07:00.0");
  assignment->identity.device++;
  assert_findings (self, "06:00.0", "companion caution 07:00.0, changed danger 06:00.0");
  assignment->identity.known = 0;
  assert_findings (self, "06:00.0", "companion caution 07:00.0");
}

/* A name can be anything; a finding stays one line of plain text. */
static void
test_hostile_name (Computer *self, gconstpointer data)
{
  BerthSituation situation = { .inventory = self->inventory, .roster = self->roster };
  BerthAddress at = scene_address ("01:00.0");
  g_autoptr (GPtrArray) findings = NULL;
  const BerthFinding *finding;

  g_free (self->other->name);
  self->other->name = g_strdup ("a\n<b>\033[0m\u202e");
  situation.vm = self->work;
  findings = berth_ruleset_check (&situation,
                                  berth_inventory_lookup_bundle (self->inventory, &at));
  finding = g_ptr_array_index (findings, 0);
  g_assert_null (strchr (finding->what, '\n'));
  g_assert_null (strchr (finding->what, '\033'));
  g_assert_null (strstr (finding->what, "\u202e"));
}

/* Each id is there once, and each rule can be switched off to see a test fail. */
static void
test_ids (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  gsize n_rules;
  const BerthRule *const *rules = berth_ruleset_get (&n_rules);

  g_assert_cmpuint (n_rules, >, 0);
  for (gsize i = 0; i < n_rules; i++)
    g_assert_true (g_hash_table_add (ids, (gpointer) rules[i]->id));
}

#define ADD(path, test) g_test_add (path, Computer, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rules/bridge", test_bridge);
  ADD ("/rules/host-function", test_host_function);
  ADD ("/rules/host-need", test_host_need);
  ADD ("/rules/host-need/second-keyboard", test_second_keyboard);
  ADD ("/rules/host-need/same-controller", test_second_keyboard_same_controller);
  ADD ("/rules/host-need/cannot-tell", test_cannot_tell);
  ADD ("/rules/companion", test_companion);
  ADD ("/rules/vm-cannot-take", test_vm_cannot_take);
  ADD ("/rules/claimed", test_claimed);
  ADD ("/rules/part-of-bundle", test_part_of_bundle);
  ADD ("/rules/missing", test_missing);
  ADD ("/rules/changed", test_changed);
  ADD ("/rules/hostile-name", test_hostile_name);
  g_test_add_func ("/rules/ids", test_ids);
  return g_test_run ();
}
