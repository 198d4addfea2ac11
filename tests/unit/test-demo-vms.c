/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-vms.h"

#include "base/berth-error.h"
#include "scene.h"

#define URI "demo:///test"

static GKeyFile *
key_file (const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&file);
}

static GPtrArray *
parse (const char *recorded, const char *changed, GError **error)
{
  g_autoptr (GKeyFile) recorded_file = key_file (recorded);
  g_autoptr (GKeyFile) changed_file = changed != NULL ? key_file (changed) : NULL;

  return berth_demo_vms_parse (recorded_file, changed_file, URI, error);
}

static const BerthAssignment *
lookup (GPtrArray *assignments, const char *place)
{
  BerthAddress address = scene_address (place);

  return berth_assignment_list_lookup (assignments, &address);
}

static void
check_every_word (const BerthVm *vm)
{
  const BerthAssignment *card;

  card = lookup (vm->configured, "01:00.0");
  g_assert_cmpuint (card->options, ==,
                    BERTH_OPTION_PERMISSIVE | BERTH_OPTION_MANAGED | BERTH_OPTION_HIDE_ROM);
  g_assert_cmpstr (card->others, ==, "ROM file /a;b, boot order 1");
  g_assert_cmphex (card->identity.device, ==, 0x2484);
  g_assert_cmpint (card->role, ==, BERTH_ROLE_GIVEN);
  g_assert_cmpint (card->form, ==, BERTH_FORM_HOSTDEV);

  card = lookup (vm->configured, "01:00.1");
  g_assert_cmpint (card->role, ==, BERTH_ROLE_COMPANION);
  g_assert_cmpuint (card->identity.known, ==, 0);

  g_assert_null (card->others);

  g_assert_cmpuint (lookup (vm->configured, "1-2")->options, ==, BERTH_OPTION_OPTIONAL);

  card = g_ptr_array_index (vm->live, 0);
  g_assert_cmpint (card->form, ==, BERTH_FORM_INTERFACE);
  g_assert_cmpuint (card->options, ==, BERTH_OPTION_NO_STRICT_RESET);
}

static void
test_every_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) vms
      = parse ("[b]\nname=second\n"
               "[a]\nname=first; one\nstate=paused\npersistent=false\nautostart=true\ntakes=usb\n"
               "cannot-take=It has no PCI.\nlabel=red\nforeign-elements=2\n"
               "memory=4194304\nballoons=true\nfree-ports=0\n"
               "[a configured]\n0000:01:00.0=permissive;10de-2484-x-x-030000;managed;hide-rom;"
               "others:ROM file /a\\;b, boot order 1\n"
               "0000:01:00.1=companion\n1-2=optional\n"
               "[a live]\n0000:02:00.0=interface;no-strict-reset\n",
               NULL, &error);
  const BerthVm *vm;

  g_assert_no_error (error);
  g_assert_cmpuint (vms->len, ==, 2);
  vm = g_ptr_array_index (vms, 0);
  g_assert_cmpstr (vm->uuid, ==, "a");
  g_assert_cmpstr (vm->name, ==, "first; one");
  g_assert_cmpstr (vm->connection, ==, URI);
  g_assert_cmpint (vm->state, ==, BERTH_VM_PAUSED);
  g_assert_false (vm->persistent);
  g_assert_true (vm->autostart);
  g_assert_cmpuint (vm->takes, ==, BERTH_VM_TAKES_USB);
  g_assert_cmpstr (vm->cannot_take, ==, "It has no PCI.");
  g_assert_cmpstr (vm->label_color, ==, "red");
  g_assert_cmpuint (vm->foreign_elements, ==, 2);
  g_assert_cmpuint (vm->memory, ==, 4194304);
  g_assert_cmpint (vm->balloons, ==, BERTH_TRUTH_YES);
  g_assert_cmpint (vm->free_ports, ==, 0);
  g_assert_cmpuint (vm->configured->len, ==, 3);
  g_assert_cmpuint (vm->live->len, ==, 1);

  check_every_word (vm);

  vm = g_ptr_array_index (vms, 1);
  g_assert_cmpint (vm->state, ==, BERTH_VM_HALTED);
  g_assert_true (vm->persistent);
  g_assert_cmpuint (vm->takes, ==, BERTH_VM_TAKES_PCI | BERTH_VM_TAKES_USB);
  g_assert_cmpuint (vm->memory, ==, 0);
  g_assert_cmpint (vm->balloons, ==, BERTH_TRUTH_UNKNOWN);
  g_assert_cmpint (vm->free_ports, ==, -1);
}

/* A VM that was changed has everything that can change from there, nothing else; one that the
 * recording does not know is not there. */
static void
test_changed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) vms = parse ("[a]\nname=name\nstate=running\n[a configured]\n01:00.0=\n"
                                     "[a live]\n01:00.0=\n[b]\n[b configured]\n02:00.0=\n",
                                     "[a]\nname=other\nstate=halted\n[a configured]\n03:00.0=\n"
                                     "[c]\nstate=halted\n",
                                     &error);
  const BerthVm *a;
  const BerthVm *b;

  g_assert_no_error (error);
  g_assert_cmpuint (vms->len, ==, 2);
  b = g_ptr_array_index (vms, 0);
  a = g_ptr_array_index (vms, 1);
  g_assert_cmpstr (a->name, ==, "name");
  g_assert_cmpint (a->state, ==, BERTH_VM_HALTED);
  g_assert_cmpuint (a->live->len, ==, 0);
  g_assert_cmpuint (a->configured->len, ==, 1);
  g_assert_cmpint (((BerthAssignment *) g_ptr_array_index (a->configured, 0))->address.bus, ==, 3);
  g_assert_cmpuint (b->configured->len, ==, 1);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "[a]\nstate=flying\n",
    "[a]\ntakes=pci;scsi\n",
    "[a]\nautostrat=true\n",
    "[a]\nautostart=perhaps\n",
    "[a]\npersistent=\n",
    "[a]\nforeign-elements=-1\n",
    "[a]\nmemory=4 GiB\n",
    "[a]\nballoons=sometimes\n",
    "[a]\nfree-ports=-1\n",
    "[a]\n[a live]\n01:00.0=others:a;others:b\n",
    "[a]\n[b configured]\n01:00.0=\n",
    "[a]\n[a configured]\nsomewhere=\n",
    "[a]\n[a configured]\n01:00.0=10de-2484\n",
    "[a]\n[a live]\n01:00.0=Managed\n",
    "[a]\n[a live]\n01:00.0=managed;;\n",
    "[a]\n[a configured]\n01:00.0=\n0000:01:00.0=\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) vms = parse (texts[i], NULL, &error);

      g_test_message ("%s", texts[i]);
      g_assert_null (vms);
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
    }
}

/* What is written is read again as it was, every word of it; other VMs in the file stay. */
static void
test_round_trip (void)
{
  static const guint options[] = {
    0,
    BERTH_OPTION_MANAGED,
    BERTH_OPTION_PERMISSIVE | BERTH_OPTION_NO_STRICT_RESET | BERTH_OPTION_MANAGED
        | BERTH_OPTION_HIDE_ROM | BERTH_OPTION_OPTIONAL,
  };
  g_autoptr (GKeyFile) recorded = key_file ("[a]\n[b]\n");
  g_autoptr (GKeyFile) changed
      = key_file ("[b]\nstate=crashed\n[a configured]\n1f:1f.7=\n[a live]\n1f:1f.7=\n");
  g_autoptr (BerthVm) vm = berth_vm_new (URI, "a", "a");
  g_autoptr (GPtrArray) vms = NULL;
  g_autoptr (GError) error = NULL;
  const BerthVm *back;

  for (guint role = 0; role <= BERTH_ROLE_COMPANION; role++)
    for (guint form = 0; form <= BERTH_FORM_OTHER; form++)
      for (guint option = 0; option < G_N_ELEMENTS (options); option++)
        {
          BerthAddress address = berth_address_pci (role, form, option, 0);
          BerthAssignment *assignment = berth_assignment_new (&address);

          assignment->role = (BerthAssignmentRole) role;
          assignment->form = (BerthAssignmentForm) form;
          assignment->options = options[option];
          if (option > 1)
            assignment->others = g_strdup ("ROM file /a;b\\\n, boot order 1");
          if (option > 0)
            g_assert_true (berth_identity_parse ("8086-1521-x-x-020000", &assignment->identity));
          g_ptr_array_add (vm->configured, assignment);
        }

  berth_demo_vms_write (vm, changed);
  vms = berth_demo_vms_parse (recorded, changed, URI, &error);
  g_assert_no_error (error);

  back = g_ptr_array_index (vms, 0);
  g_assert_cmpuint (back->live->len, ==, 0);
  g_assert_cmpuint (back->configured->len, ==, vm->configured->len);
  for (guint i = 0; i < vm->configured->len; i++)
    {
      const BerthAssignment *written = g_ptr_array_index (vm->configured, i);
      const BerthAssignment *read
          = berth_assignment_list_lookup (back->configured, &written->address);

      g_assert_true (berth_assignment_equal (written, read));
      g_assert_cmpstr (written->others, ==, read->others);
    }

  back = g_ptr_array_index (vms, 1);
  g_assert_cmpint (back->state, ==, BERTH_VM_CRASHED);
}

static void
test_copy (void)
{
  g_autoptr (GPtrArray) vms = parse ("[a]\nname=x\nstate=running\nautostart=true\ntakes=\n"
                                     "cannot-take=No.\nlabel=red\nforeign-elements=3\n"
                                     "memory=8\nballoons=false\nfree-ports=2\n"
                                     "persistent=false\n[a live]\n01:00.0=managed\n",
                                     NULL, NULL);
  const BerthVm *vm = g_ptr_array_index (vms, 0);
  g_autoptr (BerthVm) copy = berth_demo_vms_copy (vm);

  g_assert_cmpstr (copy->name, ==, vm->name);
  g_assert_cmpint (copy->state, ==, vm->state);
  g_assert_cmpint (copy->autostart, ==, vm->autostart);
  g_assert_cmpint (copy->persistent, ==, vm->persistent);
  g_assert_cmpuint (copy->takes, ==, vm->takes);
  g_assert_cmpstr (copy->cannot_take, ==, vm->cannot_take);
  g_assert_cmpstr (copy->label_color, ==, vm->label_color);
  g_assert_cmpuint (copy->foreign_elements, ==, vm->foreign_elements);
  g_assert_cmpuint (copy->memory, ==, vm->memory);
  g_assert_cmpint (copy->balloons, ==, vm->balloons);
  g_assert_cmpint (copy->free_ports, ==, vm->free_ports);
  g_assert_true (copy->live != vm->live);
  g_assert_cmpuint (copy->live->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-vms/every-key", test_every_key);
  g_test_add_func ("/demo-vms/changed", test_changed);
  g_test_add_func ("/demo-vms/refused", test_refused);
  g_test_add_func ("/demo-vms/round-trip", test_round_trip);
  g_test_add_func ("/demo-vms/copy", test_copy);
  return g_test_run ();
}
