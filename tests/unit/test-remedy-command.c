/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-remedy-command.h"

#define UUID "3f0b9c52-6d1e-4c0a-9a57-0c3e5b1d7a01"

/* A remedy and the line that takes it. */
static const struct
{
  BerthRemedyKind kind;
  BerthOption option;
  const char *command;
} remedies[] = {
  { BERTH_REMEDY_TAKE_BACK, 0, "berthctl take-back work 03:00.0" },
  { BERTH_REMEDY_PIN, 0, "berthctl pin work 03:00.0" },
  { BERTH_REMEDY_MOVE, 0, "berthctl move work 03:00.0" },
  { BERTH_REMEDY_COMPLETE, 0, "berthctl assign work 03:00.0" },
  { BERTH_REMEDY_OPTION_ON, BERTH_OPTION_PERMISSIVE,
    "berthctl assign --function --permissive work 03:00.0" },
  { BERTH_REMEDY_OPTION_OFF, BERTH_OPTION_PERMISSIVE,
    "berthctl assign --function --permissive=no work 03:00.0" },
  { BERTH_REMEDY_OPTION_ON, BERTH_OPTION_NO_STRICT_RESET,
    "berthctl assign --function --no-strict-reset work 03:00.0" },
  { BERTH_REMEDY_OPTION_OFF, BERTH_OPTION_NO_STRICT_RESET,
    "berthctl assign --function --no-strict-reset=no work 03:00.0" },
  { BERTH_REMEDY_OPTION_ON, BERTH_OPTION_MANAGED,
    "berthctl assign --function --unmanaged=no work 03:00.0" },
  { BERTH_REMEDY_OPTION_OFF, BERTH_OPTION_MANAGED,
    "berthctl assign --function --unmanaged work 03:00.0" },
  { BERTH_REMEDY_OPTION_ON, BERTH_OPTION_HIDE_ROM,
    "berthctl assign --function --rom-bar=off work 03:00.0" },
  { BERTH_REMEDY_OPTION_OFF, BERTH_OPTION_HIDE_ROM,
    "berthctl assign --function --rom-bar=on work 03:00.0" },
  { BERTH_REMEDY_OPTION_ON, BERTH_OPTION_OPTIONAL, "berthctl assign --optional work 1-2" },
  { BERTH_REMEDY_OPTION_OFF, BERTH_OPTION_OPTIONAL, "berthctl assign --optional=no work 1-2" },
};

static void
add_assignment (BerthVm *vm)
{
  BerthAddress address = berth_address_pci (0, 3, 0, 0);

  g_ptr_array_add (vm->configured, berth_assignment_new (&address));
}

/* Of a VM that does not have it yet, the option comes with all that is assigned together. */
static void
test_not_assigned (void)
{
  g_autoptr (BerthVm) vm = berth_vm_new ("qemu:///system", UUID, "work");
  BerthAddress address = berth_address_pci (0, 3, 0, 0);
  g_autoptr (BerthRemedy) remedy
      = berth_remedy_new_option (&address, BERTH_OPTION_NO_STRICT_RESET, TRUE);
  BerthRemedyTerms terms = { .vm = vm };
  g_autofree char *command = berth_remedy_command_dup (remedy, &terms);

  g_assert_cmpstr (command, ==, "berthctl assign --no-strict-reset work 03:00.0");

  g_free (command);
  terms.only_functions = TRUE;
  command = berth_remedy_command_dup (remedy, &terms);
  g_assert_cmpstr (command, ==, "berthctl assign --function --no-strict-reset work 03:00.0");
}

static void
test_kinds (void)
{
  g_autoptr (BerthVm) vm = berth_vm_new ("qemu:///system", UUID, "work");
  BerthRemedyTerms terms = { .vm = vm };
  BerthAddress stick;

  g_assert_true (berth_address_parse ("1-2", &stick, NULL));
  add_assignment (vm);
  for (gsize i = 0; i < G_N_ELEMENTS (remedies); i++)
    {
      BerthRemedy remedy = {
        .kind = remedies[i].kind,
        .address = remedies[i].option == BERTH_OPTION_OPTIONAL ? stick
                                                               : berth_address_pci (0, 3, 0, 0),
        .target = berth_address_pci (0, 4, 0, 0),
        .option = remedies[i].option,
      };
      g_autofree char *command = berth_remedy_command_dup (&remedy, &terms);

      g_assert_cmpstr (command, ==, remedies[i].command);
    }
}

static void
test_open_vm (void)
{
  g_autoptr (BerthVm) vm = berth_vm_new ("qemu:///system", UUID, "work");
  g_autoptr (BerthVm) other = berth_vm_new ("xen:///system", "a-uuid", "other");
  g_autoptr (BerthRemedy) remedy = berth_remedy_new_open_vm (other);
  BerthRemedyTerms terms = { .vm = vm };
  g_autofree char *short_command = berth_remedy_command_dup (remedy, &terms);
  g_autofree char *command = NULL;

  g_assert_cmpstr (short_command, ==, "berthctl show other");
  terms = (BerthRemedyTerms){ .names_connection = TRUE };
  command = berth_remedy_command_dup (remedy, &terms);
  g_assert_cmpstr (command, ==, "berthctl --connect xen:///system show other");
}

static void
test_no_vm (void)
{
  BerthAddress address = berth_address_pci (0, 3, 0, 0);
  g_autoptr (BerthRemedy) remedy = berth_remedy_new (BERTH_REMEDY_TAKE_BACK, &address);
  BerthRemedyTerms terms = { .vm = NULL };

  g_assert_null (berth_remedy_command_dup (remedy, &terms));
}

/* A VM's name, and how it is typed; NULL: it cannot be, and the UUID stands for it. */
static const struct
{
  const char *name;
  const char *typed;
} names[] = {
  { "work", "work" },
  { "my work", "'my work'" },
  { "$(reboot)", "'$(reboot)'" },
  { "it's", "'it'\\''s'" },
  { "wörk", "'wörk'" },
  { "*", "'*'" },
  { "~", "'~'" },
  { "-n", NULL },
  { "", NULL },
  { "two\nlines", NULL },
  { "\033[31mred", NULL },
  { "\u202eoverride", NULL },
  { "two  blanks", NULL },
  { "no\u00a0break", NULL },
  { "\xff", NULL },
};

static void
test_names (void)
{
  BerthAddress address = berth_address_pci (0, 3, 0, 0);
  g_autoptr (BerthRemedy) remedy = berth_remedy_new (BERTH_REMEDY_PIN, &address);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (BerthVm) vm = berth_vm_new ("qemu+ssh://a/system?x=1", UUID, names[i].name);
      BerthRemedyTerms terms = { .vm = vm, .names_connection = TRUE };
      g_autofree char *command = berth_remedy_command_dup (remedy, &terms);
      g_autofree char *expected = g_strdup_printf (
          "berthctl --connect 'qemu+ssh://a/system?x=1' pin %s 03:00.0",
          names[i].typed != NULL ? names[i].typed : UUID);

      g_assert_cmpstr (command, ==, expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remedy-command/kinds", test_kinds);
  g_test_add_func ("/remedy-command/not-assigned", test_not_assigned);
  g_test_add_func ("/remedy-command/open-vm", test_open_vm);
  g_test_add_func ("/remedy-command/no-vm", test_no_vm);
  g_test_add_func ("/remedy-command/names", test_names);
  return g_test_run ();
}
