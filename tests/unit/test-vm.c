/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-vm.h"

static BerthAssignment *
assignment (guint slot)
{
  BerthAddress address = berth_address_pci (0, 3, slot, 0);

  return berth_assignment_new (&address);
}

static BerthVm *
make (void)
{
  BerthVm *vm = berth_vm_new ("demo:///a", "uuid", "work");

  vm->label_color = g_strdup ("red");
  vm->cannot_take = g_strdup ("It cannot.");
  g_ptr_array_add (vm->configured, assignment (1));
  g_ptr_array_add (vm->live, assignment (1));
  return vm;
}

static void
rename_it (BerthVm *vm)
{
  g_free (vm->name);
  vm->name = g_strdup ("play");
}

static void
start_it (BerthVm *vm)
{
  vm->state = BERTH_VM_RUNNING;
}

static void
make_transient (BerthVm *vm)
{
  vm->persistent = FALSE;
}

static void
start_with_computer (BerthVm *vm)
{
  vm->autostart = TRUE;
}

static void
take_usb_only (BerthVm *vm)
{
  vm->takes = BERTH_VM_TAKES_USB;
}

static void
take_again (BerthVm *vm)
{
  g_clear_pointer (&vm->cannot_take, g_free);
}

static void
relabel (BerthVm *vm)
{
  g_clear_pointer (&vm->label_color, g_free);
}

static void
add_foreign (BerthVm *vm)
{
  vm->foreign_elements = 1;
}

static void
assign_more (BerthVm *vm)
{
  g_ptr_array_add (vm->configured, assignment (2));
}

static void
assign_other (BerthVm *vm)
{
  g_ptr_array_set_size (vm->configured, 0);
  g_ptr_array_add (vm->configured, assignment (2));
}

static void
change_option (BerthVm *vm)
{
  ((BerthAssignment *) g_ptr_array_index (vm->configured, 0))->options = BERTH_OPTION_PERMISSIVE;
}

static void
unplug (BerthVm *vm)
{
  g_ptr_array_set_size (vm->live, 0);
}

static void (*const changes[]) (BerthVm *) = {
  rename_it,
  start_it,
  make_transient,
  start_with_computer,
  take_usb_only,
  take_again,
  relabel,
  add_foreign,
  assign_more,
  assign_other,
  change_option,
  unplug,
};

/* What is not compared here is a change that no window ever shows. */
static void
test_equal (void)
{
  g_autoptr (BerthVm) vm = make ();

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (BerthVm) same = make ();

      g_test_message ("change %zu", i);
      g_assert_true (berth_vm_equal (vm, same));
      changes[i](same);
      g_assert_false (berth_vm_equal (vm, same));
    }
}

/* A VM on its way up or down may hold its devices. */
static void
test_active (void)
{
  static const gboolean active[] = {
    [BERTH_VM_HALTED] = FALSE,
    [BERTH_VM_RUNNING] = TRUE,
    [BERTH_VM_PAUSED] = TRUE,
    [BERTH_VM_TRANSITION] = TRUE,
    [BERTH_VM_CRASHED] = FALSE,
  };
  g_autoptr (BerthVm) vm = make ();

  for (gsize i = 0; i < G_N_ELEMENTS (active); i++)
    {
      vm->state = (BerthVmState) i;
      g_assert_cmpint (berth_vm_is_active (vm), ==, active[i]);
      g_assert_cmpstr (berth_vm_state_get_nick (vm->state), !=, "");
      g_assert_cmpstr (berth_vm_state_get_words (vm->state), !=, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vm/equal", test_equal);
  g_test_add_func ("/vm/active", test_active);
  return g_test_run ();
}
