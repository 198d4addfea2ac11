/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-disk-uses.h"

#include "facts/berth-sysfs.h"

/**
 * BerthDiskUses:
 *
 * Writes uses of disks into facts, each once: the same file system may be mounted many times at one
 * place, each hiding the other.
 */
struct _BerthDiskUses
{
  BerthFacts *facts;    /* borrowed */
  GHashTable *seen;     /* set of BerthUse; they belong to the facts */
  GHashTable *carriers; /* set of names */
};

static guint
use_hash (gconstpointer data)
{
  const BerthUse *use = data;
  guint hash = berth_address_hash (&use->address) * 31 + use->kind;

  hash = hash * 31 + g_str_hash (use->subject);
  return hash * 31 + (use->purpose != NULL ? g_str_hash (use->purpose) : 0);
}

static gboolean
use_equal (gconstpointer a, gconstpointer b)
{
  const BerthUse *left = a;
  const BerthUse *right = b;

  return left->kind == right->kind && berth_address_equal (&left->address, &right->address)
         && g_str_equal (left->subject, right->subject)
         && g_strcmp0 (left->purpose, right->purpose) == 0;
}

/**
 * berth_disk_uses_new:
 * @facts: lives as long as what is returned
 *
 * Returns: (transfer full)
 */
BerthDiskUses *
berth_disk_uses_new (BerthFacts *facts)
{
  BerthDiskUses *self = g_new0 (BerthDiskUses, 1);

  self->facts = facts;
  self->seen = g_hash_table_new (use_hash, use_equal);
  self->carriers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
berth_disk_uses_free (BerthDiskUses *self)
{
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->carriers);
  g_free (self);
}

/**
 * berth_disk_uses_add:
 * @purpose: (nullable): see #BerthUseKind
 *
 * Adds a use of each device that @carrier hangs on: the USB device or PCI function, and what hosts
 * its PCI domain. One that is there already is not added again.
 */
void
berth_disk_uses_add (BerthDiskUses *self,
                     BerthUseKind kind,
                     const BerthBlockCarrier *carrier,
                     const char *purpose)
{
  g_autoptr (GArray) holders = berth_sysfs_list_holders (carrier->path);

  g_hash_table_add (self->carriers, g_strdup (carrier->name));
  for (guint i = 0; i < holders->len; i++)
    {
      BerthUse use = { .kind = kind,
                       .address = g_array_index (holders, BerthAddress, i),
                       .subject = carrier->name,
                       .purpose = (char *) purpose };

      if (!g_hash_table_contains (self->seen, &use))
        g_hash_table_add (self->seen, berth_facts_add_use (self->facts, kind, &use.address,
                                                           carrier->name, purpose));
    }
}

/**
 * berth_disk_uses_has:
 * @name: of a disk or partition
 *
 * Returns: whether a use of it was added
 */
gboolean
berth_disk_uses_has (BerthDiskUses *self, const char *name)
{
  return g_hash_table_contains (self->carriers, name);
}
