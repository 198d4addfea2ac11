/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-display.h"

#include <errno.h>
#include <string.h>

#include "facts/berth-pci-function.h"
#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/drm"
#define BASE_CLASS_DISPLAY 0x03

/* "card0-eDP-1" is a connector, "card0" and "renderD128" are not. */
static gboolean
is_connector (const char *name)
{
  return g_str_has_prefix (name, "card") && strchr (name, '-') != NULL;
}

/* A connector that drives a screen. Where the kernel does not say so, a screen that is plugged in
 * counts. */
static gboolean
is_lit (int folder)
{
  char text[32];

  if (berth_sysfs_read (folder, "enabled", text, sizeof text) > 0)
    return g_str_equal (text, "enabled");
  return berth_sysfs_read (folder, "status", text, sizeof text) > 0
         && g_str_equal (text, "connected");
}

static void
read_connector (int class_folder, const char *name, BerthFacts *facts)
{
  char target[BERTH_SYSFS_SIZE];
  g_auto (BerthFd) folder = berth_sysfs_open_folder (class_folder, name);
  g_autoptr (GArray) holders = NULL;

  if (folder < 0 || !is_lit (folder)
      || berth_sysfs_read_link (class_folder, name, target, sizeof target) <= 0)
    return;

  holders = berth_sysfs_list_holders (target);
  for (guint i = 0; i < holders->len; i++)
    berth_facts_add_use (facts, BERTH_USE_DISPLAY, &g_array_index (holders, BerthAddress, i),
                         name, "screen");
}

static gboolean
has_display_use (const BerthFacts *facts, const BerthAddress *address)
{
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);

      if (use->kind == BERTH_USE_DISPLAY && berth_address_equal (&use->address, address))
        return TRUE;
    }
  return FALSE;
}

/* The console of the firmware's screen needs no connector, not even a driver. */
static void
read_boot_screens (gboolean has_connectors, BerthFacts *facts)
{
  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (pci->class_code >> 16 != BASE_CLASS_DISPLAY || berth_pci_function_is_put_aside (pci))
        continue;

      if (pci->boot_vga && !has_display_use (facts, &pci->address))
        berth_facts_add_use (facts, BERTH_USE_DISPLAY, &pci->address, "boot_vga", "console");
      else if (!has_connectors && pci->driver != NULL)
        facts->gaps |= BERTH_GAP_USES_DISPLAY;
    }
}

/**
 * berth_facts_display_read:
 * @root: descriptor of the folder that holds sys/
 * @facts: (inout): with its PCI functions; gets a use of each device that drives a screen
 */
void
berth_facts_display_read (int root, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, CLASS_FOLDER);
  const char *name;

  if (folder == NULL && errno != ENOENT)
    facts->gaps |= BERTH_GAP_USES_DISPLAY;

  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    {
      if (is_connector (name))
        read_connector (dirfd (folder), name, facts);
    }
  read_boot_screens (folder != NULL, facts);
}
