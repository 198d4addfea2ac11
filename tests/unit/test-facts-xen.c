/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-xen.h"

#include <unistd.h>

#include "facts/berth-pciback.h"
#include "fake-xenstore.h"
#include "live-facts.h"

#define BACKENDS "sys/bus/xen-backend/devices/"
#define ALL_PERMISSIVE "sys/module/xen_pciback/parameters/permissive"

/* Xen's host domain with two cards on pciback and one that it has itself. */
static MockSysfs *
new_computer (void)
{
  MockSysfs *sysfs = mock_sysfs_new ();

  mock_sysfs_put (sysfs, "sys/hypervisor/type", "xen\n");
  mock_sysfs_put (sysfs, "proc/xen/capabilities", "control_d\n");
  mock_sysfs_put (sysfs, BERTH_PCIBACK_FOLDER, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *address = g_strdup_printf ("0000:00:0%u.0", 4 + i);
      const char *card
          = mock_sysfs_add_function (sysfs, "pci0000:00", address, "8086:10d3", "0x020000");

      mock_sysfs_set_driver (sysfs, card, i < 2 ? "pciback" : "e1000e");
    }
  return sysfs;
}

static void
put_lists (MockSysfs *sysfs, const char *permissive)
{
  mock_sysfs_put (sysfs, BERTH_PCIBACK_FOLDER "/slots", "0000:00:06.0\n");
  mock_sysfs_put (sysfs, BERTH_PCIBACK_FOLDER "/permissive", permissive);
  mock_sysfs_put (sysfs, BERTH_PCIBACK_FOLDER "/quirks", "");
}

static const BerthPciFacts *
card (const BerthFacts *facts, guint slot)
{
  BerthAddress address = berth_address_pci (0, 0, slot, 0);
  const BerthPciFacts *pci = berth_facts_lookup_pci (facts, &address);

  g_assert_nonnull (pci);
  return pci;
}

static void
test_module (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autoptr (BerthFacts) bound = live_facts_read (sysfs);
  g_autoptr (BerthFacts) without = NULL;
  g_autoptr (BerthFacts) bare = NULL;

  g_assert_cmpint (bound->pciback, ==, BERTH_TRUTH_YES);
  mock_sysfs_remove (sysfs, BERTH_PCIBACK_FOLDER);
  without = live_facts_read (sysfs);
  g_assert_cmpint (without->pciback, ==, BERTH_TRUTH_NO);
  mock_sysfs_remove (sysfs, "sys/hypervisor/type");
  bare = live_facts_read (sysfs);
  g_assert_cmpint (bare->pciback, ==, BERTH_TRUTH_UNKNOWN);
}

static void
test_permissive (void)
{
  static const struct
  {
    const char *list; /* NULL: not readable */
    const char *all;
    BerthTruth expected[3]; /* of the cards 04, 05, 06 */
  } cases[] = {
    { NULL, NULL, { BERTH_TRUTH_UNKNOWN, BERTH_TRUTH_UNKNOWN, BERTH_TRUTH_UNKNOWN } },
    { NULL, "N\n", { BERTH_TRUTH_UNKNOWN, BERTH_TRUTH_UNKNOWN, BERTH_TRUTH_UNKNOWN } },
    { NULL, "Y\n", { BERTH_TRUTH_YES, BERTH_TRUTH_YES, BERTH_TRUTH_UNKNOWN } },
    { "", "Y\n", { BERTH_TRUTH_YES, BERTH_TRUTH_YES, BERTH_TRUTH_UNKNOWN } },
    { "", "N\n", { BERTH_TRUTH_NO, BERTH_TRUTH_NO, BERTH_TRUTH_UNKNOWN } },
    { "0000:00:05.0\n", NULL, { BERTH_TRUTH_NO, BERTH_TRUTH_YES, BERTH_TRUTH_UNKNOWN } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = new_computer ();
      g_autoptr (BerthFacts) facts = NULL;

      if (cases[i].list != NULL)
        put_lists (sysfs, cases[i].list);
      if (cases[i].all != NULL)
        mock_sysfs_put (sysfs, ALL_PERMISSIVE, cases[i].all);
      facts = live_facts_read (sysfs);
      for (guint j = 0; j < 3; j++)
        g_assert_cmpint (card (facts, 4 + j)->permissive, ==, cases[i].expected[j]);
    }
}

static const char *const one_domain[] = {
  "backend/pci/3/0/num_devs", "3",
  "backend/pci/3/0/dev-0", "0000:00:05.0",
  /* dev-1 was unplugged */
  "backend/pci/3/0/dev-2", "0000:77:00.0", /* there is none */
  NULL,
};
static const char *const two_domains[] = {
  "backend/pci/3/0/num_devs", "1",
  "backend/pci/3/0/dev-0", "0000:00:05.0",
  "backend/pci/12/0/num_devs", "1",
  "backend/pci/12/0/dev-0", "0000:00:04.0",
  NULL,
};
static const char *const leaving[] = { NULL };
static const char *const negative[] = { "backend/pci/3/0/num_devs", "-1", NULL };
static const char *const endless[] = { "backend/pci/3/0/num_devs", "4000000000", NULL };
static const char *const odd[] = {
  "backend/pci/3/0/num_devs", "2",
  "backend/pci/3/0/dev-0", "1-2",
  "backend/pci/3/0/dev-1", "*:*",
  NULL,
};

static const struct
{
  const char *backends; /* separated by blanks */
  const char *const *values;
  FakeXenstoreHabit habit;
  guint first; /* the domain of 04, and of 05 */
  guint second;
  gboolean is_hidden;
} holder_cases[] = {
  { "pci-3-0", one_domain, FAKE_XENSTORE_ANSWERS, 0, 3, FALSE },
  { "vif-3-0 pci-3-0 vbd-3-51712", one_domain, FAKE_XENSTORE_ANSWERS, 0, 3, FALSE },
  { "pci-3-0 pci-12-0", two_domains, FAKE_XENSTORE_ANSWERS, 12, 3, FALSE },
  { "pci-3-0", leaving, FAKE_XENSTORE_ANSWERS, 0, 0, TRUE },
  { "pci-3-0", odd, FAKE_XENSTORE_ANSWERS, 0, 0, TRUE },
  { "pci-3-0", negative, FAKE_XENSTORE_ANSWERS, 0, 0, TRUE },
  { "pci-3-0", endless, FAKE_XENSTORE_ANSWERS, 0, 0, TRUE },
  { "pci-3-0", one_domain, FAKE_XENSTORE_FORBIDS, 0, 0, TRUE },
  { "pci-3-0", one_domain, FAKE_XENSTORE_BABBLES, 0, 0, TRUE },
  { "pci-3-0", NULL, FAKE_XENSTORE_ANSWERS, 0, 0, TRUE },
  { "vif-3-0", NULL, FAKE_XENSTORE_ANSWERS, 0, 0, FALSE },
  { "pci-0-0 pci-3 pci-x-0 pci-99999-0 pci-3-0-1", NULL, FAKE_XENSTORE_ANSWERS, 0, 0, FALSE },
  { "", NULL, FAKE_XENSTORE_ANSWERS, 0, 0, FALSE },
};

static void
put_store (MockSysfs *sysfs, FakeXenstore *fake)
{
  g_autofree char *path = g_build_filename (mock_sysfs_get_root (sysfs), "dev/xen/xenbus", NULL);

  mock_sysfs_put (sysfs, "dev/xen", NULL);
  g_assert_cmpint (symlink (fake_xenstore_get_path (fake), path), ==, 0);
}

static void
test_holders (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (holder_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = new_computer ();
      g_auto (GStrv) backends = g_strsplit (holder_cases[i].backends, " ", -1);
      g_autoptr (FakeXenstore) fake = NULL;
      g_autoptr (BerthFacts) facts = NULL;

      mock_sysfs_put (sysfs, BACKENDS, NULL);
      for (gsize j = 0; backends[j] != NULL; j++)
        {
          g_autofree char *path = g_strconcat (BACKENDS, backends[j], NULL);

          mock_sysfs_put (sysfs, path, NULL);
        }
      if (holder_cases[i].values != NULL)
        {
          fake = fake_xenstore_new (holder_cases[i].values, holder_cases[i].habit);
          if (fake == NULL)
            {
              g_test_skip ("there are no terminals (devpts) to stand in for the store");
              return;
            }
          put_store (sysfs, fake);
        }
      facts = live_facts_read (sysfs);
      g_test_message ("%" G_GSIZE_FORMAT " %s", i, holder_cases[i].backends);
      g_assert_cmpuint (card (facts, 4)->xen_domain, ==, holder_cases[i].first);
      g_assert_cmpuint (card (facts, 5)->xen_domain, ==, holder_cases[i].second);
      g_assert_cmpuint (card (facts, 6)->xen_domain, ==, 0);
      g_assert_true (((facts->gaps & BERTH_GAP_HOLDERS) != 0) == holder_cases[i].is_hidden);
    }
}

/* No Xen: nothing is asked. */
static void
test_bare (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autoptr (BerthFacts) facts = NULL;

  mock_sysfs_remove (sysfs, "sys/hypervisor/type");
  mock_sysfs_put (sysfs, BACKENDS "pci-3-0", NULL);
  put_lists (sysfs, "0000:00:05.0\n");
  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_HOLDERS, ==, 0);
  g_assert_cmpint (card (facts, 5)->permissive, ==, BERTH_TRUTH_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-xen/module", test_module);
  g_test_add_func ("/facts-xen/permissive", test_permissive);
  g_test_add_func ("/facts-xen/holders", test_holders);
  g_test_add_func ("/facts-xen/bare", test_bare);
  return g_test_run ();
}
