/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-password-agent.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#define PROGRAM "pkttyagent"
/* Where it finds the other end of the pipe; the standard ones come before it. */
#define NOTIFY_FD 3
/* Longer than that it needs only where polkit itself does not answer. */
#define PATIENCE_SECONDS 10

struct _BerthPasswordAgent
{
  GSubprocess *process;
  int ready_fd;
  guint ready_source;
  guint patience_source;
};

/**
 * berth_password_agent_can_help:
 *
 * Returns: whether somebody sits at a terminal who may have to say a password: root never has to
 */
gboolean
berth_password_agent_can_help (void)
{
  return geteuid () != 0 && isatty (STDIN_FILENO);
}

/* It must not go on asking when we are killed. Between fork and exec. */
static void
end_with_parent_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* What it says goes to the terminal itself; its outputs only complain where there is no polkit. */
static GSubprocess *
spawn (int ready_fd)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_INHERIT | G_SUBPROCESS_FLAGS_STDOUT_SILENCE
      | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autofree char *fd = g_strdup_printf ("%d", NOTIFY_FD);
  const char *const words[]
      = { PROGRAM, "--process", pid, "--notify-fd", fd, "--fallback", NULL };

  g_subprocess_launcher_take_fd (launcher, ready_fd, NOTIFY_FD);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent_cb, NULL, NULL);
  return g_subprocess_launcher_spawnv (launcher, words, NULL);
}

static void
be_ready (GTask *task)
{
  BerthPasswordAgent *self = g_task_get_task_data (task);

  g_clear_handle_id (&self->ready_source, g_source_remove);
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_task_return_pointer (task, self, NULL);
  g_object_unref (task);
}

/* It closes its end when it is ready, or ends. */
static gboolean
ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  GTask *task = user_data;
  BerthPasswordAgent *self = g_task_get_task_data (task);

  self->ready_source = 0;
  be_ready (task);
  return G_SOURCE_REMOVE;
}

static gboolean
waited_cb (gpointer user_data)
{
  GTask *task = user_data;
  BerthPasswordAgent *self = g_task_get_task_data (task);

  self->patience_source = 0;
  be_ready (task);
  return G_SOURCE_REMOVE;
}

/**
 * berth_password_agent_start_async:
 *
 * Starts it for this program alone, as a fallback: where a desktop asks already, it stays silent.
 * Done when it is ready to ask, or will never be.
 */
void
berth_password_agent_start_async (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autofree char *path = g_find_program_in_path (PROGRAM);
  BerthPasswordAgent *self;
  GSubprocess *process = NULL;
  int ends[2];

  g_task_set_source_tag (task, berth_password_agent_start_async);
  if (path != NULL && g_unix_open_pipe (ends, FD_CLOEXEC, NULL))
    {
      process = spawn (ends[1]);
      if (process == NULL)
        close (ends[0]);
    }
  if (process == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  self = g_new0 (BerthPasswordAgent, 1);
  self->process = process;
  self->ready_fd = ends[0];
  g_task_set_task_data (task, self, NULL);
  self->ready_source = g_unix_fd_add (self->ready_fd, G_IO_IN | G_IO_HUP | G_IO_ERR, ready_cb,
                                      g_object_ref (task));
  self->patience_source = g_timeout_add_seconds (PATIENCE_SECONDS, waited_cb, task);
}

/**
 * berth_password_agent_start_finish:
 *
 * Returns: (transfer full) (nullable): what berth_password_agent_stop() ends; %NULL when there is
 *   no such program, and whoever wants a password says no
 */
BerthPasswordAgent *
berth_password_agent_start_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/**
 * berth_password_agent_stop:
 * @self: (transfer full)
 *
 * Ends it. It has nothing to do any more when what needed a password is through.
 */
void
berth_password_agent_stop (BerthPasswordAgent *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_object_unref (self->process);
  close (self->ready_fd);
  g_free (self);
}
