/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-wish.h"

#include "session/berth-wish-companions.h"
#include "session/berth-wish-rebase.h"

struct _BerthWish
{
  GPtrArray *configured; /* (element-type BerthAssignment): as it was read */
  GPtrArray *chosen;     /* (element-type BerthAssignment): what a person made of it */
  GPtrArray *wanted;     /* (element-type BerthAssignment): that with its companions */

  BerthWishTerms terms; /* owns its inventory */
};

static gboolean
is_given (GPtrArray *list, const BerthAddress *address)
{
  const BerthAssignment *assignment = berth_assignment_list_lookup (list, address);

  return assignment != NULL && assignment->role == BERTH_ROLE_GIVEN;
}

/* Works out @wanted from what was chosen. */
static void
settle (BerthWish *self)
{
  GPtrArray *wanted
      = berth_wish_companions_settle (&self->terms, self->configured, self->chosen);

  g_ptr_array_unref (self->wanted);
  self->wanted = wanted;
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

/**
 * berth_wish_copy:
 *
 * Returns: (transfer full): the same wish, to try what would come of a change
 */
BerthWish *
berth_wish_copy (BerthWish *self)
{
  BerthWish *copy = g_new0 (BerthWish, 1);

  copy->configured = berth_assignment_list_copy (self->configured);
  copy->chosen = berth_assignment_list_copy (self->chosen);
  copy->wanted = berth_assignment_list_copy (self->wanted);
  copy->terms = self->terms;
  if (copy->terms.inventory != NULL)
    berth_inventory_ref (copy->terms.inventory);
  return copy;
}

void
berth_wish_free (BerthWish *self)
{
  g_ptr_array_unref (self->configured);
  g_ptr_array_unref (self->chosen);
  g_ptr_array_unref (self->wanted);
  g_clear_pointer (&self->terms.inventory, berth_inventory_unref);
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
  g_clear_pointer (&self->terms.inventory, berth_inventory_unref);
  self->terms.inventory = inventory;
  self->terms.has_companions = has_companions && inventory != NULL;
  self->terms.default_options = default_options;
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
                                         : berth_wish_terms_new_assignment (&self->terms, function,
                                                                            BERTH_ROLE_GIVEN));
    }
  settle (self);
}

static gboolean
contains (const GArray *addresses, const BerthAddress *address)
{
  for (guint i = 0; i < addresses->len; i++)
    if (berth_address_equal (&g_array_index (addresses, BerthAddress, i), address))
      return TRUE;
  return FALSE;
}

/* Wishes that @function is given: as it is configured, if it is. */
static void
give (BerthWish *self, const BerthDevice *function)
{
  const BerthAssignment *configured
      = berth_assignment_list_lookup (self->configured, &function->address);
  gboolean was_given = configured != NULL && configured->role == BERTH_ROLE_GIVEN;

  if (is_given (self->chosen, &function->address))
    return;
  forget (self->chosen, &function->address);
  g_ptr_array_add (self->chosen,
                   was_given ? berth_assignment_copy (configured)
                             : berth_wish_terms_new_assignment (&self->terms, function,
                                                                BERTH_ROLE_GIVEN));
}

/* Wishes that @function is not given. It may still have to go along. */
static void
take (BerthWish *self, const BerthDevice *function)
{
  BerthAssignment *chosen = berth_assignment_list_lookup (self->chosen, &function->address);

  if (chosen != NULL && chosen->role == BERTH_ROLE_GIVEN && berth_assignment_is_editable (chosen))
    g_ptr_array_remove (self->chosen, chosen);
}

/**
 * berth_wish_set_functions:
 * @functions: (element-type BerthAddress): some of those of @bundle
 *
 * Wishes that exactly @functions of @bundle are given. Those that are not and that the kernel does
 * not keep apart from them become companions, where there are any.
 */
void
berth_wish_set_functions (BerthWish *self, const BerthBundle *bundle, const GArray *functions)
{
  if (functions->len == 0)
    {
      berth_wish_take_back (self, bundle);
      return;
    }
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (contains (functions, &function->address))
        give (self, function);
      else
        take (self, function);
    }
  settle (self);
}

/**
 * berth_wish_pin:
 *
 * Wishes that what is there of @bundle now is what is meant, for all that the VM shall have of it.
 */
void
berth_wish_pin (BerthWish *self, const BerthBundle *bundle)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      BerthAssignment *chosen = berth_assignment_list_lookup (self->chosen, &function->address);

      if (chosen != NULL && berth_assignment_is_editable (chosen)
          && !berth_device_is_ghost (function))
        chosen->identity = function->identity;
    }
  settle (self);
}

/* The function of @to that is for it what @moved was for @from. */
static BerthDevice *
find_counterpart (const BerthBundle *to,
                  const BerthAddress *target,
                  const BerthAddress *from,
                  const BerthAddress *moved)
{
  BerthAddress wanted = *target;

  if (berth_address_equal (from, moved))
    return berth_bundle_lookup_function (to, target);
  if (target->bus_kind != BERTH_BUS_PCI || !berth_address_same_slot (from, moved))
    return NULL;
  wanted.function = (guint8) (target->function + moved->function - from->function);
  return berth_bundle_lookup_function (to, &wanted);
}

/**
 * berth_wish_move:
 * @from: a bundle that something is assigned of
 * @from_address: one of its functions
 * @to: another bundle
 * @to_address: its function that is what was meant at @from_address
 *
 * Wishes to have of @to what was wished for of @from, with the same options and what other programs
 * set, and nothing of @from any more. Of a card whose functions were given in part, the same part
 * goes.
 */
void
berth_wish_move (BerthWish *self,
                 const BerthBundle *from,
                 const BerthAddress *from_address,
                 const BerthBundle *to,
                 const BerthAddress *to_address)
{
  g_autoptr (GPtrArray) moved = berth_assignment_list_new ();

  for (guint i = 0; i < from->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (from->functions, i);
      const BerthAssignment *old
          = berth_assignment_list_lookup (self->chosen, &function->address);
      const BerthDevice *counterpart
          = find_counterpart (to, to_address, from_address, &function->address);
      BerthAssignment *fresh;

      if (old == NULL || old->role != BERTH_ROLE_GIVEN || counterpart == NULL)
        continue;
      fresh = berth_wish_terms_new_assignment (&self->terms, counterpart, BERTH_ROLE_GIVEN);
      fresh->options = old->options;
      fresh->others = g_strdup (old->others);
      g_ptr_array_add (moved, fresh);
    }

  for (guint i = 0; i < moved->len; i++)
    {
      const BerthAssignment *fresh = g_ptr_array_index (moved, i);

      forget (self->chosen, &fresh->address);
      g_ptr_array_add (self->chosen, berth_assignment_copy (fresh));
    }
  berth_wish_take_back (self, from);
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
  return berth_wish_companions_find_owner (&self->terms, self->chosen, companion);
}

/**
 * berth_wish_rebase:
 * @configured: (element-type BerthAssignment): what is configured now, copied
 *
 * Puts the wish on top of a newly read configuration, as berth_wish_rebase_chosen() says.
 *
 * Returns: (transfer full) (element-type BerthAddress): the bundles whose wish was lost so
 */
GArray *
berth_wish_rebase (BerthWish *self, GPtrArray *configured)
{
  GArray *lost = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  GPtrArray *chosen = berth_wish_rebase_chosen (self->terms.inventory, self->configured,
                                                self->chosen, configured, lost);

  g_ptr_array_unref (self->configured);
  self->configured = berth_assignment_list_copy (configured);
  g_ptr_array_unref (self->chosen);
  self->chosen = chosen;
  settle (self);
  return lost;
}
