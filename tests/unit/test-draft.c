/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-error.h"
#include "draft-fixture.h"

static void
test_entries (DraftFixture *f, gconstpointer data)
{
  GPtrArray *entries = berth_draft_get_entries (f->draft);

  g_assert_cmpuint (entries->len, ==, 7);
  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);

      g_assert_cmpint (entry->state, ==, BERTH_DRAFT_AVAILABLE);
      g_assert_cmpint (entry->runtime, ==, BERTH_RUNTIME_SETTLED);
      g_assert_cmpint (entry->identity, ==, BERTH_IDENTITY_SAME);
      g_assert_false (entry->is_companion);
    }
  g_assert_true (fixture_get_entry (f, "03:00.1") == fixture_get_entry (f, "03:00.0"));
  g_assert_true (berth_draft_is_editable (f->draft, NULL));
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
}

static void
test_companions (DraftFixture *f, gconstpointer data)
{
  BerthAddress companion = scene_address ("02:00.0");
  g_autoptr (GError) error = NULL;

  fixture_assign (f, "01:00.0");
  fixture_assert_state (f, "02:00.0", BERTH_DRAFT_NEW);
  g_assert_true (fixture_get_entry (f, "02:00.0")->is_companion);
  g_assert_false (fixture_get_entry (f, "01:00.0")->is_companion);
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 2);

  g_assert_false (berth_draft_take_back (f->draft, &companion, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "01:00.0"));

  g_assert_true (fixture_apply (f, NULL));
  fixture_assert_state (f, "02:00.0", BERTH_DRAFT_ASSIGNED);
  g_assert_true (fixture_get_entry (f, "02:00.0")->is_companion);

  /* Given as well: the guest gets it. */
  fixture_assign (f, "02:00.0");
  fixture_assert_state (f, "02:00.0", BERTH_DRAFT_NEW);
  g_assert_false (fixture_get_entry (f, "02:00.0")->is_companion);
  fixture_take_back (f, "02:00.0");
  fixture_assert_state (f, "02:00.0", BERTH_DRAFT_ASSIGNED);

  fixture_take_back (f, "01:00.0");
  fixture_assert_state (f, "02:00.0", BERTH_DRAFT_TAKEN_BACK);
  berth_draft_discard (f->draft);
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
  berth_draft_take_back_all (f->draft);
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 2);
}

static void
test_options (DraftFixture *f, gconstpointer data)
{
  BerthAddress card = scene_address ("03:00.0");
  g_autoptr (GError) error = NULL;

  g_assert_false (
      berth_draft_set_option (f->draft, &card, BERTH_OPTION_MANAGED, FALSE, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
  g_clear_error (&error);

  fixture_change_elsewhere (f, "03:00.0 03:00.1", BERTH_OPTION_MANAGED);
  g_assert_false (
      berth_draft_set_option (f->draft, &card, BERTH_OPTION_PERMISSIVE, TRUE, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);

  g_assert_true (berth_draft_set_option (f->draft, &card, BERTH_OPTION_MANAGED, FALSE, &error));
  fixture_assert_state (f, "03:00.1", BERTH_DRAFT_OPTIONS);
  g_assert_cmpint (fixture_get_entry (f, "03:00.1")->options, ==, 0);
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 1);
  g_assert_true (berth_draft_set_option (f->draft, &card, BERTH_OPTION_MANAGED, TRUE, &error));
  fixture_assert_state (f, "03:00.1", BERTH_DRAFT_ASSIGNED);
}

static void
test_refused (DraftFixture *f, gconstpointer data)
{
  fixture_assert_refused (f, "04:00.0", BERTH_ERROR_REFUSED, "nvme0n1p2");
  fixture_assert_refused (f, "00:01.0", BERTH_ERROR_REFUSED, "bridge");
  fixture_assert_refused (f, "0a:00.0", BERTH_ERROR_NOT_FOUND, "0a:00.0");
  f->world->features &= ~(guint) BERTH_FEATURE_USB;
  fixture_close (f);
  fixture_open (f, URI);
  fixture_assert_refused (f, "1-2", BERTH_ERROR_NOT_SUPPORTED, "USB");
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
}

/* What is configured may be refused by a rule of today: it can be taken back, and its taking back
 * can be taken back. */
static void
test_refused_but_configured (DraftFixture *f, gconstpointer data)
{
  fixture_change_elsewhere (f, "04:00.0", 0);
  fixture_assert_state (f, "04:00.0", BERTH_DRAFT_ASSIGNED);
  fixture_take_back (f, "04:00.0");
  fixture_assert_state (f, "04:00.0", BERTH_DRAFT_TAKEN_BACK);
  fixture_assign (f, "04:00.0");
  fixture_assert_state (f, "04:00.0", BERTH_DRAFT_ASSIGNED);
  g_assert_cmpint (fixture_get_entry (f, "04:00.0")->options, ==, 0);
}

/* What is configured and refused by a rule of today can be changed, unless more of it is given away
 * by that. */
static void
test_refused_options (DraftFixture *f, gconstpointer data)
{
  BerthAddress disk = scene_address ("04:00.0");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  f->world->features |= BERTH_FEATURE_ROM_BAR;
  fixture_close (f);
  fixture_open (f, URI);
  fixture_change_elsewhere (f, "04:00.0", 0);
  g_assert_false (berth_draft_set_option (f->draft, &disk, BERTH_OPTION_MANAGED, TRUE, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "nvme0n1p2"));
  fixture_assert_state (f, "04:00.0", BERTH_DRAFT_ASSIGNED);

  g_assert_true (berth_draft_set_option (f->draft, &disk, BERTH_OPTION_HIDE_ROM, TRUE, NULL));
  fixture_assert_state (f, "04:00.0", BERTH_DRAFT_OPTIONS);
  g_assert_false (fixture_get_entry (f, "04:00.0")->gives_more);
  findings = berth_draft_list_findings (f->draft);
  g_assert_cmpint (berth_finding_list_get_worst (findings)->severity, ==, BERTH_SEVERITY_DANGER);
  g_assert_true (fixture_apply (f, NULL));

  berth_draft_force (f->draft, &disk);
  g_assert_true (berth_draft_set_option (f->draft, &disk, BERTH_OPTION_MANAGED, TRUE, NULL));
  g_assert_true (fixture_get_entry (f, "04:00.0")->gives_more);
  g_assert_true (fixture_apply (f, NULL));
  g_assert_true (berth_draft_set_option (f->draft, &disk, BERTH_OPTION_MANAGED, FALSE, NULL));
  g_assert_false (fixture_get_entry (f, "04:00.0")->gives_more);
}

typedef struct
{
  BerthAssignmentForm form;
  const char *part;
} FormCase;

static const FormCase form_cases[] = {
  { BERTH_FORM_INTERFACE, "network interface" },
  { BERTH_FORM_DISK, "disk" },
  { BERTH_FORM_NETWORK, "network that hands out" },
  { BERTH_FORM_OTHER, "virsh edit" },
};

static void
test_forms (DraftFixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (form_cases); i++)
    {
      BerthVm *vm = mock_world_lookup_vm (f->world, UUID_WORK);
      g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
      g_autoptr (GError) taken = NULL;
      g_autoptr (GError) set = NULL;
      BerthAddress card = scene_address ("03:00.0");
      guint n_before = f->n_changed;

      scene_assign (configured,
                    berth_computer_get_inventory (berth_draft_get_computer (f->draft)), "03:00.0")
          ->form
          = form_cases[i].form;
      mock_world_set_configured (f->world, vm->uuid, configured);
      berth_backend_emit_vms_changed (f->world->backend);
      while (f->n_changed == n_before)
        g_main_context_iteration (NULL, TRUE);

      g_assert_cmpint (fixture_get_entry (f, "03:00.0")->form, ==, form_cases[i].form);
      g_assert_false (berth_draft_take_back (f->draft, &card, &taken));
      g_assert_error (taken, BERTH_ERROR, BERTH_ERROR_REFUSED);
      g_assert_nonnull (strstr (taken->message, form_cases[i].part));
      g_assert_false (
          berth_draft_set_option (f->draft, &card, BERTH_OPTION_MANAGED, TRUE, &set));
      g_assert_error (set, BERTH_ERROR, BERTH_ERROR_REFUSED);
      berth_draft_take_back_all (f->draft);
      fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
    }
}

static void
test_identity (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
  BerthInventory *inventory
      = berth_computer_get_inventory (berth_draft_get_computer (f->draft));
  guint n_before = f->n_changed;

  scene_assign (configured, inventory, "01:00.0")->identity.device++;
  scene_assign (configured, inventory, "03:00.0")->identity.known = 0;
  scene_assign (configured, inventory, "03:00.1");
  scene_assign (configured, inventory, "09:00.0")->identity.known = BERTH_IDENTITY_VENDOR;
  mock_world_set_configured (f->world, UUID_WORK, configured);
  berth_backend_emit_vms_changed (f->world->backend);
  while (f->n_changed == n_before)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (fixture_get_entry (f, "01:00.0")->identity, ==, BERTH_IDENTITY_CHANGED);
  g_assert_cmpint (fixture_get_entry (f, "03:00.0")->identity, ==, BERTH_IDENTITY_NOT_PINNED);
  g_assert_cmpint (fixture_get_entry (f, "09:00.0")->identity, ==, BERTH_IDENTITY_MISSING);
  g_assert_cmpint (fixture_get_entry (f, "09:00.0")->bundle->reason, ==, BERTH_BUNDLE_GHOST);
  g_assert_cmpuint (berth_draft_get_entries (f->draft)->len, ==, 8);

  fixture_take_back (f, "09:00.0");
  fixture_assert_state (f, "09:00.0", BERTH_DRAFT_TAKEN_BACK);
  fixture_assign (f, "09:00.0");
  fixture_assert_state (f, "09:00.0", BERTH_DRAFT_ASSIGNED);
  fixture_take_back (f, "09:00.0");
  g_assert_true (fixture_apply (f, NULL));
  g_assert_cmpuint (berth_draft_get_entries (f->draft)->len, ==, 7);
}

static void
test_runtime (DraftFixture *f, gconstpointer data)
{
  BerthVm *vm = mock_world_lookup_vm (f->world, UUID_WORK);
  BerthInventory *inventory
      = berth_computer_get_inventory (berth_draft_get_computer (f->draft));

  vm->state = BERTH_VM_RUNNING;
  scene_assign (vm->live, inventory, "01:00.0");
  scene_assign (vm->live, inventory, "0b:00.0");
  fixture_change_elsewhere (f, "03:00.0 03:00.1", 0);

  g_assert_cmpint (fixture_get_entry (f, "03:00.0")->runtime, ==, BERTH_RUNTIME_AFTER_RESTART);
  g_assert_cmpint (fixture_get_entry (f, "01:00.0")->runtime, ==, BERTH_RUNTIME_UNTIL_RESTART);
  fixture_assert_state (f, "01:00.0", BERTH_DRAFT_AVAILABLE);
  g_assert_cmpint (fixture_get_entry (f, "02:00.0")->runtime, ==, BERTH_RUNTIME_SETTLED);
  g_assert_cmpint (fixture_get_entry (f, "0b:00.0")->runtime, ==, BERTH_RUNTIME_UNTIL_RESTART);
  fixture_assert_refused (f, "0b:00.0", BERTH_ERROR_REFUSED, "0b:00.0");
}

static void
test_holders (DraftFixture *f, gconstpointer data)
{
  BerthVm *play = mock_world_lookup_vm (f->world, UUID_PLAY);
  BerthInventory *inventory
      = berth_computer_get_inventory (berth_draft_get_computer (f->draft));
  const BerthDraftEntry *entry;

  play->state = BERTH_VM_RUNNING;
  scene_assign (play->configured, inventory, "03:00.0");
  scene_assign (play->configured, inventory, "03:00.1");
  scene_assign (play->live, inventory, "03:00.0");
  fixture_change_elsewhere (f, "03:00.0 03:00.1", 0);

  entry = fixture_get_entry (f, "03:00.0");
  g_assert_cmpuint (entry->holders->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (entry->holders, 0), ==, "play");
  g_assert_cmpuint (fixture_get_entry (f, "01:00.0")->holders->len, ==, 0);
}

static void
test_findings (DraftFixture *f, gconstpointer data)
{
  BerthVm *play = mock_world_lookup_vm (f->world, UUID_PLAY);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) some = NULL;

  scene_assign (play->configured,
                berth_computer_get_inventory (berth_draft_get_computer (f->draft)), "03:00.0");
  fixture_change_elsewhere (f, "", 0);
  none = berth_draft_list_findings (f->draft);
  g_assert_cmpuint (none->len, ==, 0);
  fixture_assign (f, "03:00.0");
  some = berth_draft_list_findings (f->draft);
  g_assert_cmpuint (some->len, ==, 1);
  g_assert_cmpstr (((BerthFinding *) g_ptr_array_index (some, 0))->id, ==, "claimed");
}

typedef struct
{
  const char *name;
  void (*spoil) (MockWorld *world, BerthVm *vm);
  const char *part;
} EditableCase;

static void
spoil_features (MockWorld *world, BerthVm *vm)
{
  world->features &= ~(guint) BERTH_FEATURE_WRITE;
}

static void
spoil_persistence (MockWorld *world, BerthVm *vm)
{
  vm->persistent = FALSE;
}

static void
spoil_kind (MockWorld *world, BerthVm *vm)
{
  vm->takes = 0;
  vm->cannot_take = g_strdup ("It is a container.");
}

static const EditableCase editable_cases[] = {
  { "read-only", spoil_features, "reading only" },
  { "transient", spoil_persistence, "Make it permanent" },
  { "container", spoil_kind, "It is a container." },
};

static void
test_not_editable (DraftFixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (editable_cases); i++)
    {
      const EditableCase *c = &editable_cases[i];
      BerthAddress card = scene_address ("03:00.0");
      g_autofree char *reason = NULL;

      fixture_close (f);
      mock_world_forget_all ();
      f->world = mock_world_get (URI);
      fixture_fill_facts (f->world);
      c->spoil (f->world, mock_world_add_vm (f->world, UUID_WORK, "work"));
      fixture_open (f, URI);

      g_test_message ("%s", c->name);
      g_assert_false (berth_draft_is_editable (f->draft, &reason));
      g_assert_nonnull (strstr (reason, c->part));
      g_assert_false (berth_draft_assign (f->draft, &card, NULL));
      berth_draft_take_back_all (f->draft);
      g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
    }
}

/* A draft that is opened before anything is loaded fills when it is. */
static void
test_opened_early (DraftFixture *f, gconstpointer data)
{
  const char *uris[] = { URI, NULL };
  g_autoptr (BerthSession) session = berth_session_new (uris);
  g_autoptr (BerthComputer) computer
      = g_list_model_get_item (berth_session_get_computers (session), 0);
  g_autoptr (BerthConnection) connection
      = g_list_model_get_item (berth_computer_get_connections (computer), 0);
  g_autoptr (BerthDraft) draft = berth_draft_new (computer, connection, UUID_WORK);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) steps = berth_draft_list_steps (draft);
  g_auto (GStrv) commands = berth_draft_dup_commands (draft);

  g_assert_false (berth_draft_is_editable (draft, NULL));
  g_assert_null (berth_draft_get_vm (draft));
  g_assert_cmpuint (berth_draft_get_entries (draft)->len, ==, 0);
  g_assert_cmpuint (steps->len, ==, 0);
  g_assert_null (commands[0]);

  berth_session_load_async (session, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_draft_is_editable (draft, NULL));
  g_assert_cmpuint (berth_draft_get_entries (draft)->len, ==, 7);
}

static void
add (const char *path, void (*test) (DraftFixture *, gconstpointer))
{
  g_test_add (path, DraftFixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/draft/entries", test_entries);
  add ("/draft/companions", test_companions);
  add ("/draft/options", test_options);
  add ("/draft/refused", test_refused);
  add ("/draft/refused-but-configured", test_refused_but_configured);
  add ("/draft/refused-options", test_refused_options);
  add ("/draft/forms", test_forms);
  add ("/draft/identity", test_identity);
  add ("/draft/runtime", test_runtime);
  add ("/draft/holders", test_holders);
  add ("/draft/findings", test_findings);
  add ("/draft/not-editable", test_not_editable);
  add ("/draft/opened-early", test_opened_early);
  return g_test_run ();
}
