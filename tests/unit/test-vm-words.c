/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>

#include "app/berth-vm-words.h"

typedef struct
{
  BerthVmState state;
  BerthVmSummary summary; /* its holder is added where it counts one */
  const char *line;
  const char *problem;
} Case;

static const Case cases[] = {
  { BERTH_VM_HALTED, { 0 }, "Shut off · no devices", NULL },
  { BERTH_VM_RUNNING, { .n_devices = 1 }, "Running · 1 device", NULL },
  { BERTH_VM_PAUSED, { .n_devices = 3 }, "Paused · 3 devices", NULL },
  { BERTH_VM_HALTED,
    { .n_devices = 2, .n_missing = 1 },
    "Shut off · 2 devices · 1 missing",
    "1 of its devices is not in this computer." },
  { BERTH_VM_HALTED,
    { .n_devices = 2, .n_changed = 2 },
    "Shut off · 2 devices · 2 changed",
    "Other devices sit where 2 of its devices were." },
  { BERTH_VM_HALTED,
    { .n_devices = 2, .n_held = 1 },
    "Shut off · 2 devices · used by sys-␛net",
    "“sys-␛net” is running and has a device of this one." },
  /* The row has room for the worst, the tooltip for all. */
  { BERTH_VM_HALTED,
    { .n_devices = 3, .n_missing = 1, .n_changed = 1, .n_held = 1 },
    "Shut off · 3 devices · 1 missing",
    "1 of its devices is not in this computer.\n"
    "Another device sits where 1 of its devices was.\n"
    "“sys-␛net” is running and has a device of this one." },
};

static void
test_words (void)
{
  g_autoptr (BerthVm) holder = berth_vm_new ("demo:///a", "h", "sys-\033net");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthVm) vm = berth_vm_new ("demo:///a", "v", "work");
      BerthVmSummary summary = cases[i].summary;
      g_autofree char *line = NULL;
      g_autofree char *problem = NULL;

      vm->state = cases[i].state;
      summary.holder = summary.n_held > 0 ? holder : NULL;
      line = berth_vm_words_dup_line (vm, &summary);
      problem = berth_vm_words_dup_problem (&summary);
      g_assert_cmpstr (line, ==, cases[i].line);
      g_assert_cmpstr (problem, ==, cases[i].problem);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vm-words/words", test_words);
  return g_test_run ();
}
