/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-actions.h"

#include <glib/gi18n-lib.h>

#include "app/berth-device-action.h"
#include "app/berth-host-action-dialog.h"
#include "app/berth-host-action-run.h"
#include "base/berth-text.h"
#include "plan/berth-host-plan.h"
#include "session/berth-host-actions.h"

/* What can be done on the host's side to the device that is selected in a view: the actions of its
 * menu and its buttons. Each asks first, but for the one that only says yes. */
struct _BerthComputerActions
{
  GObject parent_instance;

  GtkWidget *view; /* a weak pointer */

  /* Owned. */
  GSimpleActionGroup *group;
  BerthComputer *computer;     /* nullable */
  BerthComputerDevice *device; /* nullable */
  GPtrArray *list;             /* (element-type BerthDeviceAction) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthComputerActions, berth_computer_actions, G_TYPE_OBJECT)

/* One action that is asked about or under way; all fields are owned. While it lives the program
 * does not end. */
typedef struct
{
  BerthComputerActions *actions;
  BerthComputer *computer;
  BerthHostAction action;
  BerthDevice *device;
  BerthHostActionDialog *dialog; /* nullable; a weak pointer: the user may close it */
} Deed;

static void
deed_free (Deed *self)
{
  g_application_release (g_application_get_default ());
  g_object_unref (self->actions);
  g_object_unref (self->computer);
  berth_device_unref (self->device);
  g_clear_weak_pointer (&self->dialog);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, deed_free)

static void
berth_computer_actions_dispose (GObject *object)
{
  BerthComputerActions *self = BERTH_COMPUTER_ACTIONS (object);

  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->group);
  g_clear_object (&self->computer);
  g_clear_object (&self->device);
  g_clear_pointer (&self->list, g_ptr_array_unref);

  G_OBJECT_CLASS (berth_computer_actions_parent_class)->dispose (object);
}

static void
berth_computer_actions_class_init (BerthComputerActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = berth_computer_actions_dispose;

  /* Something can be done now that could not be before, or the other way round. */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
berth_computer_actions_init (BerthComputerActions *self)
{
  self->list = g_ptr_array_new ();
  self->group = g_simple_action_group_new ();
}

static guint
get_able (BerthComputer *computer)
{
  guint able = 0;

  for (guint kind = 0; kind < BERTH_N_HOST_ACTIONS; kind++)
    {
      if (berth_computer_can_act (computer, kind))
        able |= 1u << kind;
    }
  return able;
}

static void
set_busy (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      BerthDeviceAction *action = g_ptr_array_index (list, i);

      g_free (action->why_not);
      action->why_not = g_strdup (_ ("What was asked for before is not finished yet."));
    }
}

static GPtrArray *
list_actions (BerthComputerActions *self)
{
  GPtrArray *list;

  if (self->device == NULL)
    return g_ptr_array_new ();

  list = berth_device_action_list (
      berth_computer_device_get_device (self->device),
      berth_inventory_get_facts (berth_computer_device_get_inventory (self->device)),
      get_able (self->computer));
  if (berth_host_action_run_is_busy (self->computer,
                                     berth_computer_device_get_address (self->device)))
    set_busy (list);
  return list;
}

static void
update (BerthComputerActions *self)
{
  g_clear_pointer (&self->list, g_ptr_array_unref);
  self->list = list_actions (self);

  for (guint kind = 0; kind < BERTH_N_HOST_ACTIONS; kind++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group),
                                                    berth_device_action_get_name (kind));
      gboolean can = FALSE;

      for (guint i = 0; i < self->list->len; i++)
        {
          const BerthDeviceAction *listed = g_ptr_array_index (self->list, i);

          can = can || (listed->kind == kind && listed->why_not == NULL);
        }
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), can);
    }
}

/* Returns: (nullable): %NULL when the window was closed */
static GtkWindow *
find_window (BerthComputerActions *self)
{
  GtkRoot *root = self->view != NULL ? gtk_widget_get_root (self->view) : NULL;

  return root != NULL && gtk_window_get_application (GTK_WINDOW (root)) != NULL
             ? GTK_WINDOW (root)
             : NULL;
}

/* How the device is called may have changed with its driver. A toast reads markup. */
static void
tell_done (Deed *deed)
{
  BerthInventory *inventory = berth_computer_get_inventory (deed->computer);
  BerthDevice *now
      = inventory != NULL ? berth_inventory_lookup (inventory, &deed->action.address) : NULL;
  g_autofree char *sentence
      = berth_host_plan_dup_done (&deed->action, now != NULL ? now : deed->device);
  g_autofree char *markup = berth_text_dup_markup (sentence, BERTH_TEXT_SENTENCE_LENGTH);
  GtkWidget *toasts = gtk_widget_get_ancestor (deed->actions->view, ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (markup));
}

static void
open_dialog (Deed *deed, GtkWindow *parent)
{
  BerthHostActionDialog *dialog = berth_host_action_dialog_new (parent, deed->computer,
                                                                &deed->action, deed->device);

  g_set_weak_pointer (&deed->dialog, dialog);
}

/* A failure is told also to somebody who did not wait for it. */
static void
tell_error (Deed *deed, GtkWindow *parent, const GError *error)
{
  if (deed->dialog == NULL || gtk_window_get_application (GTK_WINDOW (deed->dialog)) == NULL)
    {
      g_clear_weak_pointer (&deed->dialog);
      open_dialog (deed, parent);
    }
  berth_host_action_dialog_show_error (deed->dialog, error);
  gtk_window_present (GTK_WINDOW (deed->dialog));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = berth_host_action_run_finish (deed->computer, result, &error);
  GtkWindow *window = find_window (deed->actions);

  update (deed->actions);
  g_signal_emit (deed->actions, signals[SIGNAL_CHANGED], 0);
  if (is_done && deed->dialog != NULL)
    gtk_window_close (GTK_WINDOW (deed->dialog));
  if (window == NULL)
    return;
  if (is_done)
    tell_done (deed);
  else
    tell_error (deed, window, error);
}

/* Takes over @deed. */
static void
do_it (Deed *deed)
{
  BerthComputerActions *self = deed->actions;

  berth_host_action_run_async (deed->computer, &deed->action, done_cb, deed);
  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
accepted_cb (BerthHostActionDialog *dialog, Deed *deed)
{
  Deed *own = g_object_steal_data (G_OBJECT (dialog), "berth-deed");

  g_assert (own == deed);
  berth_host_action_dialog_show_running (dialog);
  do_it (deed);
}

/* Until it is accepted the dialog owns what it asks about. Takes over @deed. */
static void
ask (Deed *deed, GtkWindow *parent)
{
  open_dialog (deed, parent);
  g_object_set_data_full (G_OBJECT (deed->dialog), "berth-deed", deed, (GDestroyNotify) deed_free);
  g_signal_connect (deed->dialog, "accepted", G_CALLBACK (accepted_cb), deed);
  gtk_window_present (GTK_WINDOW (deed->dialog));
}

static Deed *
new_deed (BerthComputerActions *self, BerthHostActionKind kind)
{
  BerthDevice *device = berth_computer_device_get_device (self->device);
  BerthInventory *inventory = berth_computer_device_get_inventory (self->device);
  Deed *deed = g_new0 (Deed, 1);

  g_application_hold (g_application_get_default ());
  deed->actions = g_object_ref (self);
  deed->computer = g_object_ref (self->computer);
  deed->device = berth_device_ref (device);
  deed->action
      = berth_host_action_of (kind, berth_inventory_get_facts (inventory), device->pci);
  return deed;
}

/* To confirm is no more than to say yes, and that was the click. */
static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BerthComputerActions *self = user_data;
  BerthHostActionKind kind
      = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (action), "berth-kind"));
  GtkWindow *window = find_window (self);
  Deed *deed;

  if (self->device == NULL || window == NULL)
    return;
  deed = new_deed (self, kind);
  if (kind == BERTH_HOST_ACTION_BOOT_CONFIRM)
    do_it (deed);
  else
    ask (deed, window);
}

/**
 * berth_computer_actions_new:
 * @view: in which they are to be had, as the group %BERTH_HOST_ACTION_GROUP; not kept alive
 *
 * Emits "changed" when an action has begun or ended.
 *
 * Returns: (transfer full): for no device yet
 */
BerthComputerActions *
berth_computer_actions_new (GtkWidget *view)
{
  BerthComputerActions *self = g_object_new (BERTH_TYPE_COMPUTER_ACTIONS, NULL);

  g_set_weak_pointer (&self->view, view);
  for (guint kind = 0; kind < BERTH_N_HOST_ACTIONS; kind++)
    {
      g_autoptr (GSimpleAction) action
          = g_simple_action_new (berth_device_action_get_name (kind), NULL);

      g_object_set_data (G_OBJECT (action), "berth-kind", GUINT_TO_POINTER (kind));
      g_signal_connect_object (action, "activate", G_CALLBACK (activate_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (view, BERTH_HOST_ACTION_GROUP, G_ACTION_GROUP (self->group));
  update (self);
  return self;
}

/**
 * berth_computer_actions_set_device:
 * @computer: (nullable): that @device belongs to
 * @device: (nullable): what they are about from now on, as it is now
 */
void
berth_computer_actions_set_device (BerthComputerActions *self,
                                   BerthComputer *computer,
                                   BerthComputerDevice *device)
{
  g_set_object (&self->computer, computer);
  g_set_object (&self->device, device);
  update (self);
}

/**
 * berth_computer_actions_get_list:
 *
 * Returns: (transfer none) (element-type BerthDeviceAction): what is offered for the device now
 */
GPtrArray *
berth_computer_actions_get_list (BerthComputerActions *self)
{
  return self->list;
}
