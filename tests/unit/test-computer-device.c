/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-device-order.h"
#include "app/berth-computer-device-words.h"
#include "app/berth-computer-device.h"
#include "app/berth-computer-menu.h"
#include "model/berth-host-action.h"
#include "scene.h"

typedef struct
{
  BerthInventory *inventory;
  BerthRoster *roster;
} Fixture;

static BerthVm *
add_vm (GPtrArray *vms, const char *name, BerthVmState state)
{
  BerthVm *vm = berth_vm_new ("demo:///a", name, name);

  vm->state = state;
  g_ptr_array_add (vms, vm);
  return vm;
}

/* A chipset slot whose functions belong to two bundles, a network card of two functions, the disk
 * that the computer starts from, a controller with a stick, a bridge. "alpha" runs with the network
 * card, "beta_2" shall have its first function and the disk too. */
static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  BerthVm *alpha = add_vm (vms, "alpha", BERTH_VM_RUNNING);
  BerthVm *beta = add_vm (vms, "beta_2", BERTH_VM_HALTED);

  scene_add_pci (facts, "00:01.0", 0x060400, 1);
  scene_add_pci (facts, "00:14.0", 0x0c0330, 2);
  scene_add_pci (facts, "00:14.1", 0x0c0330, 3)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (facts, "00:14.2", 0x050000, 2);
  scene_add_pci (facts, "03:00.0", 0x020000, 4)->driver = g_strdup ("vfio-pci");
  scene_add_pci (facts, "03:00.1", 0x020000, 4)->driver = g_strdup ("vfio-pci");
  scene_add_pci (facts, "04:00.0", 0x010802, 5)->driver = g_strdup ("nvme");
  scene_add_use (facts, BERTH_USE_DISK, "04:00.0", "nvme0n1p2", "/");
  scene_add_usb (facts, "1-2", "00:14.1", "080650");
  f->inventory = scene_inventory (facts);

  scene_assign (alpha->configured, f->inventory, "03:00.0");
  scene_assign (alpha->configured, f->inventory, "03:00.1");
  scene_assign (alpha->live, f->inventory, "03:00.0");
  scene_assign (alpha->live, f->inventory, "03:00.1");
  scene_assign (beta->configured, f->inventory, "03:00.0");
  scene_assign (beta->configured, f->inventory, "04:00.0");
  f->roster = berth_roster_new (vms);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  berth_inventory_unref (f->inventory);
  berth_roster_unref (f->roster);
}

static BerthComputerDevice *
new_device (Fixture *f, const char *address)
{
  BerthAddress parsed = scene_address (address);
  BerthDevice *device = berth_inventory_lookup (f->inventory, &parsed);

  g_assert_nonnull (device);
  return berth_computer_device_new (device, f->inventory, f->roster);
}

typedef struct
{
  const char *address;
  const char *used_by;
  guint users;
  const char *driver;
} UsersCase;

/* A VM stands there once, however often it claims the device; who has it now stands first. */
static const UsersCase users_cases[] = {
  { "03:00.0", "alpha (running), beta_2", BERTH_USED_BY_VM, "vfio-pci" },
  { "03:00.1", "alpha (running)", BERTH_USED_BY_VM, "vfio-pci" },
  { "04:00.0", "this computer, beta_2", BERTH_USED_BY_VM | BERTH_USED_BY_COMPUTER, "nvme" },
  { "00:14.1", "nobody", BERTH_USED_BY_NOBODY, "" },
  { "00:01.0", "this computer", BERTH_USED_BY_COMPUTER, "" },
};

static void
test_users (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (users_cases); i++)
    {
      const UsersCase *c = &users_cases[i];
      g_autoptr (BerthComputerDevice) device = new_device (f, c->address);

      g_assert_cmpstr (berth_computer_device_get_used_by (device), ==, c->used_by);
      g_assert_cmphex (berth_computer_device_get_users (device), ==, c->users);
      g_assert_cmpstr (berth_computer_device_get_driver (device), ==, c->driver);
      g_assert_nonnull (strstr (berth_computer_device_get_label (device), c->used_by));
      g_assert_nonnull (strstr (berth_computer_device_get_folded (device), c->address));
    }
}

/* What could not be looked at is not "nobody". */
static void
test_unknown (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (GPtrArray) no_vms = g_ptr_array_new ();
  g_autoptr (BerthRoster) roster = berth_roster_new (no_vms);
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (BerthComputerDevice) device = NULL;

  scene_add_pci (facts, "04:00.0", 0x010802, 5);
  facts->gaps = BERTH_GAP_USES_DISK;
  inventory = scene_inventory (facts);
  device = berth_computer_device_new (
      g_ptr_array_index (berth_inventory_get_devices (inventory), 0), inventory, roster);
  g_assert_cmpstr (berth_computer_device_get_used_by (device), ==, "cannot tell");
  g_assert_cmphex (berth_computer_device_get_users (device), ==, BERTH_USED_BY_UNKNOWN);
}

static void
count_cb (BerthComputerDevice *device, guint *n_changed)
{
  (*n_changed)++;
}

static BerthFinding *
new_finding (const char *id, BerthSeverity severity, const char *words)
{
  BerthFinding *finding = berth_finding_new (id, severity, NULL);

  finding->words = g_strdup (words);
  return finding;
}

/* A mere note is no mark in the row; the worst of the others is. */
static void
test_findings (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthComputerDevice) device = new_device (f, "03:00.0");
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  g_autoptr (GPtrArray) worse = berth_finding_list_new ();
  guint n_changed = 0;

  g_signal_connect (device, "changed", G_CALLBACK (count_cb), &n_changed);
  g_ptr_array_add (findings, new_finding ("a", BERTH_SEVERITY_NOTE, "good to know"));
  berth_computer_device_set_findings (device, findings);
  g_assert_cmpstr (berth_computer_device_get_words (device), ==, "");
  g_assert_cmpuint (n_changed, ==, 0);

  g_ptr_array_add (worse, new_finding ("a", BERTH_SEVERITY_CAUTION, "shared"));
  g_ptr_array_add (worse, new_finding ("b", BERTH_SEVERITY_REFUSED, "needed"));
  g_ptr_array_add (worse, new_finding ("c", BERTH_SEVERITY_DANGER, "bad reset"));
  berth_computer_device_set_findings (device, worse);
  g_assert_cmpstr (berth_computer_device_get_words (device), ==, "needed");
  g_assert_cmpint (berth_computer_device_get_severity (device), ==, BERTH_SEVERITY_REFUSED);
  g_assert_nonnull (strstr (berth_computer_device_get_folded (device), "needed"));
  g_assert_cmpuint (n_changed, ==, 1);
}

/* What stands against another function of the bundle stands in its row, but as the other's; what is
 * as bad and about the device itself comes first. */
static void
test_other_function (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthComputerDevice) device = new_device (f, "03:00.1");
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  g_autoptr (GPtrArray) more = berth_finding_list_new ();
  BerthFinding *others = new_finding ("a", BERTH_SEVERITY_REFUSED, "the network");
  BerthFinding *own = new_finding ("b", BERTH_SEVERITY_REFUSED, "the screen");

  others->address = scene_address ("03:00.0");
  others->has_address = TRUE;
  g_ptr_array_add (findings, others);
  berth_computer_device_set_findings (device, findings);
  g_assert_cmpstr (berth_computer_device_get_words (device), ==, "goes with: the network");
  g_assert_false (berth_computer_device_is_about (device, others));

  own->address = scene_address ("03:00.1");
  own->has_address = TRUE;
  g_ptr_array_add (more, berth_finding_copy (others));
  g_ptr_array_add (more, own);
  berth_computer_device_set_findings (device, more);
  g_assert_cmpstr (berth_computer_device_get_words (device), ==, "the screen");

  /* A companion is no function of the bundle. */
  own->address = scene_address ("00:14.0");
  g_assert_true (berth_computer_device_is_about (device, own));
}

typedef struct
{
  BerthDeviceColumn column;
  const char *order;
} OrderCase;

/* By address the functions of a bundle stand together, though one of another lies between them. */
static const OrderCase order_cases[] = {
  { BERTH_DEVICE_COLUMN_ADDRESS, "00:14.0 00:14.2 00:14.1 03:00.0 03:00.1 04:00.0 1-2" },
  { BERTH_DEVICE_COLUMN_NAME, "00:14.0 00:14.1 00:14.2 03:00.0 03:00.1 04:00.0 1-2" },
  { BERTH_DEVICE_COLUMN_USED_BY, "03:00.1 03:00.0 04:00.0 00:14.0 00:14.2 00:14.1 1-2" },
  { BERTH_DEVICE_COLUMN_DRIVER, "04:00.0 03:00.0 03:00.1 00:14.0 00:14.2 00:14.1 1-2" },
  { BERTH_DEVICE_COLUMN_STATE, "04:00.0 00:14.0 00:14.2 00:14.1 03:00.0 03:00.1 1-2" },
};

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer column)
{
  BerthComputerDevice *const *device_a = a;
  BerthComputerDevice *const *device_b = b;

  return berth_computer_device_compare (*device_a, *device_b, GPOINTER_TO_INT (column));
}

static void
test_order (Fixture *f, gconstpointer data)
{
  static const char *const addresses[]
      = { "1-2", "04:00.0", "03:00.1", "03:00.0", "00:14.2", "00:14.1", "00:14.0" };
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    g_ptr_array_add (devices, new_device (f, addresses[i]));
  g_ptr_array_add (findings, new_finding ("a", BERTH_SEVERITY_REFUSED, "needed"));
  berth_computer_device_set_findings (g_ptr_array_index (devices, 1), findings);

  for (gsize i = 0; i < G_N_ELEMENTS (order_cases); i++)
    {
      g_autoptr (GString) order = g_string_new (NULL);

      g_ptr_array_sort_with_data (devices, compare_cb, GINT_TO_POINTER (order_cases[i].column));
      for (guint j = 0; j < devices->len; j++)
        {
          BerthComputerDevice *device = g_ptr_array_index (devices, j);
          g_autofree char *address
              = berth_address_dup_short (berth_computer_device_get_address (device));

          g_string_append_printf (order, "%s%s", j > 0 ? " " : "", address);
        }
      g_assert_cmpstr (order->str, ==, order_cases[i].order);
    }
}

static void
assert_addresses (GPtrArray *devices, const char *wanted)
{
  g_autofree char *addresses = scene_addresses (devices);

  g_assert_cmpstr (addresses, ==, wanted);
}

static void
test_related (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthComputerDevice) stick = new_device (f, "1-2");
  g_autoptr (BerthComputerDevice) controller = new_device (f, "00:14.1");
  g_autoptr (BerthComputerDevice) card = new_device (f, "03:00.0");
  g_autoptr (GPtrArray) above = berth_computer_device_words_list_usb (stick);
  g_autoptr (GPtrArray) below = berth_computer_device_words_list_usb (controller);
  g_autoptr (GPtrArray) none = berth_computer_device_words_list_usb (card);
  g_autoptr (GPtrArray) others = berth_computer_device_words_list_others (card);

  assert_addresses (above, "00:14.1");
  assert_addresses (below, "1-2");
  assert_addresses (none, "");
  assert_addresses (others, "03:00.1");
}

/* What a finding says already is not said again. */
static void
test_uses (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthComputerDevice) disk = new_device (f, "04:00.0");
  g_auto (GStrv) uses = berth_computer_device_words_dup_uses (disk);
  g_auto (GStrv) users = berth_computer_device_words_dup_users (disk);
  g_auto (GStrv) told = NULL;
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  BerthFinding *finding = new_finding ("a", BERTH_SEVERITY_REFUSED, "needed");

  g_assert_cmpuint (g_strv_length (uses), ==, 1);
  g_assert_nonnull (strstr (uses[0], "nvme0n1p2"));
  g_assert_cmpuint (g_strv_length (users), ==, 1);
  g_assert_nonnull (strstr (users[0], "“beta_2”"));

  finding->what = g_strdup (uses[0]);
  g_ptr_array_add (findings, finding);
  berth_computer_device_set_findings (disk, findings);
  told = berth_computer_device_words_dup_uses (disk);
  g_assert_cmpuint (g_strv_length (told), ==, 0);
}

static BerthForeignBinding *
add_foreign (BerthFacts *facts, int kind, const char *driver)
{
  BerthForeignBinding *binding = g_new0 (BerthForeignBinding, 1);

  binding->kind = kind;
  binding->driver = g_strdup (driver);
  g_ptr_array_add (facts->foreign_bindings, binding);
  return binding;
}

/* As two rules do. */
static void
tell (BerthComputerDevice *device, const char *first, const char *second, const BerthAddress *about)
{
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();

  g_ptr_array_add (findings, berth_finding_new (first, BERTH_SEVERITY_NOTE, about));
  g_ptr_array_add (findings, berth_finding_new (second, BERTH_SEVERITY_NOTE, about));
  berth_computer_device_set_findings (device, findings);
}

/* How it is kept for VMs: what is meant by its address, what by its ids, and nobody else's;
 * without what a rule tells of it with more words. */
static void
test_bindings (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (GPtrArray) no_vms = g_ptr_array_new ();
  g_autoptr (BerthRoster) roster = berth_roster_new (no_vms);
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (BerthComputerDevice) device = NULL;
  BerthPciFacts *pci = scene_add_pci (facts, "03:00.0", 0x020000, 4);
  BerthForeignBinding *by_address
      = add_foreign (facts, BERTH_FOREIGN_BINDING_DRIVERCTL, "vfio\npci");
  BerthForeignBinding *of_another = add_foreign (facts, BERTH_FOREIGN_BINDING_DRIVERCTL, "other");
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) told = NULL;
  g_auto (GStrv) again = NULL;

  pci->driver = g_strdup ("pciback");
  pci->permissive = BERTH_TRUTH_YES;
  pci->xen_domain = 7;
  pci->vendor = 0x8086;
  pci->device = 0x1521;
  by_address->has_address = TRUE;
  by_address->address = pci->address;
  of_another->has_address = TRUE;
  of_another->address = scene_address ("03:00.1");
  add_foreign (facts, BERTH_FOREIGN_BINDING_VFIO_IDS, NULL)->vendor = 0x10de;
  *add_foreign (facts, BERTH_FOREIGN_BINDING_PCIBACK_HIDE, NULL)
      = (BerthForeignBinding){ .kind = BERTH_FOREIGN_BINDING_PCIBACK_HIDE,
                               .vendor = 0x8086,
                               .device = 0x1521 };
  inventory = scene_inventory (facts);
  device = berth_computer_device_new (
      g_ptr_array_index (berth_inventory_get_devices (inventory), 0), inventory, roster);
  lines = berth_computer_device_words_dup_bindings (device);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpstr (lines[0], ==, "The Xen domain 7 has it now.");
  g_assert_nonnull (strstr (lines[1], "permissive until it leaves pciback"));
  g_assert_nonnull (strstr (lines[2], "driverctl binds it to vfio"));
  g_assert_null (strchr (lines[2], '\n'));
  g_assert_nonnull (strstr (lines[3], "(xen-pciback.hide=)"));

  tell (device, "bound-elsewhere", "still-permissive", &pci->address);
  told = berth_computer_device_words_dup_bindings (device);
  g_assert_cmpuint (g_strv_length (told), ==, 1);
  g_assert_cmpstr (told[0], ==, "The Xen domain 7 has it now.");
  tell (device, "bound-elsewhere", "still-permissive", &of_another->address);
  again = berth_computer_device_words_dup_bindings (device);
  g_assert_cmpuint (g_strv_length (again), ==, 4);
}

/* The line about a boot binding gives way to the rule's, which says what to do too. */
static void
test_boot_line (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (GPtrArray) no_vms = g_ptr_array_new ();
  g_autoptr (BerthRoster) roster = berth_roster_new (no_vms);
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (BerthComputerDevice) device = NULL;
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  BerthFinding *told = berth_finding_new ("boot-binding", BERTH_SEVERITY_NOTE, NULL);
  BerthBootBinding *binding = g_new0 (BerthBootBinding, 1);
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) after = NULL;

  binding->address = scene_add_pci (facts, "03:00.0", 0x020000, 4)->address;
  binding->target = BERTH_BIND_TARGET_VFIO_PCI;
  binding->trial = BERTH_BOOT_TRIAL_CONFIRMED;
  binding->outcome = BERTH_BOOT_OUTCOME_BOUND;
  g_ptr_array_add (facts->boot_bindings, binding);
  inventory = scene_inventory (facts);
  device = berth_computer_device_new (
      g_ptr_array_index (berth_inventory_get_devices (inventory), 0), inventory, roster);
  lines = berth_computer_device_words_dup_bindings (device);
  g_assert_cmpuint (g_strv_length (lines), ==, 1);
  g_assert_cmpstr (lines[0], ==, "It is bound to vfio-pci at every boot.");

  told->address = binding->address;
  told->has_address = TRUE;
  g_ptr_array_add (findings, told);
  berth_computer_device_set_findings (device, findings);
  after = berth_computer_device_words_dup_bindings (device);
  g_assert_cmpuint (g_strv_length (after), ==, 0);
}

static char *
dup_labels (GMenuModel *menu)
{
  GString *labels = g_string_new (NULL);

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section
          = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      for (int j = 0; j < g_menu_model_get_n_items (section); j++)
        {
          g_autofree char *label = NULL;

          g_menu_model_get_item_attribute (section, j, G_MENU_ATTRIBUTE_LABEL, "s", &label);
          g_string_append_printf (labels, "[%s]", label);
        }
    }
  return g_string_free (labels, FALSE);
}

/* An underscore in a VM's name is no mnemonic. */
static void
test_menu (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthComputerDevice) card = new_device (f, "03:00.0");
  g_autoptr (BerthComputerDevice) stick = new_device (f, "1-2");
  g_autoptr (GMenuModel) card_menu = berth_computer_menu_new (card);
  g_autoptr (GMenuModel) stick_menu = berth_computer_menu_new (stick);
  g_autofree char *card_labels = dup_labels (card_menu);
  g_autofree char *stick_labels = dup_labels (stick_menu);

  g_assert_cmpstr (card_labels, ==,
                   "[_Copy Address][Device Settings of “alpha”…]"
                   "[Device Settings of “beta__2”…]"
                   "[_Bind…][_Return to Host…][Bind at B_oot…]");
  g_assert_cmpstr (stick_labels, ==, "[_Copy Address][Show Its _USB Controller]");
}

/* What has to be right for the computer to boot is copied. */
static void
test_kernel_text (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (GPtrArray) no_vms = g_ptr_array_new ();
  g_autoptr (BerthRoster) roster = berth_roster_new (no_vms);
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (BerthComputerDevice) device = NULL;
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GMenuModel) section = NULL;
  g_autofree char *labels = NULL;
  g_autofree char *text = NULL;
  BerthBootBinding *binding = g_new0 (BerthBootBinding, 1);

  binding->address = scene_add_pci (facts, "03:00.0", 0x020000, 4)->address;
  binding->target = BERTH_BIND_TARGET_VFIO_PCI;
  binding->trial = BERTH_BOOT_TRIAL_CONFIRMED;
  binding->outcome = BERTH_BOOT_OUTCOME_HELD_BY_HOST;
  binding->identity.vendor = 0x8086;
  binding->identity.device = 0x1521;
  g_ptr_array_add (facts->boot_bindings, binding);
  inventory = scene_inventory (facts);
  device = berth_computer_device_new (
      g_ptr_array_index (berth_inventory_get_devices (inventory), 0), inventory, roster);
  menu = berth_computer_menu_new (device);
  labels = dup_labels (menu);
  g_assert_nonnull (
      strstr (labels, "[_Copy Address][Copy Text for the _Kernel Command Line]"));
  section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  g_assert_true (
      g_menu_model_get_item_attribute (section, 1, G_MENU_ATTRIBUTE_TARGET, "s", &text));
  g_assert_cmpstr (text, ==, "vfio-pci.ids=8086:1521");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/computer-device/users", test_users);
  g_test_add_func ("/computer-device/unknown", test_unknown);
  ADD ("/computer-device/findings", test_findings);
  ADD ("/computer-device/other-function", test_other_function);
  ADD ("/computer-device/order", test_order);
  ADD ("/computer-device/related", test_related);
  ADD ("/computer-device/uses", test_uses);
  g_test_add_func ("/computer-device/bindings", test_bindings);
  g_test_add_func ("/computer-device/boot-line", test_boot_line);
  ADD ("/computer-device/menu", test_menu);
  g_test_add_func ("/computer-device/kernel-text", test_kernel_text);
  return g_test_run ();
}
