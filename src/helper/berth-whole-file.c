/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0755
#define FILE_MODE 0644

/* Hidden: no reader takes it for a file. */
#define UNFINISHED_PREFIX "."
#define UNFINISHED_SUFFIX ".new"

static gboolean
sync_fd (int fd)
{
  int result;

  do
    result = fsync (fd);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

/* Whoever else may write there could put anything in the place of a file. */
static gboolean
is_our_own (int folder)
{
  struct stat status;

  if (fstat (folder, &status) != 0)
    return FALSE;
  if (status.st_uid == geteuid () && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0)
    return TRUE;
  errno = EPERM;
  return FALSE;
}

static BerthFd
open_child (int at, const char *name, gboolean make)
{
  g_auto (BerthFd) folder = -1;
  gboolean made = FALSE;

  if (make && mkdirat (at, name, FOLDER_MODE) == 0)
    made = TRUE;
  else if (make && errno != EEXIST)
    return -1;

  folder = openat (at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0 || !is_our_own (folder))
    return -1;
  /* The umask of whoever started us is not asked: everybody may read what is here. */
  if (made && (fchmod (folder, FOLDER_MODE) != 0 || !sync_fd (at)))
    return -1;
  return g_steal_fd (&folder);
}

/**
 * berth_whole_file_open_folder:
 * @root: an open folder
 * @path: below @root, with a slash before each name
 * @make: whether to make what is missing of it, to last
 *
 * Opens a folder to write in. No part of @path may be a link, belong to somebody else or be open
 * for others to write.
 *
 * Returns: a descriptor, or -1 with errno: ENOENT only where it is not there
 */
BerthFd
berth_whole_file_open_folder (int root, const char *path, gboolean make)
{
  g_auto (GStrv) names = g_strsplit (path + 1, "/", -1);
  g_auto (BerthFd) folder = -1;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      BerthFd child = open_child (i == 0 ? root : folder, names[i], make);

      if (child < 0)
        return -1;
      if (folder >= 0)
        berth_fd_close (folder);
      folder = child;
    }
  return g_steal_fd (&folder);
}

static gboolean
write_all (int fd, const char *text)
{
  gsize rest = strlen (text);

  while (rest > 0)
    {
      gssize written = write (fd, text, rest);

      if (written < 0 && errno != EINTR)
        return FALSE;
      written = MAX (written, 0);
      text += written;
      rest -= (gsize) written;
    }
  return TRUE;
}

static gboolean
write_unfinished (int folder, const char *unfinished, const char *text)
{
  g_auto (BerthFd) fd = -1;

  if (unlinkat (folder, unfinished, 0) != 0 && errno != ENOENT)
    return FALSE;
  fd = openat (folder, unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
  return fd >= 0 && fchmod (fd, FILE_MODE) == 0 && write_all (fd, text) && sync_fd (fd);
}

/**
 * berth_whole_file_write:
 * @ret_new: (out): whether readers find the new text by now, also where it failed
 *
 * Writes a file that is never seen in part and that a power cut leaves as it was or as it will be:
 * beside it, to the disk, into its place, and the place to the disk. Nobody else may write in
 * @folder meanwhile.
 *
 * Returns: %FALSE with errno
 */
gboolean
berth_whole_file_write (int folder, const char *name, const char *text, gboolean *ret_new)
{
  g_autofree char *unfinished = g_strconcat (UNFINISHED_PREFIX, name, UNFINISHED_SUFFIX, NULL);

  *ret_new = FALSE;
  if (!write_unfinished (folder, unfinished, text)
      || renameat (folder, unfinished, folder, name) != 0)
    {
      int saved_errno = errno;

      unlinkat (folder, unfinished, 0);
      errno = saved_errno;
      return FALSE;
    }
  *ret_new = TRUE;
  return sync_fd (folder);
}

/**
 * berth_whole_file_remove:
 * @ret_new: (out): whether it is gone for readers, also where it failed
 *
 * Returns: %FALSE with errno
 */
gboolean
berth_whole_file_remove (int folder, const char *name, gboolean *ret_new)
{
  *ret_new = unlinkat (folder, name, 0) == 0;
  return *ret_new && sync_fd (folder);
}

/**
 * berth_whole_file_clean:
 *
 * Removes what writes left in @folder that were broken off. What cannot be removed stays: it hurts
 * nobody. Nobody else may write in @folder meanwhile.
 */
void
berth_whole_file_clean (int folder)
{
  g_autoptr (DIR) names = berth_sysfs_list (folder, ".");
  const struct dirent *entry;

  while (names != NULL && (entry = readdir (names)) != NULL)
    {
      if (g_str_has_prefix (entry->d_name, UNFINISHED_PREFIX)
          && g_str_has_suffix (entry->d_name, UNFINISHED_SUFFIX))
        unlinkat (folder, entry->d_name, 0);
    }
}
