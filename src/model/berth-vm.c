/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-vm.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *nick;
  const char *words;
} StateNames;

static const StateNames state_names[] = {
  [BERTH_VM_HALTED] = { "halted", N_ ("Shut off") },
  [BERTH_VM_RUNNING] = { "running", N_ ("Running") },
  [BERTH_VM_PAUSED] = { "paused", N_ ("Paused") },
  [BERTH_VM_TRANSITION] = { "transition", N_ ("Starting or stopping") },
  [BERTH_VM_CRASHED] = { "crashed", N_ ("Crashed") },
};

/**
 * berth_vm_new:
 *
 * Returns: (transfer full): a halted, persistent VM that takes everything and has nothing, for the
 *   backend to fill
 */
BerthVm *
berth_vm_new (const char *connection, const char *uuid, const char *name)
{
  BerthVm *self = g_atomic_rc_box_new0 (BerthVm);

  self->connection = g_strdup (connection);
  self->uuid = g_strdup (uuid);
  self->name = g_strdup (name);
  self->persistent = TRUE;
  self->free_ports = -1;
  self->takes = BERTH_VM_TAKES_PCI | BERTH_VM_TAKES_USB;
  self->configured = berth_assignment_list_new ();
  self->live = berth_assignment_list_new ();
  return self;
}

BerthVm *
berth_vm_ref (BerthVm *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
vm_clear (gpointer data)
{
  BerthVm *self = data;

  g_free (self->connection);
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->cannot_take);
  g_free (self->label_color);
  g_ptr_array_unref (self->configured);
  g_ptr_array_unref (self->live);
}

void
berth_vm_unref (BerthVm *self)
{
  g_atomic_rc_box_release_full (self, vm_clear);
}

static gboolean
equal_assignments (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const BerthAssignment *left = g_ptr_array_index (a, i);
      const BerthAssignment *right = g_ptr_array_index (b, i);

      if (!berth_assignment_equal (left, right) || g_strcmp0 (left->others, right->others) != 0
          || !berth_address_equal (&left->bundle, &right->bundle))
        return FALSE;
    }
  return TRUE;
}

/**
 * berth_vm_is_same:
 *
 * Returns: whether both are the same VM, whatever was read of it. A copy of it on another
 *   connection is another VM, even if it kept the UUID.
 */
gboolean
berth_vm_is_same (const BerthVm *a, const BerthVm *b)
{
  return g_str_equal (a->uuid, b->uuid) && g_str_equal (a->connection, b->connection);
}

/**
 * berth_vm_equal:
 *
 * Returns: whether two readings of VMs say the same
 */
gboolean
berth_vm_equal (const BerthVm *a, const BerthVm *b)
{
  return g_str_equal (a->uuid, b->uuid) && g_str_equal (a->name, b->name)
         && g_str_equal (a->connection, b->connection) && a->state == b->state
         && a->persistent == b->persistent && a->autostart == b->autostart && a->takes == b->takes
         && g_strcmp0 (a->cannot_take, b->cannot_take) == 0
         && g_strcmp0 (a->label_color, b->label_color) == 0
         && a->foreign_elements == b->foreign_elements && a->memory == b->memory
         && a->balloons == b->balloons && a->free_ports == b->free_ports
         && equal_assignments (a->configured, b->configured)
         && equal_assignments (a->live, b->live);
}

/**
 * berth_vm_is_active:
 *
 * Returns: whether it holds its devices now. A VM on its way up or down may hold them, so
 *   it counts.
 */
gboolean
berth_vm_is_active (const BerthVm *self)
{
  return self->state == BERTH_VM_RUNNING || self->state == BERTH_VM_PAUSED
         || self->state == BERTH_VM_TRANSITION;
}

/**
 * berth_vm_state_get_nick:
 *
 * Returns: (transfer none): a stable word for scripts
 */
const char *
berth_vm_state_get_nick (BerthVmState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (state_names), "");

  return state_names[state].nick;
}

/**
 * berth_vm_state_get_words:
 *
 * Returns: (transfer none): translated
 */
const char *
berth_vm_state_get_words (BerthVmState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (state_names), "");

  return _ (state_names[state].words);
}
