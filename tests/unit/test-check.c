/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-check.h"

#include <string.h>

#include "draft-fixture.h"

static BerthComputer *
get_computer (DraftFixture *f)
{
  return berth_draft_get_computer (f->draft);
}

/* "host-need claimed": the ids of what is not only a note, each once, in their order. */
static char *
to_words (GPtrArray *findings)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity > BERTH_SEVERITY_NOTE && strstr (words->str, finding->id) == NULL)
        g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", finding->id);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static char *
check_bundle (DraftFixture *f, const char *text)
{
  BerthAddress address = scene_address (text);
  BerthInventory *inventory = berth_computer_get_inventory (get_computer (f));
  g_autoptr (GPtrArray) findings = berth_check_bundle (
      get_computer (f), berth_inventory_lookup_bundle (inventory, &address));

  return to_words (findings);
}

/* What the rules say about a device does not depend on who asks: one by one, or all in a worker. */
static void
test_bundles (DraftFixture *f, gconstpointer data)
{
  static const char *const addresses[] = { "00:01.0", "00:14.0", "03:00.0", "04:00.0", "1-2" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) all = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bridge = check_bundle (f, "00:01.0");
  g_autofree char *disk = check_bundle (f, "04:00.0");

  g_assert_nonnull (strstr (bridge, "bridge"));
  g_assert_nonnull (strstr (disk, "host-need"));

  berth_check_bundles_async (get_computer (f), NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  all = berth_check_bundles_finish (get_computer (f), result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (all), ==, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      BerthAddress address = scene_address (addresses[i]);
      g_autofree char *one = check_bundle (f, addresses[i]);
      g_autofree char *among = to_words (g_hash_table_lookup (all, &address));

      g_assert_cmpstr (among, ==, one);
    }
}

static void
test_cancelled (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  berth_check_bundles_async (get_computer (f), cancellable, mock_wait_cb, &result);
  g_cancellable_cancel (cancellable);
  mock_wait_for (&result);
  g_assert_null (berth_check_bundles_finish (get_computer (f), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static guint
count (GPtrArray *findings, const char *id)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += g_str_equal (((BerthFinding *) g_ptr_array_index (findings, i))->id, id);
  return n;
}

/* Each bundle that a VM has is asked about once, and so is a card that was pulled. */
static void
test_vm (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) nothing = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  nothing = berth_check_vm (get_computer (f), berth_draft_get_vm (f->draft));
  g_assert_cmpuint (nothing->len, ==, 0);

  fixture_change_elsewhere (f, "04:00.0 09:00.0 09:00.1 0a:00.0 03:00.0 03:00.1", 0);
  findings = berth_check_vm (get_computer (f), berth_draft_get_vm (f->draft));
  g_assert_cmpuint (count (findings, "host-need"), ==, 1);
  g_assert_cmpuint (count (findings, "missing"), ==, 2);
  g_assert_cmpuint (count (findings, "part-of-bundle"), ==, 0);
}

/* What would make the start fail or take what the computer needs, and only that. */
static void
test_start (DraftFixture *f, gconstpointer data)
{
  BerthVm *play = mock_world_lookup_vm (f->world, UUID_PLAY);
  g_autoptr (GPtrArray) fine = NULL;
  g_autoptr (GPtrArray) needed = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  fixture_change_elsewhere (f, "03:00.0", 0);
  fine = berth_check_start (get_computer (f), berth_draft_get_vm (f->draft));
  g_assert_cmpuint (fine->len, ==, 0);

  fixture_change_elsewhere (f, "04:00.0", 0);
  needed = berth_check_start (get_computer (f), berth_draft_get_vm (f->draft));
  g_assert_cmpuint (needed->len, ==, 1);
  g_assert_cmpuint (count (needed, "host-need"), ==, 1);

  play->state = BERTH_VM_RUNNING;
  scene_assign (play->live, berth_computer_get_inventory (get_computer (f)), "01:00.0");
  fixture_change_elsewhere (f, "01:00.0 09:00.0", 0);
  findings = berth_check_start (get_computer (f), berth_draft_get_vm (f->draft));
  g_assert_cmpuint (count (findings, "missing"), ==, 1);
  g_assert_cmpuint (count (findings, "claimed"), ==, 1);
  for (guint i = 0; i < findings->len; i++)
    g_assert_true (((BerthFinding *) g_ptr_array_index (findings, i))->stops_start);
}

/* Of a computer that nobody looked at yet there is nothing to say. */
static void
test_not_read (DraftFixture *f, gconstpointer data)
{
  g_autoptr (BerthComputer) computer = berth_computer_new ("demo:///nowhere");
  g_autoptr (GPtrArray) of_computer = berth_check_computer (computer);
  g_autoptr (GPtrArray) of_vm = berth_check_vm (computer, berth_draft_get_vm (f->draft));

  g_assert_cmpuint (of_computer->len, ==, 0);
  g_assert_cmpuint (of_vm->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(NAME, TEST) \
  g_test_add ("/check/" NAME, DraftFixture, NULL, fixture_set_up, TEST, fixture_tear_down)
  ADD ("bundles", test_bundles);
  ADD ("cancelled", test_cancelled);
  ADD ("vm", test_vm);
  ADD ("start", test_start);
  ADD ("not-read", test_not_read);
#undef ADD
  return g_test_run ();
}
