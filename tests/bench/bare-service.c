/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the root helper is measured against, and beside: bare-service NAME PATH INTERFACE METHOD
 * TYPE VALUE serves on the system bus one method that answers VALUE of TYPE, whatever it is given,
 * and nothing else. */

#include <gio/gio.h>

static char **words;

static void
method_call_cb (GDBusConnection *bus,
                const char *sender,
                const char *path,
                const char *interface,
                const char *method,
                GVariant *parameters,
                GDBusMethodInvocation *invocation,
                gpointer user_data)
{
  GVariant *answer = g_variant_parse (G_VARIANT_TYPE (words[5]), words[6], NULL, NULL, NULL);

  g_dbus_method_invocation_return_value (invocation, answer);
}

static void
serve (GDBusConnection *bus, const char *name, gpointer user_data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };
  /* What goes in: nothing, or what polkit's CheckAuthorization takes. */
  const char *in = g_str_equal (words[4], "CheckAuthorization")
                     ? "<arg type='(sa{sv})' direction='in'/><arg type='s' direction='in'/>"
                       "<arg type='a{ss}' direction='in'/><arg type='u' direction='in'/>"
                       "<arg type='s' direction='in'/>"
                     : "";
  g_autofree char *type = g_strndup (words[5] + 1, strlen (words[5]) - 2);
  g_autofree char *text = g_strdup_printf ("<node><interface name='%s'><method name='%s'>%s"
                                           "<arg type='%s' direction='out'/></method></interface>"
                                           "</node>",
                                           words[3], words[4], in, type);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (text, &error);

  g_assert_no_error (error);
  g_dbus_connection_register_object (bus, words[2], node->interfaces[0], &vtable, NULL, NULL,
                                     &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_return_val_if_fail (argc == 7, 2);
  words = argv;
  g_bus_own_name (G_BUS_TYPE_SYSTEM, argv[1], G_BUS_NAME_OWNER_FLAGS_NONE, serve, NULL, NULL, NULL,
                  NULL);
  g_main_loop_run (loop);
  return 0;
}
