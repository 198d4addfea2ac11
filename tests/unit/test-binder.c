/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client of the root helper on a system bus of the test's own, with a helper that answers,
 * hangs, leaves and makes no sense when a test says so. */

#include "host/berth-binder.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "mock-wait.h"
#include "scene.h"

#define INTERFACE "org.berth.Helper1"
#define CARD "0000:04:00.0"

/* What the fake helper does with a call, and what came. */
typedef struct
{
  GDBusConnection *connection;
  GVariant *reply;         /* what it answers with; NULL: see the others */
  const char *error_name;  /* the error that it answers with */
  const char *error_words; /* of that error */
  gboolean leaves;         /* goes away while it is asked; otherwise it hangs */

  guint n_calls;
  char *method;
  char *parameters;
  char *signature; /* of these */
  gboolean is_interactive;
  GDBusMessage *held; /* what it has not answered */
} Helper;

static void
answer (Helper *helper, GDBusMessage *call)
{
  g_autoptr (GDBusMessage) reply = NULL;

  if (helper->leaves)
    {
      g_dbus_connection_close_sync (helper->connection, NULL, NULL);
      return;
    }
  if (helper->error_name != NULL)
    reply = g_dbus_message_new_method_error_literal (call, helper->error_name,
                                                     helper->error_words);
  else if (helper->reply != NULL)
    {
      reply = g_dbus_message_new_method_reply (call);
      g_dbus_message_set_body (reply, helper->reply);
    }
  if (reply != NULL)
    g_dbus_connection_send_message (helper->connection, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL,
                                    NULL);
  else
    g_set_object (&helper->held, call);
}

typedef struct
{
  Helper *helper;
  GDBusMessage *call;
} Arrival;

static gboolean
arrived_cb (gpointer user_data)
{
  g_autofree Arrival *arrival = user_data;
  g_autoptr (GDBusMessage) call = arrival->call;
  Helper *helper = arrival->helper;
  GVariant *body = g_dbus_message_get_body (call);

  helper->n_calls++;
  g_free (helper->method);
  g_free (helper->parameters);
  g_free (helper->signature);
  helper->signature = g_strdup (body != NULL ? g_variant_get_type_string (body) : "()");
  helper->method = g_strdup (g_dbus_message_get_member (call));
  helper->parameters = body != NULL ? g_variant_print (body, TRUE) : g_strdup ("()");
  helper->is_interactive = (g_dbus_message_get_flags (call)
                            & G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION)
                           != 0;
  answer (helper, call);
  return G_SOURCE_REMOVE;
}

/* In the thread of GDBus: every call of the interface is taken, whatever its method. */
static GDBusMessage *
filter_cb (GDBusConnection *connection,
           GDBusMessage *message,
           gboolean incoming,
           gpointer user_data)
{
  Arrival *arrival;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL
      || g_strcmp0 (g_dbus_message_get_interface (message), INTERFACE) != 0)
    return message;
  arrival = g_new0 (Arrival, 1);
  arrival->helper = user_data;
  arrival->call = message;
  g_main_context_invoke (NULL, arrived_cb, arrival);
  return NULL;
}

static GDBusConnection *
connect_to_bus (void)
{
  GDBusConnection *connection;
  g_autoptr (GError) error = NULL;

  connection = g_dbus_connection_new_for_address_sync (
      g_getenv ("DBUS_SYSTEM_BUS_ADDRESS"),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static void
helper_begin (Helper *helper)
{
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GError) error = NULL;

  memset (helper, 0, sizeof *helper);
  helper->connection = connect_to_bus ();
  g_dbus_connection_add_filter (helper->connection, filter_cb, helper, NULL);
  owned = g_dbus_connection_call_sync (
      helper->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", BERTH_HELPER_NAME, 4), G_VARIANT_TYPE ("(u)"),
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
helper_end (Helper *helper)
{
  g_dbus_connection_close_sync (helper->connection, NULL, NULL);
  g_clear_object (&helper->connection);
  g_clear_pointer (&helper->reply, g_variant_unref);
  g_clear_pointer (&helper->method, g_free);
  g_clear_pointer (&helper->parameters, g_free);
  g_clear_pointer (&helper->signature, g_free);
  g_clear_object (&helper->held);
}

static BerthHostAction
action_of (BerthHostActionKind kind)
{
  return (BerthHostAction){
    .kind = kind,
    .address = berth_address_pci (1, 4, 2, 3),
    .identity = { 0x8086, 0x1533, 0x10ec, 0x0001, 0x020000, 0x03 },
    .target = BERTH_BIND_TARGET_PCIBACK,
  };
}

static gboolean
run (BerthHostActionKind kind, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  BerthHostAction action = action_of (kind);

  berth_binder_run_async (&action, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_binder_run_finish (result, error);
}

static gboolean
inspect (BerthFacts *facts, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_binder_inspect_async (facts, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_binder_inspect_finish (result, error);
}

/* In a process of its own, for a process has one system bus, also when that did not come. */
static void
test_no_bus (void)
{
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus", TRUE);
  g_assert_false (run (BERTH_HOST_ACTION_BIND, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "system bus"));
  g_assert_null (strstr (error->message, "nowhere"));
  g_assert_null (strstr (error->message, "Could not connect"));
}

static void
test_not_installed (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run (BERTH_HOST_ACTION_BIND, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "Install all of Berth"));
}

/* The description that the helper is made from says what each of its methods takes. */
static void
assert_described (const Helper *helper)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "src", "dbus", "org.berth.Helper1.xml", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autoptr (GString) signature = g_string_new ("(");
  GDBusMethodInfo *method;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  node = g_dbus_node_info_new_for_xml (text, NULL);
  method = g_dbus_interface_info_lookup_method (
      g_dbus_node_info_lookup_interface (node, INTERFACE), helper->method);
  g_assert_nonnull (method);
  for (guint i = 0; method->in_args != NULL && method->in_args[i] != NULL; i++)
    g_string_append (signature, method->in_args[i]->signature);
  g_string_append_c (signature, ')');
  g_assert_cmpstr (helper->signature, ==, signature->str);
}

/* What the methods are given: numbers, in the order of the interface. */
static void
test_methods (void)
{
#define ADDRESS "(uint32 1, byte 0x04, byte 0x02, byte 0x03)"
#define IDENTITY "(uint16 32902, uint16 5427, uint16 4332, uint16 1, uint32 131072, byte 0x03)"
  const struct
  {
    BerthHostActionKind kind;
    const char *method;
    const char *parameters;
    const char *reply;
  } cases[] = {
    { BERTH_HOST_ACTION_BIND, "Bind",
      "(" ADDRESS ", " IDENTITY ", byte 0x02)", "('pciback',)" },
    { BERTH_HOST_ACTION_RETURN, "ReturnToHost",
      "(" ADDRESS ", " IDENTITY ")", "('igb',)" },
    { BERTH_HOST_ACTION_PERMISSIVE, "SetPermissive",
      "(" ADDRESS ", " IDENTITY ")", "()" },
    { BERTH_HOST_ACTION_BOOT_ADD, "AddToBoot",
      "(" ADDRESS ", " IDENTITY ", byte 0x02)", "()" },
    { BERTH_HOST_ACTION_BOOT_REMOVE, "RemoveFromBoot",
      "(" ADDRESS ",)", "()" },
    { BERTH_HOST_ACTION_BOOT_CONFIRM, "ConfirmBoot",
      "(" ADDRESS ",)", "()" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Helper helper;
      g_autoptr (GError) error = NULL;

      helper_begin (&helper);
      helper.reply = g_variant_ref_sink (g_variant_new_parsed (cases[i].reply));
      run (cases[i].kind, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (helper.method, ==, cases[i].method);
      g_assert_cmpstr (helper.parameters, ==, cases[i].parameters);
      g_assert_true (helper.is_interactive);
      assert_described (&helper);
      helper_end (&helper);
    }
}

/* Each error of the helper's, and of the bus, with its code and a sentence without names. */
static void
test_errors (void)
{
  const struct
  {
    const char *name;
    BerthError code;
    gboolean is_ours;
  } cases[] = {
    { "org.berth.Error.Failed", BERTH_ERROR_FAILED, TRUE },
    { "org.berth.Error.Invalid", BERTH_ERROR_INVALID, TRUE },
    { "org.berth.Error.NotFound", BERTH_ERROR_NOT_FOUND, TRUE },
    { "org.berth.Error.Refused", BERTH_ERROR_REFUSED, TRUE },
    { "org.berth.Error.Conflict", BERTH_ERROR_CONFLICT, TRUE },
    { "org.berth.Error.Denied", BERTH_ERROR_DENIED, TRUE },
    { "org.berth.Error.Unreachable", BERTH_ERROR_UNREACHABLE, TRUE },
    { "org.berth.Error.NotSupported", BERTH_ERROR_NOT_SUPPORTED, TRUE },
    { "org.berth.Error.Stuck", BERTH_ERROR_STUCK, TRUE },
    { "org.berth.Error.NotVerified", BERTH_ERROR_NOT_VERIFIED, TRUE },
    { "org.freedesktop.DBus.Error.AccessDenied", BERTH_ERROR_DENIED, FALSE },
    { "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", BERTH_ERROR_DENIED, FALSE },
    { "org.freedesktop.DBus.Error.UnknownMethod", BERTH_ERROR_NOT_SUPPORTED, FALSE },
    { "org.freedesktop.DBus.Error.InvalidArgs", BERTH_ERROR_NOT_SUPPORTED, FALSE },
    { "org.freedesktop.DBus.Error.NoReply", BERTH_ERROR_UNREACHABLE, FALSE },
    { "org.freedesktop.DBus.Error.Spawn.ChildExited", BERTH_ERROR_UNREACHABLE, FALSE },
    { "org.freedesktop.DBus.Error.Spawn.ServiceNotFound", BERTH_ERROR_UNREACHABLE, FALSE },
    { "org.freedesktop.systemd1.NoSuchUnit", BERTH_ERROR_UNREACHABLE, FALSE },
    { "org.freedesktop.systemd1.UnitMasked", BERTH_ERROR_UNREACHABLE, FALSE },
    { "org.freedesktop.DBus.Error.NoMemory", BERTH_ERROR_FAILED, FALSE },
    { "org.example.Surprise", BERTH_ERROR_FAILED, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Helper helper;
      g_autoptr (GError) error = NULL;

      helper_begin (&helper);
      helper.error_name = cases[i].name;
      helper.error_words = "It did not work.";
      g_assert_false (run (BERTH_HOST_ACTION_BIND, &error));
      g_test_message ("%s: %s", cases[i].name, error->message);
      g_assert_error (error, BERTH_ERROR, (int) cases[i].code);
      g_assert_null (strstr (error->message, "GDBus.Error"));
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_cmpint (g_str_equal (error->message, "It did not work."), ==, cases[i].is_ours);
      helper_end (&helper);
    }
}

/* A reply that was not agreed on comes from another version. */
static void
test_other_reply (void)
{
  static const char *const replies[] = { "()", "(uint32 1,)", "('igb', 'igb')" };

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      Helper helper;
      g_autoptr (GError) error = NULL;

      helper_begin (&helper);
      helper.reply = g_variant_ref_sink (g_variant_new_parsed (replies[i]));
      g_assert_false (run (BERTH_HOST_ACTION_RETURN, &error));
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
      helper_end (&helper);
    }
}

static void
test_helper_leaves (void)
{
  Helper helper;
  g_autoptr (GError) error = NULL;

  helper_begin (&helper);
  helper.leaves = TRUE;
  g_assert_false (run (BERTH_HOST_ACTION_BIND, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
  g_assert_null (strstr (error->message, "Install"));
  helper_end (&helper);
}

/* It hangs, or the user thinks about the password: who waits may stop, and no more is asked. */
static void
test_cancelled (void)
{
  Helper helper;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;
  BerthHostAction action = action_of (BERTH_HOST_ACTION_BIND);

  helper_begin (&helper);
  berth_binder_run_async (&action, cancellable, mock_wait_cb, &result);
  while (helper.held == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  mock_wait_for (&result);
  g_assert_false (berth_binder_run_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  berth_binder_run_async (&action, cancellable, mock_wait_cb, &late);
  mock_wait_for (&late);
  g_assert_false (berth_binder_run_finish (late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (helper.n_calls, ==, 1);
  helper_end (&helper);
}

static BerthFacts *
new_facts (BerthPlatform platform, const char *driver)
{
  BerthFacts *facts = berth_facts_new ();

  facts->platform = platform;
  facts->gaps = BERTH_GAP_HOLDERS;
  scene_add_pci (facts, CARD, 0x020000, BERTH_NO_GROUP)->driver = g_strdup (driver);
  scene_add_pci (facts, "0000:05:00.0", 0x020000, BERTH_NO_GROUP)->driver = g_strdup ("igb");
  berth_facts_sort (facts);
  return facts;
}

static const BerthPciFacts *
lookup (BerthFacts *facts, const char *text)
{
  BerthAddress address = scene_address (text);

  return berth_facts_lookup_pci (facts, &address);
}

static void
test_inspect (void)
{
  Helper helper;
  g_autoptr (BerthFacts) facts = new_facts (BERTH_PLATFORM_XEN, "pciback");
  g_autoptr (BerthFacts) strict = new_facts (BERTH_PLATFORM_QUBES, "pciback");
  g_autoptr (BerthFacts) all = new_facts (BERTH_PLATFORM_XEN, "pciback");
  g_autoptr (GError) error = NULL;

  helper_begin (&helper);
  /* The second is in pciback's list, and with the host; the third is not in this computer. */
  helper.reply = g_variant_ref_sink (g_variant_new_parsed (
      "([((uint32 0, byte 4, byte 0, byte 0), uint32 3, uint32 7),"
      "  ((0, 5, 0, 0), 3, 0), ((0, 6, 0, 0), 3, 1)],)"));
  inspect (facts, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (helper.method, ==, "Inspect");
  g_assert_false (helper.is_interactive);
  g_assert_cmpint (lookup (facts, CARD)->permissive, ==, BERTH_TRUTH_YES);
  g_assert_cmpuint (lookup (facts, CARD)->xen_domain, ==, 7);
  g_assert_cmpint (lookup (facts, "0000:05:00.0")->permissive, ==, BERTH_TRUTH_UNKNOWN);
  g_assert_cmphex (facts->gaps & BERTH_GAP_HOLDERS, ==, 0);

  g_clear_pointer (&helper.reply, g_variant_unref);
  helper.reply = g_variant_ref_sink (g_variant_new_parsed (
      "([((uint32 0, byte 4, byte 0, byte 0), uint32 1, uint32 0)],)"));
  inspect (strict, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lookup (strict, CARD)->permissive, ==, BERTH_TRUTH_NO);

  /* By the module's parameter, of which the lists tell nothing. */
  ((BerthPciFacts *) lookup (all, CARD))->permissive = BERTH_TRUTH_YES;
  inspect (all, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lookup (all, CARD)->permissive, ==, BERTH_TRUTH_YES);
  helper_end (&helper);
}

/* Where nothing is on pciback, nobody starts the helper. */
static void
test_nothing_to_inspect (void)
{
  const struct
  {
    BerthPlatform platform;
    const char *driver;
  } cases[] = {
    { BERTH_PLATFORM_BARE, "pciback" },
    { BERTH_PLATFORM_UNKNOWN, "pciback" },
    { BERTH_PLATFORM_XEN, "igb" },
    { BERTH_PLATFORM_QUBES, NULL },
  };
  Helper helper;

  helper_begin (&helper);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthFacts) facts = new_facts (cases[i].platform, cases[i].driver);

      g_assert_true (inspect (facts, NULL));
      g_assert_cmphex (facts->gaps, ==, BERTH_GAP_HOLDERS);
    }
  g_assert_cmpuint (helper.n_calls, ==, 0);
  helper_end (&helper);
}

/* What could not be asked changes nothing, and a helper that hangs is given up. */
static void
test_inspect_fails (void)
{
  static const char *const names[]
      = { "org.berth.Error.Denied", "org.freedesktop.DBus.Error.UnknownMethod", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Helper helper;
      g_autoptr (BerthFacts) facts = new_facts (BERTH_PLATFORM_XEN, "pciback");
      g_autoptr (GError) error = NULL;

      helper_begin (&helper);
      helper.error_name = names[i];
      helper.error_words = "No.";
      g_assert_false (inspect (facts, &error));
      g_assert_true (error->domain == BERTH_ERROR);
      g_assert_cmphex (facts->gaps, ==, BERTH_GAP_HOLDERS);
      g_assert_cmpint (lookup (facts, CARD)->permissive, ==, BERTH_TRUTH_UNKNOWN);
      helper_end (&helper);
    }
}

static char *service_folder; /* where the bus looks for what it can start */

/* The bus looks there again when it does not know a name. */
static void
write_service (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "org.berth.Helper1.service", NULL);

  g_assert_true (g_file_set_contents (
      path, "[D-BUS Service]\nName=" BERTH_HELPER_NAME "\nExec=/bin/false\n", -1, NULL));
}

/* A helper that is installed and does not start. */
static void
test_not_started (void)
{
  g_autoptr (GError) error = NULL;

  write_service (service_folder);
  g_assert_false (run (BERTH_HOST_ACTION_BIND, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "did not start"));
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  g_autofree char *service = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  service_folder = g_dir_make_tmp ("berth-bus-XXXXXX", NULL);
  service = g_build_filename (service_folder, "org.berth.Helper1.service", NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_add_service_dir (bus, service_folder);
  g_test_dbus_up (bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (bus), TRUE);

  g_test_add_func ("/binder/no-bus", test_no_bus);
  g_test_add_func ("/binder/not-installed", test_not_installed);
  g_test_add_func ("/binder/methods", test_methods);
  g_test_add_func ("/binder/errors", test_errors);
  g_test_add_func ("/binder/other-reply", test_other_reply);
  g_test_add_func ("/binder/helper-leaves", test_helper_leaves);
  g_test_add_func ("/binder/cancelled", test_cancelled);
  g_test_add_func ("/binder/inspect", test_inspect);
  g_test_add_func ("/binder/nothing-to-inspect", test_nothing_to_inspect);
  g_test_add_func ("/binder/inspect-fails", test_inspect_fails);
  g_test_add_func ("/binder/not-started", test_not_started);
  result = g_test_run ();

  g_test_dbus_down (bus);
  g_unlink (service);
  g_rmdir (service_folder);
  g_free (service_folder);
  return result;
}
