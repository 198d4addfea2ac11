/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for O_PATH */
#define _GNU_SOURCE

#include "facts/berth-sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/**
 * berth_fd_close:
 *
 * What happens to a #BerthFd at the end of its scope.
 */
void
berth_fd_close (BerthFd fd)
{
  close (fd);
}

/**
 * berth_sysfs_open_folder:
 * @at: a folder's descriptor
 * @path: relative to @at
 *
 * Opens a folder to look at files below it; not to list it. Files opened below one descriptor
 * belong to one device even if another one takes its name in between.
 *
 * Returns: a descriptor, or -1 with errno
 */
BerthFd
berth_sysfs_open_folder (int at, const char *path)
{
  return openat (at, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/**
 * berth_sysfs_list:
 *
 * Returns: (nullable) (transfer full): for berth_sysfs_next(), or %NULL with errno
 */
DIR *
berth_sysfs_list (int at, const char *path)
{
  int fd = openat (at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder;

  if (fd < 0)
    return NULL;

  folder = fdopendir (fd);
  if (folder == NULL)
    close (fd);
  return folder;
}

/**
 * berth_sysfs_next:
 *
 * Returns: (nullable) (transfer none): the next name in @folder; no hidden ones
 */
const char *
berth_sysfs_next (DIR *folder)
{
  const struct dirent *entry;

  do
    entry = readdir (folder);
  while (entry != NULL && entry->d_name[0] == '.');
  return entry != NULL ? entry->d_name : NULL;
}

/**
 * berth_sysfs_read:
 * @buffer: (out caller-allocates): terminated, without the last newline
 * @size: of @buffer; what does not fit is left out
 *
 * Returns: the length, or -1 with errno
 */
gssize
berth_sysfs_read (int at, const char *path, char *buffer, gsize size)
{
  g_auto (BerthFd) fd = openat (at, path, O_RDONLY | O_CLOEXEC);
  gssize length;

  buffer[0] = '\0';
  if (fd < 0)
    return -1;

  do
    length = read (fd, buffer, size - 1);
  while (length < 0 && errno == EINTR);
  if (length < 0)
    return -1;

  if (length > 0 && buffer[length - 1] == '\n')
    length--;
  buffer[length] = '\0';
  return length;
}

/**
 * berth_sysfs_read_link:
 * @buffer: (out caller-allocates): where the link leads, terminated
 *
 * Returns: the length, or -1 with errno
 */
gssize
berth_sysfs_read_link (int at, const char *path, char *buffer, gsize size)
{
  gssize length = readlinkat (at, path, buffer, size - 1);

  buffer[MAX (length, 0)] = '\0';
  return length;
}

/**
 * berth_sysfs_read_number:
 * @base: 10, or 16 with or without "0x"
 * @ret_number: (out): untouched on failure
 *
 * Returns: whether a number could be read
 */
gboolean
berth_sysfs_read_number (int at, const char *path, guint base, guint32 *ret_number)
{
  char text[64];
  char *end;
  guint64 number;

  if (berth_sysfs_read (at, path, text, sizeof text) <= 0 || !g_ascii_isxdigit (text[0]))
    return FALSE;

  number = g_ascii_strtoull (text, &end, base);
  if (*end != '\0' || number > G_MAXUINT32)
    return FALSE;

  *ret_number = (guint32) number;
  return TRUE;
}

/**
 * berth_sysfs_dup_text:
 *
 * Returns: (nullable) (transfer full): an attribute's text; %NULL when it is empty or unreadable
 */
char *
berth_sysfs_dup_text (int at, const char *path)
{
  char text[BERTH_SYSFS_SIZE];

  return berth_sysfs_read (at, path, text, sizeof text) > 0 ? g_strdup (text) : NULL;
}

/**
 * berth_sysfs_dup_file:
 *
 * Returns: (nullable) (transfer full): a file of any length, as those of /proc are, or %NULL with
 *   errno
 */
char *
berth_sysfs_dup_file (int at, const char *path)
{
  g_auto (BerthFd) fd = openat (at, path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GString) text = NULL;
  char buffer[BERTH_SYSFS_SIZE];
  gssize length;

  if (fd < 0)
    return NULL;

  text = g_string_new (NULL);
  do
    {
      length = read (fd, buffer, sizeof buffer);
      if (length > 0)
        g_string_append_len (text, buffer, length);
    }
  while (length > 0 || (length < 0 && errno == EINTR));
  if (length < 0)
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * berth_sysfs_read_bytes:
 * @max_size: what is longer is not read at all
 *
 * Returns: (nullable) (transfer full): a file that is no text, or %NULL with errno; EFBIG for one
 *   that is too long
 */
GBytes *
berth_sysfs_read_bytes (int at, const char *path, gsize max_size)
{
  g_auto (BerthFd) fd = openat (at, path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GByteArray) bytes = NULL;
  guint8 buffer[BERTH_SYSFS_SIZE];
  gssize length;

  if (fd < 0)
    return NULL;

  bytes = g_byte_array_new ();
  do
    {
      length = read (fd, buffer, sizeof buffer);
      if (length > 0)
        g_byte_array_append (bytes, buffer, (guint) length);
    }
  while (bytes->len <= max_size && (length > 0 || (length < 0 && errno == EINTR)));
  if (length < 0)
    return NULL;
  if (bytes->len > max_size)
    {
      errno = EFBIG;
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/**
 * berth_sysfs_is_gone:
 *
 * Returns: whether @error_number only says that the device was unplugged meanwhile: its folder
 *   vanishes (ENOENT) or its attributes answer ENODEV
 */
gboolean
berth_sysfs_is_gone (int error_number)
{
  return error_number == ENOENT || error_number == ENODEV || error_number == ENXIO
         || error_number == ENOTDIR;
}

/* Cheaper than a parse that fails: nothing else in a path has both. */
static gboolean
looks_like_pci (const char *component)
{
  return g_ascii_isxdigit (component[0]) && strchr (component, ':') != NULL
         && strchr (component, '.') != NULL;
}

/**
 * berth_sysfs_list_holders:
 * @path: of a device in sysfs, as its links have it
 *
 * What a device hangs on, as its path tells: the USB device if there is one, else the PCI function;
 * and each PCI function in the path that hosts another PCI domain. A bridge does not count.
 *
 * Returns: (transfer full) (element-type BerthAddress): empty for a device that hangs on neither
 */
GArray *
berth_sysfs_list_holders (const char *path)
{
  GArray *holders = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  g_auto (GStrv) components = g_strsplit (path, "/", -1);
  BerthAddress last;
  gboolean has_last = FALSE;
  gboolean is_below_hub = FALSE;

  for (gsize i = 0; components[i] != NULL; i++)
    {
      const char *component = components[i];
      BerthAddress address;

      if (g_str_has_prefix (component, "pci") && strchr (component, ':') != NULL)
        {
          /* A function with another PCI domain below itself (Intel VMD) takes it along. */
          if (has_last)
            g_array_append_val (holders, last);
        }
      else if (g_str_has_prefix (component, "usb") && g_ascii_isdigit (component[3]))
        {
          is_below_hub = TRUE;
        }
      else if ((looks_like_pci (component)
                || (is_below_hub && strchr (component, ':') == NULL
                    && g_ascii_isdigit (component[0])))
               && berth_address_parse (component, &address, NULL))
        {
          last = address;
          has_last = TRUE;
        }
    }

  if (has_last)
    g_array_append_val (holders, last);
  return holders;
}
