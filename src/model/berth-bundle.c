/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-bundle.h"

#include <glib/gi18n-lib.h>

static BerthBundle *
bundle_new (BerthBundleReason reason)
{
  BerthBundle *self = g_atomic_rc_box_new0 (BerthBundle);

  self->reason = reason;
  self->functions = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_device_unref);
  self->companions = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_device_unref);
  return self;
}

static void
bundle_add (BerthBundle *self, BerthDevice *device)
{
  if (self->functions->len == 0)
    self->address = device->address;
  g_ptr_array_add (self->functions, berth_device_ref (device));
}

BerthBundle *
berth_bundle_ref (BerthBundle *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
bundle_clear (gpointer data)
{
  BerthBundle *self = data;

  g_ptr_array_unref (self->functions);
  g_ptr_array_unref (self->companions);
}

void
berth_bundle_unref (BerthBundle *self)
{
  g_atomic_rc_box_release_full (self, bundle_clear);
}

/**
 * berth_bundle_new_ghost:
 *
 * Returns: (transfer full): the row of an assignment whose device is not in this computer
 */
BerthBundle *
berth_bundle_new_ghost (const BerthAddress *address, const BerthIdentity *identity)
{
  BerthBundle *self = bundle_new (BERTH_BUNDLE_GHOST);
  g_autoptr (BerthDevice) ghost = berth_device_new_ghost (address, identity);

  bundle_add (self, ghost);
  return self;
}

/**
 * berth_bundle_new_ghost_of:
 * @ghosts: (element-type BerthDevice): of one slot, each berth_device_is_ghost(), not empty; sorted
 *   by address
 *
 * Returns: (transfer full): the row of a card that is assigned and was pulled
 */
BerthBundle *
berth_bundle_new_ghost_of (GPtrArray *ghosts)
{
  BerthBundle *self = bundle_new (BERTH_BUNDLE_GHOST);

  for (guint i = 0; i < ghosts->len; i++)
    bundle_add (self, g_ptr_array_index (ghosts, i));
  return self;
}

/* Why @device makes a bundle of its own whatever else is in its slot. */
static gboolean
stands_alone (const BerthDevice *device, BerthBundleReason *ret_reason)
{
  if (device->usb != NULL)
    *ret_reason = BERTH_BUNDLE_USB_DEVICE;
  else if (berth_device_is_bridge (device))
    *ret_reason = BERTH_BUNDLE_BRIDGE;
  else if (device->pci->is_virtual)
    *ret_reason = BERTH_BUNDLE_VIRTUAL_FUNCTION;
  else if (!device->pci->has_parent && berth_device_resets_alone (device))
    *ret_reason = BERTH_BUNDLE_ALONE;
  else
    return FALSE;
  return TRUE;
}

/* Bundles the devices of one slot, @devices[@begin] up to but without @end. */
static void
append_slot (GPtrArray *bundles, GPtrArray *devices, guint begin, guint end)
{
  g_autoptr (BerthBundle) together = NULL;

  for (guint i = begin; i < end; i++)
    {
      BerthDevice *device = g_ptr_array_index (devices, i);
      BerthBundleReason reason;

      if (stands_alone (device, &reason))
        {
          BerthBundle *alone = bundle_new (reason);

          bundle_add (alone, device);
          g_ptr_array_add (bundles, alone);
          continue;
        }

      if (together == NULL)
        together = bundle_new (device->pci->has_parent ? BERTH_BUNDLE_CARD
                                                       : BERTH_BUNDLE_CHIPSET_SLOT);
      bundle_add (together, device);
    }

  if (together != NULL)
    g_ptr_array_add (bundles, g_steal_pointer (&together));
}

/* IOMMU group number → its members that count (element-type BerthDevice, borrowed). */
static GHashTable *
group_members (GPtrArray *devices)
{
  GHashTable *groups
    = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < devices->len; i++)
    {
      BerthDevice *device = g_ptr_array_index (devices, i);
      gpointer key;
      GPtrArray *members;

      if (device->pci == NULL || device->pci->iommu_group == BERTH_NO_GROUP
          || berth_device_is_bridge (device))
        continue;

      key = GINT_TO_POINTER (device->pci->iommu_group);
      members = g_hash_table_lookup (groups, key);
      if (members == NULL)
        {
          members = g_ptr_array_new ();
          g_hash_table_insert (groups, key, members);
        }
      g_ptr_array_add (members, device);
    }
  return groups;
}

/* Adds the members of @function's group that are not in the bundle yet in any way. */
static void
add_companions (BerthBundle *self, GHashTable *groups, const BerthDevice *function)
{
  GPtrArray *members = NULL;

  if (function->pci != NULL && !berth_device_is_bridge (function))
    members = g_hash_table_lookup (groups, GINT_TO_POINTER (function->pci->iommu_group));

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      BerthDevice *member = g_ptr_array_index (members, i);

      if (berth_bundle_lookup_function (self, &member->address) == NULL
          && !g_ptr_array_find (self->companions, member, NULL))
        g_ptr_array_add (self->companions, berth_device_ref (member));
    }
}

static int
compare_bundles (gconstpointer a, gconstpointer b)
{
  const BerthBundle *const *left = a;
  const BerthBundle *const *right = b;

  return berth_address_compare (&(*left)->address, &(*right)->address);
}

/**
 * berth_bundle_list_for_devices:
 * @devices: (element-type BerthDevice): all devices of a computer, sorted by address
 *
 * The one place that decides what one click takes. A card behind a port goes whole: its functions
 * share one reset and often one firmware. A chipset function that can be reset by itself stands
 * alone, because on laptops USB, Wi-Fi and memory share a slot and belong to different VMs; without
 * such a reset it goes with the rest of its slot. Virtual functions are made to go alone. With
 * IOMMU groups, the other endpoints of the group become companions: the kernel hands out a group
 * only as a whole.
 *
 * Returns: (transfer full) (element-type BerthBundle): sorted by address; each device is in exactly
 *   one of them
 */
GPtrArray *
berth_bundle_list_for_devices (GPtrArray *devices)
{
  GPtrArray *bundles = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_bundle_unref);
  g_autoptr (GHashTable) groups = group_members (devices);
  guint begin = 0;

  for (guint end = 1; end <= devices->len; end++)
    {
      const BerthDevice *first = g_ptr_array_index (devices, begin);
      const BerthDevice *next = end < devices->len ? g_ptr_array_index (devices, end) : NULL;

      if (next != NULL && berth_address_same_slot (&first->address, &next->address))
        continue;

      append_slot (bundles, devices, begin, end);
      begin = end;
    }

  for (guint i = 0; i < bundles->len; i++)
    {
      BerthBundle *bundle = g_ptr_array_index (bundles, i);

      for (guint j = 0; j < bundle->functions->len; j++)
        add_companions (bundle, groups, g_ptr_array_index (bundle->functions, j));
    }

  g_ptr_array_sort (bundles, compare_bundles);
  return bundles;
}

/**
 * berth_bundle_get_first:
 *
 * Returns: (transfer none): the function that names the bundle
 */
BerthDevice *
berth_bundle_get_first (const BerthBundle *self)
{
  return g_ptr_array_index (self->functions, 0);
}

/**
 * berth_bundle_lookup_function:
 *
 * Returns: (nullable) (transfer none): the function at @address; a companion is none
 */
BerthDevice *
berth_bundle_lookup_function (const BerthBundle *self, const BerthAddress *address)
{
  for (guint i = 0; i < self->functions->len; i++)
    {
      BerthDevice *device = g_ptr_array_index (self->functions, i);

      if (berth_address_equal (&device->address, address))
        return device;
    }
  return NULL;
}

/**
 * berth_bundle_dup_reason:
 *
 * Returns: (transfer full): why one click takes just these functions, as a translated sentence
 */
char *
berth_bundle_dup_reason (const BerthBundle *self)
{
  gboolean single = self->functions->len == 1;

  switch (self->reason)
    {
    case BERTH_BUNDLE_CARD:
      return g_strdup (single ? _ ("The card has one function.")
                              : _ ("All functions of one card go together."));
    case BERTH_BUNDLE_ALONE:
      return g_strdup (_ ("It can be reset by itself, so it can go alone."));
    case BERTH_BUNDLE_CHIPSET_SLOT:
      return g_strdup (single ? _ ("It is the only one of its slot.")
                              : _ ("These cannot be reset one by one, so they go together."));
    case BERTH_BUNDLE_VIRTUAL_FUNCTION:
      return g_strdup (_ ("A virtual function of a card (SR-IOV) is made to go alone."));
    case BERTH_BUNDLE_BRIDGE:
      return g_strdup (_ ("A bridge leads to other devices and stays with the computer."));
    case BERTH_BUNDLE_USB_DEVICE:
      return g_strdup (_ ("A USB device goes without its controller."));
    case BERTH_BUNDLE_GHOST:
    default:
      return g_strdup (_ ("It is assigned but not in this computer."));
    }
}

/**
 * berth_bundle_dup_companion_reason:
 *
 * Returns: (transfer full) (nullable): why the companions leave the host too, as a translated
 *   sentence; %NULL without companions
 */
char *
berth_bundle_dup_companion_reason (const BerthBundle *self)
{
  const BerthDevice *first;

  if (self->companions->len == 0)
    return NULL;

  first = g_ptr_array_index (self->companions, 0);
  return g_strdup_printf (_ ("The computer cannot keep them apart (IOMMU group %d): what is not "
                             "given leaves the host all the same while the VM runs."),
                          first->pci->iommu_group);
}
