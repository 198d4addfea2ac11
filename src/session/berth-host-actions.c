/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-host-actions.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"

/**
 * berth_computer_can_act:
 *
 * Returns: whether there is anybody who does @kind on this computer: a connection, or the root
 *   helper where the computer is this one. Cheap; says nothing about rights
 */
gboolean
berth_computer_can_act (BerthComputer *self, BerthHostActionKind kind)
{
  return FALSE;
}

/**
 * berth_computer_check_action:
 *
 * Returns: (transfer full) (element-type BerthFinding): what is to be said before @action: what
 *   refuses it, and what the user is asked about
 */
GPtrArray *
berth_computer_check_action (BerthComputer *self, const BerthHostAction *action)
{
  return berth_finding_list_new ();
}

/**
 * berth_computer_dup_action_commands:
 *
 * Returns: (transfer full): what a person would type for @action; may be empty
 */
GStrv
berth_computer_dup_action_commands (BerthComputer *self, const BerthHostAction *action)
{
  return g_new0 (char *, 1);
}

/**
 * berth_computer_run_action_async:
 *
 * Does it, by whoever can (a connection's node devices where it knows the device, the root helper
 * else), and reads the devices afresh: what has become of the device is found out by looking. A
 * cancelled call stops the waiting and nothing else.
 */
void
berth_computer_run_action_async (BerthComputer *self,
                                 const BerthHostAction *action,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, berth_computer_run_action_async);
  g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                           _ ("Nobody here can do that."));
}

/**
 * berth_computer_run_action_finish:
 *
 * Returns: %FALSE with @error set: one of the helper's or the connection's, or
 *   %BERTH_ERROR_NOT_VERIFIED when the device is not where it should be now
 */
gboolean
berth_computer_run_action_finish (BerthComputer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
