/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "facts/berth-boot-binding.h"
#include "facts/berth-facts-foreign.h"
#include "facts/berth-facts-keys.h"

static gboolean
equal_bytes (gconstpointer a, gconstpointer b, gsize offset, gsize size)
{
  return memcmp (G_STRUCT_MEMBER_P (a, offset), G_STRUCT_MEMBER_P (b, offset), size) == 0;
}

static gboolean
equal_text (gconstpointer a, gconstpointer b, gsize offset)
{
  return g_strcmp0 (G_STRUCT_MEMBER (const char *, a, offset),
                    G_STRUCT_MEMBER (const char *, b, offset))
         == 0;
}

/* An address counts only if the flag beside it says so. */
static gboolean
equal_address (gconstpointer a, gconstpointer b, const BerthFactsKey *key)
{
  gboolean has_a = G_STRUCT_MEMBER (gboolean, a, key->flag_offset);
  gboolean has_b = G_STRUCT_MEMBER (gboolean, b, key->flag_offset);

  return has_a == has_b
         && (!has_a
             || berth_address_equal (G_STRUCT_MEMBER_P (a, key->offset),
                                     G_STRUCT_MEMBER_P (b, key->offset)));
}

static gboolean
equal_key (const BerthFactsKey *key, gconstpointer a, gconstpointer b)
{
  switch (key->kind)
    {
    case BERTH_FACTS_KEY_HEX:
      return equal_bytes (a, b, key->offset, key->width == 2 ? 1 : key->width == 4 ? 2
                                                                                   : 4);
    case BERTH_FACTS_KEY_ID_PAIR:
      return equal_bytes (a, b, key->offset, 2 * sizeof (guint16));
    case BERTH_FACTS_KEY_NUMBER:
    case BERTH_FACTS_KEY_BOOLEAN:
    case BERTH_FACTS_KEY_RESETS:
    case BERTH_FACTS_KEY_WORD:
    case BERTH_FACTS_KEY_FLAGS:
      return equal_bytes (a, b, key->offset, sizeof (int));
    case BERTH_FACTS_KEY_SIZE:
      return equal_bytes (a, b, key->offset, sizeof (guint64));
    case BERTH_FACTS_KEY_TEXT:
    case BERTH_FACTS_KEY_TRIPLES:
      return equal_text (a, b, key->offset);
    case BERTH_FACTS_KEY_ADDRESS:
      return equal_address (a, b, key);
    }
  g_return_val_if_reached (FALSE);
}

/* The memory that is available never stands still, so it does not count. */
static gboolean
equal_computer (const BerthFacts *a, const BerthFacts *b)
{
  for (gsize k = 0; k < berth_facts_n_computer_keys; k++)
    {
      const BerthFactsKey *key = &berth_facts_computer_keys[k];

      if (key->offset != G_STRUCT_OFFSET (BerthFacts, memory_available) && !equal_key (key, a, b))
        return FALSE;
    }
  return TRUE;
}

/* Both facts structs begin with their address. */
static gboolean
equal_devices (GPtrArray *a, GPtrArray *b, const BerthFactsKey *keys, gsize n_keys)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      gconstpointer left = g_ptr_array_index (a, i);
      gconstpointer right = g_ptr_array_index (b, i);

      if (!berth_address_equal (left, right))
        return FALSE;
      for (gsize k = 0; k < n_keys; k++)
        if (!equal_key (&keys[k], left, right))
          return FALSE;
    }
  return TRUE;
}

static gboolean
equal_uses (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const BerthUse *left = g_ptr_array_index (a, i);
      const BerthUse *right = g_ptr_array_index (b, i);

      if (left->kind != right->kind || !berth_address_equal (&left->address, &right->address)
          || g_strcmp0 (left->subject, right->subject) != 0
          || g_strcmp0 (left->purpose, right->purpose) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
equal_bindings (const BerthFacts *a, const BerthFacts *b)
{
  if (a->boot_bindings->len != b->boot_bindings->len
      || a->foreign_bindings->len != b->foreign_bindings->len)
    return FALSE;
  for (guint i = 0; i < a->boot_bindings->len; i++)
    {
      if (!berth_boot_binding_equal (a->boot_bindings->pdata[i], b->boot_bindings->pdata[i]))
        return FALSE;
    }
  for (guint i = 0; i < a->foreign_bindings->len; i++)
    {
      if (!berth_foreign_binding_equal (a->foreign_bindings->pdata[i],
                                        b->foreign_bindings->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * berth_facts_equal:
 *
 * Returns: whether two readings say the same. The same uses or foreign bindings in another order
 *   may count as different: nobody is hurt by looking once more. The memory that is available never
 *   stands still, so it does not count.
 */
gboolean
berth_facts_equal (const BerthFacts *a, const BerthFacts *b)
{
  return equal_computer (a, b)
         && equal_devices (a->pci, b->pci, berth_facts_pci_keys, berth_facts_n_pci_keys)
         && equal_devices (a->usb, b->usb, berth_facts_usb_keys, berth_facts_n_usb_keys)
         && equal_uses (a->uses, b->uses) && equal_bindings (a, b);
}
