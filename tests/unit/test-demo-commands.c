/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-backend.h"

#include "base/berth-names.h"
#include "blocking.h"
#include "scene.h"
#include "state-folder.h"

#define WORK "3f0b9c52-6d1e-4c0a-9a57-0c3e5b1d7a01"
#define WINDOWS "8c1d4a7e-25b3-4f6d-8e90-1b7c6a2f4d02"
#define SYS_NET "c0a1b2d3-7e4f-4a5b-8c6d-0e1f2a3b4c11"
#define PERSONAL "15f6a7c8-c394-4fa0-91b2-5d6e7f809116"

#define NIC "0000:05:00.0"

static BerthBackend *
opened (const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = NULL;
  BerthBackend *backend = berth_demo_backend_new (uri);

  blocking_open (backend, &error);
  g_assert_no_error (error);
  facts = blocking_read_facts (backend);
  return backend;
}

static void
test_commands (void)
{
  const struct
  {
    const char *uri;
    const char *uuid;
    const char *address;
    guint options;
    const char *expected;
  } cases[] = {
    { BERTH_URI_DEMO_KVM, WORK, NIC, BERTH_OPTION_MANAGED,
      "virsh attach-device work --config /dev/stdin <<< \"<hostdev mode='subsystem' type='pci' "
      "managed='yes'><source><address domain='0x0000' bus='0x05' slot='0x00' function='0x0'/>"
      "</source></hostdev>\"" },
    { BERTH_URI_DEMO_QUBES, PERSONAL, "0000:2d:00.0",
      BERTH_OPTION_PERMISSIVE | BERTH_OPTION_NO_STRICT_RESET,
      "qvm-pci assign --required -o permissive=True -o no-strict-reset=True personal "
      "dom0:00_1c.4-00_00.0-00_02.0-00_00.0" },
    { BERTH_URI_DEMO_QUBES, PERSONAL, "0000:00:14.0", 0,
      "qvm-pci assign --required personal dom0:00_14.0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthBackend) backend = opened (cases[i].uri);
      g_autoptr (BerthVm) vm = blocking_read_vm (backend, cases[i].uuid);
      g_autoptr (BerthChange) change = scene_change_to_add (vm, cases[i].address, cases[i].options);
      g_auto (GStrv) commands = berth_backend_dup_commands (backend, vm, change);

      g_assert_cmpuint (g_strv_length (commands), ==, 1);
      g_assert_cmpstr (commands[0], ==, cases[i].expected);
    }
}

/* Of a USB device libvirt wants to know which one, or the number it has now. */
static void
test_commands_of_usb (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) work = blocking_read_vm (backend, WORK);
  g_autoptr (BerthVm) windows = blocking_read_vm (backend, WINDOWS);
  g_autoptr (BerthChange) add = scene_change_to_add (work, "1-6", 0);
  g_autoptr (GPtrArray) without_camera = berth_assignment_list_copy (windows->configured);
  g_autoptr (BerthChange) take_back = NULL;
  g_auto (GStrv) added = berth_backend_dup_commands (backend, work, add);
  g_auto (GStrv) taken = NULL;
  BerthAddress camera = scene_address ("1-6");

  g_assert_cmpstr (added[0], ==,
                   "virsh attach-device work --config /dev/stdin <<< \"<hostdev mode='subsystem' "
                   "type='usb'><source><address bus='1' device='4'/></source></hostdev>\"");

  g_ptr_array_remove (without_camera, berth_assignment_list_lookup (without_camera, &camera));
  take_back = berth_change_new (WINDOWS, windows->configured, without_camera);
  taken = berth_backend_dup_commands (backend, windows, take_back);
  g_assert_cmpstr (taken[0], ==,
                   "virsh detach-device windows-11 --config /dev/stdin <<< \"<hostdev "
                   "mode='subsystem' type='usb'><source startupPolicy='optional'><vendor "
                   "id='0x13d3'/><product id='0x56eb'/></source></hostdev>\"");
}

/* What is taken back names the device that was meant; other options are back and again. */
static void
test_commands_of_options (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_QUBES);
  g_autoptr (BerthVm) vm = blocking_read_vm (backend, SYS_NET);
  g_autoptr (GPtrArray) wanted = berth_assignment_list_copy (vm->configured);
  g_autoptr (BerthChange) change = NULL;
  g_auto (GStrv) commands = NULL;
  BerthAddress wifi = scene_address ("0000:00:14.3");

  berth_assignment_list_lookup (wanted, &wifi)->options = 0;
  change = berth_change_new (SYS_NET, vm->configured, wanted);
  commands = berth_backend_dup_commands (backend, vm, change);

  g_assert_cmpuint (g_strv_length (commands), ==, 2);
  g_assert_cmpstr (commands[0], ==,
                   "qvm-pci unassign sys-net dom0:00_14.3:0x8086:0x02f0::p028000");
  g_assert_cmpstr (commands[1], ==,
                   "qvm-pci assign --required sys-net dom0:00_14.3:0x8086:0x02f0::p028000");
}

/* A card whose ROM another program set: what virsh would lose is left to an editor. */
static void
test_commands_of_rom (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) work = blocking_read_vm (backend, WORK);
  g_autoptr (BerthVm) windows = blocking_read_vm (backend, WINDOWS);
  g_autoptr (BerthChange) add = scene_change_to_add (work, NIC, BERTH_OPTION_HIDE_ROM);
  g_autoptr (GPtrArray) wanted = berth_assignment_list_copy (windows->configured);
  g_autoptr (BerthChange) change = NULL;
  g_auto (GStrv) added = berth_backend_dup_commands (backend, work, add);
  g_auto (GStrv) changed = NULL;

  g_assert_true (g_str_has_suffix (added[0], "</source><rom bar='off'/></hostdev>\""));

  for (guint i = 0; i < wanted->len; i++)
    {
      BerthAssignment *assignment = g_ptr_array_index (wanted, i);

      if (assignment->others != NULL)
        assignment->options |= BERTH_OPTION_HIDE_ROM;
    }
  change = berth_change_new (WINDOWS, windows->configured, wanted);
  changed = berth_backend_dup_commands (backend, windows, change);
  g_assert_cmpuint (g_strv_length (changed), ==, 1);
  g_assert_cmpstr (changed[0], ==, "virsh edit windows-11");
}

int
main (int argc, char **argv)
{
  int result;

  state_folder_make ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-commands/assign", test_commands);
  g_test_add_func ("/demo-commands/usb", test_commands_of_usb);
  g_test_add_func ("/demo-commands/options", test_commands_of_options);
  g_test_add_func ("/demo-commands/rom", test_commands_of_rom);
  result = g_test_run ();
  state_folder_remove ();
  return result;
}
