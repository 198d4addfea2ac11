/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-assignment.h"

#include <glib/gi18n-lib.h>

/**
 * berth_assignment_new:
 *
 * Returns: (transfer full): given, a plain hostdev, not pinned, without options, a bundle of
 *   its own
 */
BerthAssignment *
berth_assignment_new (const BerthAddress *address)
{
  BerthAssignment *self = g_new0 (BerthAssignment, 1);

  self->address = *address;
  self->bundle = *address;
  return self;
}

BerthAssignment *
berth_assignment_copy (const BerthAssignment *self)
{
  BerthAssignment *copy = g_memdup2 (self, sizeof *self);

  copy->others = g_strdup (self->others);
  return copy;
}

void
berth_assignment_free (BerthAssignment *self)
{
  g_free (self->others);
  g_free (self);
}

/**
 * berth_assignment_equal:
 *
 * Returns: whether a configuration would say the same of both, as far as Berth writes it. @bundle
 *   does not count: it decides where a new assignment goes in the guest, and no configuration
 *   records it. @others does not either: whatever it is, Berth keeps it.
 */
gboolean
berth_assignment_equal (const BerthAssignment *a, const BerthAssignment *b)
{
  return berth_address_equal (&a->address, &b->address) && a->role == b->role && a->form == b->form
         && a->options == b->options && berth_identity_equal (&a->identity, &b->identity);
}

/**
 * berth_assignment_is_gain:
 * @before: (nullable): %NULL: there was none
 * @after: (nullable): of the same address; %NULL: there is none any more
 *
 * Returns: whether the guest gets a device by it that it did not get before: what was not given, or
 *   another one than was meant. That also counts of what only leaves the computer
 */
gboolean
berth_assignment_is_gain (const BerthAssignment *before, const BerthAssignment *after)
{
  if (after == NULL)
    return FALSE;
  if (before != NULL
      && berth_identity_judge (&before->identity, &after->identity) == BERTH_IDENTITY_CHANGED)
    return TRUE;
  return after->role == BERTH_ROLE_GIVEN && (before == NULL || before->role != BERTH_ROLE_GIVEN);
}

/* What a device can do more with, or is protected less by: without "managed" libvirt leaves it to
 * the host driver and does not start the VM (virHostdevPreparePCIDevices()), with it the device is
 * taken away. */
#define OPENING_OPTIONS \
  (BERTH_OPTION_PERMISSIVE | BERTH_OPTION_NO_STRICT_RESET | BERTH_OPTION_MANAGED)

/**
 * berth_assignment_gives_more:
 * @before: (nullable): %NULL: there was none
 * @after: (nullable): of the same address; %NULL: there is none any more
 *
 * Returns: whether more is given away by it than before: a device, or another one, or the same one
 *   with an option on that opens it
 */
gboolean
berth_assignment_gives_more (const BerthAssignment *before, const BerthAssignment *after)
{
  if (berth_assignment_is_gain (before, after))
    return TRUE;
  return before != NULL && after != NULL
         && (after->options & ~before->options & OPENING_OPTIONS) != 0;
}

/**
 * berth_assignment_is_editable:
 *
 * Returns: whether Berth may change or take it back: only what it could have written itself
 */
gboolean
berth_assignment_is_editable (const BerthAssignment *self)
{
  return self->form == BERTH_FORM_HOSTDEV;
}

/**
 * berth_option_get_words:
 * @option: exactly one option
 *
 * Returns: (transfer none): what it is called everywhere, translated
 */
const char *
berth_option_get_words (BerthOption option)
{
  switch (option)
    {
    case BERTH_OPTION_PERMISSIVE:
      return _ ("Permissive");
    case BERTH_OPTION_NO_STRICT_RESET:
      return _ ("No strict reset");
    case BERTH_OPTION_MANAGED:
      return _ ("Managed");
    case BERTH_OPTION_HIDE_ROM:
      return _ ("Hide ROM");
    case BERTH_OPTION_OPTIONAL:
      return _ ("Start without it");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * berth_option_fits:
 * @option: exactly one option
 *
 * Returns: whether a device on such a bus can have it at all
 */
gboolean
berth_option_fits (BerthOption option, BerthBus bus_kind)
{
  return (option == BERTH_OPTION_OPTIONAL) == (bus_kind == BERTH_BUS_USB);
}

/**
 * berth_assignment_list_new:
 *
 * Returns: (transfer full) (element-type BerthAssignment): empty; owns its elements
 */
GPtrArray *
berth_assignment_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) berth_assignment_free);
}

static gpointer
copy_cb (gconstpointer assignment, gpointer user_data)
{
  return berth_assignment_copy (assignment);
}

/**
 * berth_assignment_list_copy:
 * @list: (element-type BerthAssignment)
 *
 * Returns: (transfer full) (element-type BerthAssignment): a deep copy
 */
GPtrArray *
berth_assignment_list_copy (GPtrArray *list)
{
  return g_ptr_array_copy (list, copy_cb, NULL);
}

/**
 * berth_assignment_list_lookup:
 * @list: (element-type BerthAssignment)
 *
 * Returns: (nullable) (transfer none): the assignment of the device at @address
 */
BerthAssignment *
berth_assignment_list_lookup (GPtrArray *list, const BerthAddress *address)
{
  for (guint i = 0; i < list->len; i++)
    {
      BerthAssignment *assignment = g_ptr_array_index (list, i);

      if (berth_address_equal (&assignment->address, address))
        return assignment;
    }
  return NULL;
}

/**
 * berth_assignment_list_index:
 * @list: (element-type BerthAssignment)
 *
 * Returns: (transfer full): the address (BerthAddress) of each → it, the first one where an address
 *   comes twice; both borrowed from @list
 */
GHashTable *
berth_assignment_list_index (GPtrArray *list)
{
  GHashTable *index = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);

  for (guint i = 0; i < list->len; i++)
    {
      BerthAssignment *assignment = g_ptr_array_index (list, i);

      if (!g_hash_table_contains (index, &assignment->address))
        g_hash_table_insert (index, &assignment->address, assignment);
    }
  return index;
}
