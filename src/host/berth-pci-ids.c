/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/berth-pci-ids.h"

#include <string.h>

/* libpci refuses a database with a longer line (MAX_LINE in its names-parse.c). */
#define MAX_LINE 1000
#define ID_DIGITS 4

typedef struct
{
  guint16 id;
  const char *line;
} Vendor;

struct _BerthPciIds
{
  GMappedFile *file;
  GArray *vendors; /* Vendor, sorted by id */
};

static const char *
end_of_line (const char *line, const char *end)
{
  const char *newline = memchr (line, '\n', (gsize) (end - line));

  return newline != NULL ? newline : end;
}

/* "10de  NVIDIA Corporation"; classes ("C 03  …") and comments do not begin with four digits. */
static gboolean
parse_id (const char *text, const char *end, guint16 *ret_id)
{
  guint id = 0;

  if (end - text < ID_DIGITS + 1)
    return FALSE;

  for (guint i = 0; i < ID_DIGITS; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return FALSE;
      id = id << 4 | (guint) g_ascii_xdigit_value (text[i]);
    }
  *ret_id = (guint16) id;
  return text[ID_DIGITS] == ' ';
}

static int
compare_vendors (gconstpointer a, gconstpointer b)
{
  const Vendor *left = a;
  const Vendor *right = b;

  return left->id != right->id ? (left->id < right->id ? -1 : 1) : 0;
}

/**
 * berth_pci_ids_open:
 * @path: an ids database in the format of https://pci-ids.ucw.cz, not compressed
 *
 * Reads where in the database each vendor stands: half a millisecond, where taking in all of it
 * costs libpci ten times that.
 *
 * Returns: (nullable) (transfer full): %NULL when @path cannot be read
 */
BerthPciIds *
berth_pci_ids_open (const char *path)
{
  GMappedFile *file = g_mapped_file_new (path, FALSE, NULL);
  BerthPciIds *self;
  const char *line;
  const char *end;

  if (file == NULL)
    return NULL;

  self = g_new0 (BerthPciIds, 1);
  self->file = file;
  self->vendors = g_array_sized_new (FALSE, FALSE, sizeof (Vendor), 4096);
  line = g_mapped_file_get_contents (file);
  end = line + g_mapped_file_get_length (file);

  while (line < end)
    {
      Vendor vendor = { .line = line };

      if (*line != '\t' && parse_id (line, end, &vendor.id))
        g_array_append_val (self->vendors, vendor);
      line = end_of_line (line, end) + 1;
    }

  g_array_sort (self->vendors, compare_vendors);
  return self;
}

void
berth_pci_ids_free (BerthPciIds *self)
{
  g_array_unref (self->vendors);
  g_mapped_file_unref (self->file);
  g_free (self);
}

static void
copy_line (GString *cut, const char *line, const char *end)
{
  gsize length = (gsize) (end_of_line (line, end) - line);

  if (length > MAX_LINE)
    return;

  g_string_append_len (cut, line, (gssize) length);
  g_string_append_c (cut, '\n');
}

/* Copies the lines of @devices out of the vendor's block that begins at @line, and takes them out
 * of @devices: libpci refuses a database that says anything twice. */
static void
cut_block (GString *cut, const char *line, const char *end, GHashTable *devices)
{
  guint16 id;

  line = end_of_line (line, end) + 1;
  while (line < end && g_hash_table_size (devices) > 0 && strchr ("\t#\r\n", *line) != NULL)
    {
      if (*line == '\t' && parse_id (line + 1, end, &id)
          && g_hash_table_remove (devices, GUINT_TO_POINTER (id)))
        copy_line (cut, line, end);
      line = end_of_line (line, end) + 1;
    }
}

/* Vendor → set of its devices. */
static GHashTable *
collect_wanted (const BerthFacts *facts)
{
  GHashTable *wanted
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);

  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);
      GHashTable *devices = g_hash_table_lookup (wanted, GUINT_TO_POINTER (pci->vendor));

      if (devices == NULL)
        {
          devices = g_hash_table_new (NULL, NULL);
          g_hash_table_insert (wanted, GUINT_TO_POINTER (pci->vendor), devices);
        }
      g_hash_table_add (devices, GUINT_TO_POINTER (pci->device));
    }
  return wanted;
}

/**
 * berth_pci_ids_cut:
 *
 * Returns: (transfer full): a small database with the vendors and devices of @facts and nothing
 *   else, in the same format
 */
GString *
berth_pci_ids_cut (const BerthPciIds *self, const BerthFacts *facts)
{
  GString *cut = g_string_new (NULL);
  g_autoptr (GHashTable) wanted = collect_wanted (facts);
  const char *end = g_mapped_file_get_contents (self->file)
                    + g_mapped_file_get_length (self->file);

  for (guint i = 0; i < self->vendors->len; i++)
    {
      const Vendor *vendor = &g_array_index (self->vendors, Vendor, i);
      GHashTable *devices = g_hash_table_lookup (wanted, GUINT_TO_POINTER (vendor->id));

      if (devices == NULL)
        continue;

      /* Somebody may have added a vendor's second block. */
      if (i == 0 || vendor[-1].id != vendor->id)
        copy_line (cut, vendor->line, end);
      cut_block (cut, vendor->line, end, devices);
    }
  return cut;
}
