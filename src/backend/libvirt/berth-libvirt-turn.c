/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-turn.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _BerthLibvirtTurn
{
  int fd;
};

/**
 * berth_libvirt_turn_wait:
 * @vm_uuid: as libvirt writes it
 *
 * Waits until no other program of this user writes the configuration of the same VM. libvirt cannot
 * write only if nothing changed since the reading; two of us at once would lose one change and say
 * that both were made. Nothing but Berth knows this lock, and where it cannot be had (a full or
 * read-only disk) the write goes on without.
 *
 * Returns: (transfer full)
 */
BerthLibvirtTurn *
berth_libvirt_turn_wait (const char *vm_uuid)
{
  BerthLibvirtTurn *self = g_new0 (BerthLibvirtTurn, 1);
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "berth", NULL);
  g_autofree char *name = g_strconcat ("turn-", vm_uuid, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  while (self->fd >= 0 && flock (self->fd, LOCK_EX) != 0 && errno == EINTR)
    ;
  return self;
}

/**
 * berth_libvirt_turn_free:
 *
 * The next one's turn. The file stays: removing it would let two hold the lock of one name.
 */
void
berth_libvirt_turn_free (BerthLibvirtTurn *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
