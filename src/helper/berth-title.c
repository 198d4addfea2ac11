/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-title.h"

#include <string.h>

#include "base/berth-text.h"
#include "facts/berth-pci-ids.h"

/* An id and the two blanks behind it. */
#define ID_LENGTH 6

/* Where systems keep the ids database: Debian, then Fedora and others. Files of root's. */
const char *const berth_title_databases[] = {
  "/usr/share/misc/pci.ids",
  "/usr/share/hwdata/pci.ids",
  NULL,
};

/* The excerpt holds one vendor's line and one device's, in this order. */
static char *
dup_names (const char *excerpt)
{
  g_auto (GStrv) lines = g_strsplit (excerpt, "\n", 3);
  g_autofree char *names = NULL;

  if (lines[0] == NULL || lines[1] == NULL || strlen (lines[0]) <= ID_LENGTH
      || strlen (lines[1]) <= ID_LENGTH + 1)
    return NULL;
  names = g_strdup_printf ("%s %s", lines[0] + ID_LENGTH, lines[1] + 1 + ID_LENGTH);
  return berth_text_dup_line (names, BERTH_TEXT_NAME_LENGTH);
}

/**
 * berth_title_find:
 * @databases: (array zero-terminated=1): paths; the first that can be read counts
 *
 * What to call a device in a question about a password: never a word of the device's own, or of the
 * caller's.
 *
 * Returns: (transfer full): vendor and product, or the two ids where nobody has a name for them
 */
char *
berth_title_find (const char *const *databases, guint16 vendor, guint16 device)
{
  const BerthAddress nowhere = berth_address_pci (0, 0, 0, 0);
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthPciFacts *pci = berth_facts_add_pci (facts, &nowhere);
  char *title = NULL;

  pci->vendor = vendor;
  pci->device = device;
  for (gsize i = 0; title == NULL && databases[i] != NULL; i++)
    {
      g_autoptr (GString) excerpt = berth_pci_ids_cut (databases[i], facts);

      if (excerpt != NULL)
        title = dup_names (excerpt->str);
    }
  return title != NULL ? title : g_strdup_printf ("%04x:%04x", vendor, device);
}
