/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-tpm.h"

#include <string.h>

#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/tpm"

/* The interface of a TPM that is a program in the firmware; a chip of its own speaks another one
 * (drivers/char/tpm in the kernel). */
#define FIRMWARE_DRIVER "tpm_crb"

/* A TPM that the firmware's tables name has their path; the chip sits on the LPC or SPI bus, behind
 * the ISA bridge. */
static gboolean
is_on_board (const char *path)
{
  return strstr (path, "/platform/") != NULL || strstr (path, "/pnp") != NULL
         || strstr (path, "/LNXSYSTM") != NULL;
}

static gboolean
is_firmware (int class_folder, const char *name)
{
  g_autofree char *path = g_strconcat (name, "/device/driver", NULL);
  char target[BERTH_SYSFS_SIZE];
  g_autofree char *driver = NULL;

  if (berth_sysfs_read_link (class_folder, path, target, sizeof target) <= 0)
    return FALSE;

  driver = g_path_get_basename (target);
  return g_str_has_prefix (driver, FIRMWARE_DRIVER);
}

static void
read_tpm (int class_folder, const char *name, BerthFacts *facts)
{
  char path[BERTH_SYSFS_SIZE];
  g_autoptr (GArray) holders = NULL;
  const BerthPciFacts *bridge;

  if (berth_sysfs_read_link (class_folder, name, path, sizeof path) <= 0)
    return;

  holders = berth_sysfs_list_holders (path);
  for (guint i = 0; i < holders->len; i++)
    berth_facts_add_use (facts, BERTH_USE_TPM, &g_array_index (holders, BerthAddress, i), name,
                         NULL);
  if (holders->len > 0 || !is_on_board (path) || is_firmware (class_folder, name))
    return;

  bridge = berth_facts_find_isa_bridge (facts);
  if (bridge != NULL)
    berth_facts_add_use (facts, BERTH_USE_TPM, &bridge->address, name, NULL);
}

/**
 * berth_facts_tpm_read:
 * @root: descriptor of the folder that holds sys/
 * @facts: (inout): with its PCI functions; gets a use of each that has a TPM behind it
 *
 * A TPM that is a part of the firmware, or of the VM that this computer is, hangs on nothing that
 * could be given away, and is left out.
 */
void
berth_facts_tpm_read (int root, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, CLASS_FOLDER);
  const char *name;

  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    read_tpm (dirfd (folder), name, facts);
}
