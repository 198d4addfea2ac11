/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-call.h"

#include <string.h>

#include "base/berth-error.h"
#include "base/berth-names.h"

static gboolean force;
static char *level;

static gboolean
level_cb (const char *option, const char *value, gpointer data, GError **error)
{
  g_free (level);
  level = g_strdup (value);
  return TRUE;
}

static const GOptionEntry options[] = {
  { "force", 0, 0, G_OPTION_ARG_NONE, &force, "Force", NULL },
  { "level", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, level_cb, "Level", NULL },
  { NULL },
};

static const BerthVerb verbs[] = {
  { "vms", NULL, "", "List", 0, 0, NULL, NULL },
  { "assign", NULL, "VM DEVICE…", "Assign", 2, G_MAXUINT, options, NULL },
  { "take-back", "unassign", "VM DEVICE…", "Take back", 2, G_MAXUINT, NULL, NULL },
  { NULL },
};

typedef struct
{
  const char *typed;     /* words between single spaces */
  const char *verb;      /* NULL: none */
  const char *arguments; /* joined by single spaces */
  const char *uris;      /* the same */
  gboolean json;
} GoodCase;

static const GoodCase good_cases[] = {
  { "vms", "vms", "", "", FALSE },
  { "--json vms", "vms", "", "", TRUE },
  { "vms --json", "vms", "", "", TRUE },
  { "vms -j", "vms", "", "", TRUE },
  { "-c none vms", "vms", "", "none", FALSE },
  { "vms --connect=none -c qemu:///system", "vms", "", "none qemu:///system", FALSE },
  { "assign --force work 01:00.0 02:00.0", "assign", "work 01:00.0 02:00.0", "", FALSE },
  { "assign work 01:00.0 --force", "assign", "work 01:00.0", "", FALSE },
  { "assign -- -odd 01:00.0", "assign", "-odd 01:00.0", "", FALSE },
  { "unassign work 01:00.0", "take-back", "work 01:00.0", "", FALSE },
  { "--demo vms", "vms", "", BERTH_URI_DEMO_KVM " " BERTH_URI_DEMO_QUBES, FALSE },
  { "vms --demo -c demo:///kvm-laptop", "vms", "", BERTH_URI_DEMO_KVM, FALSE },
  { "--demo=reset", NULL, NULL, BERTH_URI_DEMO_KVM " " BERTH_URI_DEMO_QUBES, FALSE },
};

/* What was typed, and a part of the sentence that answers. */
static const struct
{
  const char *typed;
  const char *sentence;
} bad_cases[] = {
  { "", "What shall be done?" },
  { "asign work 01:00.0", "Did you mean “assign”?" },
  { "dissolve", "no verb “dissolve”" },
  { "unasign work 01:00.0", "Did you mean “unassign”?" },
  { "assign", "Write “berthctl assign VM DEVICE…”" },
  { "assign work", "Something is missing" },
  { "vms all", "That is too much" },
  { "--wrong vms", "--wrong" },
  { "vms --wrong", "--wrong" },
  { "vms --force", "--force" },
  { "--connect", "--connect" },
  { "--connect= vms", "--connect" },
  { "--demo=all vms", "“all” is nothing the demo knows" },
  { "--demo --connect qemu:///system vms", "--demo never reaches a real connection" },
};

static gboolean
parse (BerthCall *call, const char *typed, GError **error)
{
  g_autofree char *line = g_strconcat ("berthctl ", typed, NULL);
  g_auto (GStrv) words = g_strsplit (*typed != '\0' ? line : "berthctl", " ", -1);

  return berth_call_parse (call, verbs, (const char *const *) words, error);
}

static void
assert_joined (GStrv words, const char *expected)
{
  g_autofree char *joined = words != NULL ? g_strjoinv (" ", words) : NULL;

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_cases); i++)
    {
      const GoodCase *expected = &good_cases[i];
      g_autoptr (BerthCall) call = berth_call_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", expected->typed);
      force = FALSE;
      parse (call, expected->typed, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (call->verb != NULL ? call->verb->name : NULL, ==, expected->verb);
      assert_joined (call->arguments, expected->arguments);
      assert_joined (call->uris, expected->uris);
      g_assert_cmpint (call->json, ==, expected->json);
      g_assert_cmpint (force, ==, strstr (expected->typed, "--force") != NULL);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      g_autoptr (BerthCall) call = berth_call_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad_cases[i].typed);
      g_assert_false (parse (call, bad_cases[i].typed, &error));
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
      if (strstr (error->message, bad_cases[i].sentence) == NULL)
        g_test_message ("said: %s", error->message);
      g_assert_nonnull (strstr (error->message, bad_cases[i].sentence));
    }
}

/* What stands behind an option is its value only behind "=". */
static void
test_optional_values (void)
{
  static const struct
  {
    const char *typed;
    const char *level;
  } cases[] = {
    { "assign --level work 01:00.0", "" },
    { "assign --level=no work 01:00.0", "no" },
    { "assign work 01:00.0 --level", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthCall) call = berth_call_new ();
      g_autoptr (GError) error = NULL;

      parse (call, cases[i].typed, &error);
      g_assert_no_error (error);
      assert_joined (call->arguments, "work 01:00.0");
      g_assert_cmpstr (level, ==, cases[i].level);
      g_clear_pointer (&level, g_free);
    }
}

/* An error in what was typed is told in the form that was asked for too. */
static void
test_json_before_error (void)
{
  g_autoptr (BerthCall) call = berth_call_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (parse (call, "asign --json", &error));
  g_assert_true (call->json);
}

static void
test_hostile (void)
{
  const char *words[] = { "berthctl", "\033[31m\xff", NULL };
  g_autoptr (BerthCall) call = berth_call_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (berth_call_parse (call, verbs, words, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\033'));
}

static void
test_help (void)
{
  g_autofree char *all = berth_call_dup_help (verbs, NULL);
  g_autofree char *one = berth_call_dup_help (verbs, &verbs[1]);

  g_assert_nonnull (strstr (all, "berthctl [OPTION…] VERB"));
  for (const BerthVerb *verb = verbs; verb->name != NULL; verb++)
    g_assert_nonnull (strstr (all, verb->summary));
  g_assert_nonnull (strstr (all, "--connect"));
  g_assert_null (strstr (all, "--force"));

  g_assert_nonnull (strstr (one, "berthctl assign [OPTION…] VM DEVICE…"));
  g_assert_nonnull (strstr (one, "--force"));
  g_assert_nonnull (strstr (one, "--connect"));
}

static void
test_nearest (void)
{
  static const struct
  {
    const char *word;
    const char *nearest;
  } cases[] = {
    { "vm", "vms" },           { "vsm", "vms" },       { "assing", "assign" },
    { "take", "take-back" },   { "takeback", "take-back" }, { "xyz", NULL },
    { "", NULL },              { "a", "assign" },      { "assignassignassignassignassign", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (berth_verb_find_nearest (verbs, cases[i].word), ==, cases[i].nearest);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call/good", test_good);
  g_test_add_func ("/call/bad", test_bad);
  g_test_add_func ("/call/optional-values", test_optional_values);
  g_test_add_func ("/call/json-before-error", test_json_before_error);
  g_test_add_func ("/call/hostile", test_hostile);
  g_test_add_func ("/call/help", test_help);
  g_test_add_func ("/call/nearest", test_nearest);
  return g_test_run ();
}
