/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-error.h"
#include "mock-wait.h"
#include "mock-world.h"
#include "session/berth-session.h"

#define URI_A "demo:///a"
#define URI_B "demo:///b"
#define UUID_WORK "11111111-1111-1111-1111-111111111111"
#define UUID_PLAY "22222222-2222-2222-2222-222222222222"

static gboolean
load_session (BerthSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_session_load_async (session, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_session_load_finish (session, result, error);
}

static gboolean
load_connection (BerthConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_connection_load_async (connection, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_connection_load_finish (connection, result, error);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static BerthAddress
address_of (const char *text)
{
  BerthAddress address;

  g_assert_true (berth_address_parse (text, &address, NULL));
  return address;
}

/* A world with one network card and two VMs. */
static MockWorld *
new_world (const char *uri)
{
  MockWorld *world = mock_world_get (uri);
  BerthAddress address = address_of ("03:00.0");

  world->facts = berth_facts_new ();
  berth_facts_add_pci (world->facts, &address)->class_code = 0x020000;
  berth_facts_sort (world->facts);
  mock_world_add_vm (world, UUID_PLAY, "play");
  mock_world_add_vm (world, UUID_WORK, "work");
  return world;
}

static BerthComputer *
get_computer (BerthSession *session, guint index)
{
  g_autoptr (BerthComputer) computer
      = g_list_model_get_item (berth_session_get_computers (session), index);

  return computer;
}

static void
test_load (void)
{
  const char *uris[] = { URI_A, NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GError) error = NULL;
  BerthAddress address = address_of ("03:00.0");
  BerthComputer *computer;

  new_world (URI_A);
  session = berth_session_new (uris);
  g_assert_true (load_session (session, &error));
  g_assert_no_error (error);

  computer = get_computer (session, 0);
  g_assert_cmpstr (berth_computer_get_id (computer), ==, URI_A);
  g_assert_nonnull (berth_inventory_lookup (berth_computer_get_inventory (computer), &address));
  g_assert_cmpuint (berth_roster_get_vms (berth_computer_get_roster (computer))->len, ==, 2);
}

/* Two URIs of this machine are one computer with the devices of this machine, read once; `none`
 * adds no connection. */
static void
test_computers (void)
{
  const char *uris[] = { "none", URI_A, "qemu:///system", "xen:///system", URI_A, URI_B, NULL };
  g_autoptr (BerthSession) session = berth_session_new (uris);
  BerthComputer *local = get_computer (session, 0);

  g_assert_cmpuint (g_list_model_get_n_items (berth_session_get_computers (session)), ==, 3);
  g_assert_true (berth_computer_is_local (local));
  g_assert_cmpuint (g_list_model_get_n_items (berth_computer_get_connections (local)), ==, 2);
  g_assert_cmpuint (
      g_list_model_get_n_items (berth_computer_get_connections (get_computer (session, 1))), ==, 1);
}

static void
test_none (void)
{
  const char *uris[] = { "none", NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  new_world (MOCK_WORLD_HOST);
  session = berth_session_new (uris);
  g_assert_true (load_session (session, &error));
  g_assert_no_error (error);
  g_assert_nonnull (berth_computer_get_inventory (get_computer (session, 0)));
}

/* The devices are shown although nothing answers behind libvirt, and another computer's VMs are. */
static void
test_one_fails (void)
{
  const char *uris[] = { "qemu:///system", URI_A, URI_B, NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  new_world (MOCK_WORLD_HOST);
  new_world (URI_A);
  new_world (URI_B)->open_error
      = g_error_new (BERTH_ERROR, BERTH_ERROR_DENIED, "You may not open B.");

  session = berth_session_new (uris);
  g_assert_false (load_session (session, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);

  g_assert_nonnull (berth_computer_get_inventory (get_computer (session, 0)));
  g_assert_no_error (berth_computer_get_error (get_computer (session, 0)));
  g_assert_nonnull (berth_computer_get_inventory (get_computer (session, 1)));
  g_assert_null (berth_computer_get_inventory (get_computer (session, 2)));
  g_assert_error ((GError *) berth_computer_get_error (get_computer (session, 2)), BERTH_ERROR,
                  BERTH_ERROR_DENIED);
}

static void
test_host_fails (void)
{
  const char *uris[] = { "none", NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  new_world (MOCK_WORLD_HOST)->open_error
      = g_error_new (G_FILE_ERROR, G_FILE_ERROR_ACCES, "open: \033[31mEACCES");
  session = berth_session_new (uris);
  g_assert_false (load_session (session, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "EACCES"));
  g_assert_null (strchr (error->message, '\033'));
}

/* A remote computer whose connection says nothing of devices is not this machine. */
static void
test_no_source (void)
{
  const char *uris[] = { URI_A, NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  new_world (MOCK_WORLD_HOST);
  new_world (URI_A)->features = BERTH_FEATURE_WRITE;
  session = berth_session_new (uris);
  g_assert_false (load_session (session, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
  g_assert_null (berth_computer_get_inventory (get_computer (session, 0)));
}

static void
test_reads_again (void)
{
  const char *uris[] = { URI_A, NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  BerthComputer *computer;
  BerthAddress added = address_of ("04:00.0");
  guint n_changed = 0;

  new_world (URI_A);
  session = berth_session_new (uris);
  g_assert_true (load_session (session, NULL));
  computer = get_computer (session, 0);
  g_assert_null (berth_inventory_lookup (berth_computer_get_inventory (computer), &added));

  berth_facts_add_pci (mock_world_get (URI_A)->facts, &added);
  g_signal_connect_swapped (computer, "changed", G_CALLBACK (count_cb), &n_changed);
  berth_computer_read_inventory_async (computer, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_computer_read_inventory_finish (computer, result, NULL));
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_nonnull (berth_inventory_lookup (berth_computer_get_inventory (computer), &added));
}

static void
test_connection_states (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (GError) denied = NULL;
  g_autoptr (GError) error = NULL;
  MockWorld *world = new_world (URI_A);

  g_assert_cmpint (berth_connection_get_state (connection), ==, BERTH_CONNECTION_WAITING);
  g_assert_cmpstr (berth_connection_get_title (connection), ==, URI_A);
  g_assert_null (berth_connection_get_backend (connection));

  world->open_error = g_error_new (BERTH_ERROR, BERTH_ERROR_DENIED, "You may not.");
  g_assert_false (load_connection (connection, &denied));
  g_assert_error (denied, BERTH_ERROR, BERTH_ERROR_DENIED);
  g_assert_cmpint (berth_connection_get_state (connection), ==, BERTH_CONNECTION_FAILED);
  g_assert_cmpstr (berth_connection_get_error (connection)->message, ==, "You may not.");
  g_assert_cmpuint (berth_connection_get_features (connection), ==, 0);

  /* The same connection can be tried again, with a new backend. */
  g_clear_error (&world->open_error);
  g_assert_true (load_connection (connection, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (world->n_opened, ==, 2);
  g_assert_cmpint (berth_connection_get_state (connection), ==, BERTH_CONNECTION_READY);
  g_assert_null (berth_connection_get_error (connection));
  g_assert_cmpstr (berth_connection_get_title (connection), ==, "Mock of " URI_A);
  g_assert_nonnull (berth_connection_lookup_vm (connection, UUID_WORK));
  g_assert_null (berth_connection_lookup_vm (connection, "no"));
}

/* An error that is not Berth's own gets a sentence of ours around it. */
static void
test_foreign_error (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (GError) error = NULL;

  new_world (URI_A)->list_error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "\033[2Jboom");
  g_assert_false (load_connection (connection, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "boom"));
  g_assert_null (strchr (error->message, '\033'));
  g_assert_cmpint (berth_connection_get_state (connection), ==, BERTH_CONNECTION_FAILED);
}

/* Several loads share one listing; one that begins while a listing is under way gets another. */
static void
test_shared_load (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  MockWorld *world = new_world (URI_A);

  berth_connection_load_async (connection, NULL, mock_wait_cb, &first);
  berth_connection_load_async (connection, NULL, mock_wait_cb, &second);
  mock_wait_for (&first);
  mock_wait_for (&second);
  g_assert_cmpuint (world->n_opened, ==, 1);
  g_assert_cmpuint (world->n_listed, ==, 1);
  g_clear_object (&first);
  g_clear_object (&second);

  world->holds = TRUE;
  berth_connection_load_async (connection, NULL, mock_wait_cb, &first);
  berth_connection_load_async (connection, NULL, mock_wait_cb, &second);
  berth_connection_load_async (connection, NULL, mock_wait_cb, &third);
  mock_world_release (world);
  mock_wait_for (&first);
  mock_wait_for (&second);
  mock_wait_for (&third);
  g_assert_cmpuint (world->n_listed, ==, 3);
}

/* Who cancels stops waiting at once; the others, and the work, go on. */
static void
test_cancel (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GAsyncResult) patient = NULL;
  g_autoptr (GError) error = NULL;
  MockWorld *world = new_world (URI_A);

  world->holds = TRUE;
  berth_connection_load_async (connection, cancellable, mock_wait_cb, &cancelled);
  berth_connection_load_async (connection, NULL, mock_wait_cb, &patient);
  g_cancellable_cancel (cancellable);
  mock_wait_for (&cancelled);
  g_assert_false (berth_connection_load_finish (connection, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (patient);

  berth_connection_load_async (connection, cancellable, mock_wait_cb, &late);
  mock_wait_for (&late);
  g_assert_false (berth_connection_load_finish (connection, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  while (world->held->len == 0)
    g_main_context_iteration (NULL, TRUE);
  mock_world_release (world);
  mock_wait_for (&patient);
  g_assert_true (berth_connection_load_finish (connection, patient, NULL));
}

/* A burst of events is one listing. */
static void
test_vms_changed (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  MockWorld *world = new_world (URI_A);
  guint n_changed = 0;

  g_assert_true (load_connection (connection, NULL));
  g_signal_connect_swapped (connection, "changed", G_CALLBACK (count_cb), &n_changed);
  mock_world_add_vm (world, "3", "third");
  for (int i = 0; i < 100; i++)
    berth_backend_emit_vms_changed (world->backend);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (world->n_listed, ==, 2);
  g_assert_nonnull (berth_connection_lookup_vm (connection, "3"));
}

/* What changes during a listing is listed by a second one. */
static void
test_vms_changed_meanwhile (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (GAsyncResult) result = NULL;
  MockWorld *world = new_world (URI_A);

  g_assert_true (load_connection (connection, NULL));
  world->holds = TRUE;
  berth_connection_load_async (connection, NULL, mock_wait_cb, &result);
  berth_backend_emit_vms_changed (world->backend);
  mock_world_release (world);
  mock_world_add_vm (world, "3", "third");
  mock_wait_for (&result);
  while (berth_connection_lookup_vm (connection, "3") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (world->n_listed, ==, 3);
}

/* When the other side goes away, whoever waits is told and what was seen stays. */
static void
test_closed (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MockWorld *world = new_world (URI_A);

  g_assert_true (load_connection (connection, NULL));
  world->holds = TRUE;
  berth_connection_load_async (connection, NULL, mock_wait_cb, &result);
  berth_backend_emit_closed (world->backend, "The daemon went away.");
  mock_wait_for (&result);
  g_assert_false (berth_connection_load_finish (connection, result, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
  g_assert_cmpstr (error->message, ==, "The daemon went away.");
  g_assert_cmpint (berth_connection_get_state (connection), ==, BERTH_CONNECTION_FAILED);
  g_assert_null (berth_connection_get_backend (connection));
  g_assert_nonnull (berth_connection_lookup_vm (connection, UUID_WORK));

  /* The answer of the broken backend comes late and counts for nothing. */
  mock_world_release (world);
  mock_wait_idle ();
  g_assert_cmpint (berth_connection_get_state (connection), ==, BERTH_CONNECTION_FAILED);

  g_assert_true (load_connection (connection, NULL));
  g_assert_cmpuint (world->n_opened, ==, 2);
}

static BerthChange *
new_change (void)
{
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
  g_autoptr (GPtrArray) wanted = berth_assignment_list_new ();
  BerthAddress address = address_of ("03:00.0");

  g_ptr_array_add (wanted, berth_assignment_new (&address));
  return berth_change_new (UUID_WORK, configured, wanted);
}

static guint
count_configured (BerthConnection *connection)
{
  return berth_connection_lookup_vm (connection, UUID_WORK)->configured->len;
}

static void
test_apply (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (BerthChange) change = new_change ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BerthVm) vm = NULL;

  new_world (URI_A);
  g_assert_true (load_connection (connection, NULL));
  berth_connection_apply_async (connection, change, mock_wait_cb, &result);
  mock_wait_for (&result);
  vm = berth_connection_apply_finish (connection, result, NULL);
  g_assert_nonnull (vm);
  g_assert_true (berth_connection_lookup_vm (connection, UUID_WORK) == vm);
  g_assert_cmpuint (count_configured (connection), ==, 1);
}

/* A listing that began before the write must not bring back what was there before. */
static void
test_apply_during_listing (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (BerthChange) change = new_change ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) listing = NULL;
  MockWorld *world = new_world (URI_A);
  GPtrArray *held;

  g_assert_true (load_connection (connection, NULL));
  world->holds = TRUE;
  berth_connection_load_async (connection, NULL, mock_wait_cb, &listing);
  held = g_steal_pointer (&world->held);
  world->held = g_ptr_array_new ();
  world->holds = FALSE;
  berth_connection_apply_async (connection, change, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_cmpuint (count_configured (connection), ==, 1);

  g_ptr_array_unref (world->held);
  world->held = held;
  mock_world_release (world);
  mock_wait_for (&listing);
  g_assert_cmpuint (count_configured (connection), ==, 1);
  g_assert_cmpuint (world->n_listed, ==, 3);
}

/* After a failure the list says what is so, whatever the error says. */
static void
test_apply_fails (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (BerthChange) change = new_change ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MockWorld *world = new_world (URI_A);

  g_assert_true (load_connection (connection, NULL));
  world->lies = TRUE;
  world->apply_error = g_error_new (BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED, "Not verified.");
  berth_connection_apply_async (connection, change, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_null (berth_connection_apply_finish (connection, result, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED);
  g_assert_cmpuint (count_configured (connection), ==, 1);

  g_clear_object (&result);
  g_clear_error (&error);
  mock_world_remove_vm (world, UUID_WORK);
  berth_connection_apply_async (connection, change, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_null (berth_connection_apply_finish (connection, result, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
  g_assert_null (berth_connection_lookup_vm (connection, UUID_WORK));
}

/* The write is done although everybody who wanted it is gone. */
static void
test_apply_survives (void)
{
  BerthConnection *connection = berth_connection_new (URI_A);
  g_autoptr (BerthChange) change = new_change ();
  MockWorld *world = new_world (URI_A);

  g_assert_true (load_connection (connection, NULL));
  world->holds = TRUE;
  berth_connection_apply_async (connection, change, NULL, NULL);
  g_object_unref (connection);
  mock_world_release (world);
  mock_wait_idle ();
  g_assert_cmpuint (world->n_applied, ==, 1);
  g_assert_null (world->backend);
}

static void
test_apply_not_open (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (BerthChange) change = new_change ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  berth_connection_apply_async (connection, change, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_null (berth_connection_apply_finish (connection, result, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
}

static void
test_power (void)
{
  g_autoptr (BerthConnection) connection = berth_connection_new (URI_A);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  new_world (URI_A);
  g_assert_true (load_connection (connection, NULL));
  berth_connection_set_power_async (connection, UUID_WORK, TRUE, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_connection_set_power_finish (connection, result, &error));
  g_assert_no_error (error);

  g_clear_object (&result);
  berth_connection_set_power_async (connection, "no", FALSE, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_false (berth_connection_set_power_finish (connection, result, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
}

typedef struct
{
  const char *text;
  const char *uuid; /* NULL: an error */
  int code;
  const char *part; /* of the sentence */
} FindCase;

static const FindCase find_cases[] = {
  { "work", UUID_WORK },
  { UUID_WORK, UUID_WORK },
  { "ABCDEF00-0000-0000-0000-000000000000", "abcdef00-0000-0000-0000-000000000000" },
  { "play", NULL, BERTH_ERROR_INVALID, URI_B },
  { "wrok", NULL, BERTH_ERROR_NOT_FOUND, "Did you mean “work”?" },
  { "Work", NULL, BERTH_ERROR_NOT_FOUND, "Did you mean “work”?" },
  { "wo", NULL, BERTH_ERROR_NOT_FOUND, "Did you mean “work”?" },
  { "sys-net", NULL, BERTH_ERROR_NOT_FOUND, "“sys-net”" },
  { "", NULL, BERTH_ERROR_NOT_FOUND, "“”" },
  { "\033[2J", NULL, BERTH_ERROR_NOT_FOUND, "␛[2J" },
  /* A VM called like the UUID of another one does not take its place. */
  { UUID_PLAY, NULL, BERTH_ERROR_INVALID, URI_A },
};

static void
test_find_vm (void)
{
  const char *uris[] = { URI_A, URI_B, NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autofree char *huge = g_strnfill (1024 * 1024, 'w');

  new_world (URI_A);
  mock_world_add_vm (mock_world_get (URI_A), "abcdef00-0000-0000-0000-000000000000", UUID_PLAY);
  mock_world_add_vm (mock_world_get (URI_A), "4", huge);
  new_world (URI_B);
  mock_world_remove_vm (mock_world_get (URI_B), UUID_WORK);
  session = berth_session_new (uris);
  g_assert_true (load_session (session, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (find_cases); i++)
    {
      const FindCase *c = &find_cases[i];
      g_autoptr (BerthComputer) computer = NULL;
      g_autoptr (BerthConnection) connection = NULL;
      g_autoptr (BerthVm) vm = NULL;
      g_autoptr (GError) error = NULL;
      gboolean found
        = berth_session_find_vm (session, c->text, &computer, &connection, &vm, &error);

      g_test_message ("“%s”: %s", c->text, error != NULL ? error->message : "found");
      g_assert_cmpint (found, ==, c->uuid != NULL);
      if (found)
        {
          g_assert_cmpstr (vm->uuid, ==, c->uuid);
          g_assert_cmpstr (berth_connection_get_uri (connection), ==, URI_A);
          g_assert_true (computer == get_computer (session, 0));
        }
      else
        {
          g_assert_error (error, BERTH_ERROR, c->code);
          g_assert_nonnull (strstr (error->message, c->part));
        }
    }
  g_assert_false (berth_session_find_vm (session, huge + 1, NULL, NULL, NULL, NULL));
}

/* A name that may be on a connection that did not answer is not simply "not there". */
static void
test_find_vm_unasked (void)
{
  const char *uris[] = { URI_A, URI_B, NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GError) partly = NULL;
  g_autoptr (GError) none = NULL;

  new_world (URI_A);
  new_world (URI_B)->open_error = g_error_new (BERTH_ERROR, BERTH_ERROR_DENIED, "B is denied.");
  session = berth_session_new (uris);
  load_session (session, NULL);
  g_assert_false (berth_session_find_vm (session, "sys-net", NULL, NULL, NULL, &partly));
  g_assert_error (partly, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (partly->message, "B is denied."));

  g_object_unref (session);
  mock_world_get (URI_A)->open_error
      = g_error_new (BERTH_ERROR, BERTH_ERROR_UNREACHABLE, "A is far.");
  session = berth_session_new (uris);
  load_session (session, NULL);
  g_assert_false (berth_session_find_vm (session, "sys-net", NULL, NULL, NULL, &none));
  g_assert_error (none, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
}

static void
run (gconstpointer test)
{
  ((void (*) (void)) test) ();
  mock_wait_idle ();
  mock_world_forget_all ();
}

static void
add (const char *path, void (*test) (void))
{
  g_test_add_data_func (path, (gconstpointer) test, run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/session/load", test_load);
  add ("/session/computers", test_computers);
  add ("/session/none", test_none);
  add ("/session/one-fails", test_one_fails);
  add ("/session/host-fails", test_host_fails);
  add ("/session/no-source", test_no_source);
  add ("/session/reads-again", test_reads_again);
  add ("/session/connection/states", test_connection_states);
  add ("/session/connection/foreign-error", test_foreign_error);
  add ("/session/connection/shared-load", test_shared_load);
  add ("/session/connection/cancel", test_cancel);
  add ("/session/connection/vms-changed", test_vms_changed);
  add ("/session/connection/vms-changed-meanwhile", test_vms_changed_meanwhile);
  add ("/session/connection/closed", test_closed);
  add ("/session/connection/apply", test_apply);
  add ("/session/connection/apply-during-listing", test_apply_during_listing);
  add ("/session/connection/apply-fails", test_apply_fails);
  add ("/session/connection/apply-survives", test_apply_survives);
  add ("/session/connection/apply-not-open", test_apply_not_open);
  add ("/session/connection/power", test_power);
  add ("/session/find-vm", test_find_vm);
  add ("/session/find-vm-unasked", test_find_vm_unasked);
  return g_test_run ();
}
