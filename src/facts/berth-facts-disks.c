/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-disks.h"

#include <errno.h>
#include <string.h>

#include "facts/berth-block.h"
#include "facts/berth-sysfs.h"

/* One line of mountinfo (proc_pid_mountinfo(5)). */
typedef struct
{
  char *number; /* "259:2"; "0:N" for a file system that is on no single device */
  char *point;
  char *type;
  char *source;
} Mount;

static void
mount_free (gpointer data)
{
  Mount *self = data;

  g_free (self->number);
  g_free (self->point);
  g_free (self->type);
  g_free (self->source);
  g_free (self);
}

/* "27 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw"; any number of optional fields may
 * stand before the "-", and blanks in paths are octal escapes. */
static Mount *
parse_mount (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", -1);
  guint n = g_strv_length (fields);
  Mount *mount;
  guint dash = 6;

  while (dash < n && !g_str_equal (fields[dash], "-"))
    dash++;
  if (dash + 2 >= n)
    return NULL;

  mount = g_new0 (Mount, 1);
  mount->number = g_strdup (fields[2]);
  mount->point = g_strcompress (fields[4]);
  mount->type = g_strdup (fields[dash + 1]);
  mount->source = g_strcompress (fields[dash + 2]);
  return mount;
}

static GPtrArray *
list_mounts (const char *text)
{
  g_autoptr (GPtrArray) mounts = g_ptr_array_new_with_free_func (mount_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      Mount *mount = parse_mount (lines[i]);

      if (mount != NULL)
        g_ptr_array_add (mounts, mount);
    }
  return g_steal_pointer (&mounts);
}

/* The same file system may be mounted many times at one place, each hiding the other. */
static gboolean
has_use (const BerthFacts *facts,
         BerthUseKind kind,
         const BerthAddress *address,
         const char *subject,
         const char *purpose)
{
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);

      if (use->kind == kind && berth_address_equal (&use->address, address)
          && g_str_equal (use->subject, subject) && g_strcmp0 (use->purpose, purpose) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_block_use (int root,
               BerthUseKind kind,
               const char *name,
               const char *purpose,
               BerthFacts *facts)
{
  g_autoptr (GPtrArray) carriers = berth_block_list_carriers (root, name);

  for (guint i = 0; i < carriers->len; i++)
    {
      const BerthBlockCarrier *carrier = g_ptr_array_index (carriers, i);
      g_autoptr (GArray) holders = berth_sysfs_list_holders (carrier->path);

      for (guint k = 0; k < holders->len; k++)
        {
          const BerthAddress *address = &g_array_index (holders, BerthAddress, k);

          if (!has_use (facts, kind, address, carrier->name, purpose))
            berth_facts_add_use (facts, kind, address, carrier->name, purpose);
        }
    }
}

/* The block devices below @mount: none for proc, tmpfs or a network's file system. */
static GPtrArray *
list_blocks (int root, const Mount *mount)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) sources = NULL;
  char *name;

  if (!g_str_has_prefix (mount->number, "0:"))
    {
      name = berth_block_find_by_number (root, mount->number);
      if (name != NULL)
        g_ptr_array_add (blocks, name);
      return g_steal_pointer (&blocks);
    }

  /* bcachefs joins its devices with colons. */
  sources = g_strsplit (mount->source, ":", -1);
  for (gsize i = 0; sources[i] != NULL; i++)
    {
      name = berth_block_find_by_source (root, sources[i]);
      if (name != NULL)
        g_ptr_array_add (blocks, name);
    }

  if (blocks->len == 1 && g_str_equal (mount->type, "btrfs"))
    return berth_block_list_btrfs_members (root, g_ptr_array_index (blocks, 0));
  return g_steal_pointer (&blocks);
}

static void
add_mount (int root, const Mount *mount, BerthUseKind kind, BerthFacts *facts)
{
  g_autoptr (GPtrArray) blocks = list_blocks (root, mount);

  for (guint i = 0; i < blocks->len; i++)
    add_block_use (root, kind, g_ptr_array_index (blocks, i),
                   kind == BERTH_USE_SWAP ? NULL : mount->point, facts);

  /* The kernel does not say which disks a ZFS pool is on. And a root file system that is on
   * nothing that is known is on something that is not. */
  if (g_str_equal (mount->type, "zfs") || (blocks->len == 0 && g_str_equal (mount->point, "/")))
    facts->gaps |= BERTH_GAP_USES_DISK;
}

/* The mount that the file at @path lies in: the one with the longest path above it. */
static const Mount *
find_mount (GPtrArray *mounts, const char *path)
{
  const Mount *best = NULL;

  for (guint i = 0; i < mounts->len; i++)
    {
      const Mount *mount = g_ptr_array_index (mounts, i);
      gsize length = strlen (mount->point);
      gboolean is_above = g_str_has_prefix (path, mount->point)
                          && (length == 1 || path[length] == '/' || path[length] == '\0');

      if (is_above && (best == NULL || length >= strlen (best->point)))
        best = mount;
    }
  return best;
}

/* "/dev/dm-0  partition  1000444  0  -2", or a file. */
static void
add_swap (int root, const char *line, GPtrArray *mounts, BerthFacts *facts)
{
  gsize length = strcspn (line, " \t");
  g_autofree char *escaped = g_strndup (line, length);
  g_autofree char *path = g_strcompress (escaped);
  g_autofree char *name = NULL;
  const Mount *mount;

  if (*path != '/')
    return;

  name = berth_block_find_by_source (root, path);
  mount = find_mount (mounts, path);
  if (name != NULL)
    add_block_use (root, BERTH_USE_SWAP, name, NULL, facts);
  else if (mount != NULL)
    add_mount (root, mount, BERTH_USE_SWAP, facts);
}

static void
read_swaps (int root, GPtrArray *mounts, BerthFacts *facts)
{
  g_autofree char *text = berth_sysfs_dup_file (root, "proc/swaps");
  g_auto (GStrv) lines = NULL;

  if (text == NULL)
    {
      /* Without the file this kernel cannot swap; that is an answer. */
      if (errno != ENOENT)
        facts->gaps |= BERTH_GAP_USES_DISK;
      return;
    }

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    add_swap (root, lines[i], mounts, facts);
}

/**
 * berth_facts_disks_read:
 * @root: descriptor of the folder that holds sys/, proc/ and dev/
 * @facts: (inout): gets a use of each device below a mounted file system or a swap area
 *
 * Mounts of other mount namespaces, and disks that a program opens as they are, stay unseen.
 */
void
berth_facts_disks_read (int root, BerthFacts *facts)
{
  g_autofree char *text = berth_sysfs_dup_file (root, "proc/self/mountinfo");
  g_autoptr (GPtrArray) mounts = NULL;

  if (text == NULL)
    {
      facts->gaps |= BERTH_GAP_USES_DISK;
      return;
    }

  mounts = list_mounts (text);
  for (guint i = 0; i < mounts->len; i++)
    add_mount (root, g_ptr_array_index (mounts, i), BERTH_USE_DISK, facts);
  read_swaps (root, mounts, facts);
}
