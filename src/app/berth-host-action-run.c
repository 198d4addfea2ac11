/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An action on the host's side, from whichever window: never two at once on one device. It is not
 * cancelled, for the kernel cannot be stopped, and what is still going on has to be known. */

#include "app/berth-host-action-run.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "session/berth-host-actions.h"

#define BUSY_KEY "berth-busy-devices"

/* The addresses of a computer's devices of which an action is not finished. */
static GHashTable *
get_busy (BerthComputer *computer)
{
  GHashTable *busy = g_object_get_data (G_OBJECT (computer), BUSY_KEY);

  if (busy == NULL)
    {
      busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_object_set_data_full (G_OBJECT (computer), BUSY_KEY, busy,
                              (GDestroyNotify) g_hash_table_unref);
    }
  return busy;
}

/**
 * berth_host_action_run_is_busy:
 *
 * Returns: whether an action on that device is not finished
 */
gboolean
berth_host_action_run_is_busy (BerthComputer *computer, const BerthAddress *address)
{
  g_autofree char *key = berth_address_dup_string (address);

  return g_hash_table_contains (get_busy (computer), key);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthComputer *computer = BERTH_COMPUTER (source);
  GError *error = NULL;

  g_hash_table_remove (get_busy (computer), g_task_get_task_data (task));
  if (berth_computer_run_action_finish (computer, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * berth_host_action_run_async:
 *
 * Does it, and reads the devices afresh. The device is busy until then.
 */
void
berth_host_action_run_async (BerthComputer *computer,
                             const BerthHostAction *action,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (computer, NULL, callback, user_data);
  char *key = berth_address_dup_string (&action->address);

  g_task_set_source_tag (task, berth_host_action_run_async);
  g_task_set_task_data (task, key, g_free);
  if (!g_hash_table_add (get_busy (computer), g_strdup (key)))
    {
      g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_CONFLICT,
                               _ ("What was asked for %s before is not finished yet. Wait until it "
                                  "is, then try again."),
                               key);
      return;
    }
  berth_computer_run_action_async (computer, action, NULL, ran_cb, g_steal_pointer (&task));
}

/**
 * berth_host_action_run_finish:
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_CONFLICT while another action on the device goes
 *   on, or one of berth_computer_run_action_finish()
 */
gboolean
berth_host_action_run_finish (BerthComputer *computer, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
