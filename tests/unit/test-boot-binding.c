/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-error.h"
#include "facts/berth-boot-binding.h"
#include "hostile.h"

#define NAME "0000-04-00.0"
#define BODY \
  "address=0000:04:00.0\n" \
  "vendor=8086\n" \
  "device=10d3\n" \
  "subsystem-vendor=103c\n" \
  "subsystem-device=0a01\n" \
  "class=020000\n" \
  "revision=0f\n"
#define WHOLE "version=1\n" BODY "target=vfio-pci\ntrial=new\n"

static const BerthBootBinding network_card = {
  .address = { .bus_kind = BERTH_BUS_PCI, .bus = 4 },
  .identity = { 0x8086, 0x10d3, 0x103c, 0x0a01, 0x020000, 0x0f },
  .target = BERTH_BIND_TARGET_VFIO_PCI,
  .trial = BERTH_BOOT_TRIAL_NEW,
};

static void
test_print (void)
{
  BerthBootBinding binding = network_card;
  g_autofree char *text = berth_boot_binding_print (&binding);
  g_autofree char *outcome = NULL;

  g_assert_cmpstr (text, ==, WHOLE);

  binding.target = BERTH_BIND_TARGET_PCIBACK;
  binding.outcome = BERTH_BOOT_OUTCOME_HELD_BY_HOST;
  outcome = berth_boot_binding_print_outcome (&binding);
  g_assert_cmpstr (outcome, ==, "version=1\n" BODY "target=pciback\noutcome=held-by-host\n");
}

/* Every value of every enumeration, the least and the most of every number. */
static void
test_round_trip (void)
{
  static const BerthAddress addresses[] = {
    { .bus_kind = BERTH_BUS_PCI },
    { .bus_kind = BERTH_BUS_PCI, .domain = 0xffffff, .bus = 255, .slot = 31, .function = 7 },
    { .bus_kind = BERTH_BUS_PCI, .domain = 0x10000, .bus = 0xe1, .slot = 0, .function = 1 },
  };
  static const BerthPciIdentity identities[] = {
    { 0, 0, 0, 0, 0, 0 },
    { 0xffff, 0xffff, 0xffff, 0xffff, 0xffffff, 0xff },
  };

  for (guint i = 0; i < 3 * 2 * 2 * 3 * 7; i++)
    {
      BerthBootBinding binding = {
        .address = addresses[i % 3],
        .identity = identities[i / 3 % 2],
        .target = (BerthBindTarget) (BERTH_BIND_TARGET_VFIO_PCI + i / 6 % 2),
        .trial = (BerthBootTrial) (BERTH_BOOT_TRIAL_NEW + i / 12 % 3),
        .outcome = (BerthBootOutcome) (i / 36),
      };
      g_autofree char *name = berth_boot_binding_dup_name (&binding.address);
      g_autofree char *text = berth_boot_binding_print (&binding);
      g_autofree char *outcome_text = berth_boot_binding_print_outcome (&binding);
      BerthBootBinding read;
      BerthBootBinding outcome;
      g_autoptr (GError) error = NULL;

      berth_boot_binding_parse (name, text, -1, &read, &error);
      g_assert_no_error (error);
      berth_boot_binding_parse_outcome (name, outcome_text, -1, &outcome, &error);
      g_assert_no_error (error);

      g_assert_true (berth_boot_binding_is_same (&read, &outcome));
      read.outcome = outcome.outcome;
      g_assert_true (berth_boot_binding_equal (&read, &binding));
    }
}

static const char *const bad_names[] = {
  "",
  ".",
  "..",
  ".0000-04-00.0.new",
  "0000:04:00.0",
  "04-00.0",
  "0000-04-00.0 ",
  "0000-04-00.8",
  "0000-04-20.0",
  "00000-04-00.0",
  "0000-0A-00.0",
  "0000_04_00.0",
  "0000-04-00.*",
  "0000-04-00.0~",
  "1-2",
  "usb1",
  "1000000-04-00.0",
};

static void
test_names (void)
{
  BerthAddress address;
  g_autofree char *name = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad_names); i++)
    {
      g_test_message ("%s", bad_names[i]);
      g_assert_false (berth_boot_binding_parse_name (bad_names[i], &address));
    }
  g_assert_true (berth_boot_binding_parse_name ("10000-e1-1f.7", &address));
  name = berth_boot_binding_dup_name (&address);
  g_assert_cmpstr (name, ==, "10000-e1-1f.7");
}

typedef struct
{
  const char *text;
  guint line; /* that the error names */
} BadCase;

static const BadCase bad_cases[] = {
  { "", 1 },
  { "\n", 1 },
  { "version", 1 },
  { "version=1", 1 },
  { "version=2\n" BODY "target=vfio-pci\ntrial=new\n", 1 },
  { "version=1 \n" BODY "target=vfio-pci\ntrial=new\n", 1 },
  { " version=1\n" BODY "target=vfio-pci\ntrial=new\n", 1 },
  { "\xef\xbb\xbfversion=1\n" BODY "target=vfio-pci\ntrial=new\n", 1 },
  { "version=1\r\n" BODY "target=vfio-pci\ntrial=new\n", 1 },
  { BODY "version=1\ntarget=vfio-pci\ntrial=new\n", 1 },
  { "version=1\n\n" BODY "target=vfio-pci\ntrial=new\n", 2 },
  { "version=1\n# a remark\n" BODY "target=vfio-pci\ntrial=new\n", 2 },
  { "version=1\naddress=0000:05:00.0\n", 2 },
  { "version=1\naddress=04:00.0\n", 2 },
  { "version=1\naddress=0000:04:00.*\n", 2 },
  { "version=1\naddress=0000:04:00.0\nvendor=0x8086\n", 3 },
  { "version=1\naddress=0000:04:00.0\nvendor=808\n", 3 },
  { "version=1\naddress=0000:04:00.0\nvendor=80866\n", 3 },
  { "version=1\naddress=0000:04:00.0\nvendor=*\n", 3 },
  { "version=1\naddress=0000:04:00.0\nvendor=+086\n", 3 },
  { "version=1\naddress=0000:04:00.0\nvendor=808A\n", 3 },
  { "version=1\naddress=0000:04:00.0\nvendor=\n", 3 },
  { "version=1\naddress=0000:04:00.0\nvendor=8086\ndevice=10d3\nsubsystem-vendor=ffff"
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\n",
    5 },
  { "version=1\n" BODY, 9 },
  { "version=1\n" BODY "target=vfio-pc", 9 },
  { "version=1\n" BODY "target=e1000e\ntrial=new\n", 9 },
  { "version=1\n" BODY "target=1\ntrial=new\n", 9 },
  { "version=1\n" BODY "target=vfio-pci\n", 10 },
  { "version=1\n" BODY "target=vfio-pci\ntrial=new", 10 },
  { "version=1\n" BODY "target=vfio-pci\ntrial=\n", 10 },
  { "version=1\n" BODY "target=vfio-pci\ntrial=0\n", 10 },
  { "version=1\n" BODY "target=vfio-pci\ntrial=none\n", 10 },
  { "version=1\n" BODY "target=vfio-pci\noutcome=bound\n", 10 },
  { WHOLE "\n", 11 },
  { WHOLE "trial=confirmed\n", 11 },
  { WHOLE WHOLE, 11 },
};

static void
assert_refused (const char *name, const char *text, gssize length, guint line)
{
  BerthBootBinding binding = { .outcome = 77 };
  const BerthBootBinding untouched = binding;
  g_autofree char *place = g_strdup_printf ("see line %u.", line);
  g_autoptr (GError) error = NULL;

  g_assert_false (berth_boot_binding_parse (name, text, length, &binding, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
  g_assert_cmpmem (&binding, sizeof binding, &untouched, sizeof untouched);
  if (line > 0 && strstr (error->message, place) == NULL)
    g_error ("%s", error->message);
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      g_test_message ("%s", bad_cases[i].text);
      assert_refused (NAME, bad_cases[i].text, -1, bad_cases[i].line);
    }

  /* The file of one address under the name of another one. */
  assert_refused ("0000-05-00.0", WHOLE, -1, 2);
  /* Behind the last byte, and in a value. */
  assert_refused (NAME, WHOLE "\0", sizeof WHOLE, 11);
  assert_refused (NAME, "version=1\0\n" BODY "target=vfio-pci\ntrial=new\n",
                  sizeof "version=1\0\n" BODY "target=vfio-pci\ntrial=new\n" - 1, 1);
}

/* A file that was cut off anywhere, or that has one other byte anywhere, is no binding, or, where
 * one digit became another one, a whole one of another device. */
static void
test_damaged (void)
{
  static const char bytes[] = { '\0', '\n', ' ', '=', '*', '/', 'f', '0', '\x7f', '\xff' };

  for (gsize i = 0; i < strlen (WHOLE); i++)
    {
      assert_refused (NAME, WHOLE, (gssize) i, 0);
      for (gsize k = 0; k < sizeof bytes; k++)
        {
          g_autofree char *text = g_strdup (WHOLE);
          g_autofree char *printed = NULL;
          BerthBootBinding binding;

          text[i] = bytes[k];
          if (!berth_boot_binding_parse (NAME, text, strlen (WHOLE), &binding, NULL))
            continue;
          printed = berth_boot_binding_print (&binding);
          g_assert_cmpmem (printed, strlen (printed), text, strlen (WHOLE));
        }
    }
}

static void
test_hostile (void)
{
  g_autoptr (GPtrArray) strings = hostile_strings_read ();

  for (guint i = 0; i < strings->len; i++)
    {
      const HostileString *string = g_ptr_array_index (strings, i);
      g_autofree char *appended = g_strconcat (WHOLE, string->text, NULL);
      g_autofree char *target
          = g_strconcat ("version=1\n" BODY "target=", string->text, "\ntrial=new\n", NULL);

      g_test_message ("%s", string->what);
      assert_refused (string->text, WHOLE, -1, 0);
      assert_refused (NAME, string->text, -1, 0);
      assert_refused (NAME, target, -1, 0);
      if (*string->text != '\0')
        assert_refused (NAME, appended, -1, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/boot-binding/print", test_print);
  g_test_add_func ("/boot-binding/round-trip", test_round_trip);
  g_test_add_func ("/boot-binding/names", test_names);
  g_test_add_func ("/boot-binding/refused", test_refused);
  g_test_add_func ("/boot-binding/damaged", test_damaged);
  g_test_add_func ("/boot-binding/hostile", test_hostile);

  return g_test_run ();
}
