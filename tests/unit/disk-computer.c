/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "disk-computer.h"

#include "facts/berth-facts-live.h"

MockSysfs *
disk_computer_new (void)
{
  MockSysfs *sysfs = mock_sysfs_new ();
  const char *nvme = mock_sysfs_add_block (sysfs, NVME "/nvme/nvme0", "nvme0n1", "259:0");
  const char *sata = mock_sysfs_add_block (sysfs, SATA "/ata1/host0/block", "sda", "8:0");

  mock_sysfs_put (sysfs, "sys/bus/pci/devices", NULL);
  mock_sysfs_add_block (sysfs, nvme, "nvme0n1p1", "259:1");
  mock_sysfs_add_block (sysfs, nvme, "nvme0n1p2", "259:2");
  mock_sysfs_add_block (sysfs, sata, "sda1", "8:1");
  mock_sysfs_add_block (sysfs, sata, "sda2", "8:2");
  mock_sysfs_add_block (sysfs, STICK_DISK, "sdb1", "8:17");
  return sysfs;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
dup_line (const BerthUse *use)
{
  g_autofree char *address = berth_address_dup_short (&use->address);
  const char *purpose = use->purpose;

  if (use->kind == BERTH_USE_SWAP || use->kind == BERTH_USE_TPM)
    {
      g_assert_null (purpose);
      purpose = use->kind == BERTH_USE_SWAP ? "swap" : "TPM";
    }
  else
    {
      g_assert_cmpint (use->kind, ==, BERTH_USE_DISK);
    }
  return g_strdup_printf ("%s %s %s", address, use->subject, purpose);
}

char *
disk_computer_dup_uses (MockSysfs *sysfs, guint expected_gap)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = berth_facts_read_live (mock_sysfs_get_root (sysfs), &error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  for (guint i = 0; i < facts->uses->len; i++)
    g_ptr_array_add (lines, dup_line (g_ptr_array_index (facts->uses, i)));
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_DISK, ==, expected_gap);
  return g_strjoinv ("; ", (char **) lines->pdata);
}
