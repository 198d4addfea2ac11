/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-item.h"
#include "app/berth-vm-model.h"
#include "base/berth-error.h"
#include "mock-wait.h"
#include "mock-world.h"

#define URI_A "demo:///a"
#define URI_B "demo:///b"

static const char *const only_a[] = { URI_A, NULL };
static const char *const both[] = { URI_A, URI_B, NULL };

static void
load (BerthSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_session_load_async (session, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
}

/* Each item is its VM's name, or "!" for a note; "[" and "]" begin and end a card, "#" stands
 * before one that has a heading. */
static char *
dup_picture (BerthVmModel *model)
{
  GListModel *list = G_LIST_MODEL (model);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (BerthVmItem) item = g_list_model_get_item (list, i);
      guint place = berth_vm_item_get_place (item);
      const BerthVm *vm = berth_vm_item_get_vm (item);

      if (i > 0)
        g_string_append_c (text, ' ');
      if ((place & BERTH_VM_ITEM_HEADED) != 0)
        g_string_append_c (text, '#');
      if ((place & BERTH_VM_ITEM_FIRST) != 0)
        g_string_append_c (text, '[');
      g_string_append (text, vm != NULL ? vm->name : "!");
      if ((place & BERTH_VM_ITEM_LAST) != 0)
        g_string_append_c (text, ']');
    }
  return g_string_free (text, FALSE);
}

static void
assert_shows (BerthVmModel *model, const char *wanted, BerthVmModelState state)
{
  g_autofree char *picture = dup_picture (model);

  g_assert_cmpstr (picture, ==, wanted);
  g_assert_cmpint (berth_vm_model_get_state (model), ==, state);
}

/* Where there is one connection the window speaks for it: no heading, no note. */
static void
test_one_connection (void)
{
  g_autoptr (BerthSession) session = berth_session_new (only_a);
  g_autoptr (BerthVmModel) model = berth_vm_model_new (session);
  BerthConnection *connection = berth_session_lookup_connection (session, URI_A, NULL);

  assert_shows (model, "", BERTH_VM_MODEL_WAITING);
  mock_world_get (URI_A)->open_error = g_error_new (BERTH_ERROR, BERTH_ERROR_DENIED, "No.");
  load (session);
  assert_shows (model, "", BERTH_VM_MODEL_FAILED);
  g_assert_true (berth_vm_model_get_only_connection (model) == connection);

  g_clear_error (&mock_world_get (URI_A)->open_error);
  load (session);
  assert_shows (model, "", BERTH_VM_MODEL_EMPTY);

  mock_world_add_vm (mock_world_get (URI_A), "1", "b");
  mock_world_add_vm (mock_world_get (URI_A), "2", "c");
  load (session);
  assert_shows (model, "[b c]", BERTH_VM_MODEL_LIST);

  /* It broke: what was seen last stays, and the note says that it is old. */
  berth_backend_emit_closed (mock_world_get (URI_A)->backend, "The line was cut.");
  assert_shows (model, "[! b c]", BERTH_VM_MODEL_LIST);
}

static void
test_no_connection (void)
{
  static const char *const none[] = { "none", NULL };
  g_autoptr (BerthSession) session = berth_session_new (none);
  g_autoptr (BerthVmModel) model = berth_vm_model_new (session);

  assert_shows (model, "", BERTH_VM_MODEL_EMPTY);
  g_assert_null (berth_vm_model_get_only_connection (model));
}

/* A connection that fails does not hide the other. */
static void
test_two_connections (void)
{
  g_autoptr (BerthSession) session = berth_session_new (both);
  g_autoptr (BerthVmModel) model = berth_vm_model_new (session);

  assert_shows (model, "#[!] #[!]", BERTH_VM_MODEL_WAITING);
  mock_world_add_vm (mock_world_get (URI_A), "1", "b");
  mock_world_get (URI_B)->open_error = g_error_new (BERTH_ERROR, BERTH_ERROR_DENIED, "No.");
  load (session);
  assert_shows (model, "#[b] #[!]", BERTH_VM_MODEL_LIST);

  g_clear_error (&mock_world_get (URI_B)->open_error);
  load (session);
  assert_shows (model, "#[b] #[!]", BERTH_VM_MODEL_LIST);
  mock_world_add_vm (mock_world_get (URI_B), "1", "d");
  load (session);
  assert_shows (model, "#[b] #[d]", BERTH_VM_MODEL_LIST);
}

static void
test_search (void)
{
  g_autoptr (BerthSession) session = berth_session_new (both);
  g_autoptr (BerthVmModel) model = berth_vm_model_new (session);

  mock_world_add_vm (mock_world_get (URI_A), "1", "sys-net");
  mock_world_add_vm (mock_world_get (URI_A), "2", "work");
  mock_world_add_vm (mock_world_get (URI_B), "1", "work")->state = BERTH_VM_RUNNING;
  load (session);
  berth_vm_model_set_search (model, "WOR");
  assert_shows (model, "#[work] #[work]", BERTH_VM_MODEL_LIST);
  berth_vm_model_set_search (model, "running wor");
  assert_shows (model, "#[work]", BERTH_VM_MODEL_LIST);
  /* A few letters mean a name, not the middle of "Shut off". */
  berth_vm_model_set_search (model, "ut");
  assert_shows (model, "", BERTH_VM_MODEL_NO_MATCH);
  berth_vm_model_set_search (model, "running net");
  assert_shows (model, "", BERTH_VM_MODEL_NO_MATCH);
  berth_vm_model_set_search (model, "");
  assert_shows (model, "#[sys-net work] #[work]", BERTH_VM_MODEL_LIST);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, guint *touched)
{
  *touched += removed + added;
}

/* A list view forgets selection and focus of a row that goes, so a row that stays must not go. */
static void
test_items_stay (void)
{
  g_autoptr (BerthSession) session = berth_session_new (only_a);
  g_autoptr (BerthVmModel) model = berth_vm_model_new (session);
  g_autoptr (BerthVmItem) before = NULL;
  g_autoptr (BerthVmItem) after = NULL;
  guint touched = 0;

  mock_world_add_vm (mock_world_get (URI_A), "1", "a");
  mock_world_add_vm (mock_world_get (URI_A), "2", "b");
  mock_world_add_vm (mock_world_get (URI_A), "3", "c");
  load (session);
  before = g_list_model_get_item (G_LIST_MODEL (model), 2);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &touched);

  load (session);
  g_assert_cmpuint (touched, ==, 0);
  mock_world_remove_vm (mock_world_get (URI_A), "2");
  load (session);
  g_assert_cmpuint (touched, ==, 1);
  after = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_assert_true (before == after);
  g_clear_object (&after);
  berth_vm_model_set_search (model, "nothing");
  berth_vm_model_set_search (model, "c");
  after = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_true (before == after);
}

/* A connection that is opened later appears. */
static void
test_grows (void)
{
  g_autoptr (BerthSession) session = berth_session_new (only_a);
  g_autoptr (BerthVmModel) model = berth_vm_model_new (session);

  mock_world_add_vm (mock_world_get (URI_A), "1", "b");
  load (session);
  assert_shows (model, "[b]", BERTH_VM_MODEL_LIST);
  berth_session_add_uri (session, URI_B);
  assert_shows (model, "#[b] #[!]", BERTH_VM_MODEL_LIST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mock_world_add_test ("/vm-model/one-connection", test_one_connection);
  mock_world_add_test ("/vm-model/no-connection", test_no_connection);
  mock_world_add_test ("/vm-model/two-connections", test_two_connections);
  mock_world_add_test ("/vm-model/search", test_search);
  mock_world_add_test ("/vm-model/items-stay", test_items_stay);
  mock_world_add_test ("/vm-model/grows", test_grows);
  return g_test_run ();
}
