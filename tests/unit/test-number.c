/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-number.h"

typedef struct
{
  const char *text;
  guint base;
  gboolean is_number;
  gint64 number;
} NumberCase;

/* From -1 to 1,000,000. */
static const NumberCase cases[] = {
  { "0", 10, TRUE, 0 },
  { "1", 10, TRUE, 1 },
  { "-1", 10, TRUE, -1 },
  { "007", 10, TRUE, 7 },
  { "1000000", 10, TRUE, 1000000 },
  { "fe2f", 16, TRUE, 0xfe2f },
  { "FE2F", 16, TRUE, 0xfe2f },
  { "", 10, FALSE, 0 },
  { "-", 10, FALSE, 0 },
  { "-2", 10, FALSE, 0 },
  { "--1", 10, FALSE, 0 },
  { "+1", 10, FALSE, 0 },
  { " 1", 10, FALSE, 0 },
  { "- 1", 10, FALSE, 0 },
  { "1 ", 10, FALSE, 0 },
  { "1x", 10, FALSE, 0 },
  { "fe", 10, FALSE, 0 },
  { "0x1", 16, FALSE, 0 },
  { "0X1", 16, FALSE, 0 },
  { "1000001", 10, FALSE, 0 },
  { "99999999999999999999999", 10, FALSE, 0 },
  { "-99999999999999999999999", 10, FALSE, 0 },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 number = 42;
      gboolean is_number
          = berth_number_parse (cases[i].text, cases[i].base, -1, 1000000, &number);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (is_number, ==, cases[i].is_number);
      g_assert_cmpint (number, ==, is_number ? cases[i].number : 42);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/parse", test_parse);
  return g_test_run ();
}
