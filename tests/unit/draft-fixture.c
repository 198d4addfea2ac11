/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draft-fixture.h"

#include <string.h>

#include "base/berth-error.h"

/* A computer with two graphics cards in one IOMMU group, a network card of two functions, the disk
 * that it starts from, a bridge and a USB stick. */
void
fixture_fill_facts (MockWorld *world)
{
  world->facts = berth_facts_new ();
  scene_add_pci (world->facts, "00:01.0", 0x060400, BERTH_NO_GROUP);
  scene_add_pci (world->facts, "00:14.0", 0x0c0330, 14)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (world->facts, "01:00.0", 0x030000, 1);
  scene_add_pci (world->facts, "02:00.0", 0x030000, 1);
  scene_add_pci (world->facts, "03:00.0", 0x020000, 3)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (world->facts, "03:00.1", 0x020000, 3)->reset_methods = BERTH_RESET_FLR;
  scene_add_pci (world->facts, "04:00.0", 0x010802, 4);
  scene_add_use (world->facts, BERTH_USE_DISK, "04:00.0", "nvme0n1p2", "/");
  scene_add_usb (world->facts, "1-2", "00:14.0", "080650");
  berth_facts_sort (world->facts);
}

static void
changed_cb (DraftFixture *f)
{
  f->n_changed++;
}

static void
conflict_cb (DraftFixture *f, const BerthAddress *address)
{
  g_autofree char *text = berth_address_dup_short (address);

  g_string_append (f->conflicts, text);
}

/* Puts @uri, a world that was filled before, into a session and opens a draft of "work". */
void
fixture_open (DraftFixture *f, const char *uri)
{
  const char *uris[] = { uri, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BerthComputer) computer = NULL;
  g_autoptr (GError) error = NULL;

  f->session = berth_session_new (uris);
  berth_session_load_async (f->session, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  berth_session_load_finish (f->session, result, &error);
  g_assert_no_error (error);
  computer = g_list_model_get_item (berth_session_get_computers (f->session), 0);
  f->connection = g_list_model_get_item (berth_computer_get_connections (computer), 0);
  f->draft = berth_draft_new (computer, f->connection, UUID_WORK);
  g_signal_connect_swapped (f->draft, "changed", G_CALLBACK (changed_cb), f);
  g_signal_connect_swapped (f->draft, "conflict", G_CALLBACK (conflict_cb), f);
  f->conflicts = g_string_new (NULL);
}

void
fixture_close (DraftFixture *f)
{
  g_assert_finalize_object (g_steal_pointer (&f->draft));
  g_clear_object (&f->connection);
  g_assert_finalize_object (g_steal_pointer (&f->session));
  g_string_free (g_steal_pointer (&f->conflicts), TRUE);
}

void
fixture_set_up (DraftFixture *f, gconstpointer data)
{
  f->world = mock_world_get (URI);
  fixture_fill_facts (f->world);
  mock_world_add_vm (f->world, UUID_PLAY, "play");
  mock_world_add_vm (f->world, UUID_WORK, "work");
  fixture_open (f, URI);
}

void
fixture_tear_down (DraftFixture *f, gconstpointer data)
{
  fixture_close (f);
  mock_wait_idle ();
  mock_world_forget_all ();
}

/* Somebody else gives "work" what @addresses names, and the connection notices. */
void
fixture_change_elsewhere (DraftFixture *f, const char *addresses, guint options)
{
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
  g_auto (GStrv) words = g_strsplit (addresses, " ", -1);
  BerthInventory *inventory
      = berth_computer_get_inventory (berth_draft_get_computer (f->draft));
  guint n_before = f->n_changed;

  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      scene_assign (configured, inventory, words[i])->options = options;
  mock_world_set_configured (f->world, UUID_WORK, configured);
  berth_backend_emit_vms_changed (f->world->backend);
  while (f->n_changed == n_before)
    g_main_context_iteration (NULL, TRUE);
}

const BerthDraftEntry *
fixture_get_entry (DraftFixture *f, const char *text)
{
  BerthAddress address = scene_address (text);
  const BerthDraftEntry *entry = berth_draft_lookup_entry (f->draft, &address);

  g_assert_nonnull (entry);
  return entry;
}

void
fixture_assert_state (DraftFixture *f, const char *text, BerthDraftState state)
{
  g_test_message ("%s", text);
  g_assert_cmpint (fixture_get_entry (f, text)->state, ==, state);
}

void
fixture_assign (DraftFixture *f, const char *text)
{
  BerthAddress address = scene_address (text);
  g_autoptr (GError) error = NULL;

  berth_draft_assign (f->draft, &address, &error);
  g_assert_no_error (error);
}

void
fixture_take_back (DraftFixture *f, const char *text)
{
  BerthAddress address = scene_address (text);
  g_autoptr (GError) error = NULL;

  berth_draft_take_back (f->draft, &address, &error);
  g_assert_no_error (error);
}

void
fixture_assert_refused (DraftFixture *f, const char *text, int code, const char *part)
{
  BerthAddress address = scene_address (text);
  g_autoptr (GError) error = NULL;

  g_assert_false (berth_draft_assign (f->draft, &address, &error));
  g_test_message ("%s: %s", text, error->message);
  g_assert_error (error, BERTH_ERROR, code);
  g_assert_nonnull (strstr (error->message, part));
}

gboolean
fixture_apply (DraftFixture *f, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_draft_apply_async (f->draft, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_draft_apply_finish (f->draft, result, error);
}
