/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-address.h"
#include "base/berth-error.h"

typedef struct
{
  const char *text;
  const char *expected; /* NULL: refused */
} ParseCase;

static const ParseCase parse_cases[] = {
  { "0000:03:00.0", "0000:03:00.0" },
  { "03:00.0", "0000:03:00.0" },
  { "00_1a.0", "0000:00:1a.0" },
  { "dom0:00_1a.0", "0000:00:1a.0" },
  { "dom0:0001_00_1a.0", "0001:00:1a.0" },
  { "pci_0000_03_00_0", "0000:03:00.0" },
  { "10000:e1:00.0", "10000:e1:00.0" },
  { "pci_10000_e1_00_0", "10000:e1:00.0" },
  { "0000:FF:1F.7", "0000:ff:1f.7" },
  { "1-2", "1-2" },
  { "1-2.3.4", "1-2.3.4" },
  { "usb_1_2_3", "1-2.3" },
  { "usb1", "usb1" },
  { "usb_usb1", "usb1" },

  { "", NULL },
  { "03:00", NULL },
  { "03:00.8", NULL },
  { "03:20.0", NULL },
  { "3:00.0", NULL },
  { "003:00.0", NULL },
  { "00:03:00.0", NULL },
  { "0000:03:00.0 ", NULL },
  { " 0000:03:00.0", NULL },
  { "0000:03:00.*", NULL },
  { "0000:03:00.00", NULL },
  { "1000000:03:00.0", NULL },
  { "pci_0000_03_00", NULL },
  { "dom0:", NULL },
  { "1-", NULL },
  { "1-0", NULL },
  { "1-2.", NULL },
  { "0-1", NULL },
  { "256-1", NULL },
  { "1-2.3.4.5.6.7", "1-2.3.4.5.6.7" },
  { "1-2.3.4.5.6.7.8", NULL },
  { "usb", NULL },
  { "work", NULL },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      const ParseCase *c = &parse_cases[i];
      BerthAddress address;
      g_autoptr (GError) error = NULL;
      gboolean parsed = berth_address_parse (c->text, &address, &error);

      g_test_message ("“%s”", c->text);
      g_assert_cmpint (parsed, ==, c->expected != NULL);
      if (parsed)
        {
          g_autofree char *text = berth_address_dup_string (&address);

          g_assert_no_error (error);
          g_assert_cmpstr (text, ==, c->expected);
        }
      else
        {
          g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
        }
    }
}

/* Every address survives being printed and read again. */
static void
test_round_trip (void)
{
  for (guint domain = 0; domain < 0x20000; domain += 0xffff)
    for (guint bus = 0; bus < 256; bus += 51)
      for (guint slot = 0; slot < 32; slot++)
        for (guint function = 0; function < 8; function++)
          {
            BerthAddress in = berth_address_pci (domain, bus, slot, function);
            BerthAddress out;
            g_autofree char *text = berth_address_dup_string (&in);

            g_assert_true (berth_address_parse (text, &out, NULL));
            g_assert_true (berth_address_equal (&in, &out));
            g_assert_cmpuint (berth_address_hash (&in), ==, berth_address_hash (&out));
          }
}

static void
test_order (void)
{
  const char *sorted[] = { "0000:00:1f.7", "0000:01:00.0", "0000:01:00.1", "0001:00:00.0",
                           "10000:00:00.0", "usb1",        "1-2",          "1-2.1",
                           "1-10",          "usb2" };

  for (gsize i = 0; i + 1 < G_N_ELEMENTS (sorted); i++)
    {
      BerthAddress a, b;

      g_assert_true (berth_address_parse (sorted[i], &a, NULL));
      g_assert_true (berth_address_parse (sorted[i + 1], &b, NULL));
      g_assert_cmpint (berth_address_compare (&a, &b), <, 0);
      g_assert_cmpint (berth_address_compare (&b, &a), >, 0);
    }
}

static void
test_same_slot (void)
{
  BerthAddress a, b, c, usb;

  g_assert_true (berth_address_parse ("01:00.0", &a, NULL));
  g_assert_true (berth_address_parse ("01:00.3", &b, NULL));
  g_assert_true (berth_address_parse ("01:01.0", &c, NULL));
  g_assert_true (berth_address_parse ("1-1", &usb, NULL));

  g_assert_true (berth_address_same_slot (&a, &b));
  g_assert_false (berth_address_same_slot (&a, &c));
  g_assert_false (berth_address_same_slot (&usb, &usb));
}

/* The sentence names what was typed, with nothing in it that could harm a terminal. */
static void
test_error_text (void)
{
  BerthAddress address;
  g_autoptr (GError) error = NULL;

  g_assert_false (berth_address_parse ("\033[2J\u202e03:00", &address, &error));
  g_assert_nonnull (strstr (error->message, "03:00"));
  g_assert_null (strchr (error->message, '\033'));
  g_assert_null (strstr (error->message, "\u202e"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/parse", test_parse);
  g_test_add_func ("/address/round-trip", test_round_trip);
  g_test_add_func ("/address/order", test_order);
  g_test_add_func ("/address/same-slot", test_same_slot);
  g_test_add_func ("/address/error-text", test_error_text);
  return g_test_run ();
}
