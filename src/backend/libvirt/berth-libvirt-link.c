/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-link.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libvirt/berth-libvirt-error.h"
#include "backend/libvirt/berth-libvirt-uri.h"
#include "backend/libvirt/berth-node-devices.h"
#include "base/berth-error.h"
#include "base/berth-text.h"

/* A server that is silent for this long (seconds, times) is given up. Shorter than what TCP takes,
 * longer than a laptop's Wi-Fi is away. */
#define KEEPALIVE_INTERVAL 5
#define KEEPALIVE_COUNT 6

#define XEN_FEATURES (BERTH_FEATURE_PERMISSIVE | BERTH_FEATURE_MANAGED | BERTH_FEATURE_USB)
#define QEMU_FEATURES                                                                              \
  (BERTH_FEATURE_COMPANIONS | BERTH_FEATURE_MANAGED | BERTH_FEATURE_USB | BERTH_FEATURE_ROM_BAR    \
   | BERTH_FEATURE_STARTUP_POLICY)

/**
 * berth_libvirt_link_new:
 *
 * Returns: (transfer full): not open yet
 */
BerthLibvirtLink *
berth_libvirt_link_new (const char *uri)
{
  BerthLibvirtLink *self = g_new0 (BerthLibvirtLink, 1);

  self->uri = g_strdup (uri);
  return self;
}

/* Closing asks the server too, so this belongs into the worker's thread like every other call. */
void
berth_libvirt_link_free (BerthLibvirtLink *self)
{
  if (self->events != NULL)
    berth_libvirt_events_unwatch (self->events, self->connection);
  g_clear_pointer (&self->events, berth_libvirt_events_unref);
  if (self->connection != NULL)
    virConnectClose (self->connection);
  g_free (self->uri);
  g_free (self);
}

/* Whoever asks for a password finds nobody: there may be no terminal, and one that is there belongs
 * to somebody else. */
static int
refuse_credentials_cb (virConnectCredentialPtr credentials, unsigned int n, void *user_data)
{
  return -1;
}

static virConnectPtr
connect_to (const char *uri, unsigned int flags)
{
  int kinds[] = { VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE, VIR_CRED_ECHOPROMPT,
                  VIR_CRED_NOECHOPROMPT };
  virConnectAuth nobody = {
    .credtype = kinds,
    .ncredtype = G_N_ELEMENTS (kinds),
    .cb = refuse_credentials_cb,
  };

  return virConnectOpenAuth (uri, &nobody, flags);
}

/* `qemu:///session`: a daemon without rights to any driver. */
static gboolean
is_of_one_user (BerthLibvirtLink *self)
{
  char *uri = virConnectGetURI (self->connection);
  gboolean is_session = uri != NULL && strstr (uri, "/session") != NULL;

  free (uri);
  return is_session;
}

/* @writing: what is allowed beside looking */
static guint
find_features (BerthLibvirtLink *self, guint writing)
{
  const char *driver = virConnectGetType (self->connection);
  guint features = self->is_here ? BERTH_FEATURE_LOCAL : BERTH_FEATURE_READS_FACTS;

  features |= writing;
  /* The test driver has node devices and says that it cannot detach them; the daemon of one user
   * may not. */
  if (writing != 0 && (g_strcmp0 (driver, "QEMU") == 0 || g_strcmp0 (driver, "Xen") == 0)
      && !is_of_one_user (self))
    features |= BERTH_FEATURE_BIND;

  if (g_strcmp0 (driver, "QEMU") == 0)
    features |= QEMU_FEATURES;
  else if (g_strcmp0 (driver, "Xen") == 0)
    features |= XEN_FEATURES;
  else if (g_strcmp0 (driver, "TEST") == 0)
    features |= QEMU_FEATURES;
  return features;
}

/**
 * berth_libvirt_link_open:
 * @events: (nullable): told from now on what happens
 *
 * Opens the connection; for reading only where the user may do no more. Waits.
 *
 * Errors: %BERTH_ERROR_UNREACHABLE, %BERTH_ERROR_DENIED, %BERTH_ERROR_NOT_FOUND for a URI that
 * libvirt does not know
 */
gboolean
berth_libvirt_link_open (BerthLibvirtLink *self, BerthLibvirtEvents *events, GError **error)
{
  g_autofree char *uri = berth_libvirt_uri_dup_for_open (self->uri);
  guint writing = BERTH_FEATURE_WRITE | BERTH_FEATURE_POWER;
  char *resolved;

  self->connection = connect_to (uri, 0);
  if (self->connection == NULL)
    {
      berth_libvirt_error_set_open (error, self->uri);
      if (!berth_libvirt_error_is_no_right ())
        return FALSE;

      /* What the user cannot change can often be looked at: the second socket is for everybody. */
      self->connection = connect_to (uri, VIR_CONNECT_RO);
      if (self->connection == NULL)
        return FALSE;
      g_clear_error (error);
      writing = 0;
    }

  /* An alias of libvirt.conf is known by what it stands for. */
  resolved = virConnectGetURI (self->connection);
  self->is_here = berth_libvirt_uri_is_here (resolved != NULL ? resolved : self->uri);
  free (resolved);
  g_atomic_int_set (&self->features, find_features (self, writing));

  /* Not every driver has a wire that could break: what fails here is not missing. */
  virConnectSetKeepAlive (self->connection, KEEPALIVE_INTERVAL, KEEPALIVE_COUNT);
  if (events != NULL)
    {
      self->events = berth_libvirt_events_ref (events);
      berth_libvirt_events_watch (events, self->connection);
    }
  return TRUE;
}

/**
 * berth_libvirt_link_check_open:
 *
 * Returns: %FALSE with %BERTH_ERROR_UNREACHABLE when it was never opened
 */
gboolean
berth_libvirt_link_check_open (BerthLibvirtLink *self, GError **error)
{
  if (self->connection != NULL)
    return TRUE;

  g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE,
                       _ ("The connection is not open. Open it and try again."));
  return FALSE;
}

/**
 * berth_libvirt_link_get_features:
 *
 * Returns: #BerthFeatures; from any thread
 */
guint
berth_libvirt_link_get_features (BerthLibvirtLink *self)
{
  return (guint) g_atomic_int_get (&self->features);
}

/**
 * berth_libvirt_link_has:
 *
 * Returns: whether the connection can do it
 */
gboolean
berth_libvirt_link_has (BerthLibvirtLink *self, BerthFeatures feature)
{
  return (berth_libvirt_link_get_features (self) & feature) != 0;
}

/**
 * berth_libvirt_link_find_domain:
 *
 * Returns: (transfer full): %NULL with %BERTH_ERROR_NOT_FOUND when there is no such VM
 */
virDomainPtr
berth_libvirt_link_find_domain (BerthLibvirtLink *self, const char *uuid, GError **error)
{
  virDomainPtr domain;

  if (!berth_libvirt_link_check_open (self, error))
    return NULL;

  domain = virDomainLookupByUUIDString (self->connection, uuid);
  if (domain == NULL)
    {
      g_autofree char *shown = berth_text_dup_name (uuid);

      /* A text that is no UUID is an argument that makes no sense to libvirt. */
      if (berth_libvirt_error_is_no_domain () || virGetLastErrorCode () == VIR_ERR_INVALID_ARG)
        {
          g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                       _ ("There is no VM with the UUID %s any more."), shown);
          return NULL;
        }
      berth_libvirt_error_set (error, _ ("The VM with the UUID %s could not be found."), shown);
    }
  return domain;
}

static GPtrArray *
list_node_texts (BerthLibvirtLink *self, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (free);
  virNodeDevicePtr *devices = NULL;
  /* Several capabilities are a union. Not VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE: drivers other than
   * QEMU's refuse it in 9.0. */
  unsigned int flags = VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV
                       | VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV
                       | VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_INTERFACE;
  int n = virConnectListAllNodeDevices (self->connection, &devices, flags);

  if (n < 0)
    {
      berth_libvirt_error_set (error, _ ("The devices of the computer could not be listed."));
      return NULL;
    }

  for (int i = 0; i < n; i++)
    {
      char *text = virNodeDeviceGetXMLDesc (devices[i], 0);

      /* One that was unplugged since is not there any more, so it is not missing either. */
      if (text != NULL)
        g_ptr_array_add (texts, text);
      virNodeDeviceFree (devices[i]);
    }
  free (devices);
  return g_steal_pointer (&texts);
}

/**
 * berth_libvirt_link_read_facts:
 *
 * Asks the server for the devices of its computer, one by one. Waits.
 *
 * Returns: (transfer full)
 */
BerthFacts *
berth_libvirt_link_read_facts (BerthLibvirtLink *self, GError **error)
{
  g_autoptr (GPtrArray) texts = list_node_texts (self, error);
  const char *driver = virConnectGetType (self->connection);
  BerthFacts *facts;

  if (texts == NULL)
    return NULL;

  facts = berth_node_devices_new_facts (texts);
  if (g_strcmp0 (driver, "Xen") == 0)
    facts->platform = BERTH_PLATFORM_XEN;
  else if (facts->iommu || g_strcmp0 (driver, "QEMU") == 0)
    facts->platform = BERTH_PLATFORM_BARE;
  return facts;
}
