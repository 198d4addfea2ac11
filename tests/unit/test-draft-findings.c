/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-error.h"
#include "draft-fixture.h"

/* More than are asked about at once. */
#define N_MORE 200

static void
fill_many (MockWorld *world)
{
  fixture_fill_facts (world);
  for (guint i = 0; i < N_MORE; i++)
    {
      g_autofree char *address = g_strdup_printf ("%02x:00.0", 0x20 + i);

      scene_add_pci (world->facts, address, 0x020000, 100 + (int) i)->reset_methods
          = BERTH_RESET_FLR;
    }
  berth_facts_sort (world->facts);
}

static void
set_up (DraftFixture *f, gconstpointer data)
{
  f->world = mock_world_get (URI);
  fill_many (f->world);
  mock_world_add_vm (f->world, UUID_PLAY, "play");
  mock_world_add_vm (f->world, UUID_WORK, "work");
  fixture_open (f, URI);
  berth_draft_set_patient (f->draft, TRUE);
}

static const char *
get_finding (DraftFixture *f, const char *text)
{
  const BerthFinding *worst
      = berth_finding_list_get_worst (fixture_get_entry (f, text)->findings);

  return worst != NULL ? worst->id : "";
}

/* Waits until the rules say @id about the device. */
static void
wait_for (DraftFixture *f, const char *text, const char *id)
{
  while (!g_str_equal (get_finding (f, text), id))
    g_main_context_iteration (NULL, TRUE);
}

/* "play" gets or loses what @address names, and the draft hears of it. */
static void
let_play_have (DraftFixture *f, const char *address)
{
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();

  if (address[0] != '\0')
    scene_assign (configured,
                  berth_computer_get_inventory (berth_draft_get_computer (f->draft)), address);
  mock_world_set_configured (f->world, UUID_PLAY, configured);
  berth_backend_emit_vms_changed (f->world->backend);
  while (berth_connection_lookup_vm (f->connection, UUID_PLAY)->configured->len != configured->len)
    g_main_context_iteration (NULL, TRUE);
}

/* The rows are there before the rules had their say, and told when they did; once. */
static void
test_later (DraftFixture *f, gconstpointer data)
{
  guint n_before = f->n_changed;

  g_assert_cmpuint (berth_draft_get_entries (f->draft)->len, ==, 7 + N_MORE);
  g_assert_cmpstr (get_finding (f, "04:00.0"), ==, "");
  wait_for (f, "04:00.0", "host-need");
  g_assert_cmpuint (f->n_changed, ==, n_before + 1);
  g_assert_cmpstr (get_finding (f, "00:01.0"), ==, "bridge");
  mock_wait_idle ();
  g_assert_cmpuint (f->n_changed, ==, n_before + 1);
}

/* Until the rules say something else, a row says what it said. */
static void
test_no_flicker (DraftFixture *f, gconstpointer data)
{
  wait_for (f, "04:00.0", "host-need");
  let_play_have (f, "30:00.0");
  g_assert_cmpstr (get_finding (f, "04:00.0"), ==, "host-need");
  wait_for (f, "30:00.0", "claimed");
  let_play_have (f, "");
  g_assert_cmpstr (get_finding (f, "30:00.0"), ==, "claimed");
  wait_for (f, "30:00.0", "");
}

/* Nothing is decided on what was not asked yet. */
static void
test_decides_now (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) findings = NULL;

  g_assert_cmpstr (get_finding (f, "04:00.0"), ==, "");
  fixture_assert_refused (f, "04:00.0", BERTH_ERROR_REFUSED, "nvme0n1p2");
  let_play_have (f, "30:00.0");
  fixture_assign (f, "30:00.0");
  g_assert_cmpstr (get_finding (f, "30:00.0"), ==, "claimed");
  findings = berth_draft_list_findings (f->draft);
  g_assert_cmpuint (findings->len, ==, 1);
}

/* What is asked about a wish that is not the wish any more is not heard. */
static void
test_overtaken (DraftFixture *f, gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      berth_draft_get_entries (f->draft);
      fixture_assign (f, "30:00.0");
      berth_draft_get_entries (f->draft);
      let_play_have (f, i % 2 == 0 ? "30:00.0" : "");
      fixture_take_back (f, "30:00.0");
    }
  wait_for (f, "04:00.0", "host-need");
  wait_for (f, "30:00.0", "");
  let_play_have (f, "30:00.0");
  wait_for (f, "30:00.0", "claimed");
}

/* A window that is closed does not wait, and is not called any more. */
static void
test_closed (DraftFixture *f, gconstpointer data)
{
  berth_draft_get_entries (f->draft);
  fixture_close (f);
  mock_wait_idle ();
  fixture_open (f, URI);
}

/* Who did not say that it can wait has everything at once. */
static void
test_at_once (DraftFixture *f, gconstpointer data)
{
  berth_draft_set_patient (f->draft, FALSE);
  g_assert_cmpstr (get_finding (f, "04:00.0"), ==, "host-need");
  let_play_have (f, "30:00.0");
  g_assert_cmpstr (get_finding (f, "30:00.0"), ==, "claimed");
}

/* Who insists on a device may have what only the computer suffers from, and nothing else. */
static void
test_force (DraftFixture *f, gconstpointer data)
{
  BerthAddress disk = scene_address ("04:00.0");
  BerthAddress bridge = scene_address ("00:01.0");
  g_autoptr (GError) error = NULL;
  const BerthFinding *worst;

  berth_draft_force (f->draft, &disk);
  berth_draft_force (f->draft, &bridge);
  fixture_assert_refused (f, "00:01.0", BERTH_ERROR_REFUSED, "bridge");
  fixture_assign (f, "04:00.0");
  worst = berth_finding_list_get_worst (fixture_get_entry (f, "04:00.0")->findings);
  g_assert_cmpint (worst->severity, ==, BERTH_SEVERITY_DANGER);
  fixture_apply (f, &error);
  g_assert_no_error (error);
  fixture_assert_state (f, "04:00.0", BERTH_DRAFT_ASSIGNED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(NAME, TEST) \
  g_test_add ("/draft-findings/" NAME, DraftFixture, NULL, set_up, TEST, fixture_tear_down)
  ADD ("later", test_later);
  ADD ("no-flicker", test_no_flicker);
  ADD ("decides-now", test_decides_now);
  ADD ("overtaken", test_overtaken);
  ADD ("closed", test_closed);
  ADD ("at-once", test_at_once);
  ADD ("force", test_force);
#undef ADD
  return g_test_run ();
}
