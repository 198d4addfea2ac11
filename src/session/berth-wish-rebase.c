/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-wish-rebase.h"

/* What the wish and somebody else did to one bundle since it was read. */
typedef struct
{
  gboolean is_changed; /* elsewhere */
  gboolean is_wished;
  gboolean differs; /* somewhere, the two are not the same */
} Meeting;

/* The three that meet, all borrowed, and every address that one of them names. */
typedef struct
{
  BerthInventory *inventory; /* nullable */
  GPtrArray *base;
  GPtrArray *mine;
  GPtrArray *theirs;
  GHashTable *bundle_of; /* BerthAddress → BerthAddress: what it is a part of; borrowed */
  GHashTable *meetings;  /* BerthAddress of a bundle → Meeting */
} Rebase;

static gboolean
is_same (const BerthAssignment *a, const BerthAssignment *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return berth_assignment_equal (a, b);
}

/* The bundle of each address in @assignments: one of the computer's, or a ghost. */
static void
index_bundles (Rebase *self, GPtrArray *ghosts, GPtrArray *assignments)
{
  for (guint i = 0; i < assignments->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (assignments, i);
      BerthBundle *bundle
          = self->inventory != NULL
                ? berth_inventory_lookup_bundle (self->inventory, &assignment->address)
                : NULL;

      if (bundle != NULL)
        g_hash_table_insert (self->bundle_of, (gpointer) &assignment->address, &bundle->address);
    }

  for (guint i = 0; i < ghosts->len; i++)
    {
      BerthBundle *ghost = g_ptr_array_index (ghosts, i);

      for (guint j = 0; j < ghost->functions->len; j++)
        {
          BerthDevice *function = g_ptr_array_index (ghost->functions, j);

          g_hash_table_insert (self->bundle_of, &function->address, &ghost->address);
        }
    }
}

static void
meet (Rebase *self, const BerthAddress *address, const BerthAddress *bundle)
{
  const BerthAssignment *base = berth_assignment_list_lookup (self->base, address);
  const BerthAssignment *mine = berth_assignment_list_lookup (self->mine, address);
  const BerthAssignment *their = berth_assignment_list_lookup (self->theirs, address);
  Meeting *meeting = g_hash_table_lookup (self->meetings, bundle);

  if (meeting == NULL)
    {
      meeting = g_new0 (Meeting, 1);
      g_hash_table_insert (self->meetings, (gpointer) bundle, meeting);
    }
  meeting->is_changed |= !is_same (base, their);
  meeting->is_wished |= !is_same (base, mine);
  meeting->differs |= !is_same (mine, their);
}

static gboolean
is_lost (const Meeting *meeting)
{
  return meeting->is_changed && meeting->differs;
}

static GPtrArray *
choose (Rebase *self)
{
  GPtrArray *chosen = berth_assignment_list_new ();
  GHashTableIter iter;
  gpointer address, bundle;

  g_hash_table_iter_init (&iter, self->bundle_of);
  while (g_hash_table_iter_next (&iter, &address, &bundle))
    {
      const Meeting *meeting = g_hash_table_lookup (self->meetings, bundle);
      GPtrArray *list = meeting->is_wished && !is_lost (meeting) ? self->mine : self->theirs;
      const BerthAssignment *assignment = berth_assignment_list_lookup (list, address);

      if (assignment != NULL)
        g_ptr_array_add (chosen, berth_assignment_copy (assignment));
    }
  return chosen;
}

/**
 * berth_wish_rebase_chosen:
 * @inventory: (nullable): says what is one bundle
 * @base: (element-type BerthAssignment): what was configured when the wish was made
 * @chosen: (element-type BerthAssignment): the wish
 * @theirs: (element-type BerthAssignment): what is configured now
 * @lost: (element-type BerthAddress): gets the bundles whose wish is lost
 *
 * What was changed elsewhere is so; what is wished for stays wished for. Where both happened to one
 * bundle, the bundle follows what is so: a half of each would be neither what one person wanted nor
 * what the other one wrote.
 *
 * Returns: (transfer full) (element-type BerthAssignment): what is chosen now
 */
GPtrArray *
berth_wish_rebase_chosen (BerthInventory *inventory,
                          GPtrArray *base,
                          GPtrArray *chosen,
                          GPtrArray *theirs,
                          GArray *lost)
{
  g_autoptr (GHashTable) bundle_of
      = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);
  g_autoptr (GHashTable) meetings
      = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, NULL, g_free);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) ghosts = NULL;
  Rebase self = { inventory, base, chosen, theirs, bundle_of, meetings };
  GHashTableIter iter;
  gpointer key, value;
  GPtrArray *result;

  g_ptr_array_extend (all, base, NULL, NULL);
  g_ptr_array_extend (all, chosen, NULL, NULL);
  g_ptr_array_extend (all, theirs, NULL, NULL);
  ghosts = berth_inventory_list_ghosts (inventory, all);
  index_bundles (&self, ghosts, all);

  g_hash_table_iter_init (&iter, bundle_of);
  while (g_hash_table_iter_next (&iter, &key, &value))
    meet (&self, key, value);
  result = choose (&self);

  g_hash_table_iter_init (&iter, meetings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Meeting *meeting = value;

      if (meeting->is_wished && is_lost (meeting))
        g_array_append_vals (lost, key, 1);
    }
  return result;
}
