/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-filter.h"
#include "app/berth-bundle-list.h"
#include "app/berth-bundle-selection.h"
#include "draft-fixture.h"

typedef struct
{
  DraftFixture draft;
  BerthBundleList *list;
  GString *heard; /* what the list said, a letter each: i(tems), r(efreshed), s(election) */
} ListFixture;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, GString *heard)
{
  g_string_append_c (heard, 'i');
}

static void
refreshed_cb (BerthBundleList *list, GString *heard)
{
  g_string_append_c (heard, 'r');
}

static void
selection_changed_cb (BerthBundleList *list, GString *heard)
{
  g_string_append_c (heard, 's');
}

static void
set_up (ListFixture *f, gconstpointer data)
{
  fixture_set_up (&f->draft, data);
  f->list = berth_bundle_list_new (f->draft.draft);
  f->heard = g_string_new (NULL);
  g_signal_connect (f->list, "items-changed", G_CALLBACK (items_changed_cb), f->heard);
  g_signal_connect (f->list, "refreshed", G_CALLBACK (refreshed_cb), f->heard);
  g_signal_connect (f->list, "selection-changed", G_CALLBACK (selection_changed_cb), f->heard);
}

static void
tear_down (ListFixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->list);
  g_string_free (f->heard, TRUE);
  fixture_tear_down (&f->draft, data);
}

static BerthBundleItem *
lookup (ListFixture *f, const char *address)
{
  BerthAddress parsed = scene_address (address);
  BerthBundleItem *item = berth_bundle_list_lookup (f->list, &parsed);

  g_assert_nonnull (item);
  return item;
}

static char *
dup_addresses (GListModel *model)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BerthBundleItem) item = g_list_model_get_item (model, i);
      g_autofree char *address
        = berth_address_dup_short (berth_bundle_item_get_address (item));

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", address);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* By class as in the class filter, then by address; whoever looks at graphics cards sees both. */
static void
test_order (ListFixture *f, gconstpointer data)
{
  g_autofree char *addresses = dup_addresses (G_LIST_MODEL (f->list));

  g_assert_cmpstr (addresses, ==, "01:00.0 02:00.0 03:00.0 00:14.0 04:00.0 1-2 00:01.0");
}

/* A move changes what rows say, not which there are: nothing that hangs on a row is lost. */
static void
test_items_stay (ListFixture *f, gconstpointer data)
{
  BerthBundleItem *card = lookup (f, "03:00.0");

  g_assert_false (berth_bundle_item_is_wanted (card));
  fixture_assign (&f->draft, "03:00.0");
  g_assert_true (lookup (f, "03:00.0") == card);
  g_assert_true (berth_bundle_item_is_wanted (card));
  g_assert_cmpstr (f->heard->str, ==, "r");
}

static void
test_companion (ListFixture *f, gconstpointer data)
{
  fixture_assign (&f->draft, "01:00.0");
  g_assert_true (berth_bundle_item_is_wanted (lookup (f, "02:00.0")));
  g_assert_false (berth_bundle_item_is_movable (lookup (f, "02:00.0")));
  g_assert_true (g_str_has_prefix (berth_bundle_item_get_words (lookup (f, "02:00.0")),
                                   "new · goes with "));
}

static void
test_hold (ListFixture *f, gconstpointer data)
{
  berth_bundle_list_hold (f->list);
  fixture_assign (&f->draft, "03:00.0");
  fixture_assign (&f->draft, "00:14.0");
  g_assert_cmpstr (f->heard->str, ==, "");
  berth_bundle_list_release (f->list);
  g_assert_cmpstr (f->heard->str, ==, "r");
  g_assert_true (berth_bundle_item_is_wanted (lookup (f, "03:00.0")));
}

/* What is assigned but not there is a row of its own, and gone when it is given up. */
static void
test_ghost (ListFixture *f, gconstpointer data)
{
  BerthAddress missing = scene_address ("07:00.0");

  fixture_change_elsewhere (&f->draft, "07:00.0", 0);
  g_assert_true (g_str_has_prefix (f->heard->str, "i"));
  g_assert_cmpstr (berth_bundle_item_get_icon_name (lookup (f, "07:00.0")), ==,
                   "berth-missing-symbolic");

  fixture_change_elsewhere (&f->draft, "", 0);
  g_assert_null (berth_bundle_list_lookup (f->list, &missing));
}

static gboolean
is_available (gpointer item, gpointer user_data)
{
  gboolean *shows_nothing = user_data;

  return !*shows_nothing && !berth_bundle_item_is_wanted (item);
}

/* A filter hides rows; it does not take back what a person selected. */
static void
test_selection_survives_filter (ListFixture *f, gconstpointer data)
{
  gboolean shows_nothing = FALSE;
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_available, &shows_nothing, NULL));
  g_autoptr (GtkFilterListModel) shown = gtk_filter_list_model_new (
      G_LIST_MODEL (g_object_ref (f->list)), filter);
  g_autoptr (BerthBundleSelection) selection
    = berth_bundle_selection_new (f->list, G_LIST_MODEL (shown));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (selection);
  g_autoptr (GPtrArray) hidden = NULL;

  gtk_selection_model_select_item (model, 0, TRUE);
  gtk_selection_model_select_item (model, 2, FALSE);
  g_assert_cmpstr (f->heard->str, ==, "ss");

  shows_nothing = TRUE;
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
  hidden = berth_bundle_list_dup_selected (f->list, FALSE);
  g_assert_cmpuint (hidden->len, ==, 2);

  shows_nothing = FALSE;
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
  g_assert_true (gtk_selection_model_is_selected (model, 0));
  g_assert_false (gtk_selection_model_is_selected (model, 1));
  g_assert_true (gtk_selection_model_is_selected (model, 2));

  /* A plain click means this one and no other, hidden or not. */
  gtk_selection_model_select_item (model, 1, TRUE);
  g_clear_pointer (&hidden, g_ptr_array_unref);
  hidden = berth_bundle_list_dup_selected (f->list, FALSE);
  g_assert_cmpuint (hidden->len, ==, 1);
}

/* What goes across is selected there: its options are at hand, and the way back is one click. */
static void
test_selection_goes_across (ListFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) assigned = NULL;
  g_autoptr (GPtrArray) available = NULL;

  berth_bundle_item_set_selected (lookup (f, "03:00.0"), TRUE);
  fixture_assign (&f->draft, "03:00.0");
  assigned = berth_bundle_list_dup_selected (f->list, TRUE);
  available = berth_bundle_list_dup_selected (f->list, FALSE);
  g_assert_cmpuint (assigned->len, ==, 1);
  g_assert_cmpuint (available->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/bundle-list/order", ListFixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/bundle-list/items-stay", ListFixture, NULL, set_up, test_items_stay, tear_down);
  g_test_add ("/bundle-list/companion", ListFixture, NULL, set_up, test_companion, tear_down);
  g_test_add ("/bundle-list/hold", ListFixture, NULL, set_up, test_hold, tear_down);
  g_test_add ("/bundle-list/ghost", ListFixture, NULL, set_up, test_ghost, tear_down);
  g_test_add ("/bundle-list/selection-survives-filter", ListFixture, NULL, set_up,
              test_selection_survives_filter, tear_down);
  g_test_add ("/bundle-list/selection-goes-across", ListFixture, NULL, set_up,
              test_selection_goes_across, tear_down);
  return g_test_run ();
}
