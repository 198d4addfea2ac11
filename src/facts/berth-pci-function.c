/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-pci-function.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "facts/berth-reset-methods.h"
#include "facts/berth-sysfs.h"

/* Each attribute costs three system calls and there are thousands of functions, so only what can
 * be there for the kind of function is asked for (Documentation/ABI/testing/sysfs-bus-pci). */

#define CLASS_HOST_BRIDGE 0x0600
#define CLASS_ISA_BRIDGE 0x0601
#define CLASS_PCI_BRIDGE 0x0604
#define CLASS_CARDBUS_BRIDGE 0x0607
#define CLASS_SEMI_TRANSPARENT_BRIDGE 0x0609
#define BASE_CLASS_DISPLAY 0x03

/* Xen hands out memory in pages of x86. */
#define PAGE_MASK G_GUINT64_CONSTANT (0xfff)

#define N_REGIONS 6
#define REGION_IS_MEMORY 0x00000200
#define REGION_HAS_NO_PLACE 0x20000000

/* What firmware writes into the register of a line that is connected nowhere (PCI Local Bus
 * Specification 3.0, 6.2.4). */
#define NO_INTERRUPT_LINE 255

#define LINK_WIDTH "current_link_width"

static gboolean
is_bridge (const BerthPciFacts *pci)
{
  switch (pci->class_code >> 8)
    {
    case CLASS_HOST_BRIDGE:
    case CLASS_ISA_BRIDGE:
    case CLASS_PCI_BRIDGE:
    case CLASS_CARDBUS_BRIDGE:
    case CLASS_SEMI_TRANSPARENT_BRIDGE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* "8086:3EC4" */
static gboolean
parse_ids (const char *text, guint16 *ret_vendor, guint16 *ret_device)
{
  char *end;
  guint64 vendor = g_ascii_strtoull (text, &end, 16);
  guint64 device = *end == ':' ? g_ascii_strtoull (end + 1, &end, 16) : G_MAXUINT64;

  if (*end != '\0' || vendor > G_MAXUINT16 || device > G_MAXUINT16)
    return FALSE;

  *ret_vendor = (guint16) vendor;
  *ret_device = (guint16) device;
  return TRUE;
}

/* `uevent` has the driver, the class and all ids in one read. */
static gboolean
read_identity (int folder, BerthPciFacts *pci)
{
  char text[BERTH_SYSFS_SIZE];
  gboolean has_ids = FALSE;
  char *rest = text;
  char *line;

  if (berth_sysfs_read (folder, "uevent", text, sizeof text) < 0)
    return FALSE;

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      if (g_str_has_prefix (line, "DRIVER=") && pci->driver == NULL)
        pci->driver = g_strdup (line + strlen ("DRIVER="));
      else if (g_str_has_prefix (line, "PCI_CLASS="))
        pci->class_code = (guint32) g_ascii_strtoull (line + strlen ("PCI_CLASS="), NULL, 16);
      else if (g_str_has_prefix (line, "PCI_ID="))
        has_ids = parse_ids (line + strlen ("PCI_ID="), &pci->vendor, &pci->device);
      else if (g_str_has_prefix (line, "PCI_SUBSYS_ID="))
        parse_ids (line + strlen ("PCI_SUBSYS_ID="), &pci->subsystem_vendor,
                   &pci->subsystem_device);
    }

  if (!has_ids)
    errno = EINVAL;
  return has_ids;
}

/* The number of the group is the name of the folder that the link leads to. */
static void
read_group (int folder, BerthPciFacts *pci)
{
  char target[BERTH_SYSFS_SIZE];
  const char *name;

  if (berth_sysfs_read_link (folder, "iommu_group", target, sizeof target) <= 0)
    return;

  name = strrchr (target, '/');
  if (name != NULL && g_ascii_isdigit (name[1]))
    pci->iommu_group = (int) g_ascii_strtoull (name + 1, NULL, 10);
}

/* Whether nobody has asked this group yet. Bridges are given to nobody, so groups that have nothing
 * else are never asked. */
static gboolean
claim_group (BerthPciScope *scope, int group)
{
  gboolean claimed;

  if (group == BERTH_NO_GROUP)
    return FALSE;
  g_mutex_lock (&scope->lock);
  claimed = g_hash_table_add (scope->asked_groups, GINT_TO_POINTER (group));
  g_mutex_unlock (&scope->lock);
  return claimed;
}

/* One region in a line: first and last address, type. `direct-relaxable` is what firmware uses only
 * before the system runs, `msi` is where interrupts go, `reserved` what no device may be given by
 * the IOMMU (Documentation/ABI/testing/sysfs-kernel-iommu_groups). */
static gboolean
has_reserved_memory (int folder)
{
  char text[BERTH_SYSFS_SIZE];
  char *rest = text;
  char *line;

  if (berth_sysfs_read (folder, "iommu_group/reserved_regions", text, sizeof text) <= 0)
    return FALSE;
  while ((line = strsep (&rest, "\n")) != NULL)
    {
      if (g_str_has_suffix (line, " direct"))
        return TRUE;
    }
  return FALSE;
}

/* @pages has a blank before and behind each page. */
static void
add_page (GString *pages, guint64 address)
{
  g_autofree char *page = g_strdup_printf (" %" G_GINT64_MODIFIER "x ", address & ~PAGE_MASK);

  if (strstr (pages->str, page) == NULL)
    g_string_append (pages, pages->len == 0 ? page : page + 1);
}

/* The first lines are the regions of the function itself: first and last address, flags; what
 * follows is its ROM, and of a bridge the windows to what is behind it
 * (Documentation/PCI/sysfs-pci.rst, include/linux/ioport.h). */
static void
read_partial_pages (int folder, BerthPciFacts *pci)
{
  g_autoptr (GString) pages = g_string_new (NULL);
  char text[BERTH_SYSFS_SIZE];
  char *rest = text;
  char *line;

  if (berth_sysfs_read (folder, "resource", text, sizeof text) <= 0)
    return;

  for (guint i = 0; i < N_REGIONS && (line = strsep (&rest, "\n")) != NULL; i++)
    {
      guint64 first = g_ascii_strtoull (line, &line, 16);
      guint64 last = g_ascii_strtoull (line, &line, 16);
      guint64 flags = g_ascii_strtoull (line, &line, 16);

      if ((flags & REGION_IS_MEMORY) == 0 || (flags & REGION_HAS_NO_PLACE) != 0)
        continue;
      if ((first & PAGE_MASK) != 0)
        add_page (pages, first);
      if ((last & PAGE_MASK) != PAGE_MASK)
        add_page (pages, last);
    }
  if (pages->len > 0)
    pci->partial_pages = g_strstrip (g_string_free (g_steal_pointer (&pages), FALSE));
}

/* What two domains of Xen could share, and then hurt each other by (XSA-461). */
static void
read_shared_parts (int folder, BerthPciFacts *pci)
{
  g_autoptr (DIR) messages = berth_sysfs_list (folder, "msi_irqs");

  if (berth_sysfs_read_number (folder, "irq", 10, &pci->irq) && pci->irq == NO_INTERRUPT_LINE)
    pci->irq = 0;
  pci->has_msi = messages != NULL && berth_sysfs_next (messages) != NULL;
  read_partial_pages (folder, pci);
}

/* A kernel that knows `reset_method` (5.15) shows it for each function that it can reset. An older
 * one has only `reset`, which says that there is a way but not which. Neither: no way. */
static void
read_resets (int folder, BerthPciFacts *pci)
{
  char text[BERTH_SYSFS_SIZE];
  char *rest = text;
  char *word;

  if (berth_sysfs_read (folder, "reset_method", text, sizeof text) < 0)
    {
      if (errno == ENOENT && faccessat (folder, "reset", F_OK, 0) != 0 && errno == ENOENT)
        pci->reset_methods = 0;
      return;
    }

  pci->reset_methods = 0;
  while ((word = strsep (&rest, " ")) != NULL)
    {
      if (*word != '\0')
        pci->reset_methods |= berth_reset_methods_parse (word, strlen (word));
    }
}

/**
 * berth_pci_driver_puts_aside:
 * @driver: (nullable): the kernel's name of a driver
 *
 * Returns: whether it only keeps devices for VMs: vfio-pci and its variants for single cards
 *   (mlx5_vfio_pci), Xen's pciback or xen-pciback, or the kernel's pci-stub
 */
gboolean
berth_pci_driver_puts_aside (const char *driver)
{
  return driver != NULL
         && (strstr (driver, "vfio") != NULL || strstr (driver, "pciback") != NULL
             || g_str_equal (driver, "pci-stub"));
}

/**
 * berth_pci_function_is_put_aside:
 *
 * Returns: whether its driver only keeps it for VMs
 */
gboolean
berth_pci_function_is_put_aside (const BerthPciFacts *pci)
{
  return berth_pci_driver_puts_aside (pci->driver);
}

static void
read_driver_override (int folder, BerthPciFacts *pci)
{
  /* It decides about the next driver; while the host works with the device there is none. */
  if (pci->driver != NULL && !berth_pci_function_is_put_aside (pci))
    return;

  pci->driver_override = berth_sysfs_dup_text (folder, "driver_override");

  /* How the kernel prints "none". */
  if (g_strcmp0 (pci->driver_override, "(null)") == 0)
    g_clear_pointer (&pci->driver_override, g_free);
}

static void
read_numa_node (int folder, BerthPciFacts *pci)
{
  guint32 node;

  /* "-1" is no number to berth_sysfs_read_number(), and that is what stays. */
  if (berth_sysfs_read_number (folder, "numa_node", 10, &node))
    pci->numa_node = (int) node;
}

/* Only under a driver that holds devices for VMs the count tells something: above 0, one has it. */
static void
read_enable_count (int folder, BerthPciFacts *pci)
{
  if (berth_pci_function_is_put_aside (pci))
    berth_sysfs_read_number (folder, "enable", 10, &pci->enable_count);
}

static gboolean
read_physical_function (int folder, BerthPciFacts *pci)
{
  char target[BERTH_SYSFS_SIZE];
  const char *name;

  if (berth_sysfs_read_link (folder, "physfn", target, sizeof target) <= 0)
    return FALSE;

  name = strrchr (target, '/');
  pci->is_virtual = berth_address_parse (name != NULL ? name + 1 : target,
                                         &pci->physical_function, NULL);
  return pci->is_virtual;
}

static void
read_sriov (int folder, BerthPciFacts *pci)
{
  if (berth_sysfs_read_number (folder, "sriov_totalvfs", 10, &pci->sriov_total))
    berth_sysfs_read_number (folder, "sriov_numvfs", 10, &pci->sriov_count);
}

/* Each PCI Express device has the file. What is in it the kernel reads out of the card's registers
 * and wakes the card for that; a graphics card that is switched off to save power needs a second
 * for it and gets warm. So it is let sleep. */
static void
read_link (int folder, BerthPciFacts *pci)
{
  char state[32];
  gboolean is_asleep = berth_sysfs_read (folder, "power_state", state, sizeof state) > 0
                       && g_str_equal (state, "D3cold");

  if (is_asleep)
    pci->is_express = faccessat (folder, LINK_WIDTH, F_OK, 0) == 0;
  else if (berth_sysfs_read_number (folder, LINK_WIDTH, 10, &pci->link_width))
    pci->is_express = TRUE;

  if (pci->link_width > 0)
    pci->link_speed = berth_sysfs_dup_text (folder, "current_link_speed");
}

static void
read_endpoint (int folder, BerthPciFacts *pci)
{
  char removable[32];
  guint32 boot_vga;

  read_resets (folder, pci);
  read_driver_override (folder, pci);
  read_enable_count (folder, pci);

  if (pci->class_code >> 16 == BASE_CLASS_DISPLAY
      && berth_sysfs_read_number (folder, "boot_vga", 10, &boot_vga))
    pci->boot_vga = boot_vga != 0;

  /* Only PCI Express has virtual functions; the link is that of their physical one. */
  pci->is_express = read_physical_function (folder, pci);
  if (pci->is_virtual)
    return;

  read_sriov (folder, pci);

  /* What sits on the root bus has no link and cannot be pulled out. */
  if (!pci->has_parent)
    return;

  if (berth_sysfs_read (folder, "removable", removable, sizeof removable) > 0)
    pci->removable = g_str_equal (removable, "removable");
  if (pci->address.function == 0)
    read_link (folder, pci);
}

/* The last but one component of the path is the bridge above, or "pci0000:00" for a root bus. */
static void
take_parent (const char *path, BerthPciFacts *pci)
{
  const char *end = strrchr (path, '/');
  const char *begin = end != NULL ? g_strrstr_len (path, end - path, "/") : NULL;
  g_autofree char *name = NULL;

  if (begin == NULL || !g_ascii_isxdigit (begin[1]))
    return;

  name = g_strndup (begin + 1, (gsize) (end - begin - 1));
  pci->has_parent = berth_address_parse (name, &pci->parent, NULL);
}

/**
 * berth_pci_function_read:
 * @devices: descriptor of sys/bus/pci/devices
 * @name: an entry of that folder
 * @scope: (inout): what there is in this computer at all
 * @pci: (inout): new, with its address
 *
 * Reads what sysfs says of one function. Of an IOMMU group's reserved memory only that function
 * hears that comes first. Safe to call for different functions in different threads.
 *
 * Returns: %FALSE with errno when the function is gone or may not be read
 */
gboolean
berth_pci_function_read (int devices,
                         const char *name,
                         BerthPciScope *scope,
                         BerthPciFacts *pci)
{
  char path[BERTH_SYSFS_SIZE];
  g_auto (BerthFd) folder = -1;
  guint32 revision;

  /* The link's target says where the function sits, and opening it saves the kernel the link. */
  if (berth_sysfs_read_link (devices, name, path, sizeof path) > 0)
    take_parent (path, pci);
  else
    g_strlcpy (path, name, sizeof path);

  folder = berth_sysfs_open_folder (devices, path);
  if (folder < 0 || !read_identity (folder, pci))
    return FALSE;

  if (berth_sysfs_read_number (folder, "revision", 16, &revision))
    pci->revision = (guint8) revision;
  if (scope->has_groups)
    read_group (folder, pci);
  if (scope->is_xen)
    read_shared_parts (folder, pci);
  if (!is_bridge (pci))
    {
      if (scope->has_nodes)
        read_numa_node (folder, pci);
      read_endpoint (folder, pci);
      if (claim_group (scope, pci->iommu_group))
        pci->reserved_memory = has_reserved_memory (folder);
    }
  return TRUE;
}
