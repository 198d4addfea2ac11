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
