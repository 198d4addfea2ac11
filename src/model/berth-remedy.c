/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-remedy.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

static const char *const kind_nicks[] = {
  [BERTH_REMEDY_TAKE_BACK] = "take-back",
  [BERTH_REMEDY_PIN] = "pin",
  [BERTH_REMEDY_MOVE] = "move",
  [BERTH_REMEDY_COMPLETE] = "complete",
  [BERTH_REMEDY_OPTION_ON] = "option-on",
  [BERTH_REMEDY_OPTION_OFF] = "option-off",
  [BERTH_REMEDY_OPEN_VM] = "open-vm",
};

/**
 * berth_remedy_new:
 * @kind: one that needs nothing but an address
 *
 * Returns: (transfer full)
 */
BerthRemedy *
berth_remedy_new (BerthRemedyKind kind, const BerthAddress *address)
{
  BerthRemedy *self = g_new0 (BerthRemedy, 1);

  self->kind = kind;
  self->address = *address;
  return self;
}

/**
 * berth_remedy_new_move:
 * @address: where the device was meant
 * @target: where it is
 *
 * Returns: (transfer full)
 */
BerthRemedy *
berth_remedy_new_move (const BerthAddress *address, const BerthAddress *target)
{
  BerthRemedy *self = berth_remedy_new (BERTH_REMEDY_MOVE, address);

  self->target = *target;
  return self;
}

/**
 * berth_remedy_new_option:
 * @on: what the option shall become
 *
 * Returns: (transfer full)
 */
BerthRemedy *
berth_remedy_new_option (const BerthAddress *address, BerthOption option, gboolean on)
{
  BerthRemedy *self
      = berth_remedy_new (on ? BERTH_REMEDY_OPTION_ON : BERTH_REMEDY_OPTION_OFF, address);

  self->option = option;
  return self;
}

/**
 * berth_remedy_new_open_vm:
 *
 * Returns: (transfer full)
 */
BerthRemedy *
berth_remedy_new_open_vm (const BerthVm *vm)
{
  BerthRemedy *self = g_new0 (BerthRemedy, 1);

  self->kind = BERTH_REMEDY_OPEN_VM;
  self->vm_uuid = g_strdup (vm->uuid);
  self->vm_name = g_strdup (vm->name);
  self->connection = g_strdup (vm->connection);
  return self;
}

BerthRemedy *
berth_remedy_copy (const BerthRemedy *self)
{
  BerthRemedy *copy = g_memdup2 (self, sizeof *self);

  copy->vm_uuid = g_strdup (self->vm_uuid);
  copy->vm_name = g_strdup (self->vm_name);
  copy->connection = g_strdup (self->connection);
  return copy;
}

/**
 * berth_remedy_equal:
 *
 * Returns: whether both do the same
 */
gboolean
berth_remedy_equal (const BerthRemedy *a, const BerthRemedy *b)
{
  return a->kind == b->kind && berth_address_equal (&a->address, &b->address)
         && berth_address_equal (&a->target, &b->target) && a->option == b->option
         && g_strcmp0 (a->vm_uuid, b->vm_uuid) == 0 && g_strcmp0 (a->vm_name, b->vm_name) == 0
         && g_strcmp0 (a->connection, b->connection) == 0;
}

void
berth_remedy_free (BerthRemedy *self)
{
  g_free (self->vm_uuid);
  g_free (self->vm_name);
  g_free (self->connection);
  g_free (self);
}

/**
 * berth_remedy_kind_get_nick:
 *
 * Returns: (transfer none): a stable word for scripts
 */
const char *
berth_remedy_kind_get_nick (BerthRemedyKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kind_nicks), "");

  return kind_nicks[kind];
}

/**
 * berth_remedy_dup_label:
 *
 * Returns: (transfer full): what stands on its button, translated and safe to show
 */
char *
berth_remedy_dup_label (const BerthRemedy *self)
{
  g_autofree char *text = NULL;

  switch (self->kind)
    {
    case BERTH_REMEDY_TAKE_BACK:
      return g_strdup (_ ("Take Back"));
    case BERTH_REMEDY_PIN:
      return g_strdup (_ ("This Is the Right One"));
    case BERTH_REMEDY_MOVE:
      text = berth_address_dup_short (&self->target);
      /* Translators: an address such as 05:00.0 */
      return g_strdup_printf (_ ("Use the One at %s"), text);
    case BERTH_REMEDY_COMPLETE:
      return g_strdup (_ ("Give All of It"));
    case BERTH_REMEDY_OPTION_ON:
      /* Translators: the name of an option, such as “No strict reset” */
      return g_strdup_printf (_ ("Switch On “%s”"), berth_option_get_words (self->option));
    case BERTH_REMEDY_OPTION_OFF:
      return g_strdup_printf (_ ("Switch Off “%s”"), berth_option_get_words (self->option));
    case BERTH_REMEDY_OPEN_VM:
    default:
      text = berth_text_dup_name (self->vm_name);
      return g_strdup_printf (_ ("Open “%s”"), text);
    }
}
