/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-host-actions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-pci-function.h"
#include "host/berth-binder.h"
#include "session/berth-connection-private.h"

/* What is under way. */
typedef struct
{
  BerthHostAction action;
  BerthConnection *connection; /* owned, nullable: who does it, or did the first half */
  gboolean asked_helper;
  GError *error; /* owned, nullable: what went wrong, kept while the devices are read again */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->connection);
  g_clear_error (&run->error);
  g_free (run);
}

static BerthConnection *
find_connection (BerthComputer *self, BerthFeatures feature)
{
  GListModel *connections = berth_computer_get_connections (self);

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, i);

      if (berth_connection_get_backend (connection) != NULL
          && (berth_connection_get_features (connection) & feature) != 0)
        return connection; /* the computer keeps it */
    }
  return NULL;
}

/* libvirt knows nothing of what outlasts a start, nor of permissive without a VM. */
static gboolean
moves_driver (BerthHostActionKind kind)
{
  return kind == BERTH_HOST_ACTION_BIND || kind == BERTH_HOST_ACTION_RETURN;
}

/* Returns: (nullable) (transfer none): the connection that does @kind; %NULL: the root helper does,
 * if anybody */
static BerthConnection *
choose_connection (BerthComputer *self, BerthHostActionKind kind)
{
  BerthConnection *host = find_connection (self, BERTH_FEATURE_HOST);

  if (host != NULL)
    return host;
  return moves_driver (kind) ? find_connection (self, BERTH_FEATURE_BIND) : NULL;
}

/**
 * berth_computer_can_act:
 *
 * Returns: whether there is anybody who does @kind on this computer: a connection, or the root
 *   helper where the computer is this one. Cheap; says nothing about rights
 */
gboolean
berth_computer_can_act (BerthComputer *self, BerthHostActionKind kind)
{
  return berth_computer_is_local (self) || choose_connection (self, kind) != NULL;
}

static const BerthPciFacts *
lookup_pci (BerthComputer *self, const BerthAddress *address)
{
  BerthInventory *inventory = berth_computer_get_inventory (self);

  return inventory != NULL
             ? berth_facts_lookup_pci (berth_inventory_get_facts (inventory), address)
             : NULL;
}

static gboolean
is_with_host (const BerthPciFacts *pci)
{
  return pci != NULL && pci->driver != NULL && !berth_pci_function_is_put_aside (pci);
}

/* libvirt takes the driver of the manufacturer's that is made for VMs where there is one. */
static gboolean
is_with_target (const BerthPciFacts *pci, BerthBindTarget target)
{
  if (pci == NULL || pci->driver == NULL)
    return FALSE;
  return target == BERTH_BIND_TARGET_VFIO_PCI
             ? strstr (pci->driver, "vfio") != NULL
             : g_str_equal (pci->driver, berth_bind_target_get_driver (target));
}

static const BerthBootBinding *
lookup_boot_binding (BerthComputer *self, const BerthAddress *address)
{
  BerthInventory *inventory = berth_computer_get_inventory (self);

  return inventory != NULL
             ? berth_boot_binding_find (berth_inventory_get_facts (inventory)->boot_bindings,
                                        address)
             : NULL;
}

/* Whether the devices, as just read, are as @action wanted them. */
static gboolean
is_reached (BerthComputer *self, const BerthHostAction *action)
{
  const BerthPciFacts *pci = lookup_pci (self, &action->address);
  const BerthBootBinding *binding = lookup_boot_binding (self, &action->address);

  switch (action->kind)
    {
    case BERTH_HOST_ACTION_BIND:
      return is_with_target (pci, action->target);
    case BERTH_HOST_ACTION_RETURN:
      return is_with_host (pci);
    case BERTH_HOST_ACTION_PERMISSIVE:
      /* Only root can see it. */
      return pci != NULL && pci->permissive != BERTH_TRUTH_NO;
    case BERTH_HOST_ACTION_BOOT_ADD:
      return binding != NULL && binding->target == action->target
             && !berth_boot_binding_is_spent (binding)
             && berth_pci_identity_equal (&binding->identity, &action->identity);
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      return binding == NULL;
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      return binding != NULL && binding->trial == BERTH_BOOT_TRIAL_CONFIRMED;
    }
  g_return_val_if_reached (FALSE);
}

/* How it stands now, as a sentence. */
static char *
dup_state (BerthComputer *self, const BerthHostAction *action)
{
  const BerthPciFacts *pci = lookup_pci (self, &action->address);
  g_autofree char *driver = NULL;

  if (!moves_driver (action->kind))
    return action->kind == BERTH_HOST_ACTION_PERMISSIVE
               ? g_strdup (_ ("It is not permissive now."))
           : lookup_boot_binding (self, &action->address) != NULL
               ? g_strdup (_ ("It is in the list of what is bound at boot."))
               : g_strdup (_ ("It is not in the list of what is bound at boot."));
  if (pci == NULL)
    return g_strdup (_ ("It is not in this computer any more."));
  if (pci->driver == NULL)
    return g_strdup (_ ("No driver has it now: restart the computer, and its driver takes it."));
  driver = berth_text_dup_name (pci->driver);
  return g_strdup_printf (_ ("The driver “%s” has it now."), driver);
}

static GError *
new_not_verified (BerthComputer *self, const BerthHostAction *action)
{
  g_autofree char *address = berth_address_dup_string (&action->address);
  g_autofree char *state = dup_state (self, action);

  return g_error_new (BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED,
                      /* Translators: an address, then a sentence that says how it stands now. */
                      _ ("It was done for %s without an error, but the computer says something "
                         "else. %s"),
                      address, state);
}

/* Where something was begun, what became of it is said too. */
static GError *
new_outcome_error (BerthComputer *self, const BerthHostAction *action, const GError *error)
{
  g_autofree char *sentence = berth_text_dup_error (error);
  g_autofree char *state = NULL;

  if (!moves_driver (action->kind)
      || !(g_error_matches (error, BERTH_ERROR, BERTH_ERROR_FAILED)
           || g_error_matches (error, BERTH_ERROR, BERTH_ERROR_STUCK)))
    return g_error_copy (error);
  state = dup_state (self, action);
  return g_error_new (error->domain, error->code,
                      /* Translators: two sentences: what went wrong, and how it stands now. */
                      _ ("%s %s"), sentence, state);
}

static void ask_helper (GTask *task);

/* libvirt says that it has no such device, or gives it back to nobody: it remembers only what it
 * took itself. Then the helper can, on this computer. What libvirt refuses for a VM's sake, or what
 * hangs, is not tried in another way. */
static gboolean
helper_goes_on (BerthComputer *self, const Run *run)
{
  if (run->asked_helper || run->connection == NULL || !berth_computer_is_local (self)
      || !moves_driver (run->action.kind)
      || (berth_connection_get_features (run->connection) & BERTH_FEATURE_HOST) != 0)
    return FALSE;
  if (run->error == NULL)
    return run->action.kind == BERTH_HOST_ACTION_RETURN;
  return run->action.kind == BERTH_HOST_ACTION_RETURN
             ? !g_error_matches (run->error, BERTH_ERROR, BERTH_ERROR_REFUSED)
                   && !g_error_matches (run->error, BERTH_ERROR, BERTH_ERROR_STUCK)
             : g_error_matches (run->error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED)
                   || g_error_matches (run->error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
}

static void
looked_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthComputer *self = BERTH_COMPUTER (source);
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) unread = NULL;
  gboolean is_read = berth_computer_read_inventory_finish (self, result, &unread);

  if (is_read && !is_reached (self, &run->action) && helper_goes_on (self, run))
    {
      g_clear_error (&run->error);
      ask_helper (task);
      return;
    }
  if (run->error != NULL && is_read)
    g_task_return_error (task, new_outcome_error (self, &run->action, run->error));
  else if (run->error != NULL)
    g_task_return_error (task, g_steal_pointer (&run->error));
  else if (!is_read)
    g_task_return_error (task, g_steal_pointer (&unread));
  else if (is_reached (self, &run->action))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, new_not_verified (self, &run->action));
}

/* Takes @error, %NULL: none. */
static void
look_again (GTask *task, GError *error)
{
  Run *run = g_task_get_task_data (task);

  g_clear_error (&run->error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  run->error = error;
  berth_computer_read_inventory_async (g_task_get_source_object (task),
                                       g_task_get_cancellable (task), looked_again_cb,
                                       g_object_ref (task));
}

static void
helper_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  berth_binder_run_finish (result, &error);
  look_again (task, error);
}

static void
ask_helper (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  run->asked_helper = TRUE;
  berth_binder_run_async (&run->action, g_task_get_cancellable (task), helper_cb,
                          g_object_ref (task));
}

static void
connection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (berth_backend_run_host_action_finish (BERTH_BACKEND (source), result, &error))
    look_again (task, NULL);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    look_again (task, g_steal_pointer (&error));
  else
    look_again (task, berth_connection_dup_own_error (run->connection, error));
}

/* Whether libvirt is of no use: it gives nothing back that no driver for VMs has. */
static gboolean
is_for_helper (BerthComputer *self, const BerthHostAction *action)
{
  const BerthPciFacts *pci = lookup_pci (self, &action->address);

  return berth_computer_is_local (self) && action->kind == BERTH_HOST_ACTION_RETURN
         && (pci == NULL || !berth_pci_function_is_put_aside (pci));
}

static void
begin (GTask *task)
{
  BerthComputer *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  BerthConnection *connection = choose_connection (self, run->action.kind);

  if (connection != NULL
      && (berth_connection_get_features (connection) & BERTH_FEATURE_HOST) == 0
      && is_for_helper (self, &run->action))
    connection = NULL;
  if (connection != NULL)
    {
      run->connection = g_object_ref (connection);
      berth_backend_run_host_action_async (berth_connection_get_backend (connection), &run->action,
                                           g_task_get_cancellable (task), connection_cb,
                                           g_object_ref (task));
    }
  else if (berth_computer_is_local (self))
    ask_helper (task);
  else
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                             _ ("Nobody here can do that on this computer. Start Berth on that "
                                "computer itself."));
}

/* What refuses @action as things are now; %NULL: nothing. */
static GError *
find_refusal (BerthComputer *self, const BerthHostAction *action)
{
  g_autoptr (GPtrArray) findings = berth_computer_check_action (self, action);
  const BerthFinding *worst = berth_finding_list_get_worst (findings);

  if (worst == NULL || worst->severity < BERTH_SEVERITY_REFUSED)
    return NULL;
  return g_error_new (BERTH_ERROR,
                      g_str_equal (worst->id, BERTH_FINDING_DEVICE_GONE) ? BERTH_ERROR_CONFLICT
                                                                         : BERTH_ERROR_REFUSED,
                      "%s %s %s", worst->what, worst->why, worst->remedy);
}

/* libvirt detaches the disk that the computer runs from without a word, and nothing is decided on
 * what was seen when the user was asked. */
static void
looked_before_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BerthComputer *self = BERTH_COMPUTER (source);
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;

  if (berth_computer_read_inventory_finish (self, result, &error))
    error = find_refusal (self, &run->action);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    begin (task);
}

/**
 * berth_computer_run_action_async:
 *
 * Reads the devices afresh, and does it unless something refuses it: by whoever can (a connection's
 * node devices where it knows the device, the root helper else). Then it reads them again: what has
 * become of the device is found out by looking. A cancelled call stops the waiting and nothing
 * else.
 */
void
berth_computer_run_action_async (BerthComputer *self,
                                 const BerthHostAction *action,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  g_task_set_source_tag (task, berth_computer_run_action_async);
  g_task_set_task_data (task, run, run_free);
  run->action = *action;
  berth_computer_read_inventory_async (self, cancellable, looked_before_cb,
                                       g_steal_pointer (&task));
}

/**
 * berth_computer_run_action_finish:
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_REFUSED or %BERTH_ERROR_CONFLICT for what
 *   berth_computer_check_action() refuses, one of the helper's or the connection's, or
 *   %BERTH_ERROR_NOT_VERIFIED when the device is not where it should be now
 */
gboolean
berth_computer_run_action_finish (BerthComputer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static const char *
get_berthctl_words (BerthHostActionKind kind)
{
  switch (kind)
    {
    case BERTH_HOST_ACTION_BIND:
      return "bind";
    case BERTH_HOST_ACTION_RETURN:
      return "return";
    case BERTH_HOST_ACTION_PERMISSIVE:
      return "permissive";
    case BERTH_HOST_ACTION_BOOT_ADD:
      return "boot add";
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      return "boot remove";
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      return "boot confirm";
    }
  g_return_val_if_reached ("");
}

static char *
dup_virsh (BerthConnection *connection, const BerthHostAction *action)
{
  const BerthAddress *address = &action->address;
  g_autofree char *uri = g_shell_quote (berth_connection_get_uri (connection));

  return g_strdup_printf ("virsh -c %s nodedev-%s pci_%04x_%02x_%02x_%x", uri,
                          action->kind == BERTH_HOST_ACTION_BIND ? "detach" : "reattach",
                          address->domain, address->bus, address->slot, address->function);
}

/**
 * berth_computer_dup_action_commands:
 *
 * Returns: (transfer full): what a person would type for @action, one command a line; may be empty
 */
GStrv
berth_computer_dup_action_commands (BerthComputer *self, const BerthHostAction *action)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *address = berth_address_dup_string (&action->address);
  BerthConnection *libvirt = find_connection (self, BERTH_FEATURE_BIND);
  const BerthPciFacts *pci = lookup_pci (self, &action->address);
  gboolean is_pciback = action->kind == BERTH_HOST_ACTION_RETURN
                            ? pci != NULL && g_strcmp0 (pci->driver, "pciback") == 0
                            : action->target == BERTH_BIND_TARGET_PCIBACK;
  g_autofree char *command = NULL;

  if (moves_driver (action->kind) && libvirt != NULL)
    command = dup_virsh (libvirt, action);
  else if (moves_driver (action->kind) && is_pciback)
    command = g_strdup_printf (action->kind == BERTH_HOST_ACTION_BIND
                                   ? "xl pci-assignable-add %s"
                                   : "xl pci-assignable-remove -r %s",
                               address);
  else
    command = g_strdup_printf ("berthctl %s %s", get_berthctl_words (action->kind), address);
  g_strv_builder_add (builder, command);
  return g_strv_builder_end (builder);
}
