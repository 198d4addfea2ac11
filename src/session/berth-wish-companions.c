/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-wish-companions.h"

/* What is chosen on which terms, and what was configured before. All borrowed. */
typedef struct
{
  const BerthWishTerms *terms;
  GPtrArray *configured;
  GPtrArray *chosen;
  GPtrArray *wanted; /* in the making */
} Settling;

static gboolean
is_given (GPtrArray *list, const BerthAddress *address)
{
  const BerthAssignment *assignment = berth_assignment_list_lookup (list, address);

  return assignment != NULL && assignment->role == BERTH_ROLE_GIVEN;
}

/**
 * berth_wish_terms_lookup_bundle:
 *
 * Returns: (nullable) (transfer none): the bundle that the device at @address is a function of
 */
BerthBundle *
berth_wish_terms_lookup_bundle (const BerthWishTerms *self, const BerthAddress *address)
{
  return self->inventory != NULL ? berth_inventory_lookup_bundle (self->inventory, address) : NULL;
}

/**
 * berth_wish_terms_new_assignment:
 *
 * Returns: (transfer full): what a wish for @device says, pinned to what is there now
 */
BerthAssignment *
berth_wish_terms_new_assignment (const BerthWishTerms *self,
                                 const BerthDevice *device,
                                 BerthAssignmentRole role)
{
  BerthAssignment *assignment = berth_assignment_new (&device->address);
  const BerthBundle *bundle = berth_wish_terms_lookup_bundle (self, &device->address);

  if (bundle != NULL)
    assignment->bundle = bundle->address;
  assignment->identity = device->identity;
  assignment->role = role;
  for (guint option = 1; option <= self->default_options; option <<= 1)
    if ((self->default_options & option) != 0
        && berth_option_fits (option, device->address.bus_kind))
      assignment->options |= option;
  return assignment;
}

/* Whether the kernel hands out the two only together. */
static gboolean
shares_group (const BerthDevice *a, const BerthDevice *b)
{
  return a->pci != NULL && b->pci != NULL && a->pci->iommu_group != BERTH_NO_GROUP
         && a->pci->iommu_group == b->pci->iommu_group && !berth_device_is_bridge (a)
         && !berth_device_is_bridge (b);
}

static void
add_sharing (GHashTable *set, const BerthDevice *given, GPtrArray *devices, GPtrArray *list)
{
  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (devices, i);

      if (shares_group (given, device) && !is_given (list, &device->address))
        g_hash_table_add (set, berth_address_copy (&device->address));
    }
}

/* Adds to @set what must leave the host with @given, unless it is given too: what shares its IOMMU
 * group. Of a bundle that is given in part these are its other functions, too. */
static void
add_needed (GHashTable *set,
            const BerthWishTerms *terms,
            const BerthAssignment *given,
            GPtrArray *list)
{
  const BerthBundle *bundle = berth_wish_terms_lookup_bundle (terms, &given->address);
  const BerthDevice *device
      = bundle != NULL ? berth_bundle_lookup_function (bundle, &given->address) : NULL;

  if (device == NULL)
    return;
  add_sharing (set, device, bundle->functions, list);
  add_sharing (set, device, bundle->companions, list);
}

/* Whether the bundle of @given is one of which the next Apply would assign something. */
static gboolean
is_new (const Settling *self, const BerthAssignment *given)
{
  const BerthBundle *bundle = berth_wish_terms_lookup_bundle (self->terms, &given->address);

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
needed_by (const Settling *self, GPtrArray *list, gboolean only_new)
{
  GHashTable *set
      = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (list, i);

      if (assignment->role == BERTH_ROLE_GIVEN && (!only_new || is_new (self, assignment)))
        add_needed (set, self->terms, assignment, list);
    }
  return set;
}

/* Keeps what was chosen, except for companions of ours that went with something which is not given
 * any more. One that nobody pinned was put there by hand, and one that nothing ever needed has a
 * reason that Berth does not know: both stay. */
static void
keep_chosen (Settling *self, GHashTable *needed)
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
add_companion (Settling *self, const BerthAddress *address, gboolean for_something_new)
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
  device = berth_inventory_lookup (self->terms->inventory, address);
  if (device != NULL && (configured != NULL || for_something_new))
    g_ptr_array_add (self->wanted, berth_wish_terms_new_assignment (self->terms, device,
                                                                    BERTH_ROLE_COMPANION));
}

/**
 * berth_wish_companions_settle:
 * @configured: (element-type BerthAssignment): as it was read
 * @chosen: (element-type BerthAssignment): what a person made of it
 *
 * Returns: (transfer full) (element-type BerthAssignment): what was chosen with the companions that
 *   it needs and without those that nothing needs any more
 */
GPtrArray *
berth_wish_companions_settle (const BerthWishTerms *terms,
                              GPtrArray *configured,
                              GPtrArray *chosen)
{
  Settling self = { terms, configured, chosen, berth_assignment_list_new () };
  g_autoptr (GHashTable) needed = needed_by (&self, chosen, FALSE);
  g_autoptr (GHashTable) needed_by_new = needed_by (&self, chosen, TRUE);
  GHashTableIter iter;
  gpointer address;

  keep_chosen (&self, needed);
  if (!terms->has_companions)
    return self.wanted;

  g_hash_table_iter_init (&iter, needed);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    add_companion (&self, address, g_hash_table_contains (needed_by_new, address));
  return self.wanted;
}

/**
 * berth_wish_companions_find_owner:
 * @companion: a bundle that the VM shall not see
 *
 * Returns: (nullable) (transfer none): a bundle of which something is given in @chosen that
 *   @companion must go with
 */
BerthBundle *
berth_wish_companions_find_owner (const BerthWishTerms *terms,
                                  GPtrArray *chosen,
                                  const BerthBundle *companion)
{
  for (guint i = 0; i < chosen->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (chosen, i);
      BerthBundle *bundle = berth_wish_terms_lookup_bundle (terms, &assignment->address);
      const BerthDevice *given
          = bundle != NULL ? berth_bundle_lookup_function (bundle, &assignment->address) : NULL;

      if (assignment->role != BERTH_ROLE_GIVEN || given == NULL)
        continue;
      for (guint j = 0; j < companion->functions->len; j++)
        if (shares_group (given, g_ptr_array_index (companion->functions, j)))
          return bundle;
    }
  return NULL;
}
