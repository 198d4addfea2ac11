/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-roster.h"

struct _BerthRoster
{
  GPtrArray *vms;
  GHashTable *claims; /* BerthAddress in an assignment → GArray of BerthClaim */
};

static void
add_claims (BerthRoster *self, const BerthVm *vm, GPtrArray *assignments, gboolean is_live)
{
  for (guint i = 0; i < assignments->len; i++)
    {
      BerthAssignment *assignment = g_ptr_array_index (assignments, i);
      BerthClaim claim = { .vm = vm, .assignment = assignment, .is_live = is_live };
      GArray *claims = g_hash_table_lookup (self->claims, &assignment->address);

      if (claims == NULL)
        {
          claims = g_array_new (FALSE, FALSE, sizeof (BerthClaim));
          g_hash_table_insert (self->claims, &assignment->address, claims);
        }
      g_array_append_val (claims, claim);
    }
}

/**
 * berth_roster_new:
 * @vms: (element-type BerthVm): all VMs of all connections to one computer; kept alive
 *
 * Returns: (transfer full)
 */
BerthRoster *
berth_roster_new (GPtrArray *vms)
{
  BerthRoster *self = g_atomic_rc_box_new0 (BerthRoster);

  self->vms = g_ptr_array_new_full (vms->len, (GDestroyNotify) berth_vm_unref);
  self->claims = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, NULL,
                                        (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < vms->len; i++)
    {
      BerthVm *vm = berth_vm_ref (g_ptr_array_index (vms, i));

      g_ptr_array_add (self->vms, vm);
      add_claims (self, vm, vm->configured, FALSE);
      add_claims (self, vm, vm->live, TRUE);
    }
  return self;
}

BerthRoster *
berth_roster_ref (BerthRoster *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
roster_clear (gpointer data)
{
  BerthRoster *self = data;

  g_hash_table_unref (self->claims);
  g_ptr_array_unref (self->vms);
}

void
berth_roster_unref (BerthRoster *self)
{
  g_atomic_rc_box_release_full (self, roster_clear);
}

/**
 * berth_roster_lookup:
 *
 * Returns: (nullable) (transfer none) (element-type BerthClaim): every claim on the device at
 *   @address; a VM that has it configured and live is there twice
 */
GArray *
berth_roster_lookup (BerthRoster *self, const BerthAddress *address)
{
  return g_hash_table_lookup (self->claims, address);
}

/**
 * berth_roster_find_holder:
 * @except_uuid: (nullable): a VM that does not count
 *
 * Returns: (nullable) (transfer none): the VM that has the device now
 */
const BerthVm *
berth_roster_find_holder (BerthRoster *self,
                          const BerthAddress *address,
                          const char *except_uuid)
{
  GArray *claims = berth_roster_lookup (self, address);

  for (guint i = 0; claims != NULL && i < claims->len; i++)
    {
      const BerthClaim *claim = &g_array_index (claims, BerthClaim, i);

      if (claim->is_live && g_strcmp0 (claim->vm->uuid, except_uuid) != 0)
        return claim->vm;
    }
  return NULL;
}

/**
 * berth_roster_get_vms:
 *
 * Returns: (transfer none) (element-type BerthVm)
 */
GPtrArray *
berth_roster_get_vms (BerthRoster *self)
{
  return self->vms;
}
