/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-identity.h"

typedef struct
{
  const char *wanted;
  const char *present; /* NULL: nothing there */
  BerthIdentityVerdict verdict;
} JudgeCase;

static const JudgeCase judge_cases[] = {
  { "10de-2484-10de-146b-030000", "10de-2484-10de-146b-030000", BERTH_IDENTITY_SAME },
  { "10de-2484-10de-146b-030000", NULL, BERTH_IDENTITY_MISSING },
  { "10de-2484-10de-146b-030000", "10de-2484-1458-146b-030000", BERTH_IDENTITY_CHANGED },
  { "10de-2484-10de-146b-030000", "10de-2484-10de-146c-030000", BERTH_IDENTITY_CHANGED },
  { "10de-2484-10de-146b-030000", "10de-2485-10de-146b-030000", BERTH_IDENTITY_CHANGED },
  { "10de-2484-10de-146b-030000", "8086-2484-10de-146b-030000", BERTH_IDENTITY_CHANGED },
  { "10de-2484-10de-146b-030000", "10de-2484-10de-146b-030200", BERTH_IDENTITY_CHANGED },
  /* Only what both sides know counts: Qubes tells no subsystem. */
  { "10de-2484-x-x-030000", "10de-2484-10de-146b-030000", BERTH_IDENTITY_SAME },
  { "10de-2484-x-x-030000", "10de-2485-10de-146b-030000", BERTH_IDENTITY_CHANGED },
  { "x-x-x-x-x", "10de-2484-10de-146b-030000", BERTH_IDENTITY_NOT_PINNED },
  { "x-x-x-x-x", NULL, BERTH_IDENTITY_MISSING },
  { "x-x-x-x-030000", "10de-2484-x-x-x", BERTH_IDENTITY_NOT_PINNED },
};

static void
test_judge (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (judge_cases); i++)
    {
      const JudgeCase *c = &judge_cases[i];
      BerthIdentity wanted, present;

      g_assert_true (berth_identity_parse (c->wanted, &wanted));
      g_assert_true (c->present == NULL || berth_identity_parse (c->present, &present));
      g_assert_cmpint (berth_identity_judge (&wanted, c->present != NULL ? &present : NULL), ==,
                       c->verdict);
    }
}

static void
test_text (void)
{
  static const char *const good[] = {
    "10de-2484-10de-146b-030000", "10de-2484-x-x-030000", "x-x-x-x-x", "046d-c52b-x-x-000000",
  };
  static const char *const bad[] = {
    "",
    "10de",
    "10de-2484-10de-146b",
    "10de-2484-10de-146b-030000-1",
    "10de-2484-10de-146b-0300",
    "10de-2484-10de-146b-03000g",
    "010de-2484-10de-146b-030000",
    "10de-2484-10de--030000",
    "10de:2484:10de:146b:030000",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      BerthIdentity identity;
      g_autofree char *text = NULL;

      g_assert_true (berth_identity_parse (good[i], &identity));
      text = berth_identity_dup_string (&identity);
      g_assert_cmpstr (text, ==, good[i]);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      BerthIdentity identity;

      g_test_message ("“%s”", bad[i]);
      g_assert_false (berth_identity_parse (bad[i], &identity));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identity/judge", test_judge);
  g_test_add_func ("/identity/text", test_text);
  return g_test_run ();
}
