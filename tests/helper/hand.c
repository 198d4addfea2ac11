/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The root helper with another computer under it, and without its patience:
 *
 * hand make: makes a computer in a folder, prints the folder, and leaves it to the caller
 * hand serve FOLDER IDLE POLKIT DIALOG [HANGING]: serves with these patiences, in milliseconds; the
 *   write to the kernel with the number HANGING never ends
 * hand write FOLDER: makes the writes of binding a card and giving it back, each in a process of
 *   its own as a write has to be, and prints the seconds that they took
 */

#include <fcntl.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/berth-number.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-service.h"
#include "mock-kernel.h"

#define WRITE_DEADLINE 2000
#define PATIENCE 2000
#define MAX_NUMBER (60 * 60 * 1000)

static gint64
read_number (const char *text)
{
  gint64 number;

  g_assert_true (berth_number_parse (text, 10, 0, MAX_NUMBER, &number));
  return number;
}

/* A root port, two network cards of one kind and a USB controller with the keyboard. */
static void
make (void)
{
  /* Never freed, or its folder would be gone with it. */
  static MockSysfs *sysfs;
  BerthAddress first = berth_address_pci (0, 0, 4, 0);
  BerthAddress second = berth_address_pci (0, 0, 5, 0);
  const char *controller;
  const char *keyboard;

  sysfs = mock_sysfs_new ();
  mock_kernel_load (sysfs, "vfio-pci");
  mock_kernel_load (sysfs, "pciback");
  mock_sysfs_put (sysfs, "sys/bus/pci/drivers/pciback/quirks", "");
  mock_kernel_load (sysfs, "e1000e");
  mock_kernel_add (sysfs, &first, "e1000e", 7);
  mock_kernel_give (sysfs, &first, "e1000e");
  mock_kernel_add (sysfs, &second, "e1000e", 8);
  mock_kernel_give (sysfs, &second, "pciback");
  mock_sysfs_add_bridge (sysfs, "devices/pci0000:00", "0000:00:01.0");

  controller = mock_sysfs_add_function (sysfs, "devices/pci0000:00", "0000:00:14.0", "8086:A0ED",
                                        "C0330");
  mock_sysfs_set_group (sysfs, controller, 3);
  mock_sysfs_set_driver (sysfs, controller, "xhci_hcd");
  keyboard = mock_sysfs_add_usb (sysfs, controller, "1-1", "46d:c31c", 0);
  mock_sysfs_add_interface (sysfs, keyboard, "1-1:1.0", "030101", "usbhid");
  mock_sysfs_add_input (sysfs, keyboard, "input3",
                        "402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe", "0", "0");
  mock_sysfs_put (sysfs, "proc/self/mountinfo", "");
  mock_sysfs_put (sysfs, "proc/swaps", "");
  mock_sysfs_put (sysfs, "proc/cmdline", "quiet\n");
  mock_sysfs_put (sysfs, "proc/net/route", "Iface\tDestination\tGateway\tFlags\n");
  mock_sysfs_put (sysfs, "etc/berth", NULL);
  mock_sysfs_put (sysfs, "run/berth", NULL);
  g_print ("%s\n", mock_sysfs_get_root (sysfs));
}

static gboolean
terminated_cb (gpointer user_data)
{
  berth_service_leave (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
serve (char **words, GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, error);
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, words[0]);
  g_autoptr (BerthService) service = NULL;
  BerthDriverSetup driver = {
    .root = root,
    .write = mock_kernel_write,
    .deadline = WRITE_DEADLINE,
    .patience = PATIENCE,
  };
  BerthWorkSetup work = {
    .place = { .path = words[0], .root = root },
    .patience = PATIENCE,
    .driver = driver,
    .bus = bus,
  };
  BerthServiceSetup setup = {
    .work = work,
    .idle = (guint) read_number (words[1]),
    .polkit_patience = (guint) read_number (words[2]),
    .dialog_patience = (guint) read_number (words[3]),
  };

  mock_kernel_plan_nothing ();
  if (words[4] != NULL)
    {
      setup.work.driver.deadline = 50;
      mock_kernel_plan ((guint) read_number (words[4]), MOCK_FAULT_HUNG, 0);
    }
  if (bus == NULL)
    return FALSE;
  service = berth_service_new (bus, &setup);
  g_unix_signal_add (SIGTERM, terminated_cb, service);
  return berth_service_run (service, error);
}

static void
write_once (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    _exit (mock_kernel_write (root, file, address, text));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

static void
write_all (const char *folder)
{
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, folder);
  BerthAddress address = berth_address_pci (0, 0, 4, 0);
  g_autofree char *name = berth_address_dup_string (&address);
  gint64 begin;

  mock_kernel_plan_nothing ();
  begin = g_get_monotonic_time ();
  write_once (root, BERTH_KERNEL_DRIVER_OVERRIDE, &address, "vfio-pci");
  write_once (root, BERTH_KERNEL_UNBIND, &address, name);
  write_once (root, BERTH_KERNEL_PROBE, &address, name);
  write_once (root, BERTH_KERNEL_DRIVER_OVERRIDE, &address, BERTH_KERNEL_NO_OVERRIDE);
  write_once (root, BERTH_KERNEL_UNBIND, &address, name);
  write_once (root, BERTH_KERNEL_UEVENT, &address, "add");
  write_once (root, BERTH_KERNEL_PROBE, &address, name);
  g_print ("%.6f\n", (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc == 2)
    make ();
  else if (argc == 3)
    write_all (argv[2]);
  else if (argc >= 6 && !serve (argv + 2, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
