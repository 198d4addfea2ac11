/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-partitions.h"

#include "facts/berth-efi.h"

/* What a computer starts from without mounting it. */
static const char *const boot_types[] = {
  "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", /* EFI (UEFI specification, 5.3.3) */
  "0xef",                                 /* the same in the older kind of table (5.2.2) */
  "bc13c2ff-59e6-4262-a352-b275fd6f7172", /* kernels (UAPI boot loader specification) */
  "21686148-6449-6e6f-744e-656564454649", /* GRUB itself, where the firmware is a BIOS */
  NULL,
};

/* A layer has these for itself; it need not have started. */
static const char *const held_types[]
    = { "LVM2_member", "linux_raid_member", "zfs_member", "crypto_LUKS", NULL };

static void
add_use (int root, const char *name, const char *purpose, BerthDiskUses *uses)
{
  g_autoptr (GPtrArray) carriers = berth_block_list_carriers (root, name);

  for (guint i = 0; i < carriers->len; i++)
    berth_disk_uses_add (uses, BERTH_USE_DISK, g_ptr_array_index (carriers, i), purpose);
}

/**
 * berth_facts_partitions_read:
 * @root: descriptor of the folder that holds sys/
 * @blocks: (element-type BerthBlock): of the computer
 * @uses: (inout): with the uses of all that is mounted
 *
 * Adds the uses of disks and partitions that need not be mounted: those that another layer has for
 * itself (%BERTH_PURPOSE_HELD), and those that a computer starts from (%BERTH_PURPOSE_BOOT,
 * %BERTH_PURPOSE_BOOT_PARTITION). Which of them this one started from is asked of the firmware,
 * which is slow, only when there is one at all.
 */
void
berth_facts_partitions_read (int root, const GPtrArray *blocks, BerthDiskUses *uses)
{
  g_autofree char *loader = NULL;
  gboolean has_asked = FALSE;

  for (guint i = 0; i < blocks->len; i++)
    {
      const BerthBlock *block = g_ptr_array_index (blocks, i);
      const BerthUdevBlock *udev = block->udev;
      gboolean is_used = berth_disk_uses_has (uses, block->name);
      gboolean is_boot = udev != NULL && udev->part_type != NULL
                         && g_strv_contains (boot_types, udev->part_type);

      if (block->is_virtual)
        continue;

      if (is_boot && !has_asked)
        {
          loader = berth_efi_dup_boot_partition (root);
          has_asked = TRUE;
        }
      if (is_boot && loader != NULL && udev->part_uuid != NULL
          && g_ascii_strcasecmp (loader, udev->part_uuid) == 0)
        add_use (root, block->name, BERTH_PURPOSE_BOOT, uses);
      else if (is_boot && !is_used)
        add_use (root, block->name, BERTH_PURPOSE_BOOT_PARTITION, uses);

      if (!is_used
          && ((udev != NULL && udev->fs_type != NULL
               && g_strv_contains (held_types, udev->fs_type))
              || berth_block_is_held (root, block->name)))
        add_use (root, block->name, BERTH_PURPOSE_HELD, uses);
    }
}
