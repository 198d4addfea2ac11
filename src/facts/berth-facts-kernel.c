/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "facts/berth-sysfs.h"

#define GROUPS_FOLDER "sys/kernel/iommu_groups"

/* The host domain's own id (xen/include/public/xen.h: dom0's handle is all zero). */
#define HOST_DOMAIN_UUID "00000000-0000-0000-0000-000000000000"

/* Whether this kernel is that of Xen's host domain. The first source needs xenfs to be mounted,
 * which is done only when the toolstack starts; the second is there from the beginning. */
static gboolean
is_host_domain (int root)
{
  char text[BERTH_SYSFS_SIZE];

  if (berth_sysfs_read (root, "proc/xen/capabilities", text, sizeof text) > 0)
    return strstr (text, "control_d") != NULL;

  return berth_sysfs_read (root, "sys/hypervisor/uuid", text, sizeof text) > 0
         && g_str_equal (text, HOST_DOMAIN_UUID);
}

static BerthPlatform
read_platform (int root)
{
  char text[BERTH_SYSFS_SIZE];

  if (berth_sysfs_read (root, "sys/hypervisor/type", text, sizeof text) <= 0
      || !g_str_equal (text, "xen"))
    return BERTH_PLATFORM_BARE;

  /* In any other domain Xen has the devices, not this kernel. */
  if (!is_host_domain (root))
    return BERTH_PLATFORM_UNKNOWN;

  return faccessat (root, "etc/qubes-release", F_OK, 0) == 0 ? BERTH_PLATFORM_QUBES
                                                               : BERTH_PLATFORM_XEN;
}

/* Whether the kernel isolates devices in groups. They are numbered from 0, and to ask for the first
 * is much cheaper than to list hundreds; but the first one may be gone with its card. */
static gboolean
has_groups (int root, guint *gaps)
{
  g_autoptr (DIR) groups = NULL;

  if (faccessat (root, GROUPS_FOLDER "/0", F_OK, 0) == 0)
    return TRUE;

  groups = berth_sysfs_list (root, GROUPS_FOLDER);
  if (groups == NULL && errno != ENOENT)
    *gaps |= BERTH_GAP_GROUPS;
  return groups != NULL && berth_sysfs_next (groups) != NULL;
}

/**
 * berth_facts_kernel_read:
 * @root: descriptor of the folder that holds sys/, proc/ and etc/
 *
 * What stands between the kernel and the hardware, and whether it isolates devices in groups.
 */
void
berth_facts_kernel_read (int root, BerthFacts *facts)
{
  facts->platform = read_platform (root);
  facts->iommu = has_groups (root, &facts->gaps);
}
