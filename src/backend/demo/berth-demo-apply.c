/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-apply.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"

static gboolean
check_editable (const BerthVm *vm, const BerthChangeItem *item, GError **error)
{
  g_autofree char *address = NULL;
  g_autofree char *shown = NULL;

  if ((item->before == NULL || berth_assignment_is_editable (item->before))
      && (item->after == NULL || berth_assignment_is_editable (item->after)))
    return TRUE;

  address = berth_address_dup_string (berth_change_item_get_address (item));
  shown = berth_text_dup_name (vm->name);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               _ ("“%s” has the device %s in a form that Berth shows and does not change. Use the "
                  "program that set it up."),
               shown, address);
  return FALSE;
}

static gboolean
check_options (const BerthChangeItem *item, guint options, GError **error)
{
  g_autofree char *address = NULL;

  if (item->after == NULL || (item->after->options & ~options) == 0)
    return TRUE;

  address = berth_address_dup_string (&item->after->address);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
               _ ("An option of the device %s does not exist on this computer. Switch it off and "
                  "apply again."),
               address);
  return FALSE;
}

static gboolean
check_taken (const BerthVm *vm, const BerthChangeItem *item, GError **error)
{
  const BerthAddress *address = berth_change_item_get_address (item);
  guint needed = address->bus_kind == BERTH_BUS_PCI ? BERTH_VM_TAKES_PCI : BERTH_VM_TAKES_USB;
  g_autofree char *shown_address = NULL;
  g_autofree char *shown = NULL;

  if (item->after == NULL || (vm->takes & needed) != 0)
    return TRUE;

  shown_address = berth_address_dup_string (address);
  shown = berth_text_dup_name (vm->name);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
               _ ("“%s” is of a kind that cannot have the device %s. Give it to another VM."),
               shown, shown_address);
  return FALSE;
}

/**
 * berth_demo_apply_change:
 * @vm: as read afresh; its configuration is changed in place
 * @options: #BerthOption that the computer has
 *
 * Returns: %FALSE with %BERTH_ERROR_CONFLICT, %BERTH_ERROR_REFUSED or %BERTH_ERROR_NOT_SUPPORTED
 */
gboolean
berth_demo_apply_change (BerthVm *vm, BerthChange *change, guint options, GError **error)
{
  GPtrArray *result;

  if (!vm->persistent)
    {
      g_autofree char *shown = berth_text_dup_name (vm->name);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   _ ("“%s” has no configuration that outlives it, so there is nothing to change. "
                      "Define it first."),
                   shown);
      return FALSE;
    }

  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);

      if (!check_editable (vm, item, error) || !check_options (item, options, error)
          || !check_taken (vm, item, error))
        return FALSE;
    }

  result = berth_change_dup_result (change, vm->configured, error);
  if (result == NULL)
    return FALSE;

  g_ptr_array_unref (vm->configured);
  vm->configured = result;
  return TRUE;
}
