/* SPDX-License-Identifier: GPL-3.0-or-later */

/* first-frame COMMAND…: how many milliseconds pass from exec until the command's window looks as it
 * will go on looking. Seen from outside, as a user sees it: every change on the screen is looked
 * at, and when nothing has changed for a while the first picture that was like the last one is the
 * first frame with content. Works on any program. Needs a display without a window manager, so that
 * nobody but the program itself changes the window. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/Xdamage.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define QUIET_MS 600.0
#define LIMIT_MS 20000.0
#define MAX_PICTURES 512

typedef struct
{
  double when; /* milliseconds since exec */
  uint64_t picture;
} Look;

typedef struct
{
  Display *display;
  Window root;
  XShmSegmentInfo segment;
  XImage *image;
  int damage_event;
  Look looks[MAX_PICTURES];
  int n_looks;
} Watch;

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1000.0 + (double) t.tv_nsec / 1e6;
}

/* FNV-1a over whole words: two pictures are the same if it is. */
static uint64_t
hash_picture (const XImage *image)
{
  const uint64_t *words = (const uint64_t *) (const void *) image->data;
  size_t n = (size_t) image->bytes_per_line * (size_t) image->height / sizeof *words;
  uint64_t hash = 14695981039346656037ull;

  for (size_t i = 0; i < n; i++)
    hash = (hash ^ words[i]) * 1099511628211ull;
  return hash;
}

static void
look (Watch *self, double begin)
{
  Look *last = self->n_looks > 0 ? &self->looks[self->n_looks - 1] : NULL;
  double when = now () - begin;
  uint64_t picture;

  XShmGetImage (self->display, self->root, self->image, 0, 0, AllPlanes);
  picture = hash_picture (self->image);
  if (last != NULL && last->picture == picture)
    return;
  if (self->n_looks == MAX_PICTURES)
    {
      fprintf (stderr, "first-frame: it never stands still\n");
      exit (1);
    }
  self->looks[self->n_looks++] = (Look){ when, picture };
}

static bool
watch_open (Watch *self)
{
  int error_event;
  int screen;

  self->display = XOpenDisplay (NULL);
  if (self->display == NULL || !XShmQueryExtension (self->display)
      || !XDamageQueryExtension (self->display, &self->damage_event, &error_event))
    return false;

  screen = DefaultScreen (self->display);
  self->root = RootWindow (self->display, screen);
  self->image = XShmCreateImage (
    self->display, DefaultVisual (self->display, screen),
    (unsigned) DefaultDepth (self->display, screen), ZPixmap, NULL, &self->segment,
    (unsigned) DisplayWidth (self->display, screen),
    (unsigned) DisplayHeight (self->display, screen));
  self->segment.shmid = shmget (
    IPC_PRIVATE, (size_t) self->image->bytes_per_line * (size_t) self->image->height,
    IPC_CREAT | 0600);
  self->segment.shmaddr = self->image->data = shmat (self->segment.shmid, NULL, 0);
  XShmAttach (self->display, &self->segment);
  XSync (self->display, False);
  shmctl (self->segment.shmid, IPC_RMID, NULL);
  XDamageCreate (self->display, self->root, XDamageReportRawRectangles);
  XSync (self->display, False);
  return true;
}

/* Looks at every change until there was none for a while. */
static void
watch_until_quiet (Watch *self, double begin)
{
  struct pollfd fd = { ConnectionNumber (self->display), POLLIN, 0 };
  double last = 0;

  for (;;)
    {
      double waited = now () - begin;
      bool damaged = false;

      if (self->n_looks > 1 && waited - last > QUIET_MS)
        return;
      if (waited > LIMIT_MS)
        {
          fprintf (stderr, "first-frame: no window\n");
          exit (1);
        }
      if (XPending (self->display) == 0)
        poll (&fd, 1, 50);
      while (XPending (self->display) > 0)
        {
          XEvent event;

          XNextEvent (self->display, &event);
          damaged = damaged || event.type == self->damage_event + XDamageNotify;
        }
      if (damaged)
        {
          look (self, begin);
          last = now () - begin;
        }
    }
}

static double
find_first_like_last (const Watch *self)
{
  int i = self->n_looks - 1;

  while (i > 0 && self->looks[i - 1].picture == self->looks[self->n_looks - 1].picture)
    i--;
  return self->looks[i].when;
}

int
main (int argc, char **argv)
{
  static Watch watch;
  double begin;
  pid_t child;

  if (argc < 2 || !watch_open (&watch))
    {
      fprintf (stderr, "usage: first-frame COMMAND…, with a display\n");
      return 2;
    }
  look (&watch, now ());

  begin = now ();
  child = fork ();
  if (child == 0)
    {
      execvp (argv[1], argv + 1);
      _exit (127);
    }
  watch_until_quiet (&watch, begin);
  printf ("%.1f\n", find_first_like_last (&watch));

  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
  return 0;
}
