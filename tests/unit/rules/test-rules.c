/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "test-rules.h"

#include "rule-scene.h"

#define NAME_OF(NAME) #NAME,

static const char *const tested[] = { RULE_TESTS (NAME_OF) NULL };

/* Each id is there once, and there are tests for each. */
static void
test_ids (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  gsize n_rules;
  const BerthRule *const *rules = berth_ruleset_get (&n_rules);

  g_assert_cmpuint (n_rules, >, 0);
  for (gsize i = 0; i < n_rules; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (rules[i]->id), "-", '_');

      g_test_message ("%s", rules[i]->id);
      g_assert_true (g_hash_table_add (ids, (gpointer) rules[i]->id));
      g_assert_true (g_strv_contains (tested, name));
    }
}

/* What is refused stands before what is only good to know. */
static void
test_order (RuleScene *self, gconstpointer data)
{
  self->work->takes = BERTH_VM_TAKES_USB;
  assert_findings (self, "06:00.0",
                   "vm-cannot-take refused 06:00.0, companion caution 07:00.0 stops-start");

  /* the table has these two the other way round */
  self->work->takes = BERTH_VM_TAKES_PCI;
  rule_scene_pci (self, "06:00.0")->reserved_memory = TRUE;
  assert_findings (self, "06:00.0",
                   "reserved-memory danger 06:00.0 stops-start, "
                   "companion caution 07:00.0 stops-start");
}

/* A card that nobody uses, that stands apart and can be reset has nothing to be warned about. */
static void
test_free (RuleScene *self, gconstpointer data)
{
  rule_scene_clear_other (self);
  assert_findings (self, "01:00.0", "");
  assert_findings (self, "1-3", "");
}

#define ADD_RULE_TESTS(NAME) test_rule_##NAME##_add ();

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/ids", test_ids);
  RULE_SCENE_ADD ("/rules/order", NULL, test_order);
  RULE_SCENE_ADD ("/rules/free", NULL, test_free);
  RULE_TESTS (ADD_RULE_TESTS)
  return g_test_run ();
}
