/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-error.h"
#include "draft-fixture.h"

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What "work" has configured: "!" behind an address means that another device was meant there,
 * companions are in parentheses. */
static char *
dup_configured (DraftFixture *f)
{
  GPtrArray *configured = berth_draft_get_vm (f->draft)->configured;
  BerthInventory *inventory
      = berth_computer_get_inventory (berth_draft_get_computer (f->draft));
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < configured->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (configured, i);
      const BerthDevice *device = berth_inventory_lookup (inventory, &assignment->address);
      gboolean is_other = device != NULL
                          && berth_identity_judge (&assignment->identity, &device->identity)
                                 != BERTH_IDENTITY_SAME;
      g_autofree char *address = berth_address_dup_short (&assignment->address);

      g_ptr_array_add (words, g_strdup_printf (assignment->role == BERTH_ROLE_COMPANION ? "(%s%s)"
                                                                                        : "%s%s",
                                               address, is_other ? "!" : ""));
    }
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

/* The other way round, as if somebody else had done it. */
static void
configure (DraftFixture *f, const char *configured)
{
  g_auto (GStrv) words = g_strsplit (configured, " ", -1);
  g_autoptr (GPtrArray) assignments = berth_assignment_list_new ();
  BerthInventory *inventory
      = berth_computer_get_inventory (berth_draft_get_computer (f->draft));
  g_autofree char *present = dup_configured (f);
  guint n_before = f->n_changed;

  if (g_str_equal (present, configured))
    return;
  for (gsize i = 0; words[i] != NULL; i++)
    {
      gboolean is_other = g_str_has_suffix (words[i], "!");
      g_autofree char *address = g_strndup (words[i], strlen (words[i]) - (is_other ? 1 : 0));
      BerthAssignment *assignment;

      if (words[i][0] == '\0')
        continue;
      assignment = scene_assign (assignments, inventory, address);
      assignment->options = BERTH_OPTION_MANAGED;
      assignment->others = g_strdup ("ROM file /x");
      if (is_other)
        assignment->identity.device ^= 0xff;
    }
  mock_world_set_configured (f->world, UUID_WORK, assignments);
  berth_backend_emit_vms_changed (f->world->backend);
  while (f->n_changed == n_before)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
set_functions (DraftFixture *f, const char *bundle, const char *functions, GError **error)
{
  g_auto (GStrv) words = g_strsplit (functions, " ", -1);
  g_autoptr (GArray) addresses = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  BerthAddress at = scene_address (bundle);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      BerthAddress address = { 0 };

      if (words[i][0] == '\0')
        continue;
      address = scene_address (words[i]);
      g_array_append_val (addresses, address);
    }
  return berth_draft_set_functions (f->draft, &at, addresses, error);
}

static char *
dup_given (DraftFixture *f, const char *text)
{
  const BerthDraftEntry *entry = fixture_get_entry (f, text);
  g_autoptr (GString) given = g_string_new (NULL);

  for (guint i = 0; i < entry->given->len; i++)
    {
      g_autofree char *address
          = berth_address_dup_short (&g_array_index (entry->given, BerthAddress, i));

      g_string_append_printf (given, "%s%s", i > 0 ? " " : "", address);
    }
  return g_string_free (g_steal_pointer (&given), FALSE);
}

typedef struct
{
  const char *configured;
  const char *functions;
  BerthDraftState state;
  gboolean gives_new;
  const char *given;
  guint n_changes;
} SplitCase;

static const SplitCase split_cases[] = {
  { "", "03:00.1", BERTH_DRAFT_NEW, TRUE, "03:00.1", 1 },
  { "", "03:00.0 03:00.1", BERTH_DRAFT_NEW, TRUE, "03:00.0 03:00.1", 1 },
  { "", "", BERTH_DRAFT_AVAILABLE, FALSE, "", 0 },
  { "03:00.0 03:00.1", "03:00.0", BERTH_DRAFT_OPTIONS, FALSE, "03:00.0", 1 },
  { "03:00.0 03:00.1", "", BERTH_DRAFT_TAKEN_BACK, FALSE, "03:00.0 03:00.1", 1 },
  { "03:00.0 03:00.1", "03:00.0 03:00.1", BERTH_DRAFT_ASSIGNED, FALSE, "03:00.0 03:00.1", 0 },
  { "03:00.0", "03:00.0", BERTH_DRAFT_ASSIGNED, FALSE, "03:00.0", 0 },
  { "03:00.0", "03:00.0 03:00.1", BERTH_DRAFT_OPTIONS, TRUE, "03:00.0 03:00.1", 1 },
  { "03:00.0", "03:00.1", BERTH_DRAFT_OPTIONS, TRUE, "03:00.1", 1 },
};

static void
test_split (DraftFixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (split_cases); i++)
    {
      const SplitCase *c = &split_cases[i];
      g_autoptr (GError) error = NULL;
      g_autofree char *given = NULL;

      g_test_message ("“%s” “%s”", c->configured, c->functions);
      configure (f, c->configured);
      set_functions (f, "03:00.0", c->functions, &error);
      g_assert_no_error (error);
      fixture_assert_state (f, "03:00.1", c->state);
      g_assert_cmpint (fixture_get_entry (f, "03:00.0")->gives_new, ==, c->gives_new);
      given = dup_given (f, "03:00.0");
      g_assert_cmpstr (given, ==, c->given);
      g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, c->n_changes);
      berth_draft_discard (f->draft);
    }
  g_assert_true (berth_draft_can_split (fixture_get_entry (f, "03:00.0")));
  g_assert_false (berth_draft_can_split (fixture_get_entry (f, "01:00.0")));
}

/* What is not given of a group goes along, and is written so. */
static void
test_split_and_apply (DraftFixture *f, gconstpointer data)
{
  BerthAddress left_out = scene_address ("03:00.0");

  g_assert_true (set_functions (f, "03:00.0", "03:00.1", NULL));
  g_assert_true (fixture_apply (f, NULL));
  fixture_assert_state (f, "03:00.0", BERTH_DRAFT_ASSIGNED);
  g_assert_cmpint (
      berth_assignment_list_lookup (berth_draft_get_vm (f->draft)->configured, &left_out)->role,
      ==, BERTH_ROLE_COMPANION);
  g_assert_false (fixture_get_entry (f, "03:00.0")->is_companion);
  fixture_take_back (f, "03:00.0");
  g_assert_true (fixture_apply (f, NULL));
  g_assert_cmpuint (berth_draft_get_vm (f->draft)->configured->len, ==, 0);
}

static void
test_split_refused (DraftFixture *f, gconstpointer data)
{
  g_autoptr (GError) foreign = NULL;
  g_autoptr (GError) needed = NULL;

  g_assert_false (set_functions (f, "03:00.0", "03:00.0 01:00.0", &foreign));
  g_assert_error (foreign, BERTH_ERROR, BERTH_ERROR_INVALID);
  g_assert_nonnull (strstr (foreign->message, "01:00.0 is not a function of"));
  g_assert_false (set_functions (f, "04:00.0", "04:00.0", &needed));
  g_assert_error (needed, BERTH_ERROR, BERTH_ERROR_REFUSED);
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
}

static gboolean
take (DraftFixture *f, BerthRemedyKind kind, const char *at, const char *target, GError **error)
{
  BerthAddress address = scene_address (at);
  BerthAddress other = scene_address (target);
  g_autoptr (BerthRemedy) remedy = kind == BERTH_REMEDY_MOVE
                                       ? berth_remedy_new_move (&address, &other)
                                       : berth_remedy_new (kind, &address);

  if (kind == BERTH_REMEDY_OPTION_ON || kind == BERTH_REMEDY_OPTION_OFF)
    remedy->option = BERTH_OPTION_MANAGED;
  return berth_draft_take_remedy (f->draft, remedy, error);
}

typedef struct
{
  const char *configured;
  BerthRemedyKind kind;
  const char *at;
  const char *target;
  const char *error;  /* a part of it; %NULL: it works */
  const char *wanted; /* what “work” has after Apply */
} RemedyCase;

static const RemedyCase remedy_cases[] = {
  { "01:00.0 03:00.0", BERTH_REMEDY_TAKE_BACK, "01:00.0", "01:00.0", NULL, "03:00.0" },
  { "03:00.0", BERTH_REMEDY_COMPLETE, "03:00.0", "03:00.0", NULL, "03:00.0 03:00.1" },
  { "03:00.0", BERTH_REMEDY_OPTION_OFF, "03:00.0", "03:00.0", NULL, "03:00.0" },
  { "03:00.0", BERTH_REMEDY_OPEN_VM, "03:00.0", "03:00.0", "Open that VM", "03:00.0" },

  /* One Apply, whichever device was meant before. */
  { "03:00.0! 03:00.1!", BERTH_REMEDY_PIN, "03:00.0", "03:00.0", NULL, "03:00.0 03:00.1" },
  { "03:00.0! 03:00.1!", BERTH_REMEDY_PIN, "03:00.1", "03:00.0", NULL, "03:00.0 03:00.1" },
  { "03:00.0! 03:00.1", BERTH_REMEDY_PIN, "03:00.1", "03:00.0", NULL, "03:00.0 03:00.1" },
  { "", BERTH_REMEDY_PIN, "03:00.0", "03:00.0", "not assigned to “work”", "" },
  { "09:00.0", BERTH_REMEDY_PIN, "09:00.0", "03:00.0", "not in this computer", "09:00.0" },
  /* The disk that the computer starts from sits where a card was meant. */
  { "04:00.0!", BERTH_REMEDY_PIN, "04:00.0", "03:00.0", "cannot be given away", "04:00.0!" },

  { "09:00.0", BERTH_REMEDY_MOVE, "09:00.0", "01:00.0", NULL, "(02:00.0) 01:00.0" },
  { "09:00.0 09:00.1", BERTH_REMEDY_MOVE, "09:00.0", "03:00.0", NULL, "03:00.0 03:00.1" },
  { "09:00.0 09:00.1", BERTH_REMEDY_MOVE, "09:00.1", "03:00.1", NULL, "03:00.0 03:00.1" },
  { "01:00.0!", BERTH_REMEDY_MOVE, "01:00.0", "00:14.0", NULL, "00:14.0" },
  { "09:00.0", BERTH_REMEDY_MOVE, "09:00.0", "04:00.0", "cannot be given away", "09:00.0" },
  { "01:00.0", BERTH_REMEDY_MOVE, "01:00.0", "03:00.0", "where it was meant to be", "01:00.0" },
  { "09:00.0 01:00.0", BERTH_REMEDY_MOVE, "09:00.0", "01:00.0", "already", "01:00.0 09:00.0" },
  { "09:00.0 01:00.0!", BERTH_REMEDY_MOVE, "09:00.0", "01:00.0", "another device",
    "01:00.0! 09:00.0" },
  { "", BERTH_REMEDY_MOVE, "01:00.0", "03:00.0", "not assigned to “work”", "" },
  { "01:00.0", BERTH_REMEDY_MOVE, "01:00.0", "0f:00.0", "no device at", "01:00.0" },
};

static void
test_remedies (DraftFixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (remedy_cases); i++)
    {
      const RemedyCase *c = &remedy_cases[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) apply_error = NULL;
      g_autofree char *configured = NULL;

      g_test_message ("%" G_GSIZE_FORMAT ": “%s” %s %s", i, c->configured, c->at, c->target);
      configure (f, c->configured);
      g_assert_cmpint (take (f, c->kind, c->at, c->target, &error), ==, c->error == NULL);
      if (c->error != NULL)
        {
          g_test_message ("%s", error->message);
          g_assert_nonnull (strstr (error->message, c->error));
          g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
        }
      fixture_apply (f, &apply_error);
      g_assert_no_error (apply_error);
      configured = dup_configured (f);
      g_assert_cmpstr (configured, ==, c->wanted);
    }
}

/* A move that was wished for can be given up: nothing is left over. */
static void
test_move_back (DraftFixture *f, gconstpointer data)
{
  BerthAddress target = scene_address ("01:00.0");

  configure (f, "09:00.0");
  g_assert_true (take (f, BERTH_REMEDY_MOVE, "09:00.0", "01:00.0", NULL));
  fixture_assert_state (f, "09:00.0", BERTH_DRAFT_TAKEN_BACK);
  fixture_assert_state (f, "01:00.0", BERTH_DRAFT_NEW);
  g_assert_true (berth_draft_take_back (f->draft, &target, NULL));
  fixture_assign (f, "09:00.0");
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 0);
}

/* What another program set on a device goes with it. */
static void
test_move_others (DraftFixture *f, gconstpointer data)
{
  g_autoptr (BerthChange) change = NULL;
  const BerthChangeItem *given;

  configure (f, "09:00.0");
  g_assert_true (take (f, BERTH_REMEDY_MOVE, "09:00.0", "01:00.0", NULL));
  change = berth_draft_dup_change (f->draft);
  given = g_ptr_array_index (change->items, 0);
  g_assert_null (given->before);
  g_assert_cmpstr (given->after->others, ==, "ROM file /x");
}

/* All functions of a card that was pulled are one row. */
static void
test_pulled_card (DraftFixture *f, gconstpointer data)
{
  BerthVm *vm = mock_world_lookup_vm (f->world, UUID_WORK);
  BerthInventory *inventory
      = berth_computer_get_inventory (berth_draft_get_computer (f->draft));

  vm->state = BERTH_VM_RUNNING;
  scene_assign (vm->live, inventory, "09:00.2");
  configure (f, "09:00.0 09:00.1 0a:00.0 2-1 2-2");
  g_assert_cmpuint (berth_draft_get_entries (f->draft)->len, ==, 11);
  g_assert_true (fixture_get_entry (f, "09:00.0") == fixture_get_entry (f, "09:00.2"));
  g_assert_cmpuint (fixture_get_entry (f, "09:00.0")->bundle->functions->len, ==, 3);
  g_assert_false (berth_draft_can_split (fixture_get_entry (f, "09:00.0")));

  fixture_take_back (f, "09:00.1");
  g_assert_cmpuint (berth_draft_get_n_changes (f->draft), ==, 1);
  g_assert_true (fixture_apply (f, NULL));
  g_assert_cmpuint (berth_draft_get_vm (f->draft)->configured->len, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(NAME, TEST) \
  g_test_add ("/draft-remedy/" NAME, DraftFixture, NULL, fixture_set_up, TEST, fixture_tear_down)
  ADD ("split", test_split);
  ADD ("split-and-apply", test_split_and_apply);
  ADD ("split-refused", test_split_refused);
  ADD ("remedies", test_remedies);
  ADD ("move-back", test_move_back);
  ADD ("move-others", test_move_others);
  ADD ("pulled-card", test_pulled_card);
#undef ADD
  return g_test_run ();
}
