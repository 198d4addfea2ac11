/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-change.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"

static void
item_free (gpointer data)
{
  BerthChangeItem *item = data;

  g_clear_pointer (&item->before, berth_assignment_free);
  g_clear_pointer (&item->after, berth_assignment_free);
  g_free (item);
}

static void
add_item (BerthChange *self, const BerthAssignment *before, const BerthAssignment *after)
{
  BerthChangeItem *item = g_new0 (BerthChangeItem, 1);

  item->before = before != NULL ? berth_assignment_copy (before) : NULL;
  item->after = after != NULL ? berth_assignment_copy (after) : NULL;
  g_ptr_array_add (self->items, item);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const BerthChangeItem *const *left = a;
  const BerthChangeItem *const *right = b;

  return berth_address_compare (berth_change_item_get_address (*left),
                                berth_change_item_get_address (*right));
}

/**
 * berth_change_new:
 * @vm_uuid: whose configuration
 * @configured: (element-type BerthAssignment): as it was read
 * @wanted: (element-type BerthAssignment): as it shall be
 *
 * Returns: (transfer full): the difference; empty when the two say the same
 */
BerthChange *
berth_change_new (const char *vm_uuid, GPtrArray *configured, GPtrArray *wanted)
{
  BerthChange *self = g_atomic_rc_box_new0 (BerthChange);

  self->vm_uuid = g_strdup (vm_uuid);
  self->items = g_ptr_array_new_with_free_func (item_free);

  for (guint i = 0; i < configured->len; i++)
    {
      const BerthAssignment *before = g_ptr_array_index (configured, i);
      const BerthAssignment *after = berth_assignment_list_lookup (wanted, &before->address);

      if (after == NULL || !berth_assignment_equal (before, after))
        add_item (self, before, after);
    }

  for (guint i = 0; i < wanted->len; i++)
    {
      const BerthAssignment *after = g_ptr_array_index (wanted, i);

      if (berth_assignment_list_lookup (configured, &after->address) == NULL)
        add_item (self, NULL, after);
    }

  g_ptr_array_sort (self->items, compare_items);
  return self;
}

BerthChange *
berth_change_ref (BerthChange *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
change_clear (gpointer data)
{
  BerthChange *self = data;

  g_free (self->vm_uuid);
  g_ptr_array_unref (self->items);
}

void
berth_change_unref (BerthChange *self)
{
  g_atomic_rc_box_release_full (self, change_clear);
}

/**
 * berth_change_item_get_address:
 *
 * Returns: (transfer none): of the one device that the item is about
 */
const BerthAddress *
berth_change_item_get_address (const BerthChangeItem *item)
{
  return item->before != NULL ? &item->before->address : &item->after->address;
}

static gboolean
apply_item (const BerthChangeItem *item, GPtrArray *result, GError **error)
{
  const BerthAddress *address = berth_change_item_get_address (item);
  BerthAssignment *present = berth_assignment_list_lookup (result, address);
  gboolean as_read = item->before == NULL
                       ? present == NULL
                       : present != NULL && berth_assignment_equal (item->before, present);

  if (!as_read)
    {
      g_autofree char *text = berth_address_dup_string (address);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT,
                   _ ("Another program has changed the assignment of device %s in the meantime. "
                      "Nothing was written. Look at it as it is now and try again."),
                   text);
      return FALSE;
    }

  if (present != NULL)
    g_ptr_array_remove (result, present);
  if (item->after != NULL)
    g_ptr_array_add (result, berth_assignment_copy (item->after));
  return TRUE;
}

/**
 * berth_change_dup_result:
 * @configured: (element-type BerthAssignment): the configuration as read afresh
 *
 * What @configured becomes by this change. Assignments that the change does not name are kept,
 * whoever made them.
 *
 * Returns: (transfer full) (element-type BerthAssignment): %NULL with %BERTH_ERROR_CONFLICT when
 *   a device of the change is not configured any more as it was when the change was made
 */
GPtrArray *
berth_change_dup_result (BerthChange *self, GPtrArray *configured, GError **error)
{
  g_autoptr (GPtrArray) result = berth_assignment_list_copy (configured);

  for (guint i = 0; i < self->items->len; i++)
    {
      if (!apply_item (g_ptr_array_index (self->items, i), result, error))
        return NULL;
    }
  return g_steal_pointer (&result);
}

/**
 * berth_change_keeps_others:
 * @item: of this change
 *
 * Returns: whether the VM keeps the device and what another program set on it, at the same place
 *   or, as two items, at another one. Who takes back and gives anew instead loses that
 */
gboolean
berth_change_keeps_others (BerthChange *self, const BerthChangeItem *item)
{
  if (item->before == NULL)
    return item->after->others != NULL;
  if (item->before->others == NULL || item->after != NULL)
    return item->before->others != NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      const BerthChangeItem *given = g_ptr_array_index (self->items, i);

      if (given->before == NULL
          && g_strcmp0 (given->after->others, item->before->others) == 0)
        return TRUE;
    }
  return FALSE;
}
