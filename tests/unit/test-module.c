/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-module.h"
#include "mock-sysfs.h"
#include "mock-wait.h"

#define NEVER (10 * 60 * 1000)
#define SOON 20

/* systemd at the other end of a connection of its own. */
typedef struct
{
  MockSysfs *sysfs;
  BerthFd root;
  GDBusConnection *ours;
  GDBusConnection *theirs;
  const char *loads;   /* driver that is in the kernel after a job; NULL: none */
  const char *refuses; /* what is answered to it; NULL: it is done */
  GPtrArray *asked;
} Fixture;

static const char manager[]
    = "<node><interface name='org.freedesktop.systemd1.Manager'><method name='StartUnit'>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='o' direction='out'/></method></interface></node>";

static gboolean
load_cb (gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *path = g_strconcat ("sys/bus/pci/drivers/", self->loads, "/bind", NULL);

  mock_sysfs_put (self->sysfs, path, "");
  return G_SOURCE_REMOVE;
}

static void
called_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  Fixture *self = user_data;

  g_ptr_array_add (self->asked, g_variant_print (parameters, FALSE));
  if (self->refuses != NULL)
    {
      g_dbus_method_invocation_return_dbus_error (
          invocation, "org.freedesktop.systemd1.NoSuchUnit", self->refuses);
      return;
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/job/1"));
  if (self->loads != NULL)
    g_idle_add_full (G_PRIORITY_LOW, load_cb, self, NULL);
}

static void
connect_to (int fd, GDBusConnectionFlags flags, GAsyncResult **place)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, NULL);
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);
  g_autofree char *guid = g_dbus_generate_guid ();

  g_dbus_connection_new (G_IO_STREAM (stream),
                         flags == G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER ? guid : NULL,
                         flags, NULL, NULL, mock_wait_cb, place);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const GDBusInterfaceVTable vtable = { called_cb, NULL, NULL, { 0 } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (manager, NULL);
  g_autoptr (GAsyncResult) ours = NULL;
  g_autoptr (GAsyncResult) theirs = NULL;
  int ends[2];

  self->sysfs = mock_sysfs_new ();
  self->root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (self->sysfs));
  self->asked = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
  connect_to (ends[0], G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, &ours);
  connect_to (ends[1], G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER, &theirs);
  mock_wait_for (&ours);
  mock_wait_for (&theirs);
  self->ours = g_dbus_connection_new_finish (ours, NULL);
  self->theirs = g_dbus_connection_new_finish (theirs, NULL);
  g_assert_nonnull (self->ours);
  g_assert_nonnull (self->theirs);
  g_dbus_connection_register_object (self->theirs, "/org/freedesktop/systemd1",
                                     node->interfaces[0], &vtable, self, NULL, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_dbus_connection_close_sync (self->ours, NULL, NULL);
  g_dbus_connection_close_sync (self->theirs, NULL, NULL);
  g_clear_object (&self->ours);
  g_clear_object (&self->theirs);
  g_ptr_array_unref (self->asked);
  close (self->root);
  mock_sysfs_free (self->sysfs);
}

static gboolean
run (Fixture *self, GDBusConnection *bus, BerthBindTarget target, guint patience, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_module_load_async (self->root, bus, target, patience, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_module_load_finish (result, error);
}

static void
assert_asked (Fixture *self, const char *expected)
{
  g_assert_cmpuint (self->asked->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (self->asked, 0), ==, expected);
}

static void
test_vfio (Fixture *self, gconstpointer data)
{
  self->loads = "vfio-pci";
  g_assert_true (run (self, self->ours, BERTH_BIND_TARGET_VFIO_PCI, NEVER, NULL));
  assert_asked (self, "('modprobe@vfio_pci.service', 'replace')");

  /* What is there is not asked for again. */
  g_assert_true (run (self, self->ours, BERTH_BIND_TARGET_VFIO_PCI, NEVER, NULL));
  g_assert_true (run (self, NULL, BERTH_BIND_TARGET_VFIO_PCI, NEVER, NULL));
  g_assert_cmpuint (self->asked->len, ==, 1);
}

static void
test_pciback (Fixture *self, gconstpointer data)
{
  self->loads = "pciback";
  g_assert_true (run (self, self->ours, BERTH_BIND_TARGET_PCIBACK, NEVER, NULL));
  assert_asked (self, "('modprobe@xen_pciback.service', 'replace')");
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->refuses = "Unit is masked.";
  g_assert_false (run (self, self->ours, BERTH_BIND_TARGET_VFIO_PCI, NEVER, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "Unit is masked."));
  g_assert_nonnull (strstr (error->message, "modprobe vfio-pci"));
  g_assert_null (strstr (error->message, "GDBus"));
}

/* The job is done and the kernel has no such driver all the same. */
static void
test_in_vain (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run (self, self->ours, BERTH_BIND_TARGET_PCIBACK, SOON, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "modprobe xen-pciback"));
}

static void
test_no_systemd (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run (self, NULL, BERTH_BIND_TARGET_VFIO_PCI, NEVER, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "modprobe vfio-pci"));
}

#define ADD(name) g_test_add ("/module/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD (vfio);
  ADD (pciback);
  ADD (refused);
  ADD (in_vain);
  ADD (no_systemd);
  return g_test_run ();
}
