/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "app/berth-vm-lookup.h"
#include "base/berth-error.h"
#include "mock-wait.h"
#include "mock-world.h"

#define URI_A "demo:///a"
#define URI_B "demo:///b"
#define UUID_WORK "11111111-1111-1111-1111-111111111111"
#define UUID_PLAY "22222222-2222-2222-2222-222222222222"

static const char *const both[] = { URI_A, URI_B, NULL };
static const char *const only_b[] = { URI_B, NULL };

/* "work" is on both, "play" on the second. */
static BerthSession *
new_session (void)
{
  mock_world_add_vm (mock_world_get (URI_A), UUID_WORK, "work");
  mock_world_add_vm (mock_world_get (URI_B), UUID_PLAY, "play");
  mock_world_add_vm (mock_world_get (URI_B), "33333333-3333-3333-3333-333333333333", "work");
  return berth_session_new (both);
}

static void
load (BerthSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_session_load_async (session, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
}

/* What was looked up is here already. */
static void
test_loaded (void)
{
  g_autoptr (BerthSession) session = new_session ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BerthComputer) computer = NULL;
  g_autoptr (BerthConnection) connection = NULL;
  g_autoptr (BerthVm) vm = NULL;

  load (session);
  berth_vm_lookup_async (session, NULL, "play", NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_vm_lookup_finish (result, &computer, &connection, &vm, NULL));
  g_assert_cmpstr (vm->uuid, ==, UUID_PLAY);
  g_assert_cmpstr (berth_connection_get_uri (connection), ==, URI_B);
  g_assert_cmpstr (berth_computer_get_id (computer), ==, URI_B);
}

/* The look-up begins before anything was read and ends by itself. */
static void
test_waits (void)
{
  g_autoptr (BerthSession) session = new_session ();
  g_autoptr (GAsyncResult) result = NULL;

  berth_vm_lookup_async (session, NULL, "play", NULL, mock_wait_cb, &result);
  mock_wait_idle ();
  g_assert_null (result);

  load (session);
  mock_wait_for (&result);
  g_assert_true (berth_vm_lookup_finish (result, NULL, NULL, NULL, NULL));
}

/* A UUID is found without waiting for a server that does not answer; a name might be there too. */
static void
test_uuid_does_not_wait (void)
{
  g_autoptr (BerthSession) session = new_session ();
  g_autoptr (GAsyncResult) by_uuid = NULL;
  g_autoptr (GAsyncResult) by_name = NULL;

  mock_world_get (URI_A)->holds = TRUE;
  berth_vm_lookup_async (session, NULL, "play", NULL, mock_wait_cb, &by_name);
  berth_vm_lookup_async (session, NULL, UUID_PLAY, NULL, mock_wait_cb, &by_uuid);
  berth_session_load_async (session, NULL, NULL, NULL);
  mock_wait_for (&by_uuid);
  g_assert_true (berth_vm_lookup_finish (by_uuid, NULL, NULL, NULL, NULL));
  g_assert_null (by_name);

  mock_world_get (URI_A)->holds = FALSE;
  mock_world_release (mock_world_get (URI_A));
  mock_wait_for (&by_name);
  g_assert_true (berth_vm_lookup_finish (by_name, NULL, NULL, NULL, NULL));
}

typedef struct
{
  const char *const *uris;
  const char *text;
  const char *uri; /* NULL: an error */
  int code;
} Case;

static const Case cases[] = {
  { both, "work", NULL, BERTH_ERROR_INVALID },
  { NULL, "work", NULL, BERTH_ERROR_INVALID },
  { only_b, "work", URI_B },
  { only_b, UUID_WORK, NULL, BERTH_ERROR_NOT_FOUND },
  { both, UUID_WORK, URI_A },
  { both, "nobody", NULL, BERTH_ERROR_NOT_FOUND },
};

static void
test_scope (void)
{
  g_autoptr (BerthSession) session = new_session ();

  load (session);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (BerthConnection) connection = NULL;
      g_autoptr (GError) error = NULL;
      gboolean found;

      berth_vm_lookup_async (session, c->uris, c->text, NULL, mock_wait_cb, &result);
      mock_wait_for (&result);
      found = berth_vm_lookup_finish (result, NULL, &connection, NULL, &error);
      g_assert_cmpint (found, ==, c->uri != NULL);
      if (found)
        g_assert_cmpstr (berth_connection_get_uri (connection), ==, c->uri);
      else
        g_assert_error (error, BERTH_ERROR, c->code);
    }
}

static void
test_failed_connection (void)
{
  g_autoptr (BerthSession) session = new_session ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mock_world_get (URI_B)->open_error
      = g_error_new (BERTH_ERROR, BERTH_ERROR_UNREACHABLE, "B is far.");
  berth_vm_lookup_async (session, only_b, "play", NULL, mock_wait_cb, &result);
  load (session);
  mock_wait_for (&result);
  g_assert_false (berth_vm_lookup_finish (result, NULL, NULL, NULL, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
}

static void
test_cancelled (void)
{
  g_autoptr (BerthSession) session = new_session ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  berth_vm_lookup_async (session, NULL, "play", cancellable, mock_wait_cb, &result);
  g_cancellable_cancel (cancellable);
  mock_wait_for (&result);
  g_assert_false (berth_vm_lookup_finish (result, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&result);
  load (session);
  g_assert_null (result);
}

static void
cancel_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (berth_vm_lookup_finish (result, NULL, NULL, NULL, NULL));
  g_cancellable_cancel (user_data);
}

/* A window that is closed because the VM was found cancels what it was waiting for. */
static void
test_cancelled_by_answer (void)
{
  g_autoptr (BerthSession) session = new_session ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  berth_vm_lookup_async (session, NULL, "play", cancellable, cancel_cb, cancellable);
  mock_wait_idle ();
  load (session);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mock_world_add_test ("/vm-lookup/loaded", test_loaded);
  mock_world_add_test ("/vm-lookup/waits", test_waits);
  mock_world_add_test ("/vm-lookup/uuid-does-not-wait", test_uuid_does_not_wait);
  mock_world_add_test ("/vm-lookup/scope", test_scope);
  mock_world_add_test ("/vm-lookup/failed-connection", test_failed_connection);
  mock_world_add_test ("/vm-lookup/cancelled", test_cancelled);
  mock_world_add_test ("/vm-lookup/cancelled-by-answer", test_cancelled_by_answer);
  return g_test_run ();
}
