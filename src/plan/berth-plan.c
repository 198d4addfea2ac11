/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plan/berth-plan.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

/* What nobody has to be told of a new assignment. */
#define DEFAULT_OPTIONS (BERTH_OPTION_MANAGED | BERTH_OPTION_OPTIONAL)

void
berth_step_free (BerthStep *self)
{
  g_free (self->words);
  g_free (self);
}

/* Takes over @words. */
static void
add_step (GPtrArray *steps, BerthStepKind kind, const BerthAddress *address, char *words)
{
  BerthStep *step = g_new0 (BerthStep, 1);

  step->kind = kind;
  if (address != NULL)
    step->address = *address;
  step->words = words;
  g_ptr_array_add (steps, step);
}

static char *
dup_title (BerthInventory *inventory, const BerthAddress *address)
{
  const BerthDevice *device = berth_inventory_lookup (inventory, address);

  return device != NULL ? berth_device_dup_title (device) : berth_address_dup_string (address);
}

static void
add_option_steps (GPtrArray *steps,
                  const BerthAssignment *before,
                  const BerthAssignment *after,
                  const char *title)
{
  static const BerthOption options[]
    = { BERTH_OPTION_PERMISSIVE, BERTH_OPTION_NO_STRICT_RESET, BERTH_OPTION_MANAGED,
        BERTH_OPTION_HIDE_ROM, BERTH_OPTION_OPTIONAL };
  guint changed = before->options ^ after->options;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      const char *words = berth_option_get_words (options[i]);

      if ((changed & options[i]) == 0)
        continue;

      add_step (steps, BERTH_STEP_OPTION, &after->address,
                (after->options & options[i]) != 0
                  /* Translators: first the name of an option, then a device */
                  ? g_strdup_printf (_ ("Switch on “%s” for %s"), words, title)
                  : g_strdup_printf (_ ("Switch off “%s” for %s"), words, title));
    }
}

static void
add_change_steps (GPtrArray *steps,
                  const BerthChangeItem *item,
                  const char *vm_name,
                  BerthInventory *inventory)
{
  const BerthAddress *address = berth_change_item_get_address (item);
  g_autofree char *title = dup_title (inventory, address);

  if (item->after == NULL)
    {
      add_step (steps, BERTH_STEP_TAKE_BACK, address,
                g_strdup_printf (_ ("Take %s back from “%s”"), title, vm_name));
      return;
    }

  if (item->before == NULL || item->before->role != item->after->role)
    {
      if (item->after->role == BERTH_ROLE_GIVEN)
        add_step (steps, BERTH_STEP_ASSIGN, address,
                  g_strdup_printf (_ ("Assign %s to “%s”"), title, vm_name));
      else
        add_step (steps, BERTH_STEP_COMPANION, address,
                  g_strdup_printf (_ ("Take %s along, unseen by “%s”"), title, vm_name));
    }

  else if (!berth_identity_equal (&item->before->identity, &item->after->identity))
    {
      add_step (steps, BERTH_STEP_PIN, address,
                /* Translators: first a VM, then a device */
                g_strdup_printf (_ ("“%s” will mean the %s that is there now"), vm_name, title));
    }

  /* What a new assignment has from the start is part of assigning it, except for what opens
   * something. */
  if (item->before != NULL)
    add_option_steps (steps, item->before, item->after, title);
  else
    add_option_steps (steps,
                      &(BerthAssignment){ .options = item->after->options & DEFAULT_OPTIONS },
                      item->after, title);
}

/**
 * berth_plan_list_steps:
 * @change: what Apply will write
 * @vm: whose configuration
 * @inventory: for the names of the devices
 *
 * Returns: (transfer full) (element-type BerthStep): in the order in which a person should read
 *   them: taken back, then assigned, by address; last, when it takes effect. Empty for an empty
 *   change
 */
GPtrArray *
berth_plan_list_steps (BerthChange *change, const BerthVm *vm, BerthInventory *inventory)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_step_free);
  g_autofree char *vm_name = berth_text_dup_name (vm->name);

  for (guint taken_back = 0; taken_back < 2; taken_back++)
    for (guint i = 0; i < change->items->len; i++)
      {
        const BerthChangeItem *item = g_ptr_array_index (change->items, i);

        if ((item->after == NULL) == (taken_back == 0))
          add_change_steps (steps, item, vm_name, inventory);
      }

  if (steps->len > 0 && berth_vm_is_active (vm))
    add_step (steps, BERTH_STEP_RESTART, NULL,
              g_strdup_printf (_ ("“%s” runs: shut it down and start it again for this to take "
                                  "effect"),
                               vm_name));
  return steps;
}
