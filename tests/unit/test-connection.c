/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-error.h"
#include "mock-wait.h"
#include "mock-world.h"
#include "scene.h"
#include "session/berth-connection.h"

#define URI_A "demo:///a"
#define UUID_WORK "11111111-1111-1111-1111-111111111111"

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

static MockWorld *
new_world (const char *uri)
{
  MockWorld *world = mock_world_get (uri);

  mock_world_add_vm (world, UUID_WORK, "work");
  return world;
}

static void
test_states (void)
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
  BerthAddress address = scene_address ("03:00.0");

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mock_world_add_test ("/connection/states", test_states);
  mock_world_add_test ("/connection/foreign-error", test_foreign_error);
  mock_world_add_test ("/connection/shared-load", test_shared_load);
  mock_world_add_test ("/connection/cancel", test_cancel);
  mock_world_add_test ("/connection/vms-changed", test_vms_changed);
  mock_world_add_test ("/connection/vms-changed-meanwhile", test_vms_changed_meanwhile);
  mock_world_add_test ("/connection/closed", test_closed);
  mock_world_add_test ("/connection/apply", test_apply);
  mock_world_add_test ("/connection/apply-during-listing", test_apply_during_listing);
  mock_world_add_test ("/connection/apply-fails", test_apply_fails);
  mock_world_add_test ("/connection/apply-survives", test_apply_survives);
  mock_world_add_test ("/connection/apply-not-open", test_apply_not_open);
  mock_world_add_test ("/connection/power", test_power);
  return g_test_run ();
}
