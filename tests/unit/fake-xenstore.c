/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for posix_openpt() */
#define _GNU_SOURCE

#include "fake-xenstore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* As in Xen's io/xs_wire.h. */
enum
{
  READ = 2,
  WATCH_EVENT = 15,
  ERROR = 16,
  NO_TYPE = 99,
};

typedef struct
{
  guint32 type;
  guint32 request;
  guint32 transaction;
  guint32 length;
} Header;

struct _FakeXenstore
{
  const char *const *values; /* path, value, …, NULL */
  FakeXenstoreHabit habit;
  int master;
  int keeper; /* as long as it is open, the other end does not hang up */
  char *path;
  GThread *thread;
};

static gboolean
read_all (int fd, void *bytes, gsize size)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = read (fd, (char *) bytes + done, size - done);

      if (n <= 0)
        return FALSE;
      done += (gsize) n;
    }
  return TRUE;
}

static void
write_all (FakeXenstore *self, const void *bytes, gsize size)
{
  gsize step = self->habit == FAKE_XENSTORE_CHOPS ? 1 : MAX (size, 1);

  for (gsize done = 0; done < size; done += step)
    g_assert_cmpint (write (self->master, (const char *) bytes + done, MIN (step, size - done)), >,
                     0);
}

static void
answer (FakeXenstore *self, Header header, const char *payload)
{
  header.length = self->habit == FAKE_XENSTORE_TOO_LONG ? 4097 : (guint32) strlen (payload);
  write_all (self, &header, sizeof header);
  if (self->habit == FAKE_XENSTORE_STOPS)
    write_all (self, payload, 1);
  else
    write_all (self, payload, strlen (payload));
}

static const char *
find_value (FakeXenstore *self, const char *path)
{
  for (gsize i = 0; self->values[i] != NULL; i += 2)
    {
      if (g_str_equal (self->values[i], path))
        return self->values[i + 1];
    }
  return NULL;
}

static void
serve (FakeXenstore *self, Header header, const char *path)
{
  const char *value = header.type == READ ? find_value (self, path) : NULL;

  switch (self->habit)
    {
    case FAKE_XENSTORE_SILENT:
      return;
    case FAKE_XENSTORE_TELLS_MORE:
      answer (self, (Header){ .type = WATCH_EVENT }, "backend/pci");
      break;
    case FAKE_XENSTORE_MIXES_UP:
      header.request += 7;
      break;
    case FAKE_XENSTORE_BABBLES:
      header.type = NO_TYPE;
      answer (self, header, "?");
      return;
    case FAKE_XENSTORE_FORBIDS:
      header.type = ERROR;
      answer (self, header, "EACCES");
      return;
    case FAKE_XENSTORE_ANSWERS:
    case FAKE_XENSTORE_CHOPS:
    case FAKE_XENSTORE_STOPS:
    case FAKE_XENSTORE_TOO_LONG:
    default:
      break;
    }

  header.type = value != NULL ? READ : ERROR;
  answer (self, header, value != NULL ? value : "ENOENT");
}

static gpointer
serve_in_thread (gpointer data)
{
  FakeXenstore *self = data;
  char path[4096];
  Header header;

  while (read_all (self->master, &header, sizeof header))
    {
      g_assert_cmpuint (header.length, <=, sizeof path);
      g_assert_true (read_all (self->master, path, header.length));
      g_assert_cmpint (path[header.length - 1], ==, '\0');
      serve (self, header, path);
    }
  return NULL;
}

/* @values: path, value, …, NULL; they have to stay. NULL where there are no terminals. */
FakeXenstore *
fake_xenstore_new (const char *const *values, FakeXenstoreHabit habit)
{
  FakeXenstore *self;
  struct termios settings;
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);

  if (master < 0 || grantpt (master) != 0 || unlockpt (master) != 0)
    return NULL;

  self = g_new0 (FakeXenstore, 1);
  self->values = values;
  self->habit = habit;
  self->master = master;
  self->path = g_strdup (ptsname (master));
  self->keeper = open (self->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->keeper, >=, 0);
  g_assert_cmpint (tcgetattr (self->keeper, &settings), ==, 0);
  cfmakeraw (&settings);
  g_assert_cmpint (tcsetattr (self->keeper, TCSANOW, &settings), ==, 0);
  self->thread = g_thread_new ("fake-xenstore", serve_in_thread, self);
  return self;
}

void
fake_xenstore_free (FakeXenstore *self)
{
  close (self->keeper);
  g_thread_join (self->thread);
  close (self->master);
  g_free (self->path);
  g_free (self);
}

/* What to open, or to let dev/xen/xenbus lead to. */
const char *
fake_xenstore_get_path (FakeXenstore *self)
{
  return self->path;
}
