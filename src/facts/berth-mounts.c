/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-mounts.h"

#include <string.h>

#include "facts/berth-sysfs.h"

#define DASH " - "
#define OCTAL_DIGITS 3

/* "27 1 259:2 / /home", before what follows. */
#define NUMBER_FIELD 2
#define POINT_FIELD 4
#define N_FIELDS 5

static void
mount_free (gpointer data)
{
  BerthMount *self = data;

  g_free (self->number);
  g_free (self->point);
  g_free (self->type);
  g_free (self->source);
  g_free (self->options);
  g_free (self);
}

static gboolean
is_escape (const char *text, gsize length)
{
  return length > OCTAL_DIGITS && text[0] == '\\' && text[1] >= '0' && text[1] <= '3'
         && text[2] >= '0' && text[2] <= '7' && text[3] >= '0' && text[3] <= '7';
}

/**
 * berth_mounts_unescape:
 * @text: of @length bytes, which need not be followed by a zero
 *
 * Undoes what the kernel does to blanks, backslashes and line ends in the paths of its tables:
 * three octal digits behind a backslash (mangle_path() in fs/seq_file.c).
 *
 * Returns: (transfer full): bytes, in no certain encoding
 */
char *
berth_mounts_unescape (const char *text, gsize length)
{
  char *result = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (is_escape (text + i, length - i))
        {
          result[n++] = (char) ((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8
                                + (text[i + 3] - '0'));
          i += OCTAL_DIGITS;
        }
      else
        {
          result[n++] = text[i];
        }
    }
  result[n] = '\0';
  return result;
}

/* The next field of a line, which is moved behind it. */
static const char *
take_field (const char **line, gsize *ret_length)
{
  const char *field = *line;

  *ret_length = strcspn (field, " ");
  *line = field + *ret_length + (field[*ret_length] != '\0');
  return field;
}

static char *
dup_field (const char **line)
{
  gsize length;
  const char *field = take_field (line, &length);

  return berth_mounts_unescape (field, length);
}

/* "27 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw"; any number of optional fields may
 * stand before the "-", and blanks in paths are octal escapes. */
static BerthMount *
parse_mount (const char *line)
{
  const char *dash = strstr (line, DASH);
  const char *fields[N_FIELDS];
  gsize lengths[N_FIELDS];
  BerthMount *mount;

  for (gsize i = 0; i < N_FIELDS; i++)
    fields[i] = take_field (&line, &lengths[i]);
  if (dash == NULL || fields[POINT_FIELD] > dash || strchr (dash + strlen (DASH), ' ') == NULL)
    return NULL;

  mount = g_new0 (BerthMount, 1);
  mount->number = berth_mounts_unescape (fields[NUMBER_FIELD], lengths[NUMBER_FIELD]);
  mount->point = berth_mounts_unescape (fields[POINT_FIELD], lengths[POINT_FIELD]);

  line = dash + strlen (DASH);
  mount->type = dup_field (&line);
  mount->source = dup_field (&line);
  mount->options = g_strdup (line);
  return mount;
}

/**
 * berth_mounts_parse:
 * @text: of /proc/self/mountinfo
 *
 * Returns: (transfer full) (element-type BerthMount): in the order of mounting; what is no line of
 *   that file is left out
 */
GPtrArray *
berth_mounts_parse (const char *text)
{
  GPtrArray *mounts = g_ptr_array_new_with_free_func (mount_free);
  g_autofree char *copy = g_strdup (text);
  char *rest = copy;
  char *line;

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      BerthMount *mount = parse_mount (line);

      if (mount != NULL)
        g_ptr_array_add (mounts, mount);
    }
  return mounts;
}

/**
 * berth_mounts_read:
 * @root: descriptor of the folder that holds proc/
 *
 * Reads the mounts of the namespace that this process is in.
 *
 * Returns: (nullable) (transfer full) (element-type BerthMount): as berth_mounts_parse(); %NULL
 *   when they cannot be read
 */
GPtrArray *
berth_mounts_read (int root)
{
  g_autofree char *text = berth_sysfs_dup_file (root, "proc/self/mountinfo");

  return text != NULL ? berth_mounts_parse (text) : NULL;
}

/**
 * berth_mounts_find:
 * @mounts: (element-type BerthMount)
 * @path: absolute
 *
 * Returns: (nullable) (transfer none): the mount that the file at @path lies in: the one with the
 *   longest path above it, and of several at one place the last
 */
const BerthMount *
berth_mounts_find (const GPtrArray *mounts, const char *path)
{
  const BerthMount *best = NULL;
  gsize best_length = 0;

  for (guint i = 0; i < mounts->len; i++)
    {
      const BerthMount *mount = g_ptr_array_index (mounts, i);
      gsize length = strlen (mount->point);
      gboolean is_above = length >= best_length && g_str_has_prefix (path, mount->point)
                          && (length == 1 || path[length] == '/' || path[length] == '\0');

      if (is_above)
        {
          best = mount;
          best_length = length;
        }
    }
  return best;
}
