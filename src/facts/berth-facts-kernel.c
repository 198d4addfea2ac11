/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "facts/berth-sysfs.h"

#define GROUPS_FOLDER "sys/kernel/iommu_groups"
#define INTERRUPTS_FOLDER "sys/kernel/irq"
#define UNSAFE_INTERRUPTS "sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts"

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

/* x86 puts "IR-" before the name of a chip whose interrupts go through the IOMMU, and where any are
 * remapped, those of the I/O APIC are (arch/x86/kernel/apic/io_apic.c: ioapic_ir_chip). Other names
 * say nothing: the IOMMU's own interrupt is never remapped, and Xen and other architectures have
 * names of their own. */
static BerthTruth
read_chip (int interrupts, const char *number)
{
  g_autofree char *path = g_build_filename (number, "chip_name", NULL);
  char chip[64];

  if (berth_sysfs_read (interrupts, path, chip, sizeof chip) <= 0)
    return BERTH_TRUTH_UNKNOWN;
  if (g_str_has_prefix (chip, "IR-"))
    return BERTH_TRUTH_YES;
  return g_str_has_prefix (chip, "IO-APIC") ? BERTH_TRUTH_NO : BERTH_TRUTH_UNKNOWN;
}

/* The chips are one small file for each interrupt, and nearly always the timer's decides;
 * /proc/interrupts tells the same in a table of all interrupts and all processors. */
static BerthTruth
read_interrupt_remapping (int root, const BerthFacts *facts)
{
  g_autoptr (DIR) interrupts = NULL;
  BerthTruth truth;
  const char *number;

  if (facts->platform != BERTH_PLATFORM_BARE)
    return BERTH_TRUTH_UNKNOWN;
  if (!facts->iommu)
    return (facts->gaps & BERTH_GAP_GROUPS) != 0 ? BERTH_TRUTH_UNKNOWN : BERTH_TRUTH_NO;

  interrupts = berth_sysfs_list (root, INTERRUPTS_FOLDER);
  if (interrupts == NULL)
    return BERTH_TRUTH_UNKNOWN;

  truth = read_chip (dirfd (interrupts), "0");
  while (truth == BERTH_TRUTH_UNKNOWN && (number = berth_sysfs_next (interrupts)) != NULL)
    truth = read_chip (dirfd (interrupts), number);
  return truth;
}

/* The kernel takes "-" for "_" in the names of its parameters (kernel/params.c: parameq).
 * Returns what stands behind @name in @word: "" or "=VALUE"; NULL: @word is another parameter. */
static const char *
match_parameter (const char *word, const char *name)
{
  for (; *name != '\0'; word++, name++)
    {
      if (*word != *name && !(*word == '-' && *name == '_'))
        return NULL;
    }
  return *word == '\0' || *word == '=' ? word : NULL;
}

/* What is given twice counts as it is given last; what stands behind "--" is for init. */
static const char *
find_parameter (char **words, const char *name)
{
  const char *found = NULL;

  for (gsize i = 0; words[i] != NULL && !g_str_equal (words[i], "--"); i++)
    {
      const char *rest = match_parameter (words[i], name);

      if (rest != NULL)
        found = rest;
    }
  return found;
}

/* As lib/kstrtox.c: kstrtobool has it; a switch without a value is on. */
static gboolean
is_on (const char *rest)
{
  return *rest == '\0' || g_ascii_strncasecmp (rest, "=y", 2) == 0
         || g_ascii_strncasecmp (rest, "=t", 2) == 0 || g_str_has_prefix (rest, "=1")
         || g_ascii_strncasecmp (rest, "=on", 3) == 0;
}

/* The parameter of the module in use is the truth. Before the module is there the command line may
 * only say yes: modprobe's files may say it too, and that is known only when it is loaded. */
static BerthTruth
read_unsafe_interrupts (int root, char **words)
{
  char text[16];
  const char *given;

  if (berth_sysfs_read (root, UNSAFE_INTERRUPTS, text, sizeof text) > 0)
    return text[0] == 'Y' ? BERTH_TRUTH_YES : BERTH_TRUTH_NO;

  given = find_parameter (words, "vfio_iommu_type1.allow_unsafe_interrupts");
  return given != NULL && is_on (given) ? BERTH_TRUTH_YES : BERTH_TRUTH_UNKNOWN;
}

/* `pci=config_acs=` and `pci=disable_acs_redir=` are no such promise: they take separation away
 * before the kernel makes the groups, and so the groups are larger and true
 * (Documentation/admin-guide/kernel-parameters.txt). */
static void
read_command_line (int root, BerthFacts *facts)
{
  g_autofree char *line = berth_sysfs_dup_file (root, "proc/cmdline");
  g_auto (GStrv) words = g_strsplit_set (line != NULL ? line : "", " \n", -1);

  facts->unsafe_interrupts = read_unsafe_interrupts (root, words);
  if (line != NULL)
    facts->acs_override = find_parameter (words, "pcie_acs_override") != NULL ? BERTH_TRUTH_YES
                                                                              : BERTH_TRUTH_NO;
}

/* System Management BIOS Reference Specification 3.x, 7.4.1: portable, laptop, notebook, hand held,
 * sub notebook, tablet, convertible and detachable. Firmware of boards that anybody may build in
 * says "other" or "unknown", and virtual machines do. A docking station may have either in it. */
static BerthChassis
read_chassis (int root)
{
  guint32 kind;

  if (!berth_sysfs_read_number (root, "sys/class/dmi/id/chassis_type", 10, &kind))
    return BERTH_CHASSIS_UNKNOWN;

  switch (kind)
    {
    case 8:
    case 9:
    case 10:
    case 11:
    case 14:
    case 30:
    case 31:
    case 32:
      return BERTH_CHASSIS_PORTABLE;
    case 0:
    case 1:
    case 2:
    case 12:
      return BERTH_CHASSIS_UNKNOWN;
    default:
      /* 36 is the last one that the specification knows. */
      return kind <= 36 ? BERTH_CHASSIS_STATIONARY : BERTH_CHASSIS_UNKNOWN;
    }
}

/* "MemTotal:       16316412 kB"; the kernel's kB are KiB. */
static guint64
find_memory (const char *text, const char *name)
{
  const char *line = strstr (text, name);

  return line != NULL ? g_ascii_strtoull (line + strlen (name), NULL, 10) : 0;
}

static void
read_memory (int root, BerthFacts *facts)
{
  char text[BERTH_SYSFS_SIZE];

  /* Both stand in the first three lines. */
  if (berth_sysfs_read (root, "proc/meminfo", text, sizeof text) <= 0)
    return;
  facts->memory_total = find_memory (text, "MemTotal:");
  facts->memory_available = find_memory (text, "MemAvailable:");
}

/**
 * berth_facts_kernel_read:
 * @root: descriptor of the folder that holds sys/, proc/ and etc/
 *
 * What is so of the computer as a whole: what stands between the kernel and the hardware, how it
 * isolates devices and whether it was told to be lax, what kind of box it is, and its memory.
 */
void
berth_facts_kernel_read (int root, BerthFacts *facts)
{
  facts->platform = read_platform (root);
  facts->iommu = has_groups (root, &facts->gaps);
  facts->interrupt_remapping = read_interrupt_remapping (root, facts);
  read_command_line (root, facts);
  facts->chassis = read_chassis (root);
  read_memory (root, facts);
}
