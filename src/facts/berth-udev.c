/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-udev.h"

#include <string.h>

#include "facts/berth-sysfs.h"

#define BLOCK_FILE "run/udev/data/b"

/* The lines that count, by what they begin with: E is a property, S a name below /dev. */
static const struct
{
  const char *start;
  gsize offset;
} lines_that_count[] = {
  { "E:ID_FS_TYPE=", G_STRUCT_OFFSET (BerthUdevBlock, fs_type) },
  { "E:ID_FS_LABEL=", G_STRUCT_OFFSET (BerthUdevBlock, fs_label) },
  { "E:ID_PART_TABLE_TYPE=", G_STRUCT_OFFSET (BerthUdevBlock, table) },
  { "E:ID_PART_ENTRY_TYPE=", G_STRUCT_OFFSET (BerthUdevBlock, part_type) },
  { "E:ID_PART_ENTRY_UUID=", G_STRUCT_OFFSET (BerthUdevBlock, part_uuid) },
  { "S:zvol/", G_STRUCT_OFFSET (BerthUdevBlock, zvol) },
};

static void
take_line (BerthUdevBlock *self, const char *line)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines_that_count); i++)
    {
      const char *start = lines_that_count[i].start;
      char **field = G_STRUCT_MEMBER_P (self, lines_that_count[i].offset);

      if (*field == NULL && g_str_has_prefix (line, start))
        *field = g_strdup (line + strlen (start));
    }
}

/* A disk that has been given a new partition table often keeps a label of ZFS at its end. ZFS
 * itself makes partitions on a disk that it gets, and then these are its members. */
static void
forget_old_label (BerthUdevBlock *self)
{
  if (g_strcmp0 (self->fs_type, "zfs_member") == 0 && self->table != NULL
      && self->part_type == NULL)
    g_clear_pointer (&self->fs_type, g_free);
}

/**
 * berth_udev_read_block:
 * @root: descriptor of the folder that holds run/
 * @number: "259:2"
 *
 * Returns: (nullable) (transfer full): %NULL when udev knows no such block device, or does not run
 */
BerthUdevBlock *
berth_udev_read_block (int root, const char *number)
{
  g_autofree char *path = g_strconcat (BLOCK_FILE, number, NULL);
  g_autofree char *text = berth_sysfs_dup_file (root, path);
  BerthUdevBlock *self;
  char *rest = text;
  char *line;

  if (text == NULL)
    return NULL;

  self = g_new0 (BerthUdevBlock, 1);
  while ((line = strsep (&rest, "\n")) != NULL)
    take_line (self, line);
  forget_old_label (self);
  return self;
}

void
berth_udev_block_free (BerthUdevBlock *self)
{
  g_free (self->fs_type);
  g_free (self->fs_label);
  g_free (self->table);
  g_free (self->part_type);
  g_free (self->part_uuid);
  g_free (self->zvol);
  g_free (self);
}
