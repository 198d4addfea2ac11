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

/* What another program did to the devices is seen without asking, and once for a burst of news. */
static void
test_news (void)
{
  const char *uris[] = { URI_A, NULL };
  g_autoptr (BerthSession) session = NULL;
  MockWorld *world = new_world (URI_A);
  BerthAddress address = address_of ("03:00.0");
  guint n_changed = 0;
  BerthFacts *facts;

  session = berth_session_new (uris);
  g_assert_true (load_session (session, NULL));
  facts = berth_facts_new ();
  berth_facts_add_pci (facts, &address)->driver = g_strdup ("vfio-pci");
  berth_facts_sort (facts);
  berth_facts_unref (world->facts);
  world->facts = facts;

  g_signal_connect_swapped (get_computer (session, 0), "changed", G_CALLBACK (count_cb),
                            &n_changed);
  for (guint i = 0; i < 10; i++)
    berth_backend_emit_facts_changed (world->backend);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  mock_wait_idle ();
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpstr (berth_inventory_lookup (
                       berth_computer_get_inventory (get_computer (session, 0)), &address)
                       ->pci->driver,
                   ==, "vfio-pci");
}

/* What only root can read is asked of this computer alone, and not having it hides nothing. */
static void
test_root_is_asked (void)
{
  const char *uris[] = { "none", URI_A, NULL };
  g_autoptr (BerthSession) session = NULL;
  g_autoptr (GError) error = NULL;
  MockWorld *helper = mock_world_get (MOCK_WORLD_HELPER);

  helper->host_error = g_error_new (BERTH_ERROR, BERTH_ERROR_UNREACHABLE, "No helper.");
  new_world (MOCK_WORLD_HOST);
  new_world (URI_A);
  session = berth_session_new (uris);
  load_session (session, &error);
  g_assert_no_error (error);
  g_assert_nonnull (berth_computer_get_inventory (get_computer (session, 0)));
  g_assert_nonnull (berth_computer_get_inventory (get_computer (session, 1)));
  g_assert_cmpuint (helper->n_inspected, ==, 1);
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
read_again (BerthComputer *computer)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_computer_read_inventory_async (computer, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_computer_read_inventory_finish (computer, result, NULL));
}

/* Only what is new is told: everybody who follows makes everything anew. */
static void
test_reads_again (void)
{
  const char *uris[] = { URI_A, NULL };
  g_autoptr (BerthSession) session = NULL;
  BerthComputer *computer;
  BerthInventory *before;
  BerthAddress first = address_of ("03:00.0");
  BerthAddress added = address_of ("04:00.0");
  MockWorld *world;
  guint n_changed = 0;

  world = new_world (URI_A);
  session = berth_session_new (uris);
  g_assert_true (load_session (session, NULL));
  computer = get_computer (session, 0);
  before = berth_computer_get_inventory (computer);
  g_assert_null (berth_inventory_lookup (before, &added));
  g_signal_connect_swapped (computer, "changed", G_CALLBACK (count_cb), &n_changed);

  read_again (computer);
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_true (berth_computer_get_inventory (computer) == before);

  g_clear_pointer (&world->facts, berth_facts_unref);
  world->facts = berth_facts_new ();
  berth_facts_add_pci (world->facts, &first)->class_code = 0x020000;
  berth_facts_add_pci (world->facts, &added);
  berth_facts_sort (world->facts);
  read_again (computer);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_nonnull (berth_inventory_lookup (berth_computer_get_inventory (computer), &added));
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mock_world_add_test ("/session/load", test_load);
  mock_world_add_test ("/session/computers", test_computers);
  mock_world_add_test ("/session/none", test_none);
  mock_world_add_test ("/session/one-fails", test_one_fails);
  mock_world_add_test ("/session/host-fails", test_host_fails);
  mock_world_add_test ("/session/root-is-asked", test_root_is_asked);
  mock_world_add_test ("/session/news", test_news);
  mock_world_add_test ("/session/no-source", test_no_source);
  mock_world_add_test ("/session/reads-again", test_reads_again);
  mock_world_add_test ("/session/find-vm", test_find_vm);
  mock_world_add_test ("/session/find-vm-unasked", test_find_vm_unasked);
  return g_test_run ();
}
