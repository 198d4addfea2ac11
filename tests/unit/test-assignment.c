/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-assignment.h"

#include "scene.h"

/* What is configured, what it becomes, and what is given away by that: '-' is nothing, 'g' given,
 * 'c' goes along; '!' behind it: another device is meant, '?': none; then the options. */
typedef struct
{
  const char *before;
  const char *after;
  guint options_before;
  guint options_after;
  gboolean is_gain;
  gboolean gives_more;
} GainCase;

static const GainCase gain_cases[] = {
  { "-", "g", 0, 0, TRUE, TRUE },
  { "-", "c", 0, 0, FALSE, FALSE },
  { "c", "g", 0, 0, TRUE, TRUE },
  { "g", "c", 0, 0, FALSE, FALSE },
  { "g", "-", 0, 0, FALSE, FALSE },
  { "g", "g", 0, 0, FALSE, FALSE },
  { "g", "g!", 0, 0, TRUE, TRUE },
  { "c", "c!", 0, 0, TRUE, TRUE },
  { "g?", "g", 0, 0, FALSE, FALSE },
  { "g", "g", 0, BERTH_OPTION_PERMISSIVE, FALSE, TRUE },
  { "g", "g", BERTH_OPTION_PERMISSIVE, 0, FALSE, FALSE },
  { "g", "g", 0, BERTH_OPTION_NO_STRICT_RESET, FALSE, TRUE },
  { "g", "g", 0, BERTH_OPTION_MANAGED, FALSE, TRUE },
  { "c", "c", 0, BERTH_OPTION_MANAGED, FALSE, TRUE },
  { "g", "g", BERTH_OPTION_MANAGED, 0, FALSE, FALSE },
  { "g", "g", 0, BERTH_OPTION_HIDE_ROM, FALSE, FALSE },
  { "g", "g", BERTH_OPTION_HIDE_ROM, BERTH_OPTION_OPTIONAL, FALSE, FALSE },
};

static BerthAssignment *
new_assignment (const char *text, guint options)
{
  BerthAddress address = scene_address ("01:00.0");
  BerthAssignment *assignment;

  if (text[0] == '-')
    return NULL;
  assignment = berth_assignment_new (&address);
  assignment->role = text[0] == 'g' ? BERTH_ROLE_GIVEN : BERTH_ROLE_COMPANION;
  assignment->options = options;
  if (text[1] != '?')
    assignment->identity = (BerthIdentity){ .known = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE,
                                            .vendor = 0x8086,
                                            .device = text[1] == '!' ? 0x1534 : 0x1533 };
  return assignment;
}

static void
test_gain (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (gain_cases); i++)
    {
      const GainCase *c = &gain_cases[i];
      g_autoptr (BerthAssignment) before = new_assignment (c->before, c->options_before);
      g_autoptr (BerthAssignment) after = new_assignment (c->after, c->options_after);

      g_test_message ("%s → %s, %x → %x", c->before, c->after, c->options_before,
                      c->options_after);
      g_assert_cmpint (berth_assignment_is_gain (before, after), ==, c->is_gain);
      g_assert_cmpint (berth_assignment_gives_more (before, after), ==, c->gives_more);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assignment/gain", test_gain);
  return g_test_run ();
}
