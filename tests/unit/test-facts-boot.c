/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "facts/berth-boot-binding.h"
#include "live-facts.h"
#include "mock-sysfs.h"

#define FOLDER "etc/berth/boot.d/"
#define RUN_FOLDER "run/berth/boot/"

static MockSysfs *
new_computer (void)
{
  MockSysfs *sysfs = mock_sysfs_new ();

  mock_sysfs_put (sysfs, "sys/bus/pci/devices", NULL);
  return sysfs;
}

static BerthBootBinding
make_binding (guint bus)
{
  return (BerthBootBinding){
    .address = berth_address_pci (0, bus, 0, 0),
    .identity = { 0x8086, 0x10d3, 0x103c, 0x0a01, 0x020000, 0x0f },
    .target = BERTH_BIND_TARGET_VFIO_PCI,
    .trial = BERTH_BOOT_TRIAL_TRIED,
    .outcome = BERTH_BOOT_OUTCOME_BOUND,
  };
}

static void
put (MockSysfs *sysfs, const BerthBootBinding *binding, gboolean with_outcome)
{
  g_autofree char *name = berth_boot_binding_dup_name (&binding->address);
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autofree char *run_path = g_strconcat (RUN_FOLDER, name, NULL);
  g_autofree char *text = berth_boot_binding_print (binding);
  g_autofree char *outcome = berth_boot_binding_print_outcome (binding);

  mock_sysfs_put (sysfs, path, text);
  if (with_outcome)
    mock_sysfs_put (sysfs, run_path, outcome);
}

static void
test_none (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autoptr (BerthFacts) facts = live_facts_read (sysfs);

  g_assert_cmpuint (facts->boot_bindings->len, ==, 0);
  g_assert_cmpuint (facts->foreign_bindings->len, ==, 0);
  g_assert_false (facts->boot_switched_off);
}

static void
test_bindings (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autoptr (BerthFacts) facts = NULL;
  BerthBootBinding first = make_binding (3);
  BerthBootBinding second = make_binding (0xa0);
  BerthBootBinding third = make_binding (0xb0);

  put (sysfs, &second, FALSE);
  put (sysfs, &third, TRUE);
  put (sysfs, &first, TRUE);
  second.outcome = BERTH_BOOT_OUTCOME_NONE;
  /* Another device's outcome, of a binding that was there when the computer started. */
  third.identity.device++;
  third.outcome = BERTH_BOOT_OUTCOME_NONE;
  put (sysfs, &third, FALSE);
  /* Only an outcome is no binding. */
  mock_sysfs_put (sysfs, RUN_FOLDER "0000-01-00.0", "version=1\n");

  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->boot_bindings->len, ==, 3);
  g_assert_true (berth_boot_binding_equal (facts->boot_bindings->pdata[0], &first));
  g_assert_true (berth_boot_binding_equal (facts->boot_bindings->pdata[1], &second));
  g_assert_true (berth_boot_binding_equal (facts->boot_bindings->pdata[2], &third));
}

/* A broken outcome is none, and a binding that is too long for one is not cut to fit. */
static void
test_damaged (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autoptr (BerthFacts) facts = NULL;
  g_autofree char *blanks = g_strnfill (100000, '\n');
  BerthBootBinding binding = make_binding (3);
  BerthBootBinding other = make_binding (4);
  g_autofree char *text = berth_boot_binding_print (&other);
  g_autofree char *long_text = g_strconcat (text, blanks, NULL);

  put (sysfs, &binding, FALSE);
  mock_sysfs_put (sysfs, RUN_FOLDER "0000-03-00.0", "version=1\noutcome=bound\n");
  mock_sysfs_put (sysfs, FOLDER "0000-04-00.0", long_text);
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "*boot.d/0000-04-00.0: *");
  facts = live_facts_read (sysfs);
  g_test_assert_expected_messages ();

  g_assert_cmpuint (facts->boot_bindings->len, ==, 1);
  binding.outcome = BERTH_BOOT_OUTCOME_NONE;
  g_assert_true (berth_boot_binding_equal (facts->boot_bindings->pdata[0], &binding));
}

static void
test_too_many (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autoptr (BerthFacts) facts = NULL;

  for (guint i = 0; i < 1100; i++)
    {
      BerthBootBinding binding = make_binding (i / 8 % 256);

      binding.address.function = i % 8;
      binding.address.slot = i / 2048 % 32;
      put (sysfs, &binding, FALSE);
    }
  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->boot_bindings->len, ==, 1024);
}

typedef struct
{
  const char *line;
  gboolean expected;
} SwitchCase;

static const SwitchCase switch_cases[] = {
  { "", FALSE },
  { "root=/dev/sda1 quiet\n", FALSE },
  { "berth.disable=1\n", TRUE },
  { "berth.disable=1", TRUE },
  { "root=/dev/sda1 berth.disable=1 quiet\n", TRUE },
  { "root=/dev/sda1 -- berth.disable=1\n", TRUE },
  { "root=/dev/sda1\tberth.disable=1\n", TRUE },
  { "berth.disable=0\n", FALSE },
  { "berth.disable\n", FALSE },
  { "berth.disable=10\n", FALSE },
  { "xberth.disable=1\n", FALSE },
  { "init=/berth.disable=1\n", FALSE },
};

static void
test_switched_off (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (switch_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = new_computer ();
      g_autoptr (BerthFacts) facts = NULL;

      mock_sysfs_put (sysfs, "proc/cmdline", switch_cases[i].line);
      facts = live_facts_read (sysfs);
      g_test_message ("%s", switch_cases[i].line);
      g_assert_cmpint (facts->boot_switched_off, ==, switch_cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/facts-boot/none", test_none);
  g_test_add_func ("/facts-boot/bindings", test_bindings);
  g_test_add_func ("/facts-boot/damaged", test_damaged);
  g_test_add_func ("/facts-boot/too-many", test_too_many);
  g_test_add_func ("/facts-boot/switched-off", test_switched_off);

  return g_test_run ();
}
