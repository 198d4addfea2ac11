/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-wish.h"

struct _BerthWish
{
  GPtrArray *configured; /* (element-type BerthAssignment): as it was read */
  GPtrArray *chosen;     /* (element-type BerthAssignment): what a person made of it */
  GPtrArray *wanted;     /* (element-type BerthAssignment): that with its companions */

  BerthInventory *inventory; /* owned, nullable */
  gboolean has_companions;
  guint default_options;
};

static GHashTable *
address_set_new (void)
{
  return g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);
}

static void
address_set_add (GHashTable *set, const BerthAddress *address)
{
  g_hash_table_add (set, berth_address_copy (address));
}

static gboolean
is_given (GPtrArray *list, const BerthAddress *address)
{
  const BerthAssignment *assignment = berth_assignment_list_lookup (list, address);

  return assignment != NULL && assignment->role == BERTH_ROLE_GIVEN;
}

static BerthBundle *
lookup_bundle (BerthWish *self, const BerthAddress *address)
{
  return self->inventory != NULL ? berth_inventory_lookup_bundle (self->inventory, address) : NULL;
}

/* Adds to @set what must leave the host with @given, unless it is given too. */
static void
add_needed (GHashTable *set, BerthWish *self, const BerthAssignment *given, GPtrArray *list)
{
  const BerthBundle *bundle = lookup_bundle (self, &given->address);

  for (guint i = 0; bundle != NULL && i < bundle->companions->len; i++)
    {
      const BerthDevice *companion = g_ptr_array_index (bundle->companions, i);

      if (!is_given (list, &companion->address))
        address_set_add (set, &companion->address);
    }
}

/* Whether the bundle of @given is one that the next Apply would assign. */
static gboolean
is_new (BerthWish *self, const BerthAssignment *given)
{
  const BerthBundle *bundle = lookup_bundle (self, &given->address);

  for (guint i = 0; bundle != NULL && i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (is_given (self->chosen, &function->address)
          && !is_given (self->configured, &function->address))
        return TRUE;
    }
  return FALSE;
}

/* Returns: (element-type BerthAddress): every companion that something given in @list needs, or
 * only what is needed by something new */
static GHashTable *
needed_by (BerthWish *self, GPtrArray *list, gboolean only_new)
{
  GHashTable *set = address_set_new ();

  for (guint i = 0; i < list->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (list, i);

      if (assignment->role == BERTH_ROLE_GIVEN && (!only_new || is_new (self, assignment)))
        add_needed (set, self, assignment, list);
    }
  return set;
}

static BerthAssignment *
new_assignment (BerthWish *self, const BerthDevice *device, BerthAssignmentRole role)
{
  BerthAssignment *assignment = berth_assignment_new (&device->address);
  const BerthBundle *bundle = lookup_bundle (self, &device->address);

  if (bundle != NULL)
    assignment->bundle = bundle->address;
  assignment->identity = device->identity;
  assignment->role = role;
  assignment->options = self->default_options;
  return assignment;
}

/* Keeps what was chosen, except for companions of ours that went with something which is not given
 * any more. One that nobody pinned was put there by hand, and one that nothing ever needed has a
 * reason that Berth does not know: both stay. */
static void
keep_chosen (BerthWish *self, GHashTable *needed)
{
  g_autoptr (GHashTable) needed_before = needed_by (self, self->configured, FALSE);

  for (guint i = 0; i < self->chosen->len; i++)
    {
      const BerthAssignment *chosen = g_ptr_array_index (self->chosen, i);
      gboolean is_ours = chosen->role == BERTH_ROLE_COMPANION && chosen->identity.known != 0;

      if (is_ours && g_hash_table_contains (needed_before, &chosen->address)
          && !g_hash_table_contains (needed, &chosen->address))
        continue;
      g_ptr_array_add (self->wanted, berth_assignment_copy (chosen));
    }
}

/* Adds the companion at @address if it is not there. What was assigned without its companions, by
 * somebody who bound them to another driver perhaps, is left so: only something new, or something
 * that was taken back, makes a new companion. */
static void
add_companion (BerthWish *self, const BerthAddress *address, gboolean for_something_new)
{
  const BerthAssignment *configured = berth_assignment_list_lookup (self->configured, address);
  const BerthDevice *device;

  if (berth_assignment_list_lookup (self->wanted, address) != NULL)
    return;
  if (configured != NULL && configured->role == BERTH_ROLE_COMPANION)
    {
      g_ptr_array_add (self->wanted, berth_assignment_copy (configured));
      return;
    }
  device = berth_inventory_lookup (self->inventory, address);
  if (device != NULL && (configured != NULL || for_something_new))
    g_ptr_array_add (self->wanted, new_assignment (self, device, BERTH_ROLE_COMPANION));
}

/* Works out @wanted from what was chosen. */
static void
settle (BerthWish *self)
{
  g_autoptr (GHashTable) needed = needed_by (self, self->chosen, FALSE);
  g_autoptr (GHashTable) needed_by_new = needed_by (self, self->chosen, TRUE);
  GHashTableIter iter;
  gpointer address;

  g_ptr_array_set_size (self->wanted, 0);
  keep_chosen (self, needed);
  if (!self->has_companions)
    return;

  g_hash_table_iter_init (&iter, needed);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    add_companion (self, address, g_hash_table_contains (needed_by_new, address));
}

/**
 * berth_wish_new:
 * @configured: (element-type BerthAssignment): copied
 *
 * Returns: (transfer full): the wish that nothing changes
 */
BerthWish *
berth_wish_new (GPtrArray *configured)
{
  BerthWish *self = g_new0 (BerthWish, 1);

  self->configured = berth_assignment_list_copy (configured);
  self->chosen = berth_assignment_list_copy (configured);
  self->wanted = berth_assignment_list_copy (configured);
  return self;
}

void
berth_wish_free (BerthWish *self)
{
  g_ptr_array_unref (self->configured);
  g_ptr_array_unref (self->chosen);
  g_ptr_array_unref (self->wanted);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  g_free (self);
}

/**
 * berth_wish_set_computer:
 * @inventory: (nullable) (transfer none): the devices there are
 * @has_companions: the backend can take devices along unseen by the guest
 * @default_options: #BerthOption of a new assignment
 *
 * Says on which terms the wish is. Companions follow from it.
 */
void
berth_wish_set_computer (BerthWish *self,
                         BerthInventory *inventory,
                         gboolean has_companions,
                         guint default_options)
{
  if (inventory != NULL)
    berth_inventory_ref (inventory);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  self->inventory = inventory;
  self->has_companions = has_companions && inventory != NULL;
  self->default_options = default_options;
  settle (self);
}

/**
 * berth_wish_get_configured:
 *
 * Returns: (transfer none) (element-type BerthAssignment)
 */
GPtrArray *
berth_wish_get_configured (BerthWish *self)
{
  return self->configured;
}

/**
 * berth_wish_get_wanted:
 *
 * Returns: (transfer none) (element-type BerthAssignment): with the companions that follow from it
 */
GPtrArray *
berth_wish_get_wanted (BerthWish *self)
{
  return self->wanted;
}

static void
forget (GPtrArray *list, const BerthAddress *address)
{
  BerthAssignment *assignment = berth_assignment_list_lookup (list, address);

  if (assignment != NULL)
    g_ptr_array_remove (list, assignment);
}

static gboolean
any_given (GPtrArray *list, const BerthBundle *bundle)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (is_given (list, &function->address))
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_wish_assign:
 *
 * Wishes for @bundle. If it is configured and was taken back, what comes back is exactly what is
 * configured. If only some of its functions are assigned, the others join them.
 */
void
berth_wish_assign (BerthWish *self, const BerthBundle *bundle)
{
  gboolean restores
      = !any_given (self->chosen, bundle) && any_given (self->configured, bundle);

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *configured
          = berth_assignment_list_lookup (self->configured, &function->address);

      if (is_given (self->chosen, &function->address))
        continue;
      if (restores && configured == NULL)
        continue;
      forget (self->chosen, &function->address);
      g_ptr_array_add (self->chosen, restores
                                         ? berth_assignment_copy (configured)
                                         : new_assignment (self, function, BERTH_ROLE_GIVEN));
    }
  settle (self);
}

/**
 * berth_wish_take_back:
 *
 * Wishes not to have @bundle. Assignments that Berth could not have written stay.
 */
void
berth_wish_take_back (BerthWish *self, const BerthBundle *bundle)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      BerthAssignment *chosen
          = berth_assignment_list_lookup (self->chosen, &function->address);

      if (chosen != NULL && berth_assignment_is_editable (chosen))
        g_ptr_array_remove (self->chosen, chosen);
    }
  settle (self);
}

/**
 * berth_wish_take_back_all:
 *
 * Wishes to have nothing but what Berth could not have written.
 */
void
berth_wish_take_back_all (BerthWish *self)
{
  for (guint i = self->chosen->len; i > 0; i--)
    if (berth_assignment_is_editable (g_ptr_array_index (self->chosen, i - 1)))
      g_ptr_array_remove_index (self->chosen, i - 1);
  settle (self);
}

/**
 * berth_wish_set_option:
 *
 * Switches @option for all functions of @bundle that are wished for.
 */
void
berth_wish_set_option (BerthWish *self, const BerthBundle *bundle, BerthOption option, gboolean on)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      BerthAssignment *chosen
          = berth_assignment_list_lookup (self->chosen, &function->address);

      if (chosen == NULL || !berth_assignment_is_editable (chosen))
        continue;
      if (on)
        chosen->options |= option;
      else
        chosen->options &= ~(guint) option;
    }
  settle (self);
}

/**
 * berth_wish_discard:
 *
 * Wishes for what is configured.
 */
void
berth_wish_discard (BerthWish *self)
{
  g_ptr_array_unref (self->chosen);
  self->chosen = berth_assignment_list_copy (self->configured);
  settle (self);
}

/**
 * berth_wish_find_owner:
 *
 * Returns: (nullable) (transfer none): a bundle that is wished for and that @companion must go with
 */
BerthBundle *
berth_wish_find_owner (BerthWish *self, const BerthBundle *companion)
{
  for (guint i = 0; i < self->chosen->len; i++)
    {
      const BerthAssignment *chosen = g_ptr_array_index (self->chosen, i);
      BerthBundle *bundle = lookup_bundle (self, &chosen->address);

      if (chosen->role != BERTH_ROLE_GIVEN || bundle == NULL)
        continue;
      for (guint j = 0; j < companion->functions->len; j++)
        if (g_ptr_array_find (bundle->companions, g_ptr_array_index (companion->functions, j),
                              NULL))
          return bundle;
    }
  return NULL;
}

/* What the wish and somebody else did to one bundle since it was read. */
typedef struct
{
  gboolean is_changed; /* elsewhere */
  gboolean is_wished;
  gboolean differs; /* somewhere, the two are not the same */
} Meeting;

static gboolean
is_same (const BerthAssignment *a, const BerthAssignment *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return berth_assignment_equal (a, b);
}

/* A device that is in this computer no more is a bundle of its own. */
static const BerthAddress *
get_bundle_address (BerthWish *self, const BerthAddress *address)
{
  const BerthBundle *bundle = lookup_bundle (self, address);

  return bundle != NULL ? &bundle->address : address;
}

static void
add_addresses (GHashTable *set, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    address_set_add (set, &((BerthAssignment *) g_ptr_array_index (list, i))->address);
}

static void
meet (BerthWish *self, GHashTable *meetings, GPtrArray *theirs, const BerthAddress *address)
{
  const BerthAssignment *base = berth_assignment_list_lookup (self->configured, address);
  const BerthAssignment *mine = berth_assignment_list_lookup (self->chosen, address);
  const BerthAssignment *their = berth_assignment_list_lookup (theirs, address);
  const BerthAddress *key = get_bundle_address (self, address);
  Meeting *meeting = g_hash_table_lookup (meetings, key);

  if (meeting == NULL)
    {
      meeting = g_new0 (Meeting, 1);
      g_hash_table_insert (meetings, berth_address_copy (key), meeting);
    }
  meeting->is_changed |= !is_same (base, their);
  meeting->is_wished |= !is_same (base, mine);
  meeting->differs |= !is_same (mine, their);
}

/**
 * berth_wish_rebase:
 * @configured: (element-type BerthAssignment): what is configured now, copied
 *
 * Puts the wish on top of a newly read configuration. What was changed elsewhere is so; what is
 * wished for stays wished for. Where both happened to one bundle, the bundle follows what is so:
 * a half of each would be neither what one person wanted nor what the other one wrote.
 *
 * Returns: (transfer full) (element-type BerthAddress): the bundles whose wish was lost so
 */
GArray *
berth_wish_rebase (BerthWish *self, GPtrArray *configured)
{
  g_autoptr (GHashTable) addresses = address_set_new ();
  g_autoptr (GHashTable) meetings
      = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, g_free);
  g_autoptr (GPtrArray) chosen = berth_assignment_list_new ();
  GArray *lost = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  GHashTableIter iter;
  gpointer key, value;

  add_addresses (addresses, self->configured);
  add_addresses (addresses, self->chosen);
  add_addresses (addresses, configured);
  g_hash_table_iter_init (&iter, addresses);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    meet (self, meetings, configured, key);

  g_hash_table_iter_init (&iter, addresses);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const Meeting *meeting = g_hash_table_lookup (meetings, get_bundle_address (self, key));
      gboolean is_lost = meeting->is_changed && meeting->differs;
      GPtrArray *list = meeting->is_wished && !is_lost ? self->chosen : configured;
      const BerthAssignment *assignment = berth_assignment_list_lookup (list, key);

      if (assignment != NULL)
        g_ptr_array_add (chosen, berth_assignment_copy (assignment));
    }

  g_hash_table_iter_init (&iter, meetings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Meeting *meeting = value;

      if (meeting->is_wished && meeting->is_changed && meeting->differs)
        g_array_append_vals (lost, key, 1);
    }

  g_ptr_array_unref (self->configured);
  self->configured = berth_assignment_list_copy (configured);
  g_ptr_array_unref (self->chosen);
  self->chosen = g_steal_pointer (&chosen);
  settle (self);
  return lost;
}
