/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-driver-state.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "facts/berth-pci-function.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-kernel-write.h"

/**
 * berth_driver_state_open:
 * @root: descriptor of the folder that holds sys/; stays the caller's
 * @self: (out): untouched on failure; close it
 *
 * Returns: %FALSE with %BERTH_ERROR_NOT_FOUND when there is no device, %BERTH_ERROR_FAILED when it
 *   cannot be looked at
 */
gboolean
berth_driver_state_open (int root,
                         const BerthAddress *address,
                         BerthDriverState *self,
                         GError **error)
{
  int folder = berth_kernel_open_device (root, address);

  if (folder < 0)
    {
      int error_number = errno;
      g_autofree char *name = berth_address_dup_string (address);

      if (berth_sysfs_is_gone (error_number))
        g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                     _ ("There is no device at %s any more. Look at the devices again."), name);
      else
        g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                     _ ("%s cannot be looked at: %s. Check that /sys is mounted and that it is a "
                        "PCI device."),
                     name, g_strerror (error_number));
      return FALSE;
    }

  *self = (BerthDriverState){ .address = *address, .root = root, .folder = folder };
  return TRUE;
}

/**
 * berth_driver_state_close:
 *
 * Ends what berth_driver_state_open() began.
 */
void
berth_driver_state_close (BerthDriverState *self)
{
  close (self->folder);
  self->folder = -1;
}

/**
 * berth_driver_state_is_there:
 *
 * Returns: whether it is still the device that was opened; the folder of one that was unplugged is
 *   empty
 */
gboolean
berth_driver_state_is_there (const BerthDriverState *self)
{
  return faccessat (self->folder, "uevent", F_OK, 0) == 0;
}

/**
 * berth_driver_state_read_identity:
 * @identity: (out): untouched on failure
 *
 * Reads it in the same way as the facts do that the caller saw it in.
 *
 * Returns: %FALSE with errno when it cannot be read
 */
gboolean
berth_driver_state_read_identity (const BerthDriverState *self, BerthPciIdentity *identity)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthPciFacts *pci = berth_facts_add_pci (facts, &self->address);
  BerthPciScope scope = { .has_groups = FALSE };

  if (!berth_pci_function_read (self->folder, ".", &scope, pci))
    return FALSE;
  *identity = berth_pci_identity_of (pci);
  return TRUE;
}

/**
 * berth_driver_state_dup_driver:
 *
 * Returns: (nullable) (transfer full): the driver that has it now, %NULL: none; the link to it is
 *   the only proof
 */
char *
berth_driver_state_dup_driver (const BerthDriverState *self)
{
  char target[BERTH_SYSFS_SIZE];
  const char *name;

  if (berth_sysfs_read_link (self->folder, "driver", target, sizeof target) <= 0)
    return NULL;
  name = strrchr (target, '/');
  return g_strdup (name != NULL ? name + 1 : target);
}

/**
 * berth_driver_state_dup_override:
 *
 * Returns: (nullable) (transfer full): the only driver that may take it; %NULL: any
 */
char *
berth_driver_state_dup_override (const BerthDriverState *self)
{
  g_autofree char *text = berth_sysfs_dup_text (self->folder, "driver_override");

  /* How the kernel prints "none". */
  if (g_strcmp0 (text, "(null)") == 0)
    return NULL;
  return g_steal_pointer (&text);
}

/**
 * berth_driver_state_has_group:
 *
 * Returns: whether it is in an IOMMU group, without which vfio-pci does not take it
 */
gboolean
berth_driver_state_has_group (const BerthDriverState *self)
{
  char target[BERTH_SYSFS_SIZE];

  return berth_sysfs_read_link (self->folder, "iommu_group", target, sizeof target) > 0;
}

/**
 * berth_driver_state_is_enabled:
 *
 * Returns: whether it is switched on; under vfio-pci: a VM has it. Also where nobody can tell
 */
gboolean
berth_driver_state_is_enabled (const BerthDriverState *self)
{
  guint32 count;

  return !berth_sysfs_read_number (self->folder, "enable", 10, &count) || count > 0;
}

/* pciback's lists have an address in each line, in the kernel's form. */
static gboolean
is_listed (const BerthDriverState *self, const char *path)
{
  g_autofree char *name = berth_address_dup_string (&self->address);
  g_autofree char *text = berth_sysfs_dup_file (self->root, path);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  return g_strv_contains ((const char *const *) lines, name);
}

/**
 * berth_driver_state_has_slot:
 *
 * Returns: whether pciback takes it when it has the choice; says nothing about who has it now. The
 *   kernel cuts the list off after about 300 devices
 */
gboolean
berth_driver_state_has_slot (const BerthDriverState *self)
{
  return is_listed (self, "sys/bus/pci/drivers/pciback/slots");
}

/**
 * berth_driver_state_is_permissive:
 *
 * Returns: whether whoever gets it from pciback may write all of its configuration space
 */
gboolean
berth_driver_state_is_permissive (const BerthDriverState *self)
{
  return is_listed (self, "sys/bus/pci/drivers/pciback/permissive");
}

/**
 * berth_driver_is_loaded:
 * @root: descriptor of the folder that holds sys/
 *
 * Returns: whether the kernel has @driver, so that it could take a device
 */
gboolean
berth_driver_is_loaded (int root, const char *driver)
{
  g_autofree char *path = g_strconcat ("sys/bus/pci/drivers/", driver, NULL);

  return faccessat (root, path, F_OK, 0) == 0;
}

/**
 * berth_driver_puts_aside:
 * @driver: (nullable)
 *
 * Returns: whether it only keeps devices for VMs
 */
gboolean
berth_driver_puts_aside (const char *driver)
{
  const BerthPciFacts pci = { .driver = (char *) driver };

  return berth_pci_function_is_put_aside (&pci);
}
