/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A device of the computer and its driver, through libvirt: what it detaches itself it knows of,
 * and does not give to two VMs. */

#include "backend/libvirt/berth-libvirt-node.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <stdlib.h>

#include "backend/libvirt/berth-libvirt-error.h"
#include "backend/libvirt/berth-libvirt-link.h"
#include "backend/libvirt/berth-node-devices.h"
#include "base/berth-error.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (virNodeDevice, virNodeDeviceFree)

/**
 * berth_libvirt_node_dup_name:
 * @address: of a PCI function
 *
 * Returns: (transfer full): libvirt's name of it (node_device_udev.c, udevGenerateDeviceName())
 */
char *
berth_libvirt_node_dup_name (const BerthAddress *address)
{
  return g_strdup_printf ("pci_%04x_%02x_%02x_%x", address->domain, address->bus, address->slot,
                          address->function);
}

/* Which driver libvirt binds to is not asked for: its name differs from version to version, and
 * without one it takes the only one that its hypervisor works with. */
static gboolean
check_target (BerthLibvirtLink *link, const BerthHostAction *action, GError **error)
{
  const char *driver = virConnectGetType (link->connection);
  const char *fitting = action->target == BERTH_BIND_TARGET_PCIBACK ? "Xen" : "QEMU";

  if (action->kind != BERTH_HOST_ACTION_BIND || g_strcmp0 (driver, fitting) == 0)
    return TRUE;

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
               /* Translators: %s is the name of a driver. */
               _ ("This libvirt does not bind devices to %s. Choose the driver that fits the "
                  "hypervisor."),
               berth_bind_target_get_driver (action->target));
  return FALSE;
}

static gboolean
check_link (BerthLibvirtLink *link, const BerthHostAction *action, GError **error)
{
  gboolean moves_driver
    = action->kind == BERTH_HOST_ACTION_BIND || action->kind == BERTH_HOST_ACTION_RETURN;

  if (!berth_libvirt_link_has (link, BERTH_FEATURE_WRITE))
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_READ_ONLY,
                           _ ("You may only look at this connection: become a member of the group "
                              "“libvirt” and log in again, or ask the administrator."));
      return FALSE;
    }
  if (!moves_driver || !berth_libvirt_link_has (link, BERTH_FEATURE_BIND))
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                           _ ("This libvirt cannot do that to a device. Use “berthctl” on that "
                              "computer itself."));
      return FALSE;
    }
  return check_target (link, action, error);
}

static virNodeDevice *
find_device (BerthLibvirtLink *link, const BerthHostAction *action, GError **error)
{
  g_autofree char *name = berth_libvirt_node_dup_name (&action->address);
  g_autofree char *address = berth_address_dup_string (&action->address);
  virNodeDevice *device = virNodeDeviceLookupByName (link->connection, name);

  if (device != NULL)
    return device;
  if (virGetLastErrorCode () == VIR_ERR_NO_NODE_DEVICE)
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                 _ ("libvirt knows no device at %s. Look at the list of devices again."), address);
  else
    berth_libvirt_error_set (error, _ ("The device %s could not be looked up."), address);
  return NULL;
}

/* libvirt tells less of a device than the kernel: what it does not tell cannot differ. */
static gboolean
check_identity (virNodeDevice *device, const BerthHostAction *action, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (free);
  g_autofree char *address = berth_address_dup_string (&action->address);
  g_autoptr (BerthFacts) facts = NULL;
  char *text = virNodeDeviceGetXMLDesc (device, 0);
  const BerthPciFacts *pci;

  if (text == NULL)
    {
      berth_libvirt_error_set (error, _ ("The device %s could not be looked at."), address);
      return FALSE;
    }
  g_ptr_array_add (texts, text);
  facts = berth_node_devices_new_facts (texts);
  pci = berth_facts_lookup_pci (facts, &action->address);
  if (pci != NULL && pci->vendor == action->identity.vendor
      && pci->device == action->identity.device
      && (pci->class_code == 0 || pci->class_code == action->identity.class_code))
    return TRUE;

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT,
               _ ("Another device sits at %s now. Look at the list of devices again."), address);
  return FALSE;
}

static void
set_not_done (const BerthHostAction *action, GError **error)
{
  g_autofree char *address = berth_address_dup_string (&action->address);
  gboolean is_held = virGetLastErrorCode () == VIR_ERR_OPERATION_INVALID;

  if (action->kind == BERTH_HOST_ACTION_BIND)
    berth_libvirt_error_set (error, _ ("The device %s could not be bound."), address);
  else
    berth_libvirt_error_set (error, _ ("The device %s could not be returned to the host."),
                             address);

  /* "PCI device … is in use by driver …, domain …" (virHostdevPCINodeDeviceDetach()). */
  if (is_held && error != NULL)
    (*error)->code = BERTH_ERROR_REFUSED;
}

static gboolean
run_on_link (BerthLibvirtLink *link, const BerthHostAction *action, GError **error)
{
  g_autoptr (virNodeDevice) device = NULL;
  int result;

  if (!check_link (link, action, error))
    return FALSE;
  device = find_device (link, action, error);
  if (device == NULL || !check_identity (device, action, error))
    return FALSE;

  result = action->kind == BERTH_HOST_ACTION_BIND ? virNodeDeviceDetachFlags (device, NULL, 0)
                                                  : virNodeDeviceReAttach (device);
  if (result == 0)
    return TRUE;
  set_not_done (action, error);
  return FALSE;
}

/**
 * berth_libvirt_node_run:
 * @uri: as the user wrote it
 * @action: %BERTH_HOST_ACTION_BIND or %BERTH_HOST_ACTION_RETURN
 *
 * Does it on a connection of its own: a driver that does not let go of a device holds up the call
 * for minutes, or for ever, and whoever lists VMs must not wait behind it. Waits.
 *
 * Returns: whether libvirt says that it was done; %FALSE with %BERTH_ERROR_REFUSED when a VM has
 *   the device, %BERTH_ERROR_NOT_FOUND or %BERTH_ERROR_CONFLICT when it is not there,
 *   %BERTH_ERROR_NOT_SUPPORTED when this libvirt has another driver for it, and others
 */
gboolean
berth_libvirt_node_run (const char *uri, const BerthHostAction *action, GError **error)
{
  g_autoptr (BerthLibvirtLink) link = berth_libvirt_link_new (uri);

  return berth_libvirt_link_open (link, NULL, error) && run_on_link (link, action, error);
}
