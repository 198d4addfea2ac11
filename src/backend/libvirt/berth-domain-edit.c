/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-domain-edit.h"

#include <glib/gi18n-lib.h>

#include "backend/libvirt/berth-guest-slots.h"
#include "backend/libvirt/berth-hostdev.h"
#include "backend/libvirt/berth-xml.h"
#include "base/berth-error.h"

/* One change on its way into one document. */
typedef struct
{
  xmlDoc *doc;
  xmlNode *devices;
  const BerthDomainWorld *world;
  GHashTable *moved; /* BerthChangeItem that takes back → the one that gives it elsewhere */
  GArray *gone;      /* BerthAddress: places in the guest that became free */
  GArray *fresh;     /* BerthGuestFunction: what the guest is to see and has no place for */
} Editing;

static gboolean
refuse (const BerthAddress *address, GError **error)
{
  g_autofree char *text = berth_address_dup_string (address);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               _ ("The VM has device %s in a way that Berth never changes. "
                  "Change it with “virsh edit”. Nothing was written."),
               text);
  return FALSE;
}

static void
note_fresh (Editing *self, xmlNode *hostdev, const BerthAssignment *after)
{
  BerthGuestFunction function = {
    .hostdev = hostdev,
    .address = after->address,
    .bundle = after->bundle,
  };

  if (after->role == BERTH_ROLE_GIVEN && after->address.bus_kind == BERTH_BUS_PCI)
    g_array_append_val (self->fresh, function);
}

static void
note_gone (Editing *self, const xmlNode *hostdev)
{
  BerthAddress place;

  if (berth_hostdev_read_guest_address (hostdev, &place))
    g_array_append_val (self->gone, place);
}

/* Whether the element has to name its device anew: it moved, or it is another one at the same port
 * and libvirt names a USB device by what it is. */
static gboolean
means_another (const BerthAssignment *before, const BerthAssignment *after)
{
  return !berth_address_equal (&before->address, &after->address)
         || (after->address.bus_kind == BERTH_BUS_USB
             && berth_identity_judge (&before->identity, &after->identity)
                  == BERTH_IDENTITY_CHANGED);
}

/* libvirt refuses the two together: "ROM tuning is not supported when ROM is disabled". */
static gboolean
check_rom (const xmlNode *hostdev,
           const BerthAssignment *before,
           const BerthAssignment *after,
           GError **error)
{
  guint added = after->options & ~before->options;
  g_autofree char *address = NULL;

  if ((added & BERTH_OPTION_HIDE_ROM) == 0
      || !berth_xml_attribute_is (berth_xml_lookup_child (hostdev, "rom"), "enabled", "no"))
    return TRUE;
  address = berth_address_dup_string (&after->address);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
               _ ("Another program has switched the ROM of device %s off altogether, so there is "
                  "nothing to hide. Nothing was written."),
               address);
  return FALSE;
}

static gboolean
edit_hostdev (Editing *self,
              xmlNode *hostdev,
              const BerthAssignment *before,
              const BerthAssignment *after,
              GError **error)
{
  if (!check_rom (hostdev, before, after, error))
    return FALSE;
  if (before->role != after->role)
    note_gone (self, hostdev);
  if (means_another (before, after)
      && !berth_hostdev_set_device (hostdev, after, self->world->facts, error))
    return FALSE;

  berth_hostdev_update (hostdev, after);
  if (before->role != after->role)
    note_fresh (self, hostdev, after);
  return TRUE;
}

static gboolean
edit_present (Editing *self, const BerthChangeItem *item, GError **error)
{
  const BerthChangeItem *target = g_hash_table_lookup (self->moved, item);
  const BerthAssignment *after = target != NULL ? target->after : item->after;
  xmlNode *hostdev
    = berth_domain_xml_find_hostdev (self->doc, &item->before->address, self->world);

  if (hostdev == NULL || !berth_assignment_is_editable (item->before)
      || (after != NULL && !berth_assignment_is_editable (after)))
    return refuse (&item->before->address, error);
  if (after != NULL)
    return edit_hostdev (self, hostdev, item->before, after, error);

  note_gone (self, hostdev);
  berth_xml_remove (hostdev);
  return TRUE;
}

static gboolean
edit_item (Editing *self, const BerthChangeItem *item, GError **error)
{
  xmlNode *hostdev;

  if (item->before != NULL)
    return edit_present (self, item, error);
  if (!berth_assignment_is_editable (item->after))
    return refuse (&item->after->address, error);

  hostdev = berth_hostdev_add (self->devices, item->after, self->world->facts, error);
  if (hostdev == NULL)
    return FALSE;
  note_fresh (self, hostdev, item->after);
  return TRUE;
}

/* Whether @given is the device that @taken meant, at another place, with all that was said of it. A
 * companion's element has nothing in it that would be worth more than a new one. */
static gboolean
is_move (const BerthChangeItem *taken, const BerthChangeItem *given)
{
  const guint ids = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE;

  return taken->after == NULL && given->before == NULL
         && taken->before->role == BERTH_ROLE_GIVEN && given->after->role == BERTH_ROLE_GIVEN
         && taken->before->address.bus_kind == given->after->address.bus_kind
         && (taken->before->identity.known & given->after->identity.known & ids) == ids
         && berth_identity_judge (&taken->before->identity, &given->after->identity)
              == BERTH_IDENTITY_SAME
         && g_strcmp0 (taken->before->others, given->after->others) == 0;
}

/* A device that was put into another slot keeps its element, and with it what other programs said
 * about it and where the guest sees it. Of several alike, such as the ports of one network card,
 * the first goes with the first: a change is sorted by address. */
static void
find_moves (Editing *self, BerthChange *change)
{
  g_autoptr (GHashTable) targets = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *taken = g_ptr_array_index (change->items, i);

      for (guint j = 0; j < change->items->len; j++)
        {
          BerthChangeItem *given = g_ptr_array_index (change->items, j);

          if (is_move (taken, given) && g_hash_table_add (targets, given))
            {
              g_hash_table_insert (self->moved, (gpointer) taken, given);
              break;
            }
        }
    }
}

static gboolean
is_target (Editing *self, const BerthChangeItem *item)
{
  GHashTableIter iter;
  gpointer target;

  g_hash_table_iter_init (&iter, self->moved);
  while (g_hash_table_iter_next (&iter, NULL, &target))
    {
      if (target == item)
        return TRUE;
    }
  return FALSE;
}

static gboolean
edit_items (Editing *self, BerthChange *change, GError **error)
{
  find_moves (self, change);
  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);

      if (!is_target (self, item) && !edit_item (self, item, error))
        return FALSE;
    }

  for (guint i = 0; i < self->gone->len; i++)
    berth_guest_slots_close_gap (self->devices, &g_array_index (self->gone, BerthAddress, i));
  berth_guest_slots_place (self->devices, self->fresh, self->world->facts);
  return TRUE;
}

/**
 * berth_domain_edit:
 * @text: the domain's configuration as it is now
 * @change: what shall happen
 * @ret_expected: (out) (transfer full) (element-type BerthAssignment): what the edited
 *   configuration says; differs from the change where an alias of somebody else is in the way of
 *   pinning
 *
 * Writes @change into a configuration. Only `<hostdev>` elements are touched that @change names,
 * their neighbours on the same slot of the guest when those would become invisible, and ports for
 * them are added. All the rest stays as it is: order, unknown elements, comments, namespaces,
 * blanks.
 *
 * Ports that became empty stay: an empty port costs the guest nothing, the next card goes on it,
 * and taking it out would renumber what somebody may have put behind it since.
 *
 * Returns: (transfer full): the new configuration. Errors: %BERTH_ERROR_CONFLICT when a device
 *   of the change is not configured any more as the change expects, %BERTH_ERROR_REFUSED for
 *   what Berth does not touch, %BERTH_ERROR_NOT_SUPPORTED for a ROM that is off altogether,
 *   %BERTH_ERROR_NOT_FOUND for an unknown USB device, %BERTH_ERROR_INVALID for no configuration at
 *   all
 */
char *
berth_domain_edit (const char *text,
                   BerthChange *change,
                   const BerthDomainWorld *world,
                   GPtrArray **ret_expected,
                   GError **error)
{
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", error);
  g_autoptr (GPtrArray) present = NULL;
  g_autoptr (GPtrArray) result = NULL;
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  g_autoptr (GArray) fresh = g_array_new (FALSE, FALSE, sizeof (BerthGuestFunction));
  g_autoptr (GHashTable) moved = g_hash_table_new (NULL, NULL);
  Editing editing
    = { .doc = doc, .world = world, .moved = moved, .gone = gone, .fresh = fresh };
  guint foreign;

  if (doc == NULL)
    return NULL;

  present = berth_domain_xml_list_claims (doc, world, &foreign);
  result = berth_change_dup_result (change, present, error);
  if (result == NULL)
    return NULL;

  editing.devices = berth_xml_lookup_child (xmlDocGetRootElement (doc), "devices");
  if (editing.devices == NULL)
    editing.devices = berth_xml_add_child (xmlDocGetRootElement (doc), "devices");
  if (!edit_items (&editing, change, error))
    return NULL;

  *ret_expected = berth_domain_xml_list_claims (doc, world, &foreign);
  return berth_xml_dup_text (doc);
}

/**
 * berth_domain_edit_list_unkept:
 * @expected: (element-type BerthAssignment): what was written
 * @present: (element-type BerthAssignment): what was read back
 *
 * libvirt drops without a word what it does not know, so only reading back tells.
 *
 * Returns: (transfer full) (element-type BerthAddress): the devices of @change that are not as
 *   they were written, sorted by address; empty when all is well
 */
GPtrArray *
berth_domain_edit_list_unkept (BerthChange *change, GPtrArray *expected, GPtrArray *present)
{
  g_autoptr (GPtrArray) unkept = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthAddress *address
        = berth_change_item_get_address (g_ptr_array_index (change->items, i));
      const BerthAssignment *wanted = berth_assignment_list_lookup (expected, address);
      const BerthAssignment *got = berth_assignment_list_lookup (present, address);

      if (wanted == NULL && got == NULL)
        continue;
      if (wanted == NULL || got == NULL || !berth_assignment_equal (wanted, got))
        g_ptr_array_add (unkept, berth_address_copy (address));
    }
  return g_steal_pointer (&unkept);
}
