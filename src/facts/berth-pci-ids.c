/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-pci-ids.h"

#include <string.h>

/* libpci refuses a database with a longer line (MAX_LINE in its names-parse.c). */
#define MAX_LINE 1000
#define ID_DIGITS 4
#define NO_DIGIT 16
/* A processor compares some of these at once. */
#define STRIDE 128

/* What of a vendor is wanted and not yet found: a set of device ids, and the vendor's own line. */
typedef struct
{
  guint8 bits[(G_MAXUINT16 + 1) / 8];
  guint n_left;
  gboolean is_named;
} Wanted;

static const char *
end_of_line (const char *line, const char *end)
{
  const char *newline = memchr (line, '\n', (gsize) (end - line));

  return newline != NULL ? newline : end;
}

static inline gboolean
has_heading (const char *text)
{
  guint8 found = 0;

  for (guint i = 0; i < STRIDE; i++)
    found |= (guint8) ((text[i] == '\n') & (text[i + 1] != '\t'));
  return found != 0;
}

/* The next line behind @from that does not begin with a tab, or @end. Nearly all of them do: of
 * 35,000 lines 2,400 are vendors, and to look at each line is what would take the time. */
static const char *
find_heading (const char *from, const char *end)
{
  while (end - from > STRIDE && !has_heading (from))
    from += STRIDE;

  do
    from = end_of_line (from, end) + 1;
  while (from < end && *from == '\t');
  return MIN (from, end);
}

/* GLib's function is a call. */
static inline guint
parse_digit (char c)
{
  if (c >= '0' && c <= '9')
    return (guint) (c - '0');
  if ((c | ' ') >= 'a' && (c | ' ') <= 'f')
    return (guint) ((c | ' ') - 'a' + 10);
  return NO_DIGIT;
}

/* "10de  NVIDIA Corporation"; classes ("C 03  …") and comments do not begin with four digits. */
static inline gboolean
parse_id (const char *text, const char *end, guint16 *ret_id)
{
  guint id = 0;
  guint digits = 0;

  if (end - text < ID_DIGITS + 1)
    return FALSE;

  for (guint i = 0; i < ID_DIGITS; i++)
    {
      guint digit = parse_digit (text[i]);

      digits |= digit;
      id = id << 4 | digit;
    }
  *ret_id = (guint16) id;
  return digits < NO_DIGIT && text[ID_DIGITS] == ' ';
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

static gboolean
is_wanted (const Wanted *wanted, guint16 device)
{
  return (wanted->bits[device / 8] & (1U << (device % 8))) != 0;
}

static void
want (Wanted *wanted, guint16 device)
{
  if (is_wanted (wanted, device))
    return;
  wanted->bits[device / 8] |= (guint8) (1U << (device % 8));
  wanted->n_left++;
}

/* Copies the wanted lines out of the vendor's block that begins at @line, and strikes them off:
 * libpci refuses a database that says anything twice. */
static void
cut_block (GString *cut, const char *line, const char *end, Wanted *wanted)
{
  guint16 id;

  if (!wanted->is_named)
    copy_line (cut, line, end);
  wanted->is_named = TRUE;

  line = end_of_line (line, end) + 1;
  while (line < end && wanted->n_left > 0
         && (*line == '\t' || *line == '#' || *line == '\r' || *line == '\n'))
    {
      if (*line == '\t' && parse_id (line + 1, end, &id) && is_wanted (wanted, id))
        {
          copy_line (cut, line, end);
          wanted->bits[id / 8] &= (guint8) ~(1U << (id % 8));
          wanted->n_left--;
        }
      line = end_of_line (line, end) + 1;
    }
}

/* Vendor → #Wanted. */
static GHashTable *
collect_wanted (const BerthFacts *facts)
{
  GHashTable *vendors = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);
      Wanted *wanted = g_hash_table_lookup (vendors, GUINT_TO_POINTER (pci->vendor));

      if (wanted == NULL)
        {
          wanted = g_new0 (Wanted, 1);
          g_hash_table_insert (vendors, GUINT_TO_POINTER (pci->vendor), wanted);
        }
      want (wanted, pci->device);
    }
  return vendors;
}

/**
 * berth_pci_ids_cut:
 * @path: an ids database in the format of https://pci-ids.ucw.cz, not compressed
 *
 * One pass over the database takes a third of a millisecond, where taking in all of it costs libpci
 * fifteen times that.
 *
 * Returns: (nullable) (transfer full): a small database with the vendors and devices of @facts and
 *   nothing else, in the same format; %NULL when @path cannot be read
 */
GString *
berth_pci_ids_cut (const char *path, const BerthFacts *facts)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GHashTable) vendors = NULL;
  GString *cut;
  const char *line;
  const char *end;

  if (file == NULL)
    return NULL;

  vendors = collect_wanted (facts);
  cut = g_string_new (NULL);
  line = g_mapped_file_get_contents (file);
  end = line + g_mapped_file_get_length (file);
  for (; line < end; line = find_heading (line, end))
    {
      guint16 id;
      Wanted *wanted = parse_id (line, end, &id)
                           ? g_hash_table_lookup (vendors, GUINT_TO_POINTER (id))
                           : NULL;

      if (wanted != NULL)
        cut_block (cut, line, end, wanted);
    }
  return cut;
}
