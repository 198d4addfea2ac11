/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-device-list.h"
#include "draft-fixture.h"

typedef struct
{
  DraftFixture draft;
  BerthComputer *computer;
  BerthComputerDeviceList *list;
  GString *heard; /* what the list said, a letter each: i(tems), r(efreshed) */
} ListFixture;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, GString *heard)
{
  g_string_append_c (heard, 'i');
}

static void
refreshed_cb (BerthComputerDeviceList *list, GString *heard)
{
  g_string_append_c (heard, 'r');
}

static void
wait_for_check (ListFixture *f)
{
  while (!berth_computer_device_list_is_checked (f->list))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (ListFixture *f, gconstpointer data)
{
  fixture_set_up (&f->draft, data);
  f->computer
      = g_list_model_get_item (berth_session_get_computers (f->draft.session), 0);
  f->list = berth_computer_device_list_new (f->computer);
  f->heard = g_string_new (NULL);
  g_signal_connect (f->list, "items-changed", G_CALLBACK (items_changed_cb), f->heard);
  g_signal_connect (f->list, "refreshed", G_CALLBACK (refreshed_cb), f->heard);
}

/* A check under way keeps the list until it has seen that nobody wants it any more. */
static void
tear_down (ListFixture *f, gconstpointer data)
{
  wait_for_check (f);
  g_assert_finalize_object (f->list);
  g_clear_object (&f->computer);
  g_string_free (f->heard, TRUE);
  fixture_tear_down (&f->draft, data);
}

static BerthComputerDevice *
lookup (ListFixture *f, const char *address)
{
  BerthAddress parsed = scene_address (address);

  return berth_computer_device_list_lookup (f->list, &parsed);
}

static void
load (ListFixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_session_load_async (f->draft.session, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
}

/* The rows do not wait for what the rules say. */
static void
test_marks_arrive (ListFixture *f, gconstpointer data)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->list)), ==, 8);
  g_assert_cmpstr (berth_computer_device_get_words (lookup (f, "04:00.0")), ==, "");
  g_assert_null (berth_computer_device_get_findings (lookup (f, "04:00.0")));

  wait_for_check (f);
  g_assert_cmpint (berth_computer_device_get_severity (lookup (f, "04:00.0")), ==,
                   BERTH_SEVERITY_REFUSED);
  g_assert_cmpstr (f->heard->str, ==, "r");
}

/* The same once more is no news: no row is touched, nothing is checked. */
static void
test_old_news (ListFixture *f, gconstpointer data)
{
  wait_for_check (f);
  g_string_truncate (f->heard, 0);
  g_signal_emit_by_name (f->computer, "changed");
  g_assert_true (berth_computer_device_list_is_checked (f->list));
  g_assert_cmpstr (f->heard->str, ==, "");
}

/* Another program gave a device away: the row stays, and says so. */
static void
test_new_holder (ListFixture *f, gconstpointer data)
{
  BerthComputerDevice *card = lookup (f, "03:00.0");

  wait_for_check (f);
  g_assert_cmpuint (berth_computer_device_get_users (card), ==, BERTH_USED_BY_NOBODY);
  g_string_truncate (f->heard, 0);
  fixture_change_elsewhere (&f->draft, "03:00.0", 0);
  load (f);
  g_assert_true (lookup (f, "03:00.0") == card);
  g_assert_cmpuint (berth_computer_device_get_users (card), ==, BERTH_USED_BY_VM);
  g_assert_null (strchr (f->heard->str, 'i'));
}

/* A device that was plugged in comes in between; the others keep their rows. */
static void
test_plugged_in (ListFixture *f, gconstpointer data)
{
  BerthComputerDevice *disk = lookup (f, "04:00.0");
  BerthFacts *before = f->draft.world->facts;

  wait_for_check (f);
  fixture_fill_facts (f->draft.world);
  scene_add_usb (f->draft.world->facts, "1-3", "00:14.0", "030101");
  berth_facts_sort (f->draft.world->facts);
  berth_facts_unref (before);
  load (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->list)), ==, 9);
  g_assert_nonnull (lookup (f, "1-3"));
  g_assert_true (lookup (f, "04:00.0") == disk);
  g_assert_cmphex (berth_computer_device_list_get_classes (f->list) & 1u << BERTH_DEVICE_INPUT,
                   !=, 0);
}

#define ADD(path, test) g_test_add (path, ListFixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/computer-device-list/marks-arrive", test_marks_arrive);
  ADD ("/computer-device-list/old-news", test_old_news);
  ADD ("/computer-device-list/new-holder", test_new_holder);
  ADD ("/computer-device-list/plugged-in", test_plugged_in);
  return g_test_run ();
}
