/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-edit-force.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"

struct _BerthEditForce
{
  GHashTable *named;    /* of owned BerthAddress */
  GHashTable *used;     /* of owned BerthAddress: those of which something is overruled */
  GPtrArray *overruled; /* of BerthFinding */
};

/* Adds one word. It must be the address as Berth prints it in full: who types that has looked at
 * which device it is, and neither a shortened address nor a slip gives away a disk. */
static gboolean
add_word (BerthEditForce *self, const char *word, GError **error)
{
  BerthAddress address;
  g_autofree char *full = NULL;
  g_autofree char *shown = NULL;

  if (!berth_address_parse (word, &address, error))
    return FALSE;
  full = berth_address_dup_string (&address);
  if (g_str_equal (full, word))
    {
      g_hash_table_add (self->named, berth_address_copy (&address));
      return TRUE;
    }
  shown = berth_text_dup_name (word);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               /* Translators: --force is typed so; both %s are addresses. */
               _ ("--force takes the whole address of a device, and “%s” is not. If it is what you "
                  "mean, write --force %s."),
               shown, full);
  return FALSE;
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);
}

/**
 * berth_edit_force_new:
 * @words: (nullable) (array zero-terminated=1): addresses as typed
 *
 * Returns: (transfer full) (nullable): %NULL with %BERTH_ERROR_INVALID when one of @words is not
 *   the whole address of a device
 */
BerthEditForce *
berth_edit_force_new (const char *const *words, GError **error)
{
  g_autoptr (BerthEditForce) self = g_new0 (BerthEditForce, 1);

  self->named = new_set ();
  self->used = new_set ();
  self->overruled = berth_finding_list_new ();
  for (; words != NULL && *words != NULL; words++)
    {
      if (!add_word (self, *words, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
berth_edit_force_free (BerthEditForce *self)
{
  g_hash_table_unref (self->named);
  g_hash_table_unref (self->used);
  g_ptr_array_unref (self->overruled);
  g_free (self);
}

/* The device that a refusal is about. */
static const BerthAddress *
get_refused (const BerthFinding *finding, const BerthBundle *bundle)
{
  return finding->has_address ? &finding->address : &bundle->address;
}

static gboolean
is_named (BerthEditForce *self, const BerthDraftEntry *entry)
{
  for (guint i = 0; i < entry->findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (entry->findings, i);

      if (finding->severity == BERTH_SEVERITY_REFUSED && finding->can_force
          && g_hash_table_contains (self->named, get_refused (finding, entry->bundle)))
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_edit_force_lift:
 *
 * Lets the draft accept what is refused now because of a device that was named, if it can work.
 * Whether all that is overruled was named is for berth_edit_force_check() to say.
 */
void
berth_edit_force_lift (BerthEditForce *self, BerthDraft *draft)
{
  GPtrArray *entries = berth_draft_get_entries (draft);
  g_autoptr (GArray) bundles = g_array_new (FALSE, FALSE, sizeof (BerthAddress));

  for (guint i = 0; i < entries->len && g_hash_table_size (self->named) > 0; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);

      if (is_named (self, entry))
        g_array_append_val (bundles, entry->bundle->address);
    }
  /* The entries are gone with the first of these. */
  for (guint i = 0; i < bundles->len; i++)
    berth_draft_force (draft, &g_array_index (bundles, BerthAddress, i));
}

/**
 * berth_edit_force_check:
 * @entry: as it is wished for now
 * @ret_missed: (out): what would be overruled although nobody named its device
 *
 * Remembers what is overruled of the bundle.
 *
 * Returns: whether all of it was named
 */
gboolean
berth_edit_force_check (BerthEditForce *self,
                        const BerthDraftEntry *entry,
                        const BerthFinding **ret_missed)
{
  if (!entry->gives_more || g_hash_table_size (self->named) == 0)
    return TRUE;

  for (guint i = 0; i < entry->findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (entry->findings, i);
      const BerthAddress *refused = get_refused (finding, entry->bundle);
      BerthFinding *overruled;

      if (!finding->can_force)
        continue;
      if (!g_hash_table_contains (self->named, refused))
        {
          *ret_missed = finding;
          return FALSE;
        }
      g_hash_table_add (self->used, berth_address_copy (refused));
      overruled = berth_finding_copy (finding);
      overruled->address = *refused;
      overruled->has_address = TRUE;
      g_ptr_array_add (self->overruled, overruled);
    }
  return TRUE;
}

/**
 * berth_edit_force_check_used:
 *
 * Returns: %FALSE with %BERTH_ERROR_INVALID when something was named of which nothing that can be
 *   forced is refused: then another device was meant
 */
gboolean
berth_edit_force_check_used (BerthEditForce *self, GError **error)
{
  GHashTableIter iter;
  gpointer address;

  g_hash_table_iter_init (&iter, self->named);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    {
      g_autofree char *text = NULL;

      if (g_hash_table_contains (self->used, address))
        continue;
      text = berth_address_dup_string (address);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   /* Translators: %s is an address. */
                   _ ("Nothing that --force could overrule is refused of %s here. Nothing was "
                      "changed, because another device may have been meant."),
                   text);
      return FALSE;
    }
  return TRUE;
}

/**
 * berth_edit_force_get_overruled:
 *
 * Returns: (transfer none) (element-type BerthFinding): the refusals that are overruled, each with
 *   the address of its device
 */
GPtrArray *
berth_edit_force_get_overruled (BerthEditForce *self)
{
  return self->overruled;
}
