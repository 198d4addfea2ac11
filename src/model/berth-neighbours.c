/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-neighbours.h"

#include "base/berth-number.h"

struct _BerthNeighbours
{
  GHashTable *tables[BERTH_N_SHARED]; /* guint64 → GPtrArray of BerthDevice; borrowed */
};

static guint64
key_of_address (const BerthAddress *address)
{
  return (guint64) address->domain << 16 | (guint64) address->bus << 8
         | (guint64) address->slot << 3 | address->function;
}

/* What @device has of @shared, as numbers; empty when it has nothing to share. */
static GArray *
list_keys (BerthShared shared, const BerthDevice *device)
{
  const BerthPciFacts *pci = device->pci;
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint64 key;

  if (pci == NULL)
    return keys;

  if (shared == BERTH_SHARED_BUS && pci->has_parent)
    {
      key = key_of_address (&pci->parent);
      g_array_append_val (keys, key);
    }
  else if (shared == BERTH_SHARED_LINE && pci->irq != 0 && !pci->has_msi)
    {
      key = pci->irq;
      g_array_append_val (keys, key);
    }
  else if (shared == BERTH_SHARED_PAGE && pci->partial_pages != NULL)
    {
      g_auto (GStrv) pages = g_strsplit (pci->partial_pages, " ", -1);

      for (gsize i = 0; pages[i] != NULL; i++)
        {
          gint64 page;

          if (!berth_number_parse (pages[i], 16, 0, G_MAXINT64 - 1, &page))
            continue;
          key = (guint64) page;
          g_array_append_val (keys, key);
        }
    }
  return keys;
}

static void
add_device (GHashTable *table, BerthShared shared, BerthDevice *device)
{
  g_autoptr (GArray) keys = list_keys (shared, device);

  for (guint i = 0; i < keys->len; i++)
    {
      const guint64 *key = &g_array_index (keys, guint64, i);
      GPtrArray *sharers = g_hash_table_lookup (table, key);

      if (sharers == NULL)
        {
          sharers = g_ptr_array_new ();
          g_hash_table_insert (table, g_memdup2 (key, sizeof *key), sharers);
        }
      g_ptr_array_add (sharers, device);
    }
}

/**
 * berth_neighbours_new:
 * @devices: (element-type BerthDevice): of one computer; borrowed
 *
 * Returns: (transfer full)
 */
BerthNeighbours *
berth_neighbours_new (GPtrArray *devices)
{
  BerthNeighbours *self = g_new0 (BerthNeighbours, 1);

  for (int shared = 0; shared < BERTH_N_SHARED; shared++)
    {
      self->tables[shared] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                    (GDestroyNotify) g_ptr_array_unref);
      for (guint i = 0; i < devices->len; i++)
        add_device (self->tables[shared], shared, g_ptr_array_index (devices, i));
    }
  return self;
}

void
berth_neighbours_free (BerthNeighbours *self)
{
  for (int shared = 0; shared < BERTH_N_SHARED; shared++)
    g_hash_table_unref (self->tables[shared]);
  g_free (self);
}

/**
 * berth_neighbours_find:
 * @device: not among what is found
 * @fits: asked about each neighbour until it says yes
 *
 * Returns: (nullable) (transfer none): the first function that shares this with @device and fits
 */
const BerthDevice *
berth_neighbours_find (const BerthNeighbours *self,
                       BerthShared shared,
                       const BerthDevice *device,
                       BerthNeighbourFits fits,
                       gconstpointer user_data)
{
  g_autoptr (GArray) keys = list_keys (shared, device);

  for (guint i = 0; i < keys->len; i++)
    {
      GPtrArray *sharers
          = g_hash_table_lookup (self->tables[shared], &g_array_index (keys, guint64, i));

      for (guint j = 0; sharers != NULL && j < sharers->len; j++)
        {
          const BerthDevice *sharer = g_ptr_array_index (sharers, j);

          if (!berth_address_equal (&sharer->address, &device->address)
              && fits (sharer, user_data))
            return sharer;
        }
    }
  return NULL;
}
