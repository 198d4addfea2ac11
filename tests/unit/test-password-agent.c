/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-password-agent.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder with a pkttyagent of ours as the only program path. */
typedef struct
{
  char *folder;
  char *program;
  char *told; /* what it was called with, its own number, and what ended it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("password-agent-XXXXXX", NULL);
  fixture->program = g_build_filename (fixture->folder, "pkttyagent", NULL);
  fixture->told = g_build_filename (fixture->folder, "told", NULL);
  g_setenv ("PATH", fixture->folder, TRUE);
  g_setenv ("TOLD", fixture->told, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->program);
  g_unlink (fixture->told);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->program);
  g_free (fixture->told);
}

static void
install (const Fixture *fixture, const char *script)
{
  g_assert_true (g_file_set_contents (fixture->program, script, -1, NULL));
  g_assert_no_errno (g_chmod (fixture->program, 0700));
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **started = user_data;

  *started = g_object_ref (result);
}

static BerthPasswordAgent *
start (void)
{
  g_autoptr (GAsyncResult) started = NULL;

  berth_password_agent_start_async (started_cb, &started);
  while (started == NULL)
    g_main_context_iteration (NULL, TRUE);
  return berth_password_agent_start_finish (started);
}

static void
assert_told (const Fixture *fixture, const char *expected)
{
  g_autofree char *told = NULL;

  g_assert_true (g_file_get_contents (fixture->told, &told, NULL, NULL));
  g_assert_cmpstr (told, ==, expected);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_assert_null (start ());
}

/* It is for this process alone, lets a desktop's own come first, and is waited for. */
static void
test_called (Fixture *fixture, gconstpointer data)
{
  BerthPasswordAgent *agent;
  g_autofree char *expected
      = g_strdup_printf ("--process %d --notify-fd 3 --fallback\n", (int) getpid ());

  install (fixture, "#!/bin/sh\necho \"$@\" >\"$TOLD\"\nexec 3>&-\nread never </dev/tty\n");
  agent = start ();
  g_assert_nonnull (agent);
  assert_told (fixture, expected);
  berth_password_agent_stop (agent);
}

/* One that cannot do anything holds nobody up. */
static void
test_ends_at_once (Fixture *fixture, gconstpointer data)
{
  BerthPasswordAgent *agent;

  install (fixture, "#!/bin/sh\necho complaint\necho complaint >&2\nexit 127\n");
  agent = start ();
  g_assert_nonnull (agent);
  berth_password_agent_stop (agent);
}

/* It is ended, and by nothing that it could not tidy up after. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  BerthPasswordAgent *agent;
  g_autofree char *told = NULL;

  install (fixture, "#!/bin/sh\ntrap 'echo ended >\"$TOLD\"; exit' TERM\nexec 3>&-\n"
                    "while :; do /bin/sleep 0.01; done\n");
  agent = start ();
  g_assert_nonnull (agent);
  berth_password_agent_stop (agent);
  while (!g_file_get_contents (fixture->told, &told, NULL, NULL) || *told == '\0')
    {
      g_clear_pointer (&told, g_free);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpstr (told, ==, "ended\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/password-agent/missing", Fixture, NULL, set_up, test_missing, tear_down);
  g_test_add ("/password-agent/called", Fixture, NULL, set_up, test_called, tear_down);
  g_test_add ("/password-agent/ends-at-once", Fixture, NULL, set_up, test_ends_at_once, tear_down);
  g_test_add ("/password-agent/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
  return g_test_run ();
}
