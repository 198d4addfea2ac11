/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-error.h"
#include "draft-fixture.h"
#include "plan/berth-plan.h"

/* From click to read back, and nothing is left over. */
static void
test_assign_and_apply (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) commands = NULL;
  g_autoptr (GPtrArray) steps = NULL;

  fixture_assign (f, "03:00.1");
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_NEW);
  g_assert_cmpint (fixture_get_entry (f, "03:00.0")->options, ==, BERTH_OPTION_MANAGED);
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 1);
  g_assert_cmpuint (f->world->n_applied, ==, 0);

  steps = berth_draft_list_steps (f->draft);
  g_assert_cmpuint (steps->len, ==, 2);
  commands = berth_draft_dup_commands (f->draft);
  g_assert_cmpstr (commands[0], ==, "mock work 0000:03:00.0");

  g_assert_true (fixture_apply (f, &error));
  g_assert_no_error (error);
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
  g_assert_cmpuint (berth_draft_get_vm (f->draft)->configured->len, ==, 2);
  g_assert_cmpuint (f->conflicts->len, ==, 0);

  fixture_take_back (f, "03:00.0");
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_TAKEN_BACK);
  g_assert_true (fixture_apply (f, &error));
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_AVAILABLE);
  g_assert_cmpuint (f->world->n_applied, ==, 2);
}

/* What was written and what is kept of it may differ. That is what is so then, and no conflict. */
static void
test_kept_otherwise (DraftFixture *f, gconstpointer data)
{
  fixture_assign (f, "03:00.0");
  f->world->drops = BERTH_OPTION_MANAGED;
  g_assert_true (fixture_apply (f, NULL));
  g_assert_cmpuint (f->conflicts->len, ==, 0);
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
  g_assert_cmpint (fixture_get_entry (f, "03:00.0")->options, ==, 0);
}

static void
test_nothing_to_apply (DraftFixture *f, gconstpointer data)
{
  g_assert_true (fixture_apply (f, NULL));
  g_assert_cmpuint (f->world->n_applied, ==, 0);
}

/* Somebody else is at work on the same VM, before Apply. */
static void
test_rebase (DraftFixture *f, gconstpointer data)
{
  fixture_assign (f, "01:00.0");
  fixture_change_elsewhere (f, "03:00.0 03:00.1", 0);
  fixture_assert_state (f, "01:00.0", BERTH_DRAFT_NEW);
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
  g_assert_cmpuint (f->conflicts->len, ==, 0);

  fixture_take_back (f, "03:00.0");
  fixture_change_elsewhere (f, "03:00.0 03:00.1", BERTH_OPTION_PERMISSIVE);
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
  g_assert_cmpint (fixture_get_entry (f, "03:00.0")->options, ==, BERTH_OPTION_PERMISSIVE);
  g_assert_cmpstr (f->conflicts->str, ==, "03:00.0");
  fixture_assert_state (f, "01:00.0", BERTH_DRAFT_NEW);
  g_assert_true (fixture_apply (f, NULL));
  g_assert_cmpuint (berth_draft_get_vm (f->draft)->configured->len, ==, 4);
}

/* Somebody else was first and the connection did not notice. */
static void
test_apply_conflict (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
  g_autoptr (GError) error = NULL;

  fixture_assign (f, "01:00.0");
  fixture_assign (f, "03:00.0");
  scene_assign (configured, berth_computer_get_inventory (berth_draft_get_computer (f->draft)),
                "03:00.0");
  mock_world_set_configured (f->world, UUID_WORK, configured);

  g_assert_false (fixture_apply (f, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);
  g_assert_cmpstr (f->conflicts->str, ==, "03:00.0");
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
  fixture_assert_state (f, "01:00.0", BERTH_DRAFT_NEW);
  g_assert_false (berth_draft_is_applying (f->draft));
  g_assert_true (fixture_apply (f, NULL));
  fixture_assert_state (f, "01:00.0", BERTH_DRAFT_ASSIGNED);
}

/* The sentence says what is so now, and the wish is kept. */
static void
test_apply_fails (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GError) denied = NULL;
  g_autoptr (GError) unsure = NULL;

  f->world->apply_error = g_error_new (BERTH_ERROR, BERTH_ERROR_DENIED, "You may not.");
  fixture_assign (f, "03:00.0");
  g_assert_false (fixture_apply (f, &denied));
  g_assert_error (denied, BERTH_ERROR, BERTH_ERROR_DENIED);
  g_test_message ("%s", denied->message);
  g_assert_nonnull (strstr (denied->message, "You may not. Nothing was changed"));
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_NEW);

  f->world->lies = TRUE;
  g_assert_false (fixture_apply (f, &unsure));
  g_test_message ("%s", unsure->message);
  g_assert_nonnull (strstr (unsure->message, "Nevertheless"));
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
  g_assert_cmpuint (f->conflicts->len, ==, 0);
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
}

static void
test_vm_deleted (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  fixture_assign (f, "03:00.0");
  mock_world_remove_vm (f->world, UUID_WORK);
  g_assert_false (fixture_apply (f, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
  g_assert_false (berth_draft_is_editable (f->draft, &reason));
  g_assert_nonnull (strstr (reason, "“work”"));
  g_assert_nonnull (berth_draft_get_vm (f->draft));
  g_clear_error (&error);
  g_assert_false (fixture_apply (f, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
}

static void
test_connection_breaks (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  fixture_assign (f, "03:00.0");
  berth_backend_emit_closed (f->world->backend, "The daemon went away.");
  g_assert_false (berth_draft_is_editable (f->draft, &reason));
  g_assert_cmpstr (reason, ==, "The daemon went away.");
  g_assert_false (fixture_apply (f, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_UNREACHABLE);
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_NEW);
}

/* Nothing is edited while it is written, and the writing outlives the window. */
static void
test_slow_apply (DraftFixture *f, gconstpointer data)
{
  BerthAddress card = scene_address ("01:00.0");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  fixture_assign (f, "03:00.0");
  f->world->holds = TRUE;
  berth_draft_apply_async (f->draft, mock_wait_cb, &result);
  g_assert_true (berth_draft_is_applying (f->draft));
  g_assert_false (berth_draft_assign (f->draft, &card, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
  g_clear_error (&error);
  berth_draft_discard (f->draft);
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_NEW);
  berth_draft_apply_async (f->draft, mock_wait_cb, &second);
  mock_wait_for (&second);
  g_assert_false (berth_draft_apply_finish (f->draft, second, &error));

  mock_world_release (f->world);
  mock_wait_for (&result);
  g_assert_true (berth_draft_apply_finish (f->draft, result, NULL));
  g_assert_false (berth_draft_is_applying (f->draft));
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
}

typedef struct
{
  void (*happen) (BerthFacts *facts);
  int code; /* -1: it is written all the same */
  const char *part;
} HotPlugCase;

static BerthPciFacts *
find_pci (BerthFacts *facts, const char *text)
{
  BerthAddress address = scene_address (text);

  return (BerthPciFacts *) berth_facts_lookup_pci (facts, &address);
}

static void
unplug (BerthFacts *facts)
{
  g_ptr_array_remove (facts->pci, find_pci (facts, "01:00.0"));
}

static void
unplug_companion (BerthFacts *facts)
{
  g_ptr_array_remove (facts->pci, find_pci (facts, "02:00.0"));
}

static void
exchange (BerthFacts *facts)
{
  find_pci (facts, "01:00.0")->device++;
}

static void
plug_companion (BerthFacts *facts)
{
  scene_add_pci (facts, "05:00.0", 0x010802, 1);
  berth_facts_sort (facts);
}

static void
mount (BerthFacts *facts)
{
  scene_add_use (facts, BERTH_USE_DISPLAY, "01:00.0", "card0", NULL);
}

static void
unplug_other (BerthFacts *facts)
{
  g_ptr_array_remove (facts->pci, find_pci (facts, "04:00.0"));
}

static const HotPlugCase hot_plug_cases[] = {
  { unplug, BERTH_ERROR_REFUSED, "01:00.0" },
  { unplug_companion, BERTH_ERROR_REFUSED, "02:00.0" },
  { exchange, BERTH_ERROR_REFUSED, "another device was meant" },
  { plug_companion, BERTH_ERROR_REFUSED, "Look at the changes again" },
  { mount, BERTH_ERROR_REFUSED, "screen" },
  { NULL, BERTH_ERROR_FAILED, "cannot look" },
  { unplug_other, -1, NULL },
};

/* What happens to this computer between the click and Apply. */
static void
test_hot_plug (DraftFixture *f, gconstpointer data)
{
  MockWorld *host = mock_world_get (MOCK_WORLD_HOST);
  g_autoptr (BerthComputer) computer = berth_computer_new ("localhost");
  g_autoptr (BerthDraft) draft = NULL;

  berth_computer_add_connection (computer, f->connection);
  for (gsize i = 0; i < G_N_ELEMENTS (hot_plug_cases); i++)
    {
      const HotPlugCase *c = &hot_plug_cases[i];
      g_autoptr (GAsyncResult) loaded = NULL;
      g_autoptr (GAsyncResult) applied = NULL;
      g_autoptr (GError) error = NULL;
      BerthAddress card = scene_address ("01:00.0");

      g_clear_pointer (&host->facts, berth_facts_unref);
      fixture_fill_facts (host);
      berth_computer_load_async (computer, NULL, mock_wait_cb, &loaded);
      mock_wait_for (&loaded);
      g_clear_object (&draft);
      draft = berth_draft_new (computer, f->connection, UUID_WORK);
      g_assert_true (berth_draft_assign (draft, &card, NULL));

      /* What is shared already is never written to: a new reading is a new struct. */
      g_clear_pointer (&host->facts, berth_facts_unref);
      fixture_fill_facts (host);
      if (c->happen != NULL)
        c->happen (host->facts);
      else
        host->open_error = g_error_new (BERTH_ERROR, BERTH_ERROR_FAILED, "I cannot look.");
      berth_draft_apply_async (draft, mock_wait_cb, &applied);
      mock_wait_for (&applied);
      g_clear_error (&host->open_error);

      g_assert_cmpint (berth_draft_apply_finish (draft, applied, &error), ==, c->code == -1);
      g_assert_false (berth_draft_is_applying (draft));
      g_assert_cmpuint (f->world->n_applied, ==, c->code == -1);
      if (c->code == -1)
        continue;
      g_test_message ("%s", error->message);
      g_assert_error (error, BERTH_ERROR, c->code);
      g_assert_nonnull (strstr (error->message, c->part));
      g_assert_cmpuint (berth_draft_get_n_changes (draft), >=, 1);
    }
}

static void
add (const char *path, void (*test) (DraftFixture *, gconstpointer))
{
  g_test_add (path, DraftFixture, NULL, fixture_set_up, test, fixture_tear_down);
}

/* A computer with a keyboard at each of two USB controllers. */
static BerthFacts *
new_facts_with_keyboards (gboolean both)
{
  BerthFacts *facts = berth_facts_new ();

  scene_add_pci (facts, "00:14.0", 0x0c0330, 14)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (facts, "00:15.0", 0x0c0330, 15)->reset_methods = BERTH_RESET_FLR;
  scene_add_usb (facts, "1-2", "00:14.0", "030101");
  scene_add_use (facts, BERTH_USE_INPUT, "1-2", "K120", BERTH_PURPOSE_KEYBOARD);
  if (both)
    {
      scene_add_usb (facts, "2-1", "00:15.0", "030101");
      scene_add_use (facts, BERTH_USE_INPUT, "2-1", "K121", BERTH_PURPOSE_KEYBOARD);
    }
  berth_facts_sort (facts);
  return facts;
}

/* Each of two can be spared, both cannot: neither by one Apply, nor when the other one went away
 * since the click. What is taken back is not asked about. */
static void
test_together (DraftFixture *f, gconstpointer data)
{
  BerthComputer *computer = berth_draft_get_computer (f->draft);
  g_autoptr (GAsyncResult) looked = NULL;
  g_autoptr (GAsyncResult) looked_again = NULL;
  g_autoptr (GError) error = NULL;

  berth_facts_unref (f->world->facts);
  f->world->facts = new_facts_with_keyboards (TRUE);
  berth_computer_read_inventory_async (computer, NULL, mock_wait_cb, &looked);
  mock_wait_for (&looked);
  fixture_assign (f, "00:14.0");
  fixture_assert_refused (f, "00:15.0", BERTH_ERROR_REFUSED, "keyboard");
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 1);

  berth_facts_unref (f->world->facts);
  f->world->facts = new_facts_with_keyboards (FALSE);
  berth_computer_read_inventory_async (computer, NULL, mock_wait_cb, &looked_again);
  mock_wait_for (&looked_again);
  g_assert_false (fixture_apply (f, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
  g_assert_cmpuint (f->world->n_applied, ==, 0);
  g_clear_error (&error);

  fixture_change_elsewhere (f, "00:14.0", 0);
  fixture_take_back (f, "00:14.0");
  g_assert_true (fixture_apply (f, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/draft-apply/assign-and-apply", test_assign_and_apply);
  add ("/draft-apply/kept-otherwise", test_kept_otherwise);
  add ("/draft-apply/nothing-to-apply", test_nothing_to_apply);
  add ("/draft-apply/rebase", test_rebase);
  add ("/draft-apply/apply-conflict", test_apply_conflict);
  add ("/draft-apply/apply-fails", test_apply_fails);
  add ("/draft-apply/vm-deleted", test_vm_deleted);
  add ("/draft-apply/connection-breaks", test_connection_breaks);
  add ("/draft-apply/slow-apply", test_slow_apply);
  add ("/draft-apply/hot-plug", test_hot_plug);
  add ("/draft-apply/together", test_together);
  return g_test_run ();
}
