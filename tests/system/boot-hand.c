/* SPDX-License-Identifier: GPL-3.0-or-later */

/* boot-hand make: makes a computer in a folder and prints where.
 * boot-hand ROOT add | change | remove | run | confirm: does that to it, once. Says by asking for
 * BEGIN that it begins.
 * boot-hand ROOT read: prints what a reader makes of it, a line for each binding.
 *
 * For test-boot-faults.py, which lets it fail everywhere. */

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "facts/berth-facts-boot.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-boot-folder.h"
#include "helper/berth-boot-run.h"
#include "mock-kernel.h"

#define BEGIN "/begin"
#define A_MINUTE 60000

static BerthBootBinding
make_binding (BerthBindTarget target)
{
  return (BerthBootBinding){
    .address = berth_address_pci (0, 0, 4, 0),
    .identity = { 0x8086, 0x10d3, 0x1043, 0x8680, 0x020000, 0xa1 },
    .target = target,
    .trial = BERTH_BOOT_TRIAL_NEW,
  };
}

static int
make (void)
{
  /* It stays: the test copies it and removes it. */
  MockSysfs *sysfs = mock_sysfs_new ();
  BerthAddress address = make_binding (BERTH_BIND_TARGET_VFIO_PCI).address;

  mock_sysfs_put (sysfs, "etc", NULL);
  mock_sysfs_put (sysfs, "run/systemd/sessions/1",
                  "STATE=active\nTYPE=x11\nCLASS=user\nSERVICE=sddm\nLEADER=1\n");
  mock_sysfs_put (sysfs, "proc/cmdline", "quiet\n");
  mock_sysfs_put (sysfs, "proc/1", NULL);
  mock_kernel_load (sysfs, "vfio-pci");
  mock_kernel_load (sysfs, "pciback");
  mock_kernel_add (sysfs, &address, NULL, 1);
  g_print ("%s\n", mock_sysfs_get_root (sysfs));
  return 0;
}

static int
print_all (int root)
{
  g_autoptr (GPtrArray) bindings = berth_facts_boot_list (root);

  for (guint i = 0; i < bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (bindings, i);

      g_print ("%s %s %s\n",
               berth_facts_words_find_word (berth_bind_target_words, binding->target),
               berth_facts_words_find_word (berth_boot_trial_words, binding->trial),
               berth_facts_words_find_word (berth_boot_outcome_words, binding->outcome));
    }
  return 0;
}

static gboolean
act (int root, const char *command, GError **error)
{
  BerthBootBinding binding = make_binding (
      g_str_equal (command, "change") ? BERTH_BIND_TARGET_PCIBACK : BERTH_BIND_TARGET_VFIO_PCI);
  BerthDriverSetup setup = {
    .root = root,
    .write = mock_kernel_write,
    .deadline = A_MINUTE,
    .patience = A_MINUTE,
  };

  if (g_str_equal (command, "remove"))
    return berth_boot_folder_remove (root, &binding.address, error);
  if (g_str_equal (command, "run"))
    return berth_boot_run (&setup, error);
  if (g_str_equal (command, "confirm"))
    return berth_boot_confirm (root, 0, error);
  return berth_boot_folder_write (root, &binding, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int root;

  umask (022);
  if (argc == 2)
    return make ();

  root = berth_sysfs_open_folder (AT_FDCWD, argv[1]);
  g_assert_cmpint (root, >=, 0);
  if (g_str_equal (argv[2], "read"))
    return print_all (root);

  mock_kernel_plan_nothing ();
  if (faccessat (AT_FDCWD, BEGIN, F_OK, 0) == 0 || act (root, argv[2], &error))
    return 0;
  g_printerr ("%s\n", error != NULL ? error->message : "no reason");
  return 1;
}
