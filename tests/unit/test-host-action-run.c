/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-host-action-run.h"

#include "base/berth-error.h"
#include "mock-wait.h"
#include "mock-world.h"
#include "scene.h"

#define URI "demo:///a"
#define NIC "0000:03:00.0"
#define OTHER "0000:04:00.0"

/* Two cards; @driver has the first one. */
static BerthFacts *
new_facts (const char *driver)
{
  BerthFacts *facts = berth_facts_new ();

  facts->platform = BERTH_PLATFORM_BARE;
  scene_add_pci (facts, NIC, 0x020000, 7)->driver = g_strdup (driver);
  scene_add_pci (facts, OTHER, 0x020000, 8)->driver = g_strdup ("igb");
  berth_facts_sort (facts);
  return facts;
}

static BerthComputer *
open_computer (MockWorld *world)
{
  BerthComputer *computer = berth_computer_new (URI);
  g_autoptr (BerthConnection) connection = berth_connection_new (URI);
  g_autoptr (GAsyncResult) result = NULL;

  world->features = BERTH_FEATURE_WRITE | BERTH_FEATURE_READS_FACTS | BERTH_FEATURE_HOST;
  world->facts = new_facts ("igb");
  berth_computer_add_connection (computer, connection);
  berth_computer_load_async (computer, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_computer_load_finish (computer, result, NULL));
  return computer;
}

static BerthHostAction
bind_of (BerthComputer *computer, const char *address)
{
  BerthAddress parsed = scene_address (address);
  BerthFacts *facts = berth_inventory_get_facts (berth_computer_get_inventory (computer));

  return berth_host_action_of (BERTH_HOST_ACTION_BIND, facts,
                               berth_facts_lookup_pci (facts, &parsed));
}

/* A second one on the same device is turned away, and the first goes on; afterwards, also after a
 * failure, the device is free for the next. */
static void
test_one_at_a_time (void)
{
  MockWorld *world = mock_world_get (URI);
  g_autoptr (BerthComputer) computer = open_computer (world);
  BerthHostAction action = bind_of (computer, NIC);
  BerthHostAction on_other = bind_of (computer, OTHER);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GError) error = NULL;

  world->holds = TRUE;
  world->facts_after = new_facts ("vfio-pci");
  berth_host_action_run_async (computer, &action, mock_wait_cb, &first);
  g_assert_true (berth_host_action_run_is_busy (computer, &action.address));
  g_assert_false (berth_host_action_run_is_busy (computer, &on_other.address));

  berth_host_action_run_async (computer, &action, mock_wait_cb, &second);
  mock_wait_for (&second);
  g_assert_false (berth_host_action_run_finish (computer, second, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, NIC));
  g_assert_null (first);
  g_assert_true (berth_host_action_run_is_busy (computer, &action.address));
  g_clear_error (&error);

  world->holds = FALSE;
  mock_world_release (world);
  mock_wait_for (&first);
  g_assert_true (berth_host_action_run_finish (computer, first, &error));
  g_assert_no_error (error);
  g_assert_false (berth_host_action_run_is_busy (computer, &action.address));
  g_assert_cmpuint (world->n_host_actions, ==, 1);

  world->host_error = g_error_new (BERTH_ERROR, BERTH_ERROR_DENIED, "No.");
  berth_host_action_run_async (computer, &on_other, mock_wait_cb, &third);
  mock_wait_for (&third);
  g_assert_false (berth_host_action_run_finish (computer, third, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_DENIED);
  g_assert_false (berth_host_action_run_is_busy (computer, &on_other.address));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mock_world_add_test ("/host-action-run/one-at-a-time", test_one_at_a_time);
  return g_test_run ();
}
