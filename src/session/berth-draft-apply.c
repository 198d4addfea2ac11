/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "session/berth-draft-private.h"

/* One Apply. It holds the draft, so it comes to its end whatever happens to the window. */
typedef struct
{
  BerthChange *change; /* owned */
  GPtrArray *wanted;   /* owned: (element-type BerthAssignment): what comes of it */
} Apply;

static void
apply_free (gpointer data)
{
  Apply *apply = data;

  berth_change_unref (apply->change);
  g_ptr_array_unref (apply->wanted);
  g_free (apply);
}

/* Gives up, and keeps the wish on top of what is so. */
static void
give_up (GTask *task, GError *error)
{
  berth_draft_take_vm (g_task_get_source_object (task), NULL);
  g_task_return_error (task, error);
}

static gboolean
says_the_same (GPtrArray *a, GPtrArray *b)
{
  g_autoptr (BerthChange) difference = berth_change_new (NULL, a, b);

  return difference->items->len == 0;
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (BerthVm) vm
      = berth_connection_apply_finish (BERTH_CONNECTION (source), result, &error);

  if (vm == NULL)
    {
      give_up (task, error);
      return;
    }
  berth_draft_take_vm (g_task_get_source_object (task), vm);
  g_task_return_boolean (task, TRUE);
}

/* Whether the device that @item gives is still there and still the one that was meant. */
static gboolean
check_item (BerthInventory *inventory, const BerthChangeItem *item, GError **error)
{
  const BerthDevice *present;
  g_autoptr (BerthDevice) meant = NULL;
  g_autofree char *title = NULL;

  /* What is taken back need not be there, and what stays assigned may be missing for now. */
  if (item->after == NULL
      || (item->before != NULL
          && berth_identity_equal (&item->before->identity, &item->after->identity)))
    return TRUE;
  present = berth_inventory_lookup (inventory, &item->after->address);
  switch (berth_identity_judge (&item->after->identity,
                                present != NULL ? &present->identity : NULL))
    {
    case BERTH_IDENTITY_MISSING:
      meant = berth_device_new_ghost (&item->after->address, &item->after->identity);
      title = berth_device_dup_title (meant);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                   _ ("%s is not in this computer any more. Nothing was written."), title);
      return FALSE;
    case BERTH_IDENTITY_CHANGED:
      title = berth_device_dup_title (present);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                   _ ("%s is now where another device was meant. Nothing was written."), title);
      return FALSE;
    case BERTH_IDENTITY_SAME:
    case BERTH_IDENTITY_NOT_PINNED:
    default:
      return TRUE;
    }
}

/* Looks at everything once more, with what was just read. */
static gboolean
check_change (BerthDraft *self, const Apply *apply, GError **error)
{
  BerthInventory *inventory = berth_computer_get_inventory (berth_draft_get_computer (self));
  GPtrArray *wanted = berth_wish_get_wanted (berth_draft_get_wish (self));

  for (guint i = 0; i < apply->change->items->len; i++)
    if (!check_item (inventory, g_ptr_array_index (apply->change->items, i), error))
      return FALSE;

  if (!berth_draft_check_all (self, error))
    return FALSE;

  /* Something that has to go along came or went: that is not what was looked at and agreed to. */
  if (!says_the_same (wanted, apply->wanted))
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                           _ ("The devices of this computer changed in the meantime. Nothing was "
                              "written. Look at the changes again."));
      return FALSE;
    }
  return TRUE;
}

static void
write_change (GTask *task)
{
  BerthDraft *self = g_task_get_source_object (task);
  const Apply *apply = g_task_get_task_data (task);
  GError *error = NULL;

  if (!check_change (self, apply, &error))
    {
      give_up (task, error);
      return;
    }
  berth_connection_apply_async (berth_draft_get_connection (self), apply->change, applied_cb,
                                g_object_ref (task));
}

static void
looked_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (berth_computer_read_inventory_finish (BERTH_COMPUTER (source), result, &error))
    write_change (task);
  else
    give_up (task, error);
}

/**
 * berth_draft_apply_async:
 *
 * Writes what is wished for, whole or not at all. Before that the devices of this computer are read
 * once more: one that went away since it was clicked is not assigned. It goes on when the caller
 * goes away. Afterwards the VM is what was read back; after a failure the wish is kept on top of
 * that.
 */
void
berth_draft_apply_async (BerthDraft *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  BerthComputer *computer = berth_draft_get_computer (self);
  GError *error = NULL;
  Apply *apply;

  g_task_set_source_tag (task, berth_draft_apply_async);
  if (berth_draft_is_applying (self))
    {
      g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_REFUSED, "%s",
                               _ ("The last change is still being written. Wait until it is "
                                  "done."));
      return;
    }
  if (!berth_draft_check_editable (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  apply = g_new0 (Apply, 1);
  apply->change = berth_draft_dup_change (self);
  apply->wanted
      = berth_assignment_list_copy (berth_wish_get_wanted (berth_draft_get_wish (self)));
  g_task_set_task_data (task, apply, apply_free);
  if (apply->change->items->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  berth_draft_set_applying (self, TRUE);
  if (berth_computer_is_local (computer))
    berth_computer_read_inventory_async (computer, NULL, looked_again_cb, g_steal_pointer (&task));
  else
    write_change (task);
}

/**
 * berth_draft_apply_finish:
 *
 * Returns: %FALSE with @error set, whose sentence says what went wrong and what is so now:
 *   %BERTH_ERROR_REFUSED, %BERTH_ERROR_CONFLICT, %BERTH_ERROR_NOT_FOUND,
 *   %BERTH_ERROR_NOT_VERIFIED and others
 */
gboolean
berth_draft_apply_finish (BerthDraft *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
