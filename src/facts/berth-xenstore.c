/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-xenstore.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Xen's public header io/xs_wire.h: what is asked and answered, and no payload is longer. */
#define XS_READ 2
#define XS_WATCH_EVENT 15
#define XS_ERROR 16
#define MAX_PAYLOAD 4096

/* In front of each message, in the order of bytes of the computer. */
typedef struct
{
  guint32 type;
  guint32 request;
  guint32 transaction;
  guint32 length;
} Header;

G_STATIC_ASSERT (sizeof (Header) == 16);

typedef struct
{
  Header header;
  char payload[MAX_PAYLOAD + 1];
} Message;

/**
 * berth_xenstore_open:
 * @root: descriptor of the folder that holds dev/ and proc/
 *
 * Returns: the kernel's door to the store, for root only; -1 with errno
 */
BerthFd
berth_xenstore_open (int root)
{
  static const char *const paths[] = { "dev/xen/xenbus", "proc/xen/xenbus" };
  BerthFd fd = -1;

  /* The older place only where the newer is not: why that one may not be opened is the answer. */
  for (gsize i = 0; fd < 0 && i < G_N_ELEMENTS (paths) && (i == 0 || errno == ENOENT); i++)
    fd = openat (root, paths[i], O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  return fd;
}

/* Waits until @fd is ready for @events; FALSE with errno. */
static gboolean
wait_for (const BerthXenstore *self, short events)
{
  gint64 left = (self->deadline - g_get_monotonic_time () + 999) / 1000;
  struct pollfd poll_fd = { .fd = self->fd, .events = events };
  int n = left > 0 ? poll (&poll_fd, 1, (int) MIN (left, G_MAXINT)) : 0;

  if (n == 0)
    errno = ETIMEDOUT;
  return n > 0 || (n < 0 && errno == EINTR);
}

/* All of @size bytes, in or out; FALSE with errno. */
static gboolean
transfer (const BerthXenstore *self, gboolean is_out, void *bytes, gsize size)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = is_out ? write (self->fd, (char *) bytes + done, size - done)
                        : read (self->fd, (char *) bytes + done, size - done);

      if (n > 0)
        {
          done += (gsize) n;
        }
      else if (n == 0)
        {
          errno = EPIPE;
          return FALSE;
        }
      else if (errno == EAGAIN)
        {
          if (!wait_for (self, is_out ? POLLOUT : POLLIN))
            return FALSE;
        }
      else if (errno != EINTR)
        {
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
send_read (BerthXenstore *self, const char *path)
{
  gsize length = strlen (path) + 1;
  Message message = { .header = { .type = XS_READ, .request = ++self->requests } };

  if (length > MAX_PAYLOAD)
    {
      errno = ENAMETOOLONG;
      return FALSE;
    }
  message.header.length = (guint32) length;
  memcpy (message.payload, path, length);
  return transfer (self, TRUE, &message, sizeof message.header + length);
}

/* The answer to what was asked last. Nothing is watched here, so an event is none of ours. */
static gboolean
receive (const BerthXenstore *self, Message *message)
{
  do
    {
      if (g_get_monotonic_time () >= self->deadline)
        {
          errno = ETIMEDOUT;
          return FALSE;
        }
      if (!transfer (self, FALSE, &message->header, sizeof message->header))
        return FALSE;
      if (message->header.length > MAX_PAYLOAD)
        {
          errno = EPROTO;
          return FALSE;
        }
      if (!transfer (self, FALSE, message->payload, message->header.length))
        return FALSE;
    }
  while (message->header.type == XS_WATCH_EVENT);

  message->payload[message->header.length] = '\0';
  if (message->header.request != self->requests
      || (message->header.type != XS_READ && message->header.type != XS_ERROR))
    {
      errno = EPROTO;
      return FALSE;
    }
  return TRUE;
}

static gboolean
ask (BerthXenstore *self, const char *path, Message *answer)
{
  if (self->fd < 0)
    {
      errno = EPIPE;
      return FALSE;
    }
  return send_read (self, path) && receive (self, answer);
}

/**
 * berth_xenstore_dup_value:
 * @path: relative to what this domain has: "backend/pci/3/0/num_devs"
 *
 * Reads one value. Blocks no longer than until the deadline; who did not answer once is not asked
 * again.
 *
 * Returns: (nullable) (transfer full): foreign text, for other domains may write some of it; %NULL
 *   with errno, ENOENT when there is no such value
 */
char *
berth_xenstore_dup_value (BerthXenstore *self, const char *path)
{
  Message answer;

  if (!ask (self, path, &answer))
    {
      self->fd = -1;
      return NULL;
    }
  if (answer.header.type == XS_READ)
    return g_strndup (answer.payload, answer.header.length);

  /* An error is told by its name. */
  errno = g_str_equal (answer.payload, "ENOENT") ? ENOENT : EACCES;
  return NULL;
}
